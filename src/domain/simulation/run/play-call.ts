import type { Telephony } from "../../flow/ports.ts";
import { startFlow, type FlowSession } from "../../flow/session/flow-session.ts";
import type { FlowCall, FlowInput, FlowSnapshot, Turn } from "../../flow/session/state.ts";
import type { Language } from "../../language/language.ts";
import type { OfflineBrain } from "../brain/offline-brain.ts";
import type { World } from "../ports.ts";
import type { Fault, LanguageText, ScenarioTurn } from "../scenario/schema.ts";
import type { RecordedTools } from "./recorded-tools.ts";

/** What a caller's sentence and its answer take, for the call's clock. */
const TURN_MS = 4_000;

export interface CallScript {
  readonly call: FlowCall;
  readonly language: Language;
  readonly turns: readonly ScenarioTurn[];
  readonly faults: readonly Fault[];
}

export interface CallPorts {
  readonly world: World;
  readonly brain: OfflineBrain;
  readonly tools: RecordedTools;
}

export interface PlayedCall {
  readonly snapshot: FlowSnapshot;
  /** Where the call departed from the script: turns at another node than said, edges never offered, turns never reached. */
  readonly departures: readonly string[];
}

/** Speaks the script to the flow, turn by turn, and hangs up when it has nothing more to say. */
export async function playCall(script: CallScript, ports: CallPorts): Promise<PlayedCall> {
  const { world, brain, tools } = ports;
  const session = startFlow(script.call, {
    flow: world.agent.flow,
    options: world.agent.options,
    ports: { brain, tools, scripts: world.scripts, telephony: telephony(script.faults), clock: world.clock },
  });
  const departures: string[] = [];
  let turn = await session.open();
  for (const [index, next] of script.turns.entries()) {
    if (turn.status !== "waiting") {
      if (turn.status === "ended")
        departures.push(`turn ${index + 1} was never said: the call was over at ${turn.node}`);
      break;
    }
    departures.push(...wrongPlace(next, turn, index));
    turn = await speak(session, { next, script, ports });
    const unused = brain.unusedName();
    if (unused !== undefined) departures.push(`turn ${index + 1}: "${unused}" was no way on from ${turn.node}`);
    brain.name(undefined);
  }
  if (turn.status === "waiting") await session.hear({ kind: "hangup" });
  return { snapshot: session.snapshot(), departures };
}

interface Speaking {
  readonly next: ScenarioTurn;
  readonly script: CallScript;
  readonly ports: CallPorts;
}

async function speak(session: FlowSession, { next, script, ports }: Speaking): Promise<Turn> {
  const { clock, copy } = ports.world;
  const input = inputOf(next, script.language);
  copy?.clock.set(clock.now() + (input.kind === "silence" ? (input.ms ?? TURN_MS) : TURN_MS));
  ports.brain.name("edge" in next ? next.edge : undefined);
  return session.hear(input);
}

function inputOf(turn: ScenarioTurn, language: Language): FlowInput {
  if ("say" in turn) return { kind: "speech", text: textIn(turn.say, language) };
  if ("silence" in turn) return { kind: "silence", ms: turn.silence };
  return "digits" in turn ? { kind: "digits", digits: turn.digits } : { kind: "hangup" };
}

export function textIn(text: LanguageText, language: Language): string {
  return typeof text === "string" ? text : text[language];
}

function wrongPlace(next: ScenarioTurn, turn: Turn, index: number): readonly string[] {
  if (next.at === undefined || next.at === turn.node) return [];
  return [`turn ${index + 1} belongs at ${next.at}, the call is at ${turn.node}`];
}

const dialable = /^(?:\+\d{7,15}|sip:\S+@\S+)$/;

/** A transfer connects when there is something to dial, a text message arrives, unless a fault says otherwise. */
function telephony(faults: readonly Fault[]): Telephony {
  const has = (kind: Fault["kind"]) => faults.some((fault) => fault.kind === kind);
  return {
    transfer: async ({ destination }) =>
      has("transfer_fails") || !dialable.test(destination) ? "failed" : "connected",
    sendSms: async () => (has("sms_fails") ? "failed" : "sent"),
    swap: async () => "failed",
  };
}
