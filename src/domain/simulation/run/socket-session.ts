import type { Utterance } from "../../dialogue/ports.ts";
import { findComponent } from "../../flow/find-component.ts";
import type { Flow } from "../../flow/flow.ts";
import type { FlowSession } from "../../flow/session/flow-session.ts";
import type { FlowCall, FlowInput, FlowSnapshot, Turn } from "../../flow/session/state.ts";
import { RunStopped } from "../../brain/run-stopped.ts";
import type { SocketAnswer, SocketLine, SocketScript, SocketWorld } from "../socket-line.ts";
import { ongoingCall } from "./call-events.ts";

export interface SocketSessionParts {
  readonly call: FlowCall;
  readonly clinic: { readonly id: string; readonly slug: string };
  readonly flow: Flow;
  readonly socket: SocketWorld;
  readonly script: SocketScript;
}

/**
 * A flow that runs behind the server's socket, driven like one that runs here: Retell's side of the call is played over
 * the wire, and where the flow stands is read from what the server remembers of the call.
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

  async open(): Promise<Turn> {
    const { call, clinic, socket, script } = this.#parts;
    const incoming = { clinicId: clinic.id, slug: clinic.slug, callId: call.callId, details: ongoingCall({ call }) };
    this.#line = await heard(() => socket.dial(incoming, script));
    return this.#turn(await this.#said(this.#line.greeting()));
  }

  async hear(input: FlowInput): Promise<Turn> {
    const line = this.#line;
    if (line === undefined) throw new RunStopped("failed", "the socket is not open");
    if (input.kind === "digits") throw new RunStopped("failed", "no digits are pressed over the socket");
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

  choose(): Promise<Turn> {
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

  async #turn({ content, action }: SocketAnswer): Promise<Turn> {
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

  #over(reason: string): Turn {
    const state = this.snapshot();
    this.#state = { ...state, status: "ended", ended: state.ended ?? { reason } };
    return { status: "ended", said: [], pressed: "", node: this.#node(), trace: [], ended: { reason } };
  }

  /** As `keyOf` of a flow that runs here. */
  #node(): string {
    const { flow } = this.#parts;
    const frame = this.snapshot().frames.at(-1) ?? { node: flow.start_node_id ?? "" };
    const component = frame.component === undefined ? undefined : findComponent(flow, frame.component);
    return component === undefined ? frame.node : `${component.name}/${frame.node}`;
  }

  /** The server begins the flow with the caller's first words. */
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
