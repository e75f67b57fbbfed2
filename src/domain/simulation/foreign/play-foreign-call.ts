import { countryOfTelephone } from "../../clinic/telephone.ts";
import type { ScriptRunner } from "../../flow/ports.ts";
import { defaultEngineOptions } from "../../flow/session/engine-options.ts";
import type { FlowCall } from "../../flow/session/state.ts";
import { dateAt, instantOf } from "../../time/zoned-time.ts";
import type { IndexCache } from "../../brain/choose-candidate.ts";
import { modelBrain } from "../../brain/model-brain.ts";
import { modelCaller } from "../run/model-caller.ts";
import type { ModelPorts } from "../../brain/model-ports.ts";
import { offlineBrain, type OfflineBrain } from "../../brain/offline-brain.ts";
import type { SimulatedAgent } from "../ports.ts";
import { analyseCall } from "../run/analyse-call.ts";
import { playCall, textIn, type Stage } from "../run/play-call.ts";
import { recordedTools } from "../run/recorded-tools.ts";
import type { AnsweredCall } from "../run/run-scenario.ts";
import { stableHex } from "../run/stable-id.ts";
import { callerNumber } from "../scenario/caller-number.ts";
import type { Scenario } from "../scenario/schema.ts";
import { answerByMock } from "./answer-by-mock.ts";
import type { Mock } from "./mocks.ts";

export interface ForeignCall {
  readonly scenario: Scenario;
  readonly agent: Pick<SimulatedAgent, "agentId" | "agentName" | "flow" | "options">;
  readonly mocks: readonly Mock[];
  readonly seed: string;
  readonly now: number;
}

export interface ForeignPorts {
  readonly scripts: ScriptRunner;
  readonly indexes: IndexCache;
  readonly model?: ModelPorts | undefined;
}

/** Where the caller of a scenario rings from, when, and in which language. */
export interface ForeignLine {
  readonly call: FlowCall;
  readonly stage: Stage;
  readonly brain: OfflineBrain;
}

/** A line to a flow without clinic or server, of which the scenario says number, variables and clock. */
export function openForeignLine(job: ForeignCall, ports: ForeignPorts): ForeignLine {
  const { scenario, agent, seed } = job;
  const { name, languages, variables = {}, values: given = {}, caller } = scenario;
  const [language = "en"] = languages;
  const fromNumber = callerNumber("", caller.number).number;
  const timezone = variables["timezone"] ?? agent.options.defaultTimeZone ?? defaultEngineOptions.defaultTimeZone;
  const startedAt = startOf(job, timezone);
  const today = dateAt(startedAt, timezone);
  const country = variables["country"] ?? countryOfTelephone(fromNumber) ?? "US";
  const facts = { language, today, given };
  return {
    call: {
      callId: `call_simulated_${stableHex(`${seed} ${name}`).slice(0, 24)}`,
      agentId: agent.agentId,
      agentName: agent.agentName,
      type: "phone_call",
      direction: "inbound",
      fromNumber,
      startedAt,
      variables,
    },
    stage: stageAt(startedAt, agent, ports.scripts),
    brain:
      ports.model === undefined
        ? offlineBrain({ ...facts, country, indexes: ports.indexes })
        : modelBrain(facts, ports.model),
  };
}

/** One scenario against a flow, its tools answered by mocks. */
export async function playForeignCall(job: ForeignCall, ports: ForeignPorts): Promise<AnsweredCall> {
  const { scenario, mocks } = job;
  const [language = "en"] = scenario.languages;
  const { call, stage, brain } = openForeignLine(job, ports);
  const faults = scenario.faults ?? [];
  const tools = recordedTools(answerByMock(mocks, language), { faults, refused: new Set(), before: async () => {} });
  const { persona } = scenario.caller;
  const caller =
    persona === undefined || ports.model === undefined
      ? undefined
      : modelCaller({ persona: textIn(persona, language), language }, ports.model);
  const script = { call, language, turns: scenario.caller.turns, faults };
  const played = await playCall(script, { world: stage, brain, tools, persona: caller });
  const { records } = tools;
  const observed = {
    language,
    snapshot: played.snapshot,
    records,
    analysis: analyseCall({ records, snapshot: played.snapshot }, []),
    appointments: undefined,
    called: undefined,
    webhookMs: 0,
    functionMs: tools.latencies,
  };
  return { kind: "answered", ...played, suppliedBody: "", eventProblems: [], refusals: [], observed };
}

function startOf({ scenario, now }: ForeignCall, timezone: string): number {
  const [date, time] = scenario.clock?.at.split("T") ?? [];
  return date === undefined || time === undefined ? now : instantOf(date, time, timezone);
}

/** Time that passes only as the caller takes it. */
function stageAt(start: number, agent: ForeignCall["agent"], scripts: ScriptRunner): Stage {
  let instant = start;
  const clock = {
    now: () => instant,
    set: (next: number) => {
      instant = next;
    },
  };
  return { agent, scripts, clock, copy: { clock } };
}
