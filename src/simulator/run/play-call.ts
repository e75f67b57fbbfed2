import * as z from "zod";
import { type OfflineBrain, RunStopped } from "../../domain/brain/brain.ts";
import { heardText, modelAnswer } from "../../domain/brain/model-brain.ts";
import type { ModelPorts } from "../../domain/brain/model-ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type Language, languageFacts } from "../../domain/language/language.ts";
import type { Telephony, ToolRunner } from "../../flow/ports.ts";
import { type FlowRun, type FlowSession, startFlow } from "../../flow/session/flow-session.ts";
import type { FlowCall, FlowInput, FlowSnapshot, SessionTurn } from "../../flow/session/state.ts";
import { type TranscriptItem, isTranscriptItem } from "../../flow/trace.ts";
import type { Fault, LanguageText, ScenarioAnswer, ScenarioTurn } from "../scenario/schema.ts";
import type { World } from "../world.ts";

/** How long a caller's sentence and its answer take, for the call's clock. */
const TURN_MS = 4_000;

export interface CallScript {
  readonly call: FlowCall;
  readonly language: Language;
  readonly turns: readonly ScenarioTurn[];
  /** Used wherever the call waits at a node for which the next turn is not meant. */
  readonly answers?: readonly ScenarioAnswer[] | undefined;
  readonly faults: readonly Fault[];
}

/** Invents the caller's next words from the call so far. */
export type Persona = (transcript: readonly TranscriptItem[]) => Promise<FlowInput>;

/** Where a call takes place: the part of a world that the interpreter touches. */
export type Stage = Pick<World, "clock" | "scripts"> & {
  readonly agent: Pick<World["agent"], "flow" | "options">;
  readonly copy: { readonly clock: { set(instant: number): void } } | undefined;
};

export interface CallPorts {
  readonly world: Stage;
  readonly brain: OfflineBrain;
  readonly tools: ToolRunner;
  /** Continues where the script ends. */
  readonly persona?: Persona | undefined;
}

/** A persona that has not finished by then never will. */
const MOST_PERSONA_TURNS = 40;

export interface PlayedCall {
  readonly snapshot: FlowSnapshot;
  /**
   * Where the call deviated from the script: turns at another node than planned, edges never offered, turns never
   * reached.
   */
  readonly deviations: readonly string[];
  /** Why the call could not be played to its end. */
  readonly stopped?: RunStopped;
}

/** Speaks the script to the flow, turn by turn, and hangs up when it has nothing more to say. */
export async function playCall(
  script: CallScript,
  ports: CallPorts,
  session: FlowSession = openCall(script, ports),
): Promise<PlayedCall> {
  const deviations: string[] = [];
  try {
    const turn = await followScript(session, deviations, { script, ports });
    deviations.push(...(await followPersona(session, turn, ports)));
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    return { snapshot: session.snapshot(), deviations, stopped: error };
  }
  return { snapshot: session.snapshot(), deviations };
}

/** The flow with everything it acts on, about to be opened. */
export function openCall({ call, faults }: Pick<CallScript, "call" | "faults">, ports: CallPorts): FlowSession {
  return startFlow(call, flowRun(faults, ports));
}

/** The flow with everything it acts on. */
export function flowRun(faults: readonly Fault[], { world, brain, tools }: CallPorts): FlowRun {
  return {
    flow: world.agent.flow,
    options: world.agent.options,
    ports: { brain, tools, scripts: world.scripts, telephony: telephony(faults), clock: world.clock },
  };
}

async function followScript(
  session: FlowSession,
  deviations: string[],
  { script, ports }: { readonly script: CallScript; readonly ports: CallPorts },
): Promise<SessionTurn> {
  const { brain } = ports;
  // A first node that acts decides before anyone speaks, using the choices of the first turn.
  const opening = waysOf(script.turns[0]);
  const namesOpening = opening[0] !== undefined && !staying.has(opening[0]);
  if (namesOpening) brain.name(...opening);
  let turn = await session.open();
  for (const [index, next] of script.turns.entries()) {
    turn = await answerQuestions(turn, next, { session, script, ports });
    if (turn.status !== "waiting") {
      if (turn.status === "ended")
        deviations.push(`turn ${index + 1} was never said: the call was over at ${turn.node}`);
      break;
    }
    deviations.push(...wrongPlace(next, turn, index));
    if (index > 0 || !namesOpening) brain.name(...waysOf(next));
    if ("values" in next && next.values !== undefined) brain.give(next.values);
    turn = await hearLater(session, inputOf(next, script.language), ports.world);
    const unused = brain.unusedName();
    if (unused !== undefined) deviations.push(`turn ${index + 1}: "${unused}" was not a choice at ${turn.node}`);
    brain.name();
  }
  return answerQuestions(turn, undefined, { session, script, ports });
}

