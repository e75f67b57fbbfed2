import type { Clock } from "../clock.ts";
import { RunStopped } from "../domain/brain/brain.ts";
import { sharedIndexes } from "../domain/brain/choose-candidate.ts";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import type { WebCall } from "../domain/call/line/inbound-reply.ts";
import { withOfflineVoice } from "../domain/dialogue/flow/offline-voice.ts";
import { AscendiaError } from "../errors.ts";
import { type FlowSession, resumeFlow } from "../flow/session/flow-session.ts";
import type { FlowInput, FlowSnapshot, SessionTurn } from "../flow/session/state.ts";
import { recordingOfTyped } from "../simulator/recorded/recording.ts";
import { type RecordedScenario, recordedScenario } from "../simulator/recorded/to-scenario.ts";
import { flowRun, hearLater, openCall } from "../simulator/run/play-call.ts";
import type { PreparedRun } from "../simulator/run/recorded-tools.ts";
import { openLine } from "../simulator/run/run-scenario.ts";
import { type ClinicFacts, callerNumber } from "../simulator/scenario/fill-placeholders.ts";
import type { World } from "../simulator/world.ts";

export type BrainName = "offline" | "model";

/** Real calls, which cost money. */
export interface LiveCalls {
  /** @throws failed, conflict, transient when no call can be created */
  create(): Promise<WebCall>;
  /** Average of the clinic's last calls; null: none has a cost yet. */
  readonly centsPerMinute: number | null;
}

export interface TalkPorts {
  /** A copy of the installation. */
  readonly world: World;
  readonly facts: ClinicFacts;
  readonly clock: Clock;
  /** undefined: none is configured. */
  readonly model: ModelPorts | undefined;
  /** undefined: in sandbox mode. */
  readonly live: LiveCalls | undefined;
  /** Plays the scenario and writes its file. @returns the file */
  keep(made: RecordedScenario): Promise<string>;
}

/** A call as the page shows it. */
export interface TalkView {
  readonly snapshot: FlowSnapshot;
  readonly brain: BrainName;
  /** The call before the last turn. */
  readonly before: FlowSnapshot;
  /** Where the last turn's part of the trace begins. */
  readonly freshFrom: number;
  /** How long each tool's request took, in order. */
  readonly toolMs: readonly number[];
  /** Variables that the last turn set. */
  readonly changed: ReadonlySet<string>;
  /** Why the brain stopped. */
  readonly stopped: string | undefined;
}

interface OpenCall {
  session: FlowSession;
  /** Returns the call to an earlier state, to say something again in other words. */
  resume(before: FlowSnapshot): FlowSession;
  readonly brain: BrainName;
  readonly toolMs: readonly number[];
  /** Undoes whatever the call wrote to the copy. */
  end(): Promise<void>;
}

/** One person at the telephone: one call at a time, each on the data as it was when the page was opened. */
export class TalkSession {
  readonly #ports: TalkPorts;
  #call: OpenCall | undefined;
  #view: TalkView | undefined;
  /** A second click waits for the first. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(ports: TalkPorts) {
    this.#ports = ports;
  }

  get view(): TalkView | undefined {
    return this.#view;
  }

  begin(brain: BrainName): Promise<void> {
    return this.#next(async () => {
      await this.#call?.end();
      const { model } = this.#ports;
      if (brain === "model" && model === undefined) throw new AscendiaError("invalid", "No model is configured.");
      const call = await this.#open(brain);
      this.#call = call;
      await this.#took(call, () => call.session.open());
    });
  }

  hear(input: FlowInput): Promise<void> {
    return this.#next(async () => {
      const [call, view] = [this.#call, this.#view];
      const status = view?.snapshot.status;
      if (call === undefined || view === undefined || (status !== "waiting" && status !== "undecided")) return;
      // A turn that the rules could not decide is undone, so that the person can rephrase it.
      if (status === "undecided") call.session = call.resume(view.before);
      await this.#took(call, () => hearLater(call.session, input, this.#ports.world));
    });
  }

  choose(candidate: string): Promise<void> {
    return this.#next(async () => {
      const [call, undecided] = [this.#call, this.#view?.snapshot.undecided];
      if (call === undefined || undecided?.candidates.every(({ id }) => id !== candidate) !== false) return;
      await this.#took(call, () => call.session.choose(candidate));
    });
  }

  /** Hangs up if the call still runs. @throws failed when the call cannot become a scenario @returns the file */
  save(): Promise<string> {
    return this.#next(async () => {
      const [call, view] = [this.#call, this.#view];
      if (call === undefined || view === undefined) throw new AscendiaError("invalid", "There is no call to save.");
      if (view.snapshot.status === "undecided") call.session = call.resume(view.before);
      if (call.session.snapshot().status === "waiting") {
        await this.#took(call, () => call.session.hear({ kind: "hangup" }));
      }
      await call.end();
      this.#call = undefined;
      const { world, facts } = this.#ports;
      const recording = recordingOfTyped(this.#view?.snapshot ?? view.snapshot);
      return this.#ports.keep(await recordedScenario(recording, { facts, world, indexes: sharedIndexes }));
    });
  }

