import type { Command } from "commander";
import {
  type CallTroubles,
  type Trouble,
  LONG_WAIT_MS,
  findTroubles,
  turningPoint,
} from "../../domain/call/review/call-troubles.ts";
import { whyEnded } from "../../domain/call/call.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import { oneLine } from "../../domain/language/plain-text.ts";
import { AscendiaError } from "../../errors.ts";
import { table, terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { recordRead, revealed } from "../record-change.ts";
import { type RevealFlag, clinicSaid, slugsOf, withoutNumbers } from "../view.ts";

export function configure(command: Command, context: Context): void {
  command
    .description("explain a call: how it ended, where it went wrong, tool errors and slow answers")
    .argument("<id>", "call id, from call:list")
    .option("--reveal", "show full phone numbers")
    .action((id: string, flags: RevealFlag) => why(id, flags, context));
}

async function why(id: string, reveal: RevealFlag, context: Context): Promise<void> {
  const store = await context.store();
  const call = await store.calls.find(id);
  if (call === undefined) {
    throw new AscendiaError("not_found", `Call ${id} not found.`, { hint: "List them with: ascendia call:list" });
  }
  const clinic = clinicSaid(call, slugsOf(await store.clinics.list()));
  const subject = `call:${withoutNumbers(call.callId, {})}`;
  await recordRead({ action: revealed("call:why", reveal), subject, shown: { clinic } }, context);
  const found = await findTroubles(call, store.events);
  const facts = factsOf(call, { found, clinic, reveal });
  context.output.result(facts, () => whyText(facts));
}

interface Shown {
  readonly found: CallTroubles;
  readonly clinic: string;
  readonly reveal: RevealFlag;
}

function factsOf(call: FleetCall, { found, clinic, reveal }: Shown) {
  const { troubles, waitsMs, lastNode, lastSaid } = found;
  const hidden = (text: string | null): string | null => (text === null ? null : withoutNumbers(text, reveal));
  const shown = troubles.map(({ node, kind, what, detail }) => ({
    node,
    kind,
    what: withoutNumbers(what, reveal),
    detail: withoutNumbers(detail, reveal),
  }));
  const turned = turningPoint(shown);
  return {
    call_id: call.callId,
    clinic,
    outcome: call.outcome,
    ended: whyEnded(call),
    reason: call.reason,
    last_node: lastNode,
    last_said: { agent: hidden(lastSaid.agent), caller: hidden(lastSaid.caller) },
    turned: turned === undefined ? null : { node: turned.node, why: troubleText(turned) },
    troubles: shown,
    waits: {
      known: waitsMs !== null,
      answers: waitsMs?.length ?? null,
      long: waitsMs?.filter((ms) => ms >= LONG_WAIT_MS).length ?? null,
      longest_ms: waitsMs === null || waitsMs.length === 0 ? null : Math.max(...waitsMs),
      latency_p50_ms: call.latencyP50Ms,
      latency_p99_ms: call.latencyP99Ms,
    },
  };
}

type Why = ReturnType<typeof factsOf>;

const says: Readonly<Record<Trouble["kind"], (trouble: Pick<Trouble, "what" | "detail">) => string>> = {
  tool_failed: ({ what, detail }) => `${what} failed: ${detail}`,
  tool_refused: ({ what, detail }) => `${what} answered ${detail}`,
  repeated: ({ what }) => `the caller repeated: ${what}`,
  asked_again: ({ what }) => `the agent asked again: ${what}`,
  waited: ({ what, detail }) => `${(Number(detail) / 1000).toFixed(1)} s before: ${what}`,
};

function troubleText(trouble: Pick<Trouble, "kind" | "what" | "detail">): string {
  return says[trouble.kind](trouble);
}

function whyText(facts: Why): string {
  const { last_said: said, waits, turned } = facts;
  const rows: readonly (readonly [string, string | null])[] = [
    ["outcome", facts.outcome],
    ["ended", facts.reason === null ? facts.ended : `${facts.ended} (${facts.reason})`],
    ["at node", facts.last_node],
    ["agent said last", said.agent],
    ["caller said last", said.caller],
    ["turned", turned === null ? "nothing in the record went wrong" : `at ${turned.node}: ${turned.why}`],
    ["answers", waitsText(waits)],
  ];
  const lines = rows.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(18)}${oneLine(value)}`]));
  const troubles = facts.troubles.map((trouble) => [trouble.node, oneLine(troubleText(trouble))]);
  const head = `Call ${oneLine(facts.call_id)} · ${facts.clinic}`;
  return terminalSafe(
    [head, ...lines, ...(troubles.length === 0 ? [] : ["", table(["node", "what went wrong"], troubles)])].join("\n"),
  );
}

function waitsText({
  known,
  answers,
  long,
  longest_ms: longest,
  latency_p50_ms: p50,
  latency_p99_ms: p99,
}: Why["waits"]): string {
  const retells = p50 === null ? "" : `Retell's latency: p50 ${p50} ms, p99 ${p99 ?? p50} ms`;
  if (!known) return retells === "" ? "no times are stored" : retells;
  const own = `${long} of ${answers} took ${LONG_WAIT_MS / 1000} s or more, the longest ${((longest ?? 0) / 1000).toFixed(1)} s`;
  return retells === "" ? own : `${own}; ${retells}`;
}
