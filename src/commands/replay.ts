import { type Command } from "commander";
import type { Recording } from "../domain/call/requests/recorded-request.ts";
import { AscendiaError } from "../errors.ts";
import type { Difference } from "../simulator/replay/compare-answers.ts";
import { type ChangedAnswer, type Replayed, replayRecording } from "../simulator/replay/replay-recording.ts";
import { counted, table, terminalSafe } from "../terminal/table.ts";
import { sendsInTheClear } from "../config.ts";
import { isWallDate } from "../domain/time/wall-date.ts";
import { portOf } from "./arguments.ts";
import type { Context } from "./context.ts";
import { recordRead } from "./record-change.ts";

interface ReplayFlags {
  readonly day?: string;
  readonly url?: string;
  readonly listen?: number;
}

export function configure(command: Command, context: Context): void {
  command
    .description(
      "repeat the requests of a recorded day at their original times, on a copy of that day's data, and compare the answers",
    )
    .option("--day <date>", "day in UTC that serve --record recorded (default: the latest)")
    .option("--url <url>", "test the build that runs there with --listen, instead of this one")
    .option("--listen <port>", "let another build replay against this one until Ctrl-C; 0 picks a free port", portOf)
    .action(async (flags: ReplayFlags) => {
      refusePostgres(context);
      await (flags.listen === undefined ? replay(flags, context) : listen(flags, context));
    });
}

/** `serve --record` refuses it too: a recording lacks what other servers wrote. */
function refusePostgres(context: Context): void {
  if (context.config().databaseUrl === null) return;
  throw new AscendiaError("not_configured", "replay needs a SQLite database, and this one is PostgreSQL.", {
    hint: "Several servers may write to it, so one server's requests do not explain its answers. Serve a restored copy on SQLite with --record, and replay that.",
  });
}

async function listen({ day, url, listen: port = 0 }: ReplayFlags, context: Context): Promise<void> {
  if (day !== undefined || url !== undefined) {
    throw new AscendiaError("usage", "--listen cannot be combined with --day or --url.", {
      hint: "Run --listen with the new build, and --day with --url where you want to read the comparison.",
    });
  }
  const running = await context.startReplayServer(port);
  try {
    context.output.result({ listening: running.url }, (facts) =>
      [
        `Listening on ${facts.listening} with copies of the recorded days. Press Ctrl-C to stop.`,
        `Compare with: ascendia replay --day <date> --url ${facts.listening}`,
      ].join("\n"),
    );
    await context.untilStopped();
  } finally {
    await running.close();
  }
}

/** One changed field of an answer, as listed. */
interface ListedChange {
  readonly at: string;
  readonly path: string;
  readonly clinic: string | null;
  readonly call_id: string | null;
  readonly field: string;
  readonly was: string | null;
  readonly is: string | null;
}

async function replay({ day, url }: ReplayFlags, context: Context): Promise<void> {
  if (url !== undefined) refuseUnsafe(url);
  const recordings = await context.recordings();
  const chosen = ofDay(day, await recordings.list());
  const shown = chosen.map(({ name }) => name);
  await recordRead({ action: "replay", subject: "fleet", shown: { recordings: shown } }, context);
  const parts: Replayed[] = [];
  for (const { name, startedAt } of chosen) {
    const build = await context.replayedBuild(name, url);
    try {
      parts.push(await replayRecording(recordings.requestsOf(name), startedAt, build));
    } finally {
      await build.close();
    }
  }
  report(chosen, parts, context);
}

/** The requests hold patients' data. */
function refuseUnsafe(url: string): void {
  if (URL.canParse(url) && /^https?:/u.test(url) && !sendsInTheClear(url)) return;
  throw new AscendiaError("usage", `--url ${url} is not an address that requests may be sent to.`, {
    hint: "Use what replay --listen printed, or its https address. Plain http is for this machine only.",
  });
}

/** @throws not_found with the days there are */
function ofDay(day: string | undefined, all: readonly Recording[]): readonly Recording[] {
  const recorded = all.filter(({ requests }) => requests > 0);
  const days = [...new Set(recorded.map(({ name }) => dayOf(name)))];
  const chosen = day ?? days.at(-1);
  if (chosen !== undefined && !isWallDate(chosen)) {
    throw new AscendiaError("usage", `--day: "${chosen}" is not a date.`, { hint: "Write it as 2026-11-28." });
  }
  const found = recorded.filter(({ name }) => dayOf(name) === chosen);
  if (found.length > 0) return found;
  throw new AscendiaError("not_found", `No request of ${chosen ?? "any day"} is recorded.`, {
    hint: days.length === 0 ? "Record with: ascendia serve --record" : `Recorded: ${days.join(", ")} (UTC).`,
  });
}

function dayOf(name: string): string {
  return name.slice(0, "yyyy-mm-dd".length);
}

function report(recorded: readonly Recording[], parts: readonly Replayed[], { output }: Context): void {
  const changed = parts.flatMap((part) => part.changed);
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  const data = {
    day: dayOf(recorded[0]?.name ?? ""),
    recordings: recorded.length,
    requests,
    answered_alike: requests - changed.length,
    answered_otherwise: changed.length,
    differences: changed.flatMap((answer) => listed(answer)),
  };
  if (changed.length === 0) {
    output.result(data, () => `${counted(requests, "request")} of ${data.day} replayed: every answer is the same.`);
    return;
  }
  const error = new AscendiaError(
    "drift",
    `${changed.length} of ${counted(requests, "request")} answered differently.`,
    {
      hint: "What staff or a connected calendar changed during that day is not in a recording, and shows here too.",
    },
  );
  output.failedResult(data, () => changesText(data.differences), error);
  throw error;
}

function listed({ receivedAt, path, clinic, callId, differences }: ChangedAnswer): readonly ListedChange[] {
  const about = { at: new Date(receivedAt).toISOString(), path, clinic, call_id: callId };
  return differences.map((difference) => ({ ...about, ...difference }));
}

const MOST_SHOWN = 50;

/** The same change of several answers is one line. */
function changesText(changes: readonly ListedChange[]): string {
  const groups = new Map<string, ListedChange[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.path, change.field, change.was, change.is]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const lines = [...groups.values()].toSorted((a, b) => b.length - a.length);
  const rows = lines.slice(0, MOST_SHOWN).flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [[first.path, first.field, said(first.was), said(first.is), String(same.length)]];
  });
  const more = lines.length - rows.length;
  const drawn = table(["path", "field", "was", "is now", "times"], rows);
  return more === 0 ? drawn : `${drawn}\n… and ${counted(more, "more kind")} of change: see --json.`;
}

function said(text: Difference["was"]): string {
  return text === null ? "(nothing)" : terminalSafe(text);
}
