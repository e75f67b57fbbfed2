import { z } from "zod";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import type { StoredDialogue } from "../../../src/domain/dialogue/ports.ts";
import { CALL_LIMITS } from "../../../src/server/llm-socket/call-budget.ts";
import { CallSession } from "../../../src/server/llm-socket/call-session.ts";
import { RateLimit } from "../../../src/server/llm-socket/rate-limit.ts";
import { SocketMetrics } from "../../../src/server/llm-socket/socket-metrics.ts";
import type { Step } from "./program.ts";
import { GREETING, type Scripts, scriptedDialogues } from "./scripted-dialogue.ts";
import type { Tally } from "./tally.ts";
import { VirtualTime, settle } from "./virtual-time.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const frameSchema = z.looseObject({
  response_type: z.string(),
  response_id: z.number().optional(),
  content: z.string().optional(),
  content_complete: z.boolean().optional(),
  end_call: z.boolean().optional(),
  transfer_number: z.string().optional(),
  digit_to_press: z.string().optional(),
  timestamp: z.number().optional(),
});

type Frame = z.output<typeof frameSchema>;

const clinic: Clinic = testClinic({
  slug: "test-clinic",
  name: "Test Clinic",
  address: "1 Test Street",
  country: "US",
  timezone: "America/Chicago",
  language: "en",
  ownerEmail: "owner@example.com",
});

/** One call as Retell sees it, over one connection after the other, with every frame checked against the rules. */
export class PlayedLine {
  readonly #time = new VirtualTime();
  readonly #scripts: Scripts = { next: [], finished: 0, opened: 0, latest: 0, dialogues: 0 };
  readonly #stored = new Map<string, StoredDialogue>();
  readonly #tally: Tally;
  readonly #story: unknown[] = [];
  #session: CallSession;
  #frames: Frame[] = [];
  #closed: number | undefined;
  #newest = 0;
  #isGreeted = false;
  /**
   * What is known on the current connection: turns that an earlier connection began continue with what was known there.
   */
  #known = { isVerified: false };
  #isRefused = false;
  /** Whether the wrong line was checked and refused. */
  #isFoundOut = false;
  #complete = new Set<number>();
  #ended: number | undefined;
  /** Turns finished when the latest answer was complete. */
  #answered = 0;
  readonly #transcript: { readonly role: string; readonly content: string }[] = [];

  constructor(tally: Tally) {
    this.#tally = tally;
    this.#session = this.#newSession();
  }

  async play(program: readonly Step[]): Promise<void> {
    await this.#connect();
    for (const step of program) {
      this.#story.push(step);
      await this.#do(step);
    }
    await this.#finish();
  }

  async #do(step: Step): Promise<void> {
    if (this.#closed !== undefined) await this.#connect();
    if (step.kind === "speak" || step.kind === "extend" || step.kind === "remind") await this.#ask(step);
    else if (step.kind === "stale") await this.#askAgain(step.back);
    else if (step.kind === "finish") await this.#finish();
    else if (step.kind === "reconnect") {
      this.#session.closed();
      await this.#connect();
    } else this.#pass(step);
    await settle(5);
    if (this.#isRefused && !this.#isFoundOut && this.#closed === undefined) await this.#findOut();
  }

  #pass(step: Step): void {
    if (step.kind === "time") this.#time.advance(step.ms);
    else if (step.kind === "beat") this.#beat();
    else if (step.kind === "ping") this.#ping(step.timestamp);
    else this.#send(step);
  }