interface Playing {
  readonly session: FlowSession;
  readonly script: CallScript;
  readonly ports: CallPorts;
}

/** A question asked more often than this in a row would be asked for ever. */
const MOST_ANSWERS = 5;

/** Answers questions that the script's next turn is not meant for. */
async function answerQuestions(
  waiting: SessionTurn,
  next: ScenarioTurn | undefined,
  { session, script, ports }: Playing,
): Promise<SessionTurn> {
  let turn = waiting;
  for (let given = 0; given < MOST_ANSWERS && turn.status === "waiting"; given += 1) {
    const { node } = turn;
    const answer = next?.at === node ? undefined : script.answers?.find(({ at }) => at === node);
    if (answer === undefined) return turn;
    ports.brain.name(...waysOf(answer));
    turn = await hearLater(session, inputOf(answer, script.language), ports.world);
    ports.brain.name();
  }
  return turn;
}

/** Without a persona the caller hangs up here. @returns what went wrong */
async function followPersona(session: FlowSession, last: SessionTurn, ports: CallPorts): Promise<readonly string[]> {
  let turn = last;
  for (let turns = 0; turn.status === "waiting"; turns += 1) {
    const next = turns < MOST_PERSONA_TURNS ? ports.persona : undefined;
    const input: FlowInput = (await next?.(session.snapshot().trace.filter(isTranscriptItem))) ?? { kind: "hangup" };
    turn = await hearLater(session, input, ports.world);
    if (turns === MOST_PERSONA_TURNS) return [`the persona was still talking after ${turns} turns`];
  }
  return [];
}

/** Choices that every decision accepts: the opening must not take them from the first turn before the caller speaks. */
const staying: ReadonlySet<string> = new Set(["stay", "else"]);

function waysOf(turn: ScenarioTurn | undefined): readonly string[] {
  const ways = turn !== undefined && "edge" in turn ? (turn.edge ?? []) : [];
  return typeof ways === "string" ? [ways] : ways;
}

/** Time passes for the call while the caller speaks or stays silent. */
export async function hearLater(session: FlowSession, input: FlowInput, { clock, copy }: Stage): Promise<SessionTurn> {
  copy?.clock.set(clock.now() + (input.kind === "silence" ? (input.ms ?? TURN_MS) : TURN_MS));
  return session.hear(input);
}

function inputOf(turn: ScenarioTurn, language: Language): FlowInput {
  if ("say" in turn) return { kind: "speech", text: textIn(turn.say, language) };
  if ("silence" in turn) return { kind: "silence", ms: turn.silence };
  return "digits" in turn ? { kind: "digits", digits: turn.digits } : { kind: "hangup" };
}

export function textIn(text: LanguageText, language: Language): string {
  const said = typeof text === "string" ? text : text[language];
  if (said !== undefined) return said;
  throw new AscendiaError("invalid", `A text of the scenario has no "${language}".`, {
    hint: "Give it in each of the scenario's languages.",
  });
}

function wrongPlace(next: ScenarioTurn, turn: SessionTurn, index: number): readonly string[] {
  if (next.at === undefined || next.at === turn.node) return [];
  return [`turn ${index + 1} belongs at ${next.at}, the call is at ${turn.node}`];
}

const dialable = /^(?:\+\d{7,15}|sip:\S+@\S+)$/;

/** A transfer connects if there is a number to dial, and a text message arrives, unless a fault says otherwise. */
function telephony(faults: readonly Fault[]): Telephony {
  const has = (kind: Fault["kind"]) => faults.some((fault) => fault.kind === kind);
  return {
    transfer: async ({ destination }) =>
      has("transfer_fails") || !dialable.test(destination) ? "failed" : "connected",
    sendSms: async () => (has("sms_fails") ? "failed" : "sent"),
    swap: async () => (has("transfer_fails") ? "failed" : "swapped"),
  };
}

const shape = z.strictObject({
  say: z.string().describe("what you say next; empty when you only hang up"),
  hangup: z.boolean().describe("true when you have what you called for, or give up"),
});

/** A caller played by the model, which knows the persona and what was said, but nothing about the flow. */
export function modelCaller(persona: string, language: Language, ports: ModelPorts): Persona {
  const instructions = [
    "You play a person who calls a phone agent, to test it. Stay in the role; you are not the agent.",
    `Speak ${languageFacts(language).englishName}, one short sentence at a time, and answer what you are asked.`,
    "Hang up once the matter is settled or hopeless.",
    `Your role: ${persona}`,
  ].join("\n");
  return async (transcript) => {
    const input = `What was said so far (you are the caller):\n${heardText(transcript)}\n\nWhat do you do next?`;
    const { say, hangup } = await modelAnswer({ name: "play_caller", instructions, input }, shape, ports);
    return hangup || say.trim() === "" ? { kind: "hangup" } : { kind: "speech", text: say.trim() };
  };
}
