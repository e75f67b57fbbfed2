import { z } from "zod";
import type { Command } from "commander";
import { type Turn, readTranscript } from "../../domain/call/events/call-snapshot.ts";
import { whyEnded } from "../../domain/call/call.ts";
import { messageLeftIn, readAnalysis, readTransfers } from "../../domain/call/events/call-analysis.ts";
import { outcomeOf } from "../../domain/call/events/describe-call.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import { isLanguage, languageFacts } from "../../domain/language/language.ts";
import { oneLine } from "../../domain/language/plain-text.ts";
import { AscendiaError } from "../../errors.ts";
import { terminalSafe } from "../../terminal/table.ts";
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

export function callText(call: FleetCall, slugs: Slugs, reveal: RevealFlag): string {
  const turns = readTranscript(call.transcriptJson);
  const lines = [
    `Call ${oneLine(call.callId)} · ${call.direction} · ${call.status}`,
    ...facts(call, slugs, reveal).map(([name, value]) => `${name.padEnd(15)}${oneLine(value)}`),
    "",
    ...(turns.length === 0
      ? ["No transcript: nothing was said, or Retell sent none."]
      : ["Transcript:", ...turns.map(turnLine)]),
  ];
  return terminalSafe(withoutNumbers(lines.join("\n"), reveal));
}

type Fact = readonly [name: string, value: string];

function facts(call: FleetCall, slugs: Slugs, reveal: RevealFlag): readonly Fact[] {
  const { call_summary: summary = "" } = readAnalysis(call.analysisJson);
  const all: readonly Fact[] = [
    ["clinic", clinicSaid(call, slugs)],
    ["patient", shownNumber(call.patientNumber, reveal) ?? ""],
    ["language", languageSaid(call)],
    ["began", `${utc(call.calledAt)} UTC`],
    ["took", call.durationMs === null ? "" : `${Math.round(call.durationMs / 1000)} s`],
    ["outcome", outcomeSaid(call)],
    ["disconnected", call.reason === null ? whyEnded(call) : `${whyEnded(call)} (${call.reason})`],
    ["message left", messageLeftIn(call) ?? ""],
    ["summary", summary],
    [
      "transfers",
      readTransfers(call.transfersJson)
        .map(({ event, destination }) => `${event} ${destination ?? ""}`.trim())
        .join(", "),
    ],
    ["agent", call.agentId === null ? "" : `${call.agentId} version ${call.agentVersion ?? "unknown"}`],
    ["cost", call.costCents === null ? "" : `${call.costCents} cents`],
    [
      "latency",
      call.latencyP50Ms === null ? "" : `p50 ${call.latencyP50Ms} ms, p99 ${call.latencyP99Ms ?? "unknown"} ms`,
    ],
  ];
  return all.filter(([, value]) => value !== "");
}

const callVariables = z.object({ language: z.string() });

/** The language in which the call ended: at a clinic with two, the caller may have changed to the second. */
function languageSaid({ variablesJson }: FleetCall): string {
  const read = callVariables.safeParse(JSON.parse(variablesJson ?? "null"));
  return read.success && isLanguage(read.data.language) ? languageFacts(read.data.language).englishName : "";
}

const FROM: Readonly<Record<string, string>> = {
  analysis: "from the analysis",
  tools: "from what the agent did",
  ending: "from how the call ended",
};

function outcomeSaid(call: FleetCall): string {
  const told = outcomeOf(call);
  // The data that gave the outcome may have been removed since (clinic:privacy).
  if (told === null || told.outcome !== call.outcome) return call.outcome ?? "";
  return `${told.outcome} (${FROM[told.basis] ?? told.basis})`;
}

function turnLine(turn: Turn): string {
  if (turn.kind === "said") return `  ${`${turn.by}:`.padEnd(8)} ${oneLine(turn.text)}`;
  if (turn.kind === "tool") return `  → tool ${oneLine(`${turn.name} ${turn.args}`)}`;
  if (turn.kind === "result") return `  ← ${turn.successful === false ? "failed: " : ""}${oneLine(turn.content)}`;
  if (turn.kind === "node") return `  [${oneLine(`${turn.from} → ${turn.to}`)}]`;
  return `  key ${turn.digit}`;
}

export function configure(command: Command, context: Context): void {
  command
    .description("show a call: its outcome, why it ended, and the transcript with the flow's nodes and tools")
    .argument("<id>", "call id, from call:list")
    .option("--reveal", "show full phone numbers")
    .action((id: string, flags: RevealFlag) => show(id, flags, context));
}

async function show(id: string, reveal: RevealFlag, context: Context): Promise<void> {
  const { clinics, calls } = await context.store();
  const call = await calls.find(id);
  if (call === undefined) {
    throw new AscendiaError("not_found", `Call ${id} not found.`, { hint: "List them with: ascendia call:list" });
  }
  const slugs = slugsOf(await clinics.list());
  const shown = { clinic: clinicSaid(call, slugs), numbers: reveal.reveal === true ? "whole" : "masked" };
  await recordRead({ action: "call:show", subject: `call:${withoutNumbers(call.callId, {})}`, shown }, context);
  context.output.result(wholeCall(call, slugs, reveal), () => callText(call, slugs, reveal));
}

function wholeCall(call: FleetCall, slugs: Slugs, reveal: RevealFlag) {
  const read = (json: string | null): unknown => (json === null ? null : JSON.parse(withoutNumbers(json, reveal)));
  return {
    ...callJson(call, slugs, reveal),
    why_ended: whyEnded(call),
    outcome_from: outcomeOf(call)?.basis ?? null,
    message: withoutNumbers(messageLeftIn(call) ?? "", reveal) || null,
    summary: withoutNumbers(readAnalysis(call.analysisJson).call_summary ?? "", reveal) || null,
    agent_id: call.agentId,
    agent_version: call.agentVersion,
    started_at: instant(call.startedAt),
    ended_at: instant(call.endedAt),
    analyzed_at: instant(call.analyzedAt),
    cost_cents: call.costCents,
    latency_p50_ms: call.latencyP50Ms,
    latency_p99_ms: call.latencyP99Ms,
    transfers: read(call.transfersJson),
    analysis: read(call.analysisJson),
    metadata: read(call.metadataJson),
    variables: read(call.variablesJson),
    transcript: read(call.transcriptJson),
  };
}