  async #findOut(): Promise<void> {
    await settle();
    this.#isFoundOut = true;
    const isEnded = this.#frames.some((frame) => frame.end_call === true);
    this.#rule("a line that is not the clinic's is ended", isEnded);
  }

  #send(step: Step): void {
    const before = this.#frames.length;
    if (step.kind === "updates") {
      for (let sent = 0; sent < step.count; sent += 1) {
        this.#receive({ interaction_type: "update_only", transcript: this.#transcript, turntaking: "user_turn" });
      }
      this.#rule("update_only is answered by nothing", this.#frames.length === before);
    } else if (step.kind === "unknown") {
      this.#receive({ interaction_type: "of_a_later_protocol", content: [1] });
      this.#rule("an unknown type is ignored", this.#frames.length === before && this.#closed === undefined);
    } else if (step.kind === "details" || step.kind === "wrongDetails") {
      const isWrong = step.kind === "wrongDetails";
      this.#isRefused ||= isWrong;
      this.#known.isVerified = !isWrong && !this.#isRefused;
      this.#receive({
        interaction_type: "call_details",
        call: { call_id: "call_1", agent_id: isWrong ? "other" : "own" },
      });
    } else {
      if (step.kind === "binary") this.#session.receiveBinary();
      else this.#session.receive('{"interaction_type": "response_required"');
      this.#rule("a malformed frame closes with 1007", this.#closed === 1007);
    }
  }

  async #ask(step: Extract<Step, { kind: "speak" | "extend" | "remind" }>): Promise<void> {
    this.#scripts.next = step.moves;
    if (step.kind !== "remind") this.#transcript.push({ role: "user", content: "Words of the caller." });
    this.#newest += 1;
    const type = step.kind === "remind" ? "reminder_required" : "response_required";
    this.#receive({ interaction_type: type, response_id: this.#newest, transcript: this.#transcript });
    if (step.kind === "speak") await settle(4);
  }

  /** Asks earlier ids again, like a network that repeats itself. */
  async #askAgain(back: number): Promise<void> {
    const id = Math.max(0, this.#newest - back);
    const wasComplete = this.#complete.has(id);
    const before = this.#frames.length;
    this.#receive({ interaction_type: "response_required", response_id: id, transcript: this.#transcript });
    await settle(5);
    const answers = this.#frames.slice(before).filter(({ response_id }) => response_id === id);
    this.#rule("an id that is answered or overtaken is not answered again", !wasComplete || answers.length === 0);
  }

  #ping(timestamp: number): void {
    const before = this.#frames.length;
    this.#receive({ interaction_type: "ping_pong", timestamp });
    const [echo, ...more] = this.#frames.slice(before);
    const isEcho = echo?.response_type === "ping_pong" && echo.timestamp === timestamp && more.length === 0;
    this.#rule("a ping is answered at once with its timestamp", isEcho);
  }

  #beat(): void {
    this.#session.alive();
    const before = this.#frames.length;
    this.#session.beat();
    this.#rule("every two seconds there is a ping of our own", this.#frames[before]?.response_type === "ping_pong");
  }

  /** Lets time pass until the newest question is answered. */
  async #finish(): Promise<void> {
    for (let turns = 0; turns < 40 && !this.#isAnswered(); turns += 1) {
      // Before time passes, run everything that needs no time.
      await settle(200);
      if (!this.#isAnswered() && !this.#time.advanceToNext()) break;
    }
    await settle();
    if (this.#closed !== undefined) return;
    this.#rule("the newest question is answered to its end, whatever the brain does", this.#isAnswered());
  }

  #isAnswered(): boolean {
    return this.#closed !== undefined || this.#newest === 0 || this.#complete.has(this.#newest);
  }

  async #connect(): Promise<void> {
    this.#frames = [];
    this.#closed = undefined;
    this.#complete = new Set();
    this.#ended = undefined;
    this.#newest = 0;
    this.#known = { isVerified: false };
    this.#isRefused = false;
    this.#isFoundOut = false;
    this.#session = this.#newSession();
    await this.#session.start();
    const [config, begin] = this.#frames;
    this.#rule("config comes first", config?.response_type === "config");
    const greeting = this.#isGreeted ? "" : GREETING;
    const isBegin = begin?.response_id === 0 && begin.content === greeting && begin.content_complete === true;
    this.#rule("the begin message greets once, under id 0", isBegin);
    const { opened, finished } = this.#scripts;
    this.#rule("who reconnects is where the last answer left off", this.#answered <= opened && opened <= finished);
    this.#isGreeted = true;
  }

  #newSession(): CallSession {
    const call = {
      clinic,
      callId: "call_1",
      facts: { phrase_greeting: GREETING },
      closing: null,
      agentConfig: null,
      mode: "flow" as const,
      address: "192.0.2.1",
    };
    const transport = {
      send: (text: string): void => this.#hear(frameSchema.parse(JSON.parse(text))),
      close: (code: number): void => {
        this.#closed = code;
      },
      terminate: (): void => {
        this.#closed = 1006;
      },
      ping: (): void => {},
    };
    return new CallSession(call, transport, this.#ports());
  }

  #ports(): ConstructorParameters<typeof CallSession>[2] {
    const known = this.#known;
    return {
      clinics: { find: async () => clinic, findByNumber: async () => undefined },
      functions: {
        book_appointment: async () => {
          this.#rule("no function runs before the line is known to be the clinic's", known.isVerified);
          return { message: "Booked." };
        },
      },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      open: scriptedDialogues(this.#scripts, this.#time),
      states: {
        find: async (callId) => this.#stored.get(callId)?.state,
        save: async (dialogue) => void this.#stored.set(dialogue.callId, dialogue),
      },
      lineProblem: async ({ agent_id }) => (agent_id === "own" ? undefined : "is another agent's"),
      meter: new SocketMetrics().meter("test-clinic"),
      clock: this.#time,
      wait: this.#time.wait,
      stopwatch: () => this.#time.now(),
      confirm: null,
      callLimits: CALL_LIMITS,
      clinicTextRate: new RateLimit({ perSecond: 1e9, burst: 1e9, now: this.#time.now() }),
    };
  }

  #receive(message: object): void {
    this.#session.receive(JSON.stringify(message));
  }

  #hear(frame: Frame): void {
    this.#frames.push(frame);
    this.#rule("nothing is said after the connection was closed", this.#closed === undefined);
    if (frame.response_type === "agent_interrupt") {
      this.#rule("a line that is not the clinic's is ended", this.#isRefused && frame.end_call === true);
      return;
    }
    if (frame.response_type !== "response") return;
    const { response_id: id = -1 } = frame;
    this.#rule("only the newest id is answered", id === this.#newest);
    this.#rule("nothing follows the end of an answer", !this.#complete.has(id));
    const afterEnd = this.#ended !== undefined && id <= this.#ended;
    this.#rule("after end_call nothing is said unless it is asked", !afterEnd);
    const acts = [frame.end_call, frame.transfer_number, frame.digit_to_press].filter((act) => act !== undefined);
    this.#rule("at most one action an answer, with its end", acts.length <= (frame.content_complete === true ? 1 : 0));
    if (frame.content_complete === true) this.#completed(id, frame);
  }

  #completed(id: number, frame: Frame): void {
    this.#complete.add(id);
    if (frame.end_call === true) this.#ended = id;
    if (id === 0) return;
    if (!this.#isRefused) this.#answered = this.#scripts.latest;
    if (this.#isFoundOut) this.#rule("a line that is not the clinic's is ended", frame.end_call === true);
    const text = this.#frames.filter((each) => each.response_id === id).map(({ content = "" }) => content);
    if (text.join("") !== "") this.#transcript.push({ role: "agent", content: text.join("") });
  }

  #rule(rule: string, holds: boolean): void {
    this.#tally.check(rule, holds, () => JSON.stringify(this.#story));
  }
}
