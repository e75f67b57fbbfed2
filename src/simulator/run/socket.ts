import { z } from "zod";
import { RunStopped } from "../../domain/brain/brain.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { Utterance } from "../../domain/dialogue/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type Flow, findComponent, toolNames } from "../../flow/flow.ts";
import type { FlowSession } from "../../flow/session/flow-session.ts";
import type { FlowCall, FlowInput, FlowSnapshot, SessionTurn } from "../../flow/session/state.ts";
import { type TranscriptItem, isTranscriptItem } from "../../flow/trace.ts";
import type { Fault, Scenario } from "../scenario/schema.ts";
import type { AroundFunction, SocketAnswer, SocketLine, SocketScript, SocketWorld, World } from "../world.ts";
import { ongoingCall } from "./call-events.ts";
import { type OpenLine, type PreparedRun, type ToolRecord } from "./recorded-tools.ts";
import { jsonOrText } from "../../json.ts";
import { calendarsOf, slotTaker } from "./scene.ts";

type FunctionFault = Extract<Fault, { readonly tool: string }>;

/** The timeout of the flow's tools (docs/retell.md 6.2). */
const TIMEOUT_MS = 10_000;

/**
 * Makes functions behind the socket fail as the scenario demands; `before` may act on the world as another caller
 * would.
 */
export function faultsAround(
  faults: readonly Fault[],
  before: (name: string, args: Readonly<Record<string, unknown>>) => Promise<void>,
): AroundFunction {
  const left = new Map(faults.flatMap((fault) => ("tool" in fault ? [[fault, fault.calls ?? 1] as const] : [])));
  return async ({ name, args }, answer) => {
    await before(name, args);
    const due = [...left.keys()].find((fault) => fault.tool === name && (left.get(fault) ?? 0) > 0);
    if (due === undefined) return answer();
    left.set(due, (left.get(due) ?? 0) - 1);
    return faulty(due, answer);
  };
}

async function faulty(fault: FunctionFault, answer: Parameters<AroundFunction>[1]) {
  if (fault.kind === "status") throw new AscendiaError("failed", `HTTP status ${fault.status}`);
  if (fault.kind === "empty") return { message: "" };
  if (fault.kind === "answers") return { message: "", ...fault.answer };
  const first = await answer();
  if (fault.kind === "answered_twice") return answer();
  // No real waiting: an answer that would come too late counts as none.
  if (fault.ms >= TIMEOUT_MS) throw new AscendiaError("transient", `no answer within ${TIMEOUT_MS} ms`);
  return first;
}

export interface SocketSessionParts {
  readonly call: FlowCall;
  readonly clinic: { readonly id: string; readonly slug: string };
  readonly flow: Flow;
  readonly socket: SocketWorld;
  readonly script: SocketScript;
}

/**
 * Drives a flow behind the server's socket as if it ran here: it plays Retell's side of the call over the wire, and
 * reads the flow's position from the dialogue that the server stored.
 */
export class SocketSession implements FlowSession {
  readonly #parts: SocketSessionParts;
  readonly #transcript: Utterance[] = [];
  readonly answers: SocketAnswer[] = [];
  #line: SocketLine | undefined;
  #state: FlowSnapshot | undefined;

  constructor(parts: SocketSessionParts) {
    this.#parts = parts;
  }

  async open(): Promise<SessionTurn> {
    const { call, clinic, socket, script } = this.#parts;
    const incoming = { clinicId: clinic.id, slug: clinic.slug, callId: call.callId, details: ongoingCall({ call }) };
    this.#line = await heard(() => socket.dial(incoming, script));
    return this.#turn(await this.#said(this.#line.greeting()));
  }

  async hear(input: FlowInput): Promise<SessionTurn> {
    const line = this.#line;
    if (line === undefined) throw new RunStopped("failed", "the socket is not open");
    if (input.kind === "digits") throw new RunStopped("failed", "digits cannot be pressed over the socket");
    if (input.kind === "hangup") {
      line.hangUp();
      return this.#over("user_hangup");
    }
    if (input.kind === "speech") this.#transcript.push({ role: "user", content: input.text });
    const kind = input.kind === "speech" ? "spoken" : "silence";
    const turn = await this.#turn(await this.#said(line.answer(kind, this.#transcript)));
    if (turn.status === "ended") line.hangUp();
    return turn;
  }

  choose(): Promise<SessionTurn> {
    return Promise.reject(new RunStopped("failed", "the server decides by itself over the socket"));
  }

  /** @throws RunStopped before the first turn */
  snapshot(): FlowSnapshot {
    return this.#state ?? this.#unspoken();
  }

