import type { GivenValues, OfflineBrain } from "../../domain/brain/brain.ts";
import type { Choice, ChooseRequest, ExtractRequest } from "../../flow/ports.ts";
import type { FlowInput, FlowSnapshot, SessionTurn } from "../../flow/session/state.ts";
import { type TranscriptItem, isTranscriptItem } from "../../flow/trace.ts";
import { hearLater, openCall } from "../run/play-call.ts";
import type { OpenLine, ToolRecord } from "../run/recorded-tools.ts";
import type { Fault } from "../scenario/schema.ts";
import type { World } from "../world.ts";
import type { Move, Segment } from "./recording.ts";

/** One step of a call: a node that it reached, or a tool that it called. */
type Step =
  | { readonly kind: "node"; readonly node: string }
  | { readonly kind: "tool"; readonly tool: string; readonly args: Readonly<Record<string, unknown>> };

/** The first place where today's flow differs from the recorded call. */
export type Difference =
  | {
      readonly kind: "node";
      readonly turn: number;
      readonly from: string;
      readonly wanted: string;
      readonly found: string;
    }
  | {
      readonly kind: "argument";
      readonly turn: number;
      readonly tool: string;
      readonly name: string;
      readonly wanted: unknown;
      readonly found: unknown;
    }
  | { readonly kind: "silence"; readonly turn: number }
  | { readonly kind: "over"; readonly turn: number; readonly node: string };

/** What the caller does in a turn, and the values that a model found in it. */
export interface DraftTurn {
  readonly segment: Segment;
  readonly values: GivenValues;
}

export interface FollowedTurn {
  /** The node at which the caller was heard. */
  readonly at: string;
  /** The turn's choices that the words alone do not lead to. */
  readonly ways: readonly string[];
}

export interface Followed {
  readonly snapshot: FlowSnapshot;
  /** One for each segment, the opening's included. */
  readonly turns: readonly FollowedTurn[];
  readonly difference: Difference | undefined;
  /** The turn, by segment number, in which a variable was last extracted, up to the given turn. */
  lookedFor(variable: string, turn: number): number | undefined;
  readonly records: readonly ToolRecord[];
}

/**
 * Leads the flow along the recording's path wherever the flow needs a judgement, and watches where it goes by itself.
 */
export async function followRecording(
  line: OpenLine,
  world: World,
  script: { readonly turns: readonly DraftTurn[]; readonly faults: readonly Fault[] },
): Promise<Followed> {
  const guide = guidedBrain(line.brain);
  const { call, tools } = line;
  const session = openCall({ call, faults: script.faults }, { world, tools, brain: guide.brain });
  const turns: FollowedTurn[] = [];
  let difference: Difference | undefined;
  let at = "";
  for (const [index, { segment, values }] of script.turns.entries()) {
    if (index > 0) line.brain.give(values);
    guide.begin(index, segment, movesIn(session.snapshot().trace.filter(isTranscriptItem)));
    const turn = index === 0 ? await session.open() : await hearLater(session, inputOf(segment), world);
    turns.push({ at, ways: guide.ways() });
    difference = differenceOf(turn, index, { segment, at });
    at = turn.node;
    if (difference !== undefined) break;
    if (turn.status === "waiting") continue;
    if (index < script.turns.length - 1) difference = { kind: "over", turn: index, node: turn.node };
    break;
  }
  return { snapshot: session.snapshot(), turns, difference, lookedFor: guide.lookedFor, records: tools.records };
}

function inputOf({ input }: Segment): FlowInput {
  if (input === undefined) return { kind: "silence" };
  if (input.kind === "silence") return input;
  return input.kind === "say" ? { kind: "speech", text: input.text } : { kind: "digits", digits: input.text };
}

