import { Document, isSeq } from "yaml";
import type { IndexCache } from "../../domain/brain/choose-candidate.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { toolNames } from "../../flow/flow.ts";
import { defaultEngineOptions } from "../../flow/session/state.ts";
import { analyseCall } from "../run/call-events.ts";
import type { PreparedRun } from "../run/recorded-tools.ts";
import { openLine } from "../run/run-scenario.ts";
import { stableHex } from "../run/scene.ts";
import { type ClinicFacts, callerNumber } from "../scenario/fill-placeholders.ts";
import { type Scenario, type ScenarioTurn, scenarioSchema } from "../scenario/schema.ts";
import type { World } from "../world.ts";
import { type Draft, explained } from "./explain-difference.ts";
import {
  type Difference,
  type DraftTurn,
  type Followed,
  type FollowedTurn,
  followRecording,
} from "./follow-recording.ts";
import { leftIn, withPlaceholders } from "./personal-data.ts";
import type { Recording, Segment } from "./recording.ts";
import { redactRecording } from "./redact-recording.ts";

/** A recording that needs more corrections is of another flow. */
const MOST_CORRECTIONS = 60;

export interface RecordedScenario {
  readonly scenario: Scenario;
  /** The text of the scenario's file. */
  readonly yaml: string;
}

interface Place {
  readonly facts: ClinicFacts;
  readonly world: World;
  readonly indexes: IndexCache;
}

/**
 * The recorded call as a scenario, without personal data, and with the answers its tools gave. It is played while it is
 * made, so its expectations match today's flow. @throws failed with the first difference when today's flow does not
 * repeat the recording
 */
export async function recordedScenario(recording: Recording, place: Place): Promise<RecordedScenario> {
  const { facts, world } = place;
  const { recording: told, data } = redactRecording(onlyTools(recording, world), facts, world.agent.flow);
  const { draft, followed } = await draftOf(told, place);
  const scenario = scenarioSchema.parse(
    withPlaceholdersIn(scenarioOf({ recording: told, draft, followed }, place), facts),
  );
  const yaml = yamlOf(scenario);
  const left = leftIn(yaml, data);
  if (left.length === 0) return { scenario, yaml };
  throw new AscendiaError("failed", `The scenario of call ${recording.callId} would still name a person.`, {
    detail: [`${left.length} words or numbers of the call could not be replaced`],
    hint: `Write the scenario by hand from: ascendia call:show ${recording.callId}`,
  });
}

/** Drops the recorded calls that are not to the flow's tools, such as its own actions. */
function onlyTools(recording: Recording, { agent }: World): Recording {
  const known = toolNames(agent.flow);
  const segments = recording.segments.map((segment) => ({
    ...segment,
    tools: segment.tools.filter(({ tool }) => known.has(tool)),
  }));
  return { ...recording, segments };
}

interface Drafted {
  readonly draft: Draft;
  readonly followed: Followed;
}

async function draftOf(recording: Recording, place: Place): Promise<Drafted> {
  let draft = await firstDraft(recording, place);
  for (let tries = 0; tries < MOST_CORRECTIONS; tries += 1) {
    const followed = await played(recording, draft, place);
    const { difference } = followed;
    if (difference === undefined) return { draft, followed };
    const evidence = { flow: place.world.agent.flow, recording, followed };
    const next = explained(draft, difference, evidence) ?? withoutLastWords(draft, difference, recording);
    if (next === undefined) throw differs(recording, difference);
    draft = next;
  }
  throw new AscendiaError("failed", `Call ${recording.callId} cannot be followed with today's flow.`, {
    hint: `Write the scenario by hand from: ascendia call:show ${recording.callId}`,
  });
}

/** The silence with which Retell ended the call (docs/retell.md 2.1). */
function endingOf({ reason }: Recording, { agent }: World): readonly Segment[] {
  const ms = agent.options.endCallAfterSilenceMs ?? defaultEngineOptions.endCallAfterSilenceMs;
  return reason === "inactivity" ? [{ input: { kind: "silence", ms }, moves: [], tools: [], said: 0 }] : [];
}

/** An outbound call begins with the variables it was placed with, not with those of the inbound webhook. */
async function firstDraft(recording: Recording, place: Place): Promise<Draft> {
  const { world } = place;
  const segments = [...recording.segments, ...endingOf(recording, world)];
  const draft = {
    turns: segments.map((segment) => ({ segment, values: {} })),
    variables: {},
    faults: [],
    silenceMs: world.agent.options.reminderTriggerMs ?? defaultEngineOptions.reminderTriggerMs,
  };
  if (recording.direction === "inbound") return draft;
  const { snapshot } = await played(recording, draft, place);
  const other = Object.entries(recording.began).filter(
    ([name, value]) => !/doctor/u.test(name) && snapshot.call.variables[name] !== value,
  );
  return { ...draft, variables: Object.fromEntries(other) };
}

/** Drops the last words of a caller who hung up before the agent answered them. */
function withoutLastWords(draft: Draft, difference: Difference, { reason }: Recording): Draft | undefined {
  const last = draft.turns.length - 1;
  const isCutShort = reason === "user_hangup" && difference.turn === last && last > 0;
  return isCutShort ? { ...draft, turns: draft.turns.slice(0, -1) } : undefined;
}

