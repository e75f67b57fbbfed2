import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import type { CallLine, Turn } from "../../domain/dialogue/ports.ts";
import { CallDialogue } from "./call-dialogue.ts";
import { type CallDetails, type IncomingFrame, type OutgoingFrame, isUpdate, readFrame } from "./frames.ts";
import { lineOf, unknownLine } from "./line.ts";
import { linePhrases } from "./phrases.ts";
import type { IncomingCall, SessionPorts, Transport } from "./ports.ts";
import { MessageRates } from "./message-rates.ts";
import { Response } from "./response.ts";

/** A refused call has this long to hear the reason; then it is hung up. */
const GOODBYE_MS = 10_000;

/** After this long without a message or sign of life, the connection is half-open. */
const SILENT_LINE_MS = 15_000;

/**
 * A call that Retell did not confirm, and in which nobody has spoken for this long, gives up its place to another one.
 */
const QUIET_MS = 15_000;

/**
 * `call_details` follows right after the first words. The first turn waits this long for it, then continues without it.
 */
const DETAILS_MS = 1_000;
/** The same for Retell's own confirmation of the call. */
const CONFIRMED_MS = 3_000;

/** Pings arrive every two seconds. A line that was silent this long is probed before another connection takes over. */
const PROBE_MS = 1_500;

type Question = Extract<IncomingFrame, { readonly interaction_type: "response_required" | "reminder_required" }>;

interface Work {
  readonly response: Response;
  readonly stop: AbortController;
  /** Resolves when no part of the turn is running. */
  over: Promise<void>;
}

/** One call over one connection to Retell (docs/retell.md 8). Only the newest question is answered, but always. */
export class CallSession {
  readonly #call: IncomingCall;
  readonly #transport: Transport;
  readonly #ports: SessionPorts;
  readonly #dialogue: CallDialogue;
  readonly #rates: MessageRates;
  #line: CallLine;
  #isVerified = false;
  /** How many times `call_details` arrived. */
  #learnt = 0;
  /** If set, the answer to every question, which ends the call. */
  #closing: string | null;
  #newest = 0;
  #work: Work | undefined;
  #opening: Promise<void> = Promise.resolve();
  /** Aborted once `call_details` has been handled, which releases whatever waits for it. */
  readonly #detailed = new AbortController();
  #isOpen = true;
  /** By the stopwatch, so that setting the clock does not make a line look silent; so is `#askedAt`. */
  #heardAt: number;
  #askedAt: number;
  #confirming: Promise<void> | undefined;
  /** Whether Retell has yet to say if the call is the clinic's. */
  #isAsking: boolean;
  /** When a refused call is hung up, by the stopwatch; undefined: it was not refused. */
  #endsAt: number | undefined;

