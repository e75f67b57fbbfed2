import { newId, newSecret } from "../adapters/system/ids.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { MINUTE_MS } from "../clock.ts";
import type { Context } from "../commands/context.ts";
import type { RecordedRequest } from "../domain/call/requests/recorded-request.ts";
import { AscendiaError } from "../errors.ts";
import type { RunningServer } from "../server/listen.ts";
import type { CopiedInstallation, SettableClock } from "../simulator/host/copied-world.ts";
import type { Answer } from "../simulator/replay/compare-answers.ts";
import type { ReplayedBuild } from "../simulator/replay/replay-recording.ts";
import { acceptedPhrases } from "./phrases.ts";
import { startServerOn } from "./server.ts";
import type { Surroundings } from "./surroundings.ts";
import { installedVoices } from "./voices.ts";
import { answerKindsOn } from "./worker.ts";

/** Builds that answer recorded requests: this one, or one that listens elsewhere. */
export function replayParts(surroundings: Surroundings): Pick<Context, "replayedBuild" | "startReplayServer"> {
  const key = () => surroundings.config().webhookKeys[0] ?? surroundings.config().retellApiKey;
  return {
    replayedBuild: async (recording, url) => {
      if (url === undefined) return thisBuild(recording, surroundings);
      const { buildAt } = await import("../simulator/host/replay-server.ts");
      return buildAt(url.replace(/\/+$/u, ""), recording, (to, body) => sent(to, body, key()));
    },
    startReplayServer: async (port) => {
      const { startReplayServer } = await import("../simulator/host/replay-server.ts");
      const { verifySignature } = await import("../adapters/retell/signature.ts");
      const isSigned = (body: string, signature: string | undefined) =>
        verifySignature(body, signature, { key: key(), nowMs: systemClock.now() });
      return startReplayServer({ open: (recording) => thisBuild(recording, surroundings), isSigned }, port);
    },
  };
}

const PATIENCE_MS = 30_000;

async function sent(url: string, body: string, key: string): Promise<Answer> {
  const { retellWire } = await import("../adapters/retell/retell-wire.ts");
  const outcome = await retellWire(key, systemClock).send({ url, method: "POST", body, timeoutMs: PATIENCE_MS });
  if (outcome.kind === "answered") return outcome;
  throw new AscendiaError("transient", `The replay stopped early: ${outcome.reason}.`, {
    hint: "Check that the new build runs there: ascendia replay --listen <port>.",
  });
}

/** Serves a copy of the recording's data in memory. Sends no mail, calls nobody, and contacts no calendar. */
async function thisBuild(recording: string, surroundings: Surroundings): Promise<ReplayedBuild> {
  const config = surroundings.config();
  const { recordedData } = await import("../adapters/sql/copies/recordings.ts");
  const { openSqliteCopy } = await import("../adapters/sql/sqlite/sqlite.ts");
  const { migrate } = await import("../adapters/sql/migrations/migrate.ts");
  const { sqlClinicRevisions } = await import("../adapters/sql/clinics/clinic-stores.ts");
  const { settableClock, trustCalendars } = await import("../simulator/host/copied-world.ts");
  const database = openSqliteCopy(recordedData(config.databasePath, recording));
  await migrate(database);
  await trustCalendars(database);
  const clock = settableClock(0);
  const installation = { database, revisions: sqlClinicRevisions(database), clock, newId };
  const [key, outcomeSecret] = [newSecret(), newSecret()];
  const server = await startServerOn(installation, {
    keys: [key],
    outcomeSecret,
    logLevel: "error",
    address: { host: "127.0.0.1", port: 0 },
    phrases: await acceptedPhrases(surroundings, database),
    voices: await installedVoices(config, database),
  });
  const jobs = await dueJobs(installation, clock);
  return {
    answer: async (request) => {
      await jobs.upTo(request.receivedAt);
      const answer = await asked(request, { server, key, outcomeSecret });
      await jobs.now();
      return answer;
    },
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}

function minuteOf(instant: number): number {
  return Math.floor(instant / MINUTE_MS);
}

/** Runs the worker's jobs that were due between two requests, as far as callers could notice them. */
async function dueJobs(installation: CopiedInstallation, clock: SettableClock) {
  const { runDueJobs } = await import("../domain/job/run-jobs.ts");
  const { SqlJobQueue } = await import("../adapters/sql/calls/job-stores.ts");
  const { openLog } = await import("../adapters/system/log.ts");
  const kinds = await answerKindsOn(installation);
  const queue = new SqlJobQueue(installation.database.nonDurable);
  const log = openLog("error");
  const now = () => runDueJobs(kinds, { queue, clock, random: () => 0, log });
  return {
    now,
    upTo: async (instant: number): Promise<void> => {
      const isNextMinute = minuteOf(instant) > minuteOf(clock.now());
      clock.set(instant);
      if (isNextMinute) {
        const order = { kind: "waitlist-pass-on", key: new Date(instant).toISOString(), payload: "{}", dueAt: instant };
        await queue.order(order);
      }
      await now();
    },
  };
}

interface Serving {
  readonly server: RunningServer;
  readonly key: string;
  readonly outcomeSecret: string;
}

/** Signs the request for its original time. Requests that were sent twice then are sent twice now. */
async function asked(
  { path, body, signedAt }: RecordedRequest,
  { server, key, outcomeSecret }: Serving,
): Promise<Answer> {
  const url = `${server.url}${path}`;
  if (signedAt === null) {
    const headers = { authorization: `Bearer ${outcomeSecret}`, "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body });
    return { status: response.status, body: await response.text() };
  }
  const { retellWire } = await import("../adapters/retell/retell-wire.ts");
  const outcome = await retellWire(key, { now: () => signedAt }).send({
    url,
    method: "POST",
    body,
    timeoutMs: PATIENCE_MS,
  });
  if (outcome.kind === "answered") return outcome;
  throw new AscendiaError("failed", `This build did not answer ${path}: ${outcome.reason}.`);
}