function guidedBrain(own: OfflineBrain) {
  const looked: { readonly variable: string; readonly turn: number }[] = [];
  let segment: Segment | undefined;
  let turn = 0;
  let begun = 0;
  let ways: string[] = [];
  let isPlain = true;
  const choose = async (request: ChooseRequest): Promise<Choice> => {
    const led = choiceFor(request, segment?.moves[movesIn(request.transcript) - begun], segment);
    const unaided = await own.choose(request);
    isPlain &&= isSame(led, unaided);
    ways.push(led.kind === "take" ? led.id : "stay");
    return led;
  };
  const extract = (request: ExtractRequest) => {
    looked.push(...request.wanted.map(({ name: variable }) => ({ variable, turn })));
    return own.extract(request);
  };
  return {
    brain: { ...own, choose, extract },
    begin: (index: number, next: Segment, moves: number): void => {
      [turn, segment, ways, isPlain, begun] = [index, next, [], true, moves];
    },
    ways: (): readonly string[] => (isPlain ? [] : ways),
    lookedFor: (variable: string, until: number): number | undefined =>
      looked.findLast((one) => one.variable === variable && one.turn <= until)?.turn,
  };
}

function movesIn(transcript: readonly TranscriptItem[]): number {
  return transcript.filter(({ role }) => role === "node_transition").length;
}

/** Chooses the way to the node that the recording reached next, or none if no way leads there. */
function choiceFor({ candidates }: ChooseRequest, move: Move | undefined, segment: Segment | undefined): Choice {
  const tool = segment?.tools[0]?.tool;
  const candidate =
    candidates.find(({ kind, destination }) =>
      move?.isReturn === true ? kind === "go_back" : destination === move?.to,
    ) ?? candidates.find(({ kind, id }) => kind === "tool" && id === tool);
  return candidate === undefined || (move === undefined && candidate.kind !== "tool")
    ? { kind: "stay", source: "named" }
    : { kind: "take", id: candidate.id, source: "named" };
}

function isSame(one: Choice, other: Choice): boolean {
  return one.kind === "take" ? other.kind === "take" && other.id === one.id : other.kind === one.kind;
}

interface Wanted {
  readonly segment: Segment;
  /** The node before the turn. */
  readonly at: string;
}

function differenceOf(turn: SessionTurn, index: number, { segment, at }: Wanted): Difference | undefined {
  const items = turn.trace.filter(isTranscriptItem);
  const nodes = items.flatMap((item) => (item.role === "node_transition" ? [item.new_node_id] : []));
  const strayed = firstDifference(
    segment.moves.map(({ to }) => to),
    nodes,
  );
  const calls = items.flatMap((item): Step[] =>
    item.role === "tool_call_invocation" ? [{ kind: "tool", tool: item.name, args: objectOf(item.arguments) }] : [],
  );
  const argument = segment.tools.flatMap((tool, place) => argumentAt(tool, calls[place], index))[0];
  if (argument !== undefined) return argument;
  if (strayed !== undefined) {
    const from = strayed === 0 ? at : (nodes[strayed - 1] ?? at);
    const [wanted, found] = [segment.moves[strayed]?.to ?? "", nodes[strayed] ?? ""];
    return { kind: "node", turn: index, from, wanted, found };
  }
  const said = items.filter(({ role }) => role === "agent").length;
  return turn.status === "waiting" && said < segment.said ? { kind: "silence", turn: index } : undefined;
}

function firstDifference(wanted: readonly string[], found: readonly string[]): number | undefined {
  const length = Math.max(wanted.length, found.length);
  return Array.from({ length }, (_, place) => place).find((place) => wanted[place] !== found[place]);
}

function argumentAt(tool: Segment["tools"][number], call: Step | undefined, turn: number): readonly Difference[] {
  if (call?.kind !== "tool" || call.tool !== tool.tool) return [];
  const names = [...new Set([...Object.keys(tool.args), ...Object.keys(call.args)])];
  return names
    .filter((name) => JSON.stringify(tool.args[name]) !== JSON.stringify(call.args[name]))
    .map((name) => ({
      kind: "argument",
      turn,
      tool: tool.tool,
      name,
      wanted: tool.args[name],
      found: call.args[name],
    }));
}

function objectOf(json: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(json);
  return typeof parsed === "object" && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
}