  constructor(call: IncomingCall, transport: Transport, ports: SessionPorts) {
    this.#call = call;
    this.#transport = transport;
    this.#ports = ports;
    this.#line = unknownLine(call.callId, ports.clock.now());
    this.#closing = call.closing;
    this.#heardAt = ports.stopwatch();
    this.#askedAt = this.#heardAt;
    this.#rates = new MessageRates(ports.clinicTextRate, this.#heardAt);
    this.#isAsking = ports.confirm !== null && call.closing === null;
    const { clinic, facts } = call;
    const failed = (error: unknown): void => this.#failed(error);
    const late = { line: () => this.#line, isVerified: () => this.#isVerified, settled: () => this.#settled() };
    this.#dialogue = new CallDialogue({ clinic, facts, failed, ...late }, ports);
  }

  start(): Promise<void> {
    this.#ports.meter.opened();
    void this.#settled();
    const config = { auto_reconnect: true, call_details: true, transcript_with_tool_calls: true };
    this.#send({ response_type: "config", config });
    this.#opening = this.#begin().catch((error: unknown) => {
      this.#failed(error);
      this.#send(beginning(this.#call.facts["phrase_greeting"] ?? ""));
    });
    return this.#opening;
  }

  receive(text: string): void {
    if (!this.#isOpen) return;
    this.alive();
    const isRead = !isUpdate(text);
    if (!this.#rates.allow({ length: text.length, isRead }, this.#heardAt)) return this.#flooded();
    if (!isRead) return;
    const read = readFrame(text);
    if (read.kind === "frame") this.#take(read.frame);
    else if (read.kind === "unknown") this.#ports.log.debug?.({ ...this.#facts(), type: read.type }, "unknown message");
    else this.#refuseFrame(read.reason);
  }

  /**
   * Whether the call may be the clinic's: `asking` until Retell has answered, `refused` once it is known not to be.
   * `quiet`: Retell was not asked, as in the sandbox, and there has been no question for a while.
   */
  get standing(): "asking" | "held" | "refused" | "quiet" {
    if (this.#endsAt !== undefined) return "refused";
    if (this.#isAsking) return "asking";
    const isQuiet = this.#ports.confirm === null && this.#ports.stopwatch() - this.#askedAt > QUIET_MS;
    return isQuiet ? "quiet" : "held";
  }

  receiveBinary(): void {
    this.#refuseFrame("it is binary");
  }

  /** Call at any sign of life from the peer. */
  alive(): void {
    this.#heardAt = this.#ports.stopwatch();
  }

  /** Whether the peer still responds when probed. */
  async isAlive(): Promise<boolean> {
    const asked = this.#ports.stopwatch();
    if (!this.#isOpen) return false;
    this.#transport.ping();
    await this.#ports.wait(PROBE_MS, new AbortController().signal);
    return this.#isOpen && this.#heardAt > asked;
  }

  /**
   * Called every two seconds: after five seconds without a ping, Retell considers the line lost (docs/retell.md 8.4).
   * For `lateMs` this process heard nothing because it was busy, not because nothing was sent.
   */
  beat(lateMs = 0): void {
    this.#heardAt += lateMs;
    if (this.#endsAt !== undefined && this.#ports.stopwatch() >= this.#endsAt) this.leave(1000, "the call is over");
    else if (this.#ports.stopwatch() - this.#heardAt <= SILENT_LINE_MS) {
      this.#send({ response_type: "ping_pong", timestamp: this.#ports.clock.now() });
    } else {
      this.#ports.log.warn(this.#facts(), "the connection is half open; closed");
      this.closed();
      this.#transport.terminate();
    }
  }

  /** For when the server is shutting down, or the call continues on another connection. */
  leave(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.closed();
    this.#transport.close(code, reason);
  }

  /** Call when the peer is gone. */
  closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#dialogue.leave();
    this.#work?.stop.abort();
    this.#ports.meter.closed();
  }

  /** Closes the connection of a peer that sends more than a call does. */
  #flooded(): void {
    this.#ports.log.warn(this.#facts(), "too many messages; closed");
    this.leave(1008, "too many messages");
  }

  #refuseFrame(reason: string): void {
    if (!this.#isOpen) return;
    this.#ports.log.warn({ ...this.#facts(), reason }, "a malformed message; closed");
    this.leave(1007, "malformed message");
  }

  #take(frame: IncomingFrame): void {
    if (frame.interaction_type === "ping_pong") this.#send({ response_type: "ping_pong", timestamp: frame.timestamp });
    else if (frame.interaction_type === "call_details") this.#detailsCame(frame.call);
    else if (frame.interaction_type !== "update_only") this.#ask(frame);
  }

  /** If Retell itself confirms the call, the peer's own statements prove nothing. */
  #detailsCame(call: CallDetails): void {
    if (this.#ports.confirm === null) void this.#learn(call);
  }

  async #begin(): Promise<void> {
    const { closing, agentConfig } = this.#call;
    if (closing !== null) {
      this.#send({ ...beginning(closing), end_call: true });
      this.#endsAt = this.#ports.stopwatch() + GOODBYE_MS;
      return;
    }
    this.#send(beginning(await this.#dialogue.open()));
    if (agentConfig !== null) this.#send({ response_type: "update_agent", agent_config: agentConfig });
  }

  /** Waits until nothing more can become known about the line; if it is still unverified, asks Retell once more. */
  #settled(): Promise<void> {
    const { confirm } = this.#ports;
    if (confirm === null || this.#isVerified || this.#closing !== null) return Promise.resolve();
    this.#confirming ??= this.#confirmLine(confirm).finally(() => {
      this.#confirming = undefined;
    });
    return this.#confirming;
  }

  async #confirmLine(confirm: NonNullable<SessionPorts["confirm"]>): Promise<void> {
    const outcome = await confirm();
    this.#isAsking = false;
    if (!this.#isOpen) return;
    if (outcome.kind === "confirmed") await this.#learn(outcome.call);
    else if (outcome.kind === "refused") await this.#refuseLine(outcome.problem);
    else this.#failed(new Error(`Retell could not confirm the call: ${outcome.reason}`));
    this.#detailed.abort();
  }

  async #learn(call: CallDetails): Promise<void> {
    // Nothing of the clinic is accessible until the latest `call_details` has been handled.
    this.#isVerified = false;
    const learnt = (this.#learnt += 1);
    try {
      const problem = await this.#ports.lineProblem(call, this.#call.clinic);
      this.#line = lineOf(call, this.#line);
      if (problem === undefined) this.#isVerified = learnt === this.#learnt && this.#closing === null;
      else await this.#refuseLine(problem);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#detailed.abort();
    }
  }

  /** The address names one clinic, but the call belongs to another: ends the call before it can access the clinic. */
  async #refuseLine(problem: string): Promise<void> {
    const { clinicNumber, agentId } = this.#line;
    const facts = { ...this.#facts(), problem, number: maskNumber(clinicNumber), agentId };
    this.#ports.log.warn(facts, "the call does not belong to the clinic that its address names; ended");
    const content = linePhrases[this.#call.clinic.language].wrongLine;
    this.#isVerified = false;
    this.#closing = content;
    this.#endsAt = this.#ports.stopwatch() + GOODBYE_MS;
    await this.#opening;
    const work = this.#work;
    if (work === undefined) {
      const said = { content, content_complete: true, no_interruption_allowed: true, end_call: true } as const;
      this.#send({ response_type: "agent_interrupt", interrupt_id: 1, ...said });
      return;
    }
    work.stop.abort();
    this.#work = undefined;
    this.#close(work.response, content);
  }

  #close(response: Response, content: string): void {
    response.take({ kind: "say", text: content });
    response.take({ kind: "end" });
    response.complete();
  }

  /** Ignores an id that was already answered or overtaken by a newer one: Retell no longer listens to it. */
  #ask(question: Question): void {
    const { response_id: id } = question;
    if (id <= this.#newest) return;
    this.#newest = id;
    this.#askedAt = this.#ports.stopwatch();
    const former = this.#work;
    if (former !== undefined) {
      former.stop.abort();
      this.#ports.meter.cancelled();
    }
    const response = new Response(id, (frame) => this.#send(frame));
    const work: Work = { response, stop: new AbortController(), over: Promise.resolve() };
    this.#work = work;
    work.over = this.#answer(turnOf(question), work, former?.over);
  }

  async #answer(turn: Turn, { response, stop: { signal } }: Work, former: Promise<void> | undefined): Promise<void> {
    const began = this.#ports.stopwatch();
    try {
      await this.#ready(former, signal);
      if (signal.aborted) return;
      if (this.#closing !== null) this.#close(response, this.#closing);
      else if (this.#dialogue.exhausted() === undefined) await this.#speak(turn, response, signal, began);
      else this.#handOn(response);
    } catch (error) {
      this.#failed(error);
      if (!signal.aborted) this.#apologise(response);
    }
    if (signal.aborted) return;
    // Before Retell receives the answer: if this process dies right after, the call resumes where the caller heard it.
    await this.#dialogue.remember();
    if (signal.aborted) return;
    response.complete();
    this.#work = undefined;
  }

  /** Two turns never run at once: the previous one stops at its signal (turn-moves.ts). */
  async #ready(former: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
    await this.#opening;
    const detailed = this.#detailed.signal;
    const patience = this.#ports.confirm === null ? DETAILS_MS : CONFIRMED_MS;
    if (!detailed.aborted) await this.#ports.wait(patience, AbortSignal.any([signal, detailed]));
    // Wait only once: otherwise a peer that never sends the details would get every answer late.
    if (!signal.aborted) this.#detailed.abort();
    await former;
  }

  async #speak(turn: Turn, response: Response, signal: AbortSignal, began: number): Promise<void> {
    for await (const move of this.#dialogue.moves(turn, signal)) {
      if (signal.aborted) return;
      const spoke = response.spoke;
      response.take(move);
      if (!spoke && response.spoke) this.#ports.meter.firstWords(this.#ports.stopwatch() - began);
    }
  }

  /** Hands a call that has used up its budget to a person. */
  #handOn(response: Response): void {
    const facts = { ...this.#facts(), exhausted: this.#dialogue.exhausted() };
    this.#ports.log.warn(facts, "the call has used up its turns or tokens; transferred");
    this.#apologise(response);
  }

  #apologise(response: Response): void {
    const { clinic, facts } = this.#call;
    const { trouble, troubleTransferring } = linePhrases[clinic.language];
    const number = facts["transfer_number"] ?? "";
    response.take({ kind: "say", text: number === "" ? trouble : troubleTransferring });
    response.take(number === "" ? { kind: "end" } : { kind: "transfer", number });
  }

  #send(frame: OutgoingFrame): void {
    if (this.#isOpen) this.#transport.send(JSON.stringify(frame));
  }

  #failed(error: unknown): void {
    this.#ports.meter.brainFailed();
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#ports.log.error({ ...this.#facts(), reason }, "the dialogue failed");
  }

  #facts() {
    return { route: "llm-websocket", clinic: this.#call.clinic.slug, callId: this.#call.callId };
  }
}

function beginning(content: string) {
  return { response_type: "response", response_id: 0, content, content_complete: true } as const;
}

function turnOf({ interaction_type: type, transcript }: Question): Turn {
  return { kind: type === "response_required" ? "spoken" : "silence", transcript };
}
