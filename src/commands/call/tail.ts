import type { Command } from "commander";
import { type CallNews, followCalls } from "../../domain/call/events/call-event.ts";
import { whyEnded } from "../../domain/call/call.ts";
import { type SaidTurn, LiveTurns } from "../../domain/call/review/live-turns.ts";
import type { CallEvent } from "../../domain/call/ports.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { oneLine } from "../../domain/language/plain-text.ts";
import { type SinceFlag, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import {
  type RevealFlag,
  type Slugs,
  callJson,
  clinicSaid,
  instant,
  shownNumber,
  slugsOf,
  utc,
  withoutNumbers,
} from "../view.ts";

interface TailFlags extends SinceFlag, RevealFlag {
  readonly clinic?: string;
}

const PAUSE_MS = 300;

export function configure(command: Command, context: Context): void {
  addSinceOption(command)
    .description("follow calls, events and speech live until Ctrl-C; one line each, NDJSON with --json")
    .option("--clinic <clinic>", "filter by clinic, id or slug")
    .option("--reveal", "show full phone numbers")
    .action((flags: TailFlags) => tail(flags, context));
}

async function tail(flags: TailFlags, context: Context): Promise<void> {
  const { output, clock } = context;
  const { clinics, events, calls } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  const news = followCalls(sinceAt(flags, clock.now()) ?? clock.now(), { events, calls });
  const end = { isNear: false };
  const stopped = context.untilStopped().then(() => (end.isNear = true));
  if (flags.reveal === true) {
    const subject = flags.clinic === undefined ? "installation" : `clinic:${flags.clinic}`;
    await recordRead({ action: "call:tail --reveal", subject, shown: {} }, context);
  }
  output.note("Following calls; stop with Ctrl-C.");
  const turns = new LiveTurns();
  const tell = async (): Promise<void> => {
    const wanted = (await news()).filter((one) => clinicId === undefined || ownerOf(one).clinicId === clinicId);
    const slugs: Slugs = wanted.length === 0 ? new Map() : slugsOf(await clinics.list());
    for (const one of wanted) {
      output.item(newsJson(one, slugs, flags), () => newsLine(one, slugs, flags));
      if (one.kind === "event") await tellTurns(one.event, { turns, slugs, flags }, context);
    }
  };
  await tell();
  while (!end.isNear) {
    await Promise.race([stopped, context.wait(PAUSE_MS)]);
    await tell();
  }
}

interface Following {
  readonly turns: LiveTurns;
  readonly slugs: Slugs;
  readonly flags: RevealFlag;
}

/** Prints what was said since the call was last shown; the audit log records the read once per call. */
async function tellTurns(event: CallEvent, { turns, slugs, flags }: Following, context: Context): Promise<void> {
  const isNew = !turns.follows(event);
  const fresh = turns.fresh(event);
  const { callId, receivedAt } = event;
  if (fresh.length === 0 || callId === null) return;
  if (isNew) {
    const subject = `call:${withoutNumbers(callId, {})}`;
    await recordRead({ action: "call:tail", subject, shown: { clinic: clinicSaid(event, slugs) } }, context);
  }
  for (const { by, text } of fresh) {
    const said = withoutNumbers(text, flags);
    const turn = { kind: "turn" as const, at: instant(receivedAt), call_id: callId, by, text: said };
    context.output.item(turn, () => turnLine({ by, text: said }));
  }
}

function turnLine({ by, text }: Pick<SaidTurn, "by" | "text">): string {
  return `  ${`${oneLine(by)}:`.padEnd(8)} ${oneLine(text)}`;
}

function ownerOf(news: CallNews) {
  return news.kind === "event" ? news.event : news.call;
}

function newsJson(news: CallNews, slugs: Slugs, reveal: RevealFlag) {
  const { kind, at } = news;
  if (news.kind === "call") return { kind, at: instant(at), ...callJson(news.call, slugs, reveal) };
  const { key, event, callId, clinicId, attribution } = news.event;
  const clinic = clinicId === null ? null : (slugs.get(clinicId) ?? clinicId);
  return { kind, at: instant(at), key, event, call_id: callId, clinic, attribution };
}

function newsLine(news: CallNews, slugs: Slugs, reveal: RevealFlag): string {
  const { clinicId, attribution, callId } = ownerOf(news);
  const head = [utc(news.at), clinicSaid({ clinicId, attribution }, slugs), callId ?? "(no call)"];
  const rest = news.kind === "event" ? [news.event.event] : callFacts(news.call, reveal);
  return [...head, ...rest].map((part) => oneLine(part)).join("  ");
}

function callFacts(call: Extract<CallNews, { kind: "call" }>["call"], reveal: RevealFlag): readonly string[] {
  const number = shownNumber(call.patientNumber, reveal) ?? "";
  return [
    `${call.direction} ${number}`.trim(),
    call.status,
    ...(call.outcome === null ? [] : [call.outcome, whyEnded(call)]),
  ];
}