function differs({ callId }: Recording, difference: Difference): AscendiaError {
  return new AscendiaError("failed", `Today's flow no longer does what it did in call ${callId}.`, {
    detail: [differenceText(difference)],
    hint: `The agent's template has changed since the call, or the call went where the flow alone would not go: ascendia call:show ${callId}`,
  });
}

function differenceText(difference: Difference): string {
  const where = difference.turn === 0 ? "before the caller spoke" : `in turn ${difference.turn} of the caller`;
  if (difference.kind === "silence") return `${where}, the agent said less`;
  if (difference.kind === "over") return `${where}, the call was over at ${difference.node}`;
  if (difference.kind === "argument") return `${where}, ${difference.tool} got another ${difference.name}`;
  const { from, wanted, found } = difference;
  return `${where}, the call went from ${from || "the start"} to ${wanted || "nowhere"}, and now goes to ${found || "nowhere"}`;
}

async function played(recording: Recording, draft: Draft, { facts, world, indexes }: Place): Promise<Followed> {
  const { copy } = world;
  if (copy === undefined) throw new RangeError("a recorded call needs a copy of the installation");
  const { timezone } = facts.clinic;
  copy.clock.set(minuteOf(recording.startedAt));
  copy.seedIds(recording.callId);
  return copy.isolated(async () => {
    const run: PreparedRun = {
      scenario: { ...headOf(recording, facts), caller: { turns: [] }, ...factsOf(recording, draft) },
      facts,
      caller: callerNumber(facts.clinic.country),
      callId: `call_simulated_${stableHex(`${recording.callId} ${timezone}`).slice(0, 24)}`,
    };
    const line = await openLine(run, { world, indexes, allowWrites: false }, []);
    if (line.kind === "open") return followRecording(line, world, draft);
    throw new AscendiaError("failed", `The clinic does not accept the call: ${line.problem}.`);
  });
}

function minuteOf(instant: number): number {
  return instant - (instant % 60_000);
}

function headOf({ callId, outcome, segments, direction }: Recording, { clinic }: ClinicFacts) {
  return {
    ...(direction === "outbound" && { direction, contact: { about: "As recorded." } }),
    name: `call-${stableHex(callId).slice(0, 10)}`,
    title: `A recorded call: ${outcome ?? "no outcome"}, ${segments.length - 1} turns of the caller`,
    languages: [clinic.language],
  };
}

function factsOf(recording: Recording, { variables, faults }: Draft) {
  return {
    ...(Object.keys(variables).length > 0 && { variables }),
    ...(faults.length > 0 && { faults: [...faults] }),
    recorded: recording.segments.flatMap(({ tools }) => tools),
  };
}

interface Told extends Drafted {
  readonly recording: Recording;
}

function scenarioOf({ recording, draft, followed }: Told, { facts, world }: Place) {
  const { startedAt } = recording;
  const { timezone, slug } = facts.clinic;
  const { snapshot, records } = followed;
  const tools = draft.turns.flatMap(({ segment }) => segment.tools);
  const outcome = analyseCall({ records, snapshot }, world.agent.analysis).custom_analysis_data["outcome"];
  const said = new Set(
    snapshot.trace.flatMap((item) =>
      "role" in item && item.role === "agent" && !item.content.startsWith("≈") && item.content.trim() !== ""
        ? [item.content]
        : [],
    ),
  );
  return {
    ...headOf(recording, facts),
    needs: { clinic: slug, ...(facts.doctors.length > 0 && { doctors: facts.doctors.length }) },
    clock: { at: `${dateAt(startedAt, timezone)}T${wallTimeAt(startedAt, timezone)}` },
    caller: { turns: turnsOf(draft, followed) },
    ...factsOf(recording, draft),
    recorded: tools,
    expect: {
      nodes: { path: snapshot.visitedNodes },
      ...(said.size > 0 && { said: { contains: [...said] } }),
      outcome,
      ended: snapshot.ended?.reason ?? "user_hangup",
    },
  };
}

function turnsOf(draft: Draft, { turns, snapshot }: Followed): readonly ScenarioTurn[] {
  const spoken = draft.turns.slice(1).map((turn, index) => scenarioTurn(turn, turns[index + 1], draft));
  return snapshot.status === "ended" ? spoken : spoken.concat({ hangup: true });
}

function scenarioTurn(
  { segment: { input }, values }: DraftTurn,
  { at, ways }: FollowedTurn = { at: "", ways: [] },
  { silenceMs }: Draft,
): ScenarioTurn {
  const place = { ...(at !== "" && { at }) };
  if (input === undefined || input.kind === "silence") return { silence: input?.ms ?? silenceMs, ...place };
  const choices = {
    ...(ways.length > 0 && { edge: [...ways] }),
    ...(Object.keys(values).length > 0 && { values: { ...values } }),
  };
  return input.kind === "say"
    ? { say: input.text, ...place, ...choices }
    : { digits: input.text, ...place, ...choices };
}

function withPlaceholdersIn(value: unknown, facts: ClinicFacts): unknown {
  if (typeof value === "string") return withPlaceholders(value, facts);
  if (Array.isArray(value)) return value.map((item: unknown) => withPlaceholdersIn(item, facts));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlaceholdersIn(item, facts)]));
}

function yamlOf(scenario: Scenario): string {
  const document = new Document(scenario);
  const path = document.getIn(["expect", "nodes", "path"]);
  if (isSeq(path)) path.flow = true;
  document.commentBefore = " Made from a recorded call by ascendia call:to-scenario; people are invented.";
  return document.toString({ lineWidth: 120 });
}
