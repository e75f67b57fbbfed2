import type { Command } from "commander";
import { messageLeftIn, readAnalysis } from "../../domain/call/analysis.ts";
import { outcomeOf } from "../../domain/call/outcome-of-call.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import { whyEnded } from "../../domain/call/why-ended.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { Context } from "../context.ts";
import { callJson, instant, type RevealFlag, type Slugs, slugsOf, withoutNumbers } from "../shown-call.ts";
import { callText } from "./show-view.ts";

export function configure(command: Command, context: Context): void {
  command
    .description("show a call: what came of it, why it ended, and what was said, with the flow's nodes and tools")
    .argument("<id>", "of the call, from call:list")
    .option("--reveal", "whole phone numbers")
    .action((id: string, flags: RevealFlag) => show(id, flags, context));
}

async function show(id: string, reveal: RevealFlag, context: Context): Promise<void> {
  const { clinics, calls } = await context.store();
  const call = await calls.find(id);
  if (call === undefined) {
    throw new AscendiaError("not_found", `There is no call ${id}.`, { hint: "See them with: ascendia call:list" });
  }
  const slugs = slugsOf(await clinics.list());
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