  close(): Promise<void> {
    return this.#next(async () => {
      await this.#call?.end();
      this.#call = undefined;
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #took({ session, brain, toolMs }: OpenCall, act: () => Promise<SessionTurn>): Promise<void> {
    const before = session.snapshot();
    const stopped = await act().then(() => undefined, whyStopped);
    const snapshot = session.snapshot();
    const changed = Object.entries(snapshot.collected).filter(([name, value]) => before.collected[name] !== value);
    this.#view = {
      snapshot,
      before,
      brain,
      freshFrom: before.trace.length,
      toolMs: [...toolMs],
      changed: new Set(changed.map(([name]) => name)),
      stopped,
    };
  }

  async #open(brain: BrainName): Promise<OpenCall> {
    const { world, clock } = this.#ports;
    if (world.copy === undefined) throw new RangeError("talking needs a copy of the installation");
    world.copy.clock.set(clock.now());
    const { copy } = world;
    const over = new AbortController();
    const ended = new Promise<void>((resolve) => over.signal.addEventListener("abort", () => resolve()));
    let undone: Promise<void> = Promise.resolve();
    const opened = await new Promise<Omit<OpenCall, "end">>((resolve, reject) => {
      undone = copy.isolated(async () => {
        resolve(await this.#dial(brain));
        await ended;
      });
      undone.catch(reject);
    });
    return {
      ...opened,
      end: async () => {
        over.abort();
        await undone;
      },
    };
  }

  async #dial(brain: BrainName): Promise<Omit<OpenCall, "end">> {
    const { world, facts, model } = this.#ports;
    const run = runOf(facts, `call_talk_${this.#ports.clock.now()}`);
    const settings = {
      world,
      indexes: sharedIndexes,
      allowWrites: false,
      model: brain === "model" ? model : undefined,
    };
    const line = await openLine(run, settings, []);
    if (line.kind === "unanswered") {
      throw new AscendiaError("failed", `The call was not answered: ${line.problem}.`, {
        hint: `ascendia clinic:show ${facts.clinic.slug}`,
      });
    }
    const { call, tools } = line;
    const { flow } = world.agent;
    const spoken = brain === "model" ? line.brain : withOfflineVoice(line.brain, flow, facts.clinic.language);
    const ports = { world, tools, brain: { ...line.brain, ...spoken } };
    const session = openCall({ call, faults: [] }, ports);
    return { session, resume: (before) => resumeFlow(before, flowRun([], ports)), brain, toolMs: tools.latencies };
  }
}

function whyStopped(error: unknown): string {
  if (error instanceof RunStopped) return error.message;
  throw error;
}

function runOf(facts: ClinicFacts, callId: string): PreparedRun {
  return {
    scenario: { name: "talk", title: "A call typed in", languages: [facts.clinic.language], caller: { turns: [] } },
    facts,
    caller: callerNumber(facts.clinic.country),
    callId,
  };
}
