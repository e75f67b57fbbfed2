import { jsonOrText } from "../../json.ts";
import type { RetellWire } from "../../domain/call/signed-request.ts";
import type { ToolCall, ToolContext, ToolOutcome, ToolRunner } from "../../flow/ports.ts";
import type { Fault, ToolMock, Scenario } from "../scenario/schema.ts";
import type { OfflineBrain } from "../../domain/brain/brain.ts";
import type { FlowCall } from "../../flow/session/state.ts";
import type { CallerNumber, ClinicFacts } from "../scenario/fill-placeholders.ts";

export interface ToolRecord {
  readonly name: string;
  readonly node: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly attempt: number;
  readonly ok: boolean;
  readonly status: number | null;
  /** The parsed answer, or its text if it is not JSON. */
  readonly result: unknown;
}

export interface RecordedTools extends ToolRunner {
  readonly records: readonly ToolRecord[];
  /** Durations of the requests that really went to the server. */
  readonly latencies: readonly number[];
  /** Names of tools that the flow called and that were refused. */
  readonly refusals: readonly string[];
}

type ToolFault = Extract<Fault, { readonly tool: string }>;

interface ToolSettings {
  readonly faults: readonly Fault[];
  /** Names of tools that may not be called; their calls fail without being sent. */
  readonly refused: ReadonlySet<string>;
  /** Called before every call that is sent; may act on the world as another caller would. */
  readonly before: (call: ToolCall, context: ToolContext) => Promise<void>;
}

/** Answers tool calls: a server, or mocks. */
export type SendCall = (call: ToolCall) => Promise<ToolOutcome>;

/** Answers the functions of a flow, applies the scenario's faults, and records calls and answers. */
export function recordedTools(answer: SendCall, { faults, refused, before }: ToolSettings): RecordedTools {
  const records: ToolRecord[] = [];
  const latencies: number[] = [];
  const refusals: string[] = [];
  const left = new Map(faults.flatMap((fault) => ("tool" in fault ? [[fault, fault.calls ?? 1] as const] : [])));
  const send = async (call: ToolCall): Promise<ToolOutcome> => {
    const outcome = await answer(call);
    latencies.push(outcome.ms);
    return outcome;
  };
  return {
    records,
    latencies,
    refusals,
    run: async (call, context) => {
      if (refused.has(call.name)) {
        refusals.push(call.name);
        return { ok: false, content: `${call.name} writes, and was not sent`, ms: 0 };
      }
      await before(call, context);
      const due = [...left.keys()].find((fault) => fault.tool === call.name && (left.get(fault) ?? 0) > 0);
      if (due !== undefined) left.set(due, (left.get(due) ?? 0) - 1);
      const outcome = due === undefined ? await send(call) : await faulty(call, due, send);
      records.push(recordOf(call, context, outcome));
      return outcome;
    },
  };
}

async function faulty(call: ToolCall, fault: ToolFault, send: SendCall): Promise<ToolOutcome> {
  if (fault.kind === "status")
    return { ok: false, status: fault.status, content: `HTTP status ${fault.status}`, ms: 0 };
  if (fault.kind === "empty") return { ok: true, status: 200, content: "", ms: 0 };
  if (fault.kind === "answers") return { ok: true, status: 200, content: JSON.stringify(fault.answer), ms: 0 };
  const first = await send(call);
  if (fault.kind === "answered_twice") return send(call);
  // No real waiting: the delay is only added up, and an answer that would come too late counts as none.
  const ms = first.ms + fault.ms;
  return ms < call.timeoutMs ? { ...first, ms } : { ok: false, content: `no answer within ${call.timeoutMs} ms`, ms };
}

interface OwnServer {
  readonly url: string;
  readonly wire: RetellWire;
}

/**
 * Sends calls for the simulated server to it. Tools at other addresses are answered by the scenario's mocks and never
 * called, because they would receive a caller's number and really act.
 */
export async function sendToOwn(call: ToolCall, server: OwnServer, mocks: readonly ToolMock[]): Promise<ToolOutcome> {
  if (isAt(call.url, server.url)) return sendCall(call, server.wire);
  const mock = mocks.find(({ tool }) => tool === call.name);
  if (mock === undefined) {
    const content = `${call.name} is at an address that simulations never call; give the scenario a mock of it`;
    return { ok: false, content, ms: 0 };
  }
  const { status = 200, answer } = mock;
  const body = JSON.stringify(answer);
  const ok = status >= 200 && status < 300;
  return { ok, status, content: ok ? body : `HTTP status ${status}: ${body}`, ms: 0 };
}

function isAt(url: string, server: string): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(server).origin;
}

/** Over HTTP, signed, as Retell does. */
async function sendCall(call: ToolCall, wire: RetellWire): Promise<ToolOutcome> {
  if (call.kind !== "custom") return { ok: false, content: `${call.kind} tools are not played here`, ms: 0 };
  const query = new URLSearchParams(call.query).toString();
  const outcome = await wire.send({
    url: query === "" ? call.url : `${call.url}?${query}`,
    method: call.method,
    headers: call.headers,
    body: call.body,
    timeoutMs: call.timeoutMs,
  });
  if (outcome.kind === "failed") return { ok: false, content: outcome.reason, ms: outcome.ms };
  const { status, body, ms } = outcome;
  const ok = status >= 200 && status < 300;
  return { ok, status, content: ok ? body : `HTTP status ${status}: ${body}`, ms };
}

function recordOf(call: ToolCall, { place }: ToolContext, outcome: ToolOutcome): ToolRecord {
  return {
    name: call.name,
    node: place.node,
    args: call.args,
    attempt: call.attempt,
    ok: outcome.ok,
    status: outcome.status ?? null,
    result: jsonOrText(outcome.content),
  };
}

/** A scenario with its placeholders filled, about to be played to one clinic. */
export interface PreparedRun {
  readonly scenario: Scenario;
  readonly facts: ClinicFacts;
  readonly caller: CallerNumber;
  readonly callId: string;
}

export interface OpenLine {
  readonly kind: "open";
  readonly call: FlowCall;
  readonly tools: RecordedTools;
  readonly brain: OfflineBrain;
  /** The body of the inbound webhook's answer; for an outbound call, its variables. */
  readonly body: string;
  /** undefined: the clinic places the call, and no webhook is asked. */
  readonly webhookMs: number | undefined;
  /** The person the clinic calls. */
  readonly contactId?: string;
}