  async #said(answer: Promise<SocketAnswer>): Promise<SocketAnswer> {
    const whole = await heard(() => answer);
    this.answers.push(whole);
    if (whole.content !== "") this.#transcript.push({ role: "agent", content: whole.content });
    return whole;
  }

  async #turn({ content, action }: SocketAnswer): Promise<SessionTurn> {
    const { call, clinic, socket } = this.#parts;
    const before = this.#state?.trace.length ?? 0;
    const known = await socket.state(clinic.id, call.callId);
    this.#state = known === undefined ? this.#state : { ...known, call };
    const isOver = action.kind === "end" || action.kind === "transfer";
    const { trace, ended } = this.snapshot();
    return {
      status: isOver ? "ended" : "waiting",
      said: content === "" ? [] : [content],
      pressed: action.kind === "digits" ? action.digits : "",
      node: this.#node(),
      trace: trace.slice(before),
      ...(isOver && { ended: ended ?? { reason: action.kind === "end" ? "agent_hangup" : "call_transfer" } }),
    };
  }

  #over(reason: string): SessionTurn {
    const state = this.snapshot();
    this.#state = { ...state, status: "ended", ended: state.ended ?? { reason } };
    return { status: "ended", said: [], pressed: "", node: this.#node(), trace: [], ended: { reason } };
  }

  /** Like `keyOf` of a flow that runs here. */
  #node(): string {
    const { flow } = this.#parts;
    const frame = this.snapshot().frames.at(-1) ?? { node: flow.start_node_id ?? "" };
    const component = frame.component === undefined ? undefined : findComponent(flow, frame.component);
    return component === undefined ? frame.node : `${component.name}/${frame.node}`;
  }

  /** The server starts the flow only with the caller's first words. */
  #unspoken(): FlowSnapshot {
    const { call, flow } = this.#parts;
    const content = this.#transcript[0]?.content ?? "";
    return {
      schema: 1,
      call,
      status: "waiting",
      frames: [{ node: flow.start_node_id ?? "" }],
      former: "",
      returns: [],
      collected: {},
      trace: content === "" ? [] : [{ role: "agent", content }],
      transitions: 0,
      toolCalls: 0,
      globalsFired: {},
      visitedNodes: [flow.start_node_id ?? ""],
      visitedEdges: [],
      silentMs: 0,
      reminders: 0,
      hasSpoken: true,
      heard: "",
    };
  }
}

async function heard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new RunStopped("failed", `socket: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const argumentsSchema = z.record(z.string(), z.unknown()).catch({});

type Result = Extract<TranscriptItem, { readonly role: "tool_call_result" }>;

/** The functions of a call that ran behind the socket, from the dialogue that the server stored. */
export function toolRecordsIn({ trace }: Pick<FlowSnapshot, "trace">, flow: Flow): readonly ToolRecord[] {
  // Code nodes are recorded like functions but are not functions.
  const names = toolNames(flow);
  const items = trace.filter(isTranscriptItem);
  const results = new Map(
    items.flatMap((item): [string, Result][] => (item.role === "tool_call_result" ? [[item.tool_call_id, item]] : [])),
  );
  let node = flow.start_node_id ?? "";
  return items.flatMap((item) => {
    if (item.role === "node_transition") node = item.new_node_id;
    if (item.role !== "tool_call_invocation" || !names.has(item.name)) return [];
    const { name, arguments: args, tool_call_id: id } = item;
    const ok = results.get(id)?.successful ?? false;
    const result = jsonOrText(results.get(id)?.content ?? "");
    const told = argumentsSchema.parse(jsonOrText(args));
    return [{ name, node, args: told, attempt: 1, ok, status: ok ? 200 : null, result }];
  });
}

/** Who runs the calls: Retell, which runs the flow itself, or the server over its socket (docs/retell.md 8). */
export const engines = ["conversation-flow", "custom-llm"] as const;
export type Engine = (typeof engines)[number];

export interface SocketCallPlay {
  readonly session: SocketSession;
  records(snapshot: FlowSnapshot): readonly ToolRecord[];
  /** Everything received over the wire. */
  wire(): string;
}

/** The call over the world's socket, with the same brain and the same faults. */
export function behindSocket(
  { scenario, facts }: PreparedRun,
  { call, brain }: OpenLine,
  world: World,
): SocketCallPlay {
  if (world.socket === undefined) throw new RangeError("a socket call needs a copy of the installation");
  const faults = scenario.faults ?? [];
  const take = slotTaker(faults, facts, calendarsOf(facts, world));
  const around = faultsAround(faults, (name, args) =>
    take(name, () => ({ doctor_id: session.snapshot().collected["chosen_doctor_id"], ...args })),
  );
  const { flow } = world.agent;
  const parts = { call, clinic: facts.clinic, flow, socket: world.socket, script: { brain, around } };
  const session = new SocketSession(parts);
  return {
    session,
    records: (snapshot) => toolRecordsIn(snapshot, flow),
    wire: () => JSON.stringify(session.answers.map(({ content, tools }) => ({ content, tools }))),
  };
}

/** Why a scenario cannot be played over the socket; undefined: it can. */
export async function notOverSocket(
  { direction, faults = [], needs, caller, recorded }: Scenario,
  clinic: Pick<Clinic, "id">,
  world: World,
): Promise<string | undefined> {
  if (world.socket === undefined) return "only the socket of a copy is called";
  if (direction === "outbound") return "Retell starts outbound calls";
  if (recorded !== undefined) return "a recorded call was Retell's";
  if (needs?.sms === true) return "the server sends no SMS over the socket";
  if (faults.some(({ kind }) => kind === "transfer_fails")) return "over the socket a failed transfer is not reported";
  if (caller.turns.some((turn) => "digits" in turn)) return "digits cannot be pressed over the socket";
  return world.socket.unfit(clinic.id);
}
