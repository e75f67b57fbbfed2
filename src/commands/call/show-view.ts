import { messageLeftIn, readAnalysis } from "../../domain/call/analysis.ts";
import { outcomeOf } from "../../domain/call/outcome-of-call.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import { readTranscript, type Turn } from "../../domain/call/transcript.ts";
import { readTransfers } from "../../domain/call/transfer.ts";
import { whyEnded } from "../../domain/call/why-ended.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { clinicSaid, type RevealFlag, shownNumber, type Slugs, utc, withoutNumbers } from "../shown-call.ts";

export function callText(call: FleetCall, slugs: Slugs, reveal: RevealFlag): string {
  const turns = readTranscript(call.transcriptJson);
  const lines = [
    `Call ${call.callId} · ${call.direction} · ${call.status}`,
    ...facts(call, slugs, reveal).map(([name, value]) => `${name.padEnd(15)}${value}`),
    "",
    ...(turns.length === 0 ? ["Nothing was said, or no transcript came."] : ["Transcript:", ...turns.map(turnLine)]),
  ];
  return terminalSafe(withoutNumbers(lines.join("\n"), reveal));
}

type Fact = readonly [name: string, value: string];

function facts(call: FleetCall, slugs: Slugs, reveal: RevealFlag): readonly Fact[] {
  const { call_summary: summary = "" } = readAnalysis(call.analysisJson);
  const all: readonly Fact[] = [
    ["clinic", clinicSaid(call, slugs)],
    ["patient", shownNumber(call.patientNumber, reveal) ?? ""],
    ["began", `${utc(call.calledAt)} UTC`],
    ["took", call.durationMs === null ? "" : `${Math.round(call.durationMs / 1000)} s`],
    ["outcome", outcomeSaid(call)],
    ["why it ended", call.reason === null ? whyEnded(call) : `${whyEnded(call)} (${call.reason})`],
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

const FROM: Readonly<Record<string, string>> = {
  analysis: "from the analysis",
  tools: "from what the agent did",
  ending: "from how the call ended",
};

function outcomeSaid(call: FleetCall): string {
  const told = outcomeOf(call);
  return told === null ? "" : `${told.outcome} (${FROM[told.basis] ?? told.basis})`;
}

function turnLine(turn: Turn): string {
  if (turn.kind === "said") return `  ${`${turn.by}:`.padEnd(8)} ${turn.text}`;
  if (turn.kind === "tool") return `  → tool ${turn.name} ${turn.args}`;
  if (turn.kind === "result") return `  ← ${turn.successful === false ? "failed: " : ""}${turn.content}`;
  if (turn.kind === "node") return `  [${turn.from} → ${turn.to}]`;
  return `  key ${turn.digit}`;
}
