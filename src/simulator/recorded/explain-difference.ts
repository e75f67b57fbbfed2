import type { GivenValues } from "../../domain/brain/brain.ts";
import { mapFlow } from "../../flow/rule.ts";
import { type Flow, type FlowNode, conditionalEdges } from "../../flow/flow.ts";
import { placeholderNames, soleName } from "../../flow/placeholders.ts";
import type { Fault } from "../scenario/schema.ts";
import type { Difference, DraftTurn, Followed } from "./follow-recording.ts";
import type { Recording } from "./recording.ts";

/** What to play so that the flow repeats what the recording shows. */
export interface Draft {
  readonly turns: readonly DraftTurn[];
  readonly variables: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  /** How long the caller is silent before the agent asks again. */
  readonly silenceMs: number;
}

interface Evidence {
  readonly flow: Flow;
  readonly recording: Recording;
  readonly followed: Followed;
}

/**
 * The draft with one more fact that explains the difference: a value that the model extracted but the rules do not, a
 * clinic variable that was different then, a silence, a failed transfer. @returns undefined when nothing explains it:
 * the flow has changed
 */
export function explained(draft: Draft, difference: Difference, evidence: Evidence): Draft | undefined {
  if (difference.kind === "silence") return withSilence(draft, difference.turn);
  if (difference.kind === "over") return undefined;
  if (difference.kind === "argument") {
    const variable = variableOf(difference.tool, difference.name, evidence.flow);
    const value = difference.wanted === undefined ? "" : difference.wanted;
    return withValue(draft, { variable, value, turn: difference.turn }, evidence.followed);
  }
  return atNode(draft, difference, evidence);
}

/** `const: "{{patient_name}}"` passes that variable; a model fills in the others under their own name. */
function variableOf(tool: string, argument: string, flow: Flow): string {
  const tools = [...(flow.tools ?? []), ...(flow.components ?? []).flatMap((component) => component.tools ?? [])];
  const found = tools.find(({ name }) => name === tool);
  const schema: unknown = found?.type === "custom" ? found.parameters?.properties?.[argument] : undefined;
  const constant = typeof schema === "object" && schema !== null && "const" in schema ? schema.const : undefined;
  const [name] = typeof constant === "string" ? placeholderNames(constant) : [];
  return name ?? argument;
}

interface Value {
  readonly variable: string;
  readonly value: unknown;
  readonly turn: number;
}

function withValue(draft: Draft, { variable, value, turn }: Value, followed: Followed): Draft | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const heardAt = followed.lookedFor(variable, turn);
  if (heardAt !== undefined && heardAt > 0) return givenAt(draft, heardAt, { [variable]: value });
  const isClinics = heardAt === undefined && draft.variables[variable] !== String(value);
  return isClinics ? { ...draft, variables: { ...draft.variables, [variable]: String(value) } } : undefined;
}

function givenAt(draft: Draft, turn: number, values: GivenValues): Draft | undefined {
  const before = draft.turns[turn];
  if (before === undefined) return undefined;
  const isKnown = Object.entries(values).every(([name, value]) => before.values[name] === value);
  if (isKnown) return undefined;
  const after = { ...before, values: { ...before.values, ...values } };
  return { ...draft, turns: draft.turns.with(turn, after) };
}

function withSilence(draft: Draft, turn: number): Draft {
  const before = draft.turns[turn];
  if (before === undefined) return draft;
  const { segment } = before;
  const silence = { kind: "silence", ms: draft.silenceMs } as const;
  const [spoken, reminded] = [
    { ...segment, said: segment.said - 1 },
    { input: silence, moves: [], tools: [], said: 1 },
  ];
  return {
    ...draft,
    turns: draft.turns.toSpliced(turn, 1, { ...before, segment: spoken }, { segment: reminded, values: {} }),
  };
}

type Strayed = Extract<Difference, { readonly kind: "node" }>;

function atNode(
  draft: Draft,
  { from, wanted, turn }: Strayed,
  { flow, recording, followed }: Evidence,
): Draft | undefined {
  const node = mapFlow(flow)
    .flatMap(({ graph }) => graph.nodes)
    .find(({ id }) => id === from);
  if (node === undefined) return undefined;
  const fault = faultOf(node);
  if (fault !== undefined) {
    const isKnown = draft.faults.some(({ kind }) => kind === fault.kind);
    return isKnown ? undefined : { ...draft, faults: [...draft.faults, fault] };
  }
  for (const { variable, value } of steering(node, wanted, recording)) {
    const next = withValue(draft, { variable, value, turn }, followed);
    if (next !== undefined) return next;
  }
  return undefined;
}

function faultOf({ type }: FlowNode): Fault | undefined {
  if (type === "transfer_call") return { kind: "transfer_fails" };
  return type === "sms" ? { kind: "sms_fails" } : undefined;
}

interface Steered {
  readonly variable: string;
  readonly value: string;
}

/**
 * Values under which an equation would have led there: the call's final value, or else the one that the equation
 * requires.
 */
function steering(node: FlowNode, wanted: string, { variables }: Recording): readonly Steered[] {
  const equations = conditionalEdges(node).flatMap(({ transition_condition: condition, destination_node_id: to }) =>
    condition.type === "equation" ? condition.equations.map((equation) => ({ ...equation, to })) : [],
  );
  const names = [...new Set(equations.flatMap(({ left }) => placeholderNames(left)))];
  const known = names.flatMap((variable) => {
    const value = variables[variable];
    return value === undefined ? [] : [{ variable, value }];
  });
  const asked = equations.flatMap(({ left, operator, right = "", to }) => {
    const variable = soleName(left, () => undefined) ?? placeholderNames(left)[0];
    return to === wanted && operator === "==" && variable !== undefined ? [{ variable, value: right }] : [];
  });
  return [...known, ...asked];
}
