import { systemClock } from "../adapters/system/clock.ts";
import type { Context } from "../commands/context.ts";
import type { Config } from "../config.ts";
import type { Recordings } from "../domain/call/requests/recorded-request.ts";
import { AscendiaError } from "../errors.ts";
import type { ServerLog } from "../server/ports.ts";
import type { DayRecorder } from "../server/request-recorder.ts";
import type { Surroundings } from "./surroundings.ts";

/** The recordings of the installation's database. PostgreSQL databases have none. */
export function recordingParts({ config }: Pick<Surroundings, "config">): Pick<Context, "recordings"> {
  return { recordings: () => recordingsBeside(config()) };
}

export async function recordingsBeside({ databasePath, databaseUrl }: Config): Promise<Recordings> {
  if (databaseUrl !== null) return none;
  return (await import("../adapters/sql/copies/recordings.ts")).recordingsOf(databasePath);
}

const none: Recordings = {
  list: () => Promise.resolve([]),
  requestsOf: () => [],
  forgetBefore: () => Promise.resolve(0),
  forgetAll: () => Promise.resolve(0),
};

/** @throws not_configured on PostgreSQL, failed if nothing can be written */
export async function startRecorder(config: Config, log: ServerLog): Promise<DayRecorder> {
  const { databasePath, databaseUrl } = config;
  if (databaseUrl !== null) {
    throw new AscendiaError("not_configured", "--record needs a SQLite database, and this one is PostgreSQL.", {
      hint: "Several servers may write to it, so one server's requests do not explain its answers. Serve a restored copy on SQLite to record.",
    });
  }
  const { beginRecording } = await import("../adapters/sql/copies/recordings.ts");
  const { DayRecorder: Recorder } = await import("../server/request-recorder.ts");
  return Recorder.start({ begin: (startedAt) => beginRecording(databasePath, startedAt), clock: systemClock, log });
}
