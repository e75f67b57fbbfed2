import { conditionHolds } from "../equation.ts";
import {
  type Edge,
  type ExtractedVariable,
  type FlowNode,
  type Graph,
  type TransitionExample,
  conditionalEdges,
  specialEdge,
} from "../flow.ts";
import type { Candidate, Choice, ChooseRequest, ExtractedValues } from "../ports.ts";
import { lookupOf, resolve, variablesOf } from "./speak.ts";
import {
  type Frame,
  type Run,
  type Step,
  type Trigger,
  type Undecided,
  connected,
  currentFrame,
  fail,
  graphOf,
  keyOf,
  placeOf,
  record,
  stop,
  transcriptOf,
  wait,
} from "./state.ts";
import { subagentTools } from "./subagent-tools.ts";

/** All next steps that need judgement: prompt edges, go-back conditions, a subagent's tools, global nodes. */
export function candidatesAt(run: Run, node: FlowNode, trigger: Trigger): readonly Candidate[] {
  const examples = "finetune_transition_examples" in node ? (node.finetune_transition_examples ?? []) : [];
  const edges = openEdges(node).flatMap((edge) => promptCandidate(run, { edge, kind: "edge", examples }));
  const back = goBackEdges(run, node).flatMap((edge) => promptCandidate(run, { edge, kind: "go_back", examples: [] }));
  const tools = node.type === "subagent" && trigger !== "entry" ? toolCandidates(run, node) : [];
  const globals = trigger === "caller" ? globalCandidates(run) : [];
  return [...edges, ...back, ...tools, ...globals];
}

/** Conditional edges that have a destination. */
export function openEdges(node: FlowNode): readonly Edge[] {
  return conditionalEdges(node).filter((edge) => connected(edge) !== undefined);
}

/** Go-back conditions apply only in a global node that was entered from another node. */
export function goBackEdges(run: Run, node: FlowNode): readonly Edge[] {
  const top = run.state.returns.at(-1);
  if (top?.global !== keyOf(run, currentFrame(run))) return [];
  return node.global_node_setting?.go_back_conditions ?? [];
}

interface PromptEdge {
  readonly edge: Edge;
  readonly kind: "edge" | "go_back";
  readonly examples: Examples;
}

function promptCandidate(run: Run, { edge, kind, examples }: PromptEdge): readonly Candidate[] {
  const condition = edge.transition_condition;
  if (condition.type !== "prompt") return [];
  const destination = edge.destination_node_id;
  return [
    {
      kind,
      id: edge.id,
      condition: resolve(run, condition.prompt),
      ...(destination !== undefined && { destination }),
      examples: examplesTo(examples, destination),
    },
  ];
}

type Examples = readonly TransitionExample[];
const none: Examples = [];
const byDestination = new WeakMap<Examples, Map<string | undefined, Examples>>();

/** Returns the same list for each decision, so that values computed from it can be cached by it. */
function examplesTo(examples: Examples, destination: string | undefined): Examples {
  if (examples.length === 0) return none;
  const lists = byDestination.get(examples) ?? new Map<string | undefined, Examples>();
  byDestination.set(examples, lists);
  const known = lists.get(destination) ?? examples.filter((example) => example.destination_node_id === destination);
  lists.set(destination, known);
  return known;
}

function toolCandidates(run: Run, node: Extract<FlowNode, { readonly type: "subagent" }>): readonly Candidate[] {
  return subagentTools(run, node).map((tool) => ({
    kind: "tool",
    id: tool.name,
    condition: resolve(run, tool.description ?? tool.name),
    examples: [],
  }));
}

export interface GlobalNode {
  readonly frames: readonly Frame[];
  readonly key: string;
  readonly node: FlowNode;
}

/** Global nodes of the current component and of the flow that may be entered now (docs/retell.md 1.6). */
export function openGlobals(run: Run): readonly GlobalNode[] {
  const here = currentFrame(run);
  const around = run.state.frames.slice(0, -1);
  const inner = globalsOf(run, here, around);
  const outer = here.component === undefined ? [] : globalsOf(run, { node: "" }, []);
  const current = keyOf(run, here);
  return [...inner, ...outer].filter(({ key, node }) => key !== current && !isCooling(run, key, node));
}

function globalsOf(run: Run, { component }: Frame, around: readonly Frame[]): readonly GlobalNode[] {
  const place = component === undefined ? {} : { component };
  return globalNodes(graphOf(run, { ...place, node: "" })).map((node) => {
    const frame: Frame = Object.assign({ node: node.id }, place);
    return { frames: around.concat(frame), key: keyOf(run, frame), node };
  });
}

const globalsByGraph = new WeakMap<Graph, readonly FlowNode[]>();

function globalNodes(graph: Graph): readonly FlowNode[] {
  const known =
    globalsByGraph.get(graph) ?? graph.nodes.filter(({ global_node_setting: setting }) => setting !== undefined);
  globalsByGraph.set(graph, known);
  return known;
}

function isCooling(run: Run, key: string, node: FlowNode): boolean {
  const firedAt = run.state.globalsFired[key];
  const coolDown = node.global_node_setting?.cool_down ?? run.options.defaultCoolDown;
  return firedAt !== undefined && run.state.transitions - firedAt < coolDown;
}

function globalCandidates(run: Run): readonly Candidate[] {
  return openGlobals(run).map(({ node }) => ({
    kind: "global",
    id: node.id,
    condition: resolve(run, node.global_node_setting?.condition ?? ""),
    destination: node.id,
    examples: globalExamples(node, node.global_node_setting?.positive_finetune_examples),
    counterExamples: globalExamples(node, node.global_node_setting?.negative_finetune_examples),
  }));
}

type GlobalExamples = readonly Pick<TransitionExample, "transcript">[];
const byGlobalNode = new WeakMap<FlowNode, Map<GlobalExamples, Examples>>();

function globalExamples(node: FlowNode, examples: GlobalExamples = none): Examples {
  const lists = byGlobalNode.get(node) ?? new Map<GlobalExamples, Examples>();
  byGlobalNode.set(node, lists);
  const known =
    lists.get(examples) ??
    examples.map(({ transcript }, index) => ({ id: `${node.id}-${index}`, transcript, destination_node_id: node.id }));
  lists.set(examples, known);
  return known;
}

/** Equations come first, top to bottom, then what needs judgement, then the else edge (docs/retell.md 1.5). */
export async function decide(run: Run, node: FlowNode, trigger: Trigger): Promise<Step> {
  const equation = equationStep(run, node);
  if (equation !== undefined) return equation;
  const judged = await judgedStep(run, node, trigger);
  if (judged !== undefined && "step" in judged) return judged.step;
  return withEvidence(run, fallbackStep(run, node, trigger), judged?.stayed);
}

type Stayed = Extract<Choice, { readonly kind: "stay" }>;
type Judged = { readonly step: Step } | { readonly stayed: Stayed };

/** Records in the trace why no candidate was chosen. */
function withEvidence(run: Run, step: Step, stayed: Stayed | undefined): Step {
  if (stayed === undefined) return step;
  const { kind: _kind, ...evidence } = stayed;
  if (step.kind === "take") return { ...step, decision: { ...evidence, ...step.decision } };
  record(run, { kind: "decision", node: keyOf(run, currentFrame(run)), ...evidence });
  return step;
}

function equationStep(run: Run, node: FlowNode): Step | undefined {
  const lookup = lookupOf(run);
  const holds = (edge: Edge) =>
    edge.transition_condition.type === "equation" &&
    conditionHolds(edge.transition_condition, lookup, run.options.bareNames);
  const edge = openEdges(node).find(holds);
  if (edge !== undefined) return { kind: "take", edge, decision: { source: "equation", edge: edge.id } };
  const back = goBackEdges(run, node).find(holds);
  return back === undefined ? undefined : goBack(run, { source: "equation", edge: back.id });
}

async function judgedStep(run: Run, node: FlowNode, trigger: Trigger): Promise<Judged | undefined> {
  const candidates = candidatesAt(run, node, trigger);
  if (candidates.length === 0) return undefined;
  const request: ChooseRequest = {
    place: placeOf(run, node),
    candidates,
    otherwise: otherwise(run, node, trigger),
    trigger,
    heard: run.state.heard,
    transcript: transcriptOf(run),
    variables: variablesOf(run),
  };
  const choice = await chosen(run, request);
  if (choice.kind === "stay") return { stayed: choice };
  if (choice.kind === "undecided") return { step: undecided(run, request, choice) };
  return { step: taken(run, node, { choice, candidates }) };
}

async function chosen(run: Run, request: ChooseRequest): Promise<Choice> {
  const { named } = run.turn;
  if (named === undefined) return run.ports.brain.choose(request);
  run.turn.named = undefined;
  return { kind: "take", id: named, source: "named" };
}

function taken(
  run: Run,
  node: FlowNode,
  {
    choice,
    candidates,
  }: { readonly choice: Extract<Choice, { kind: "take" }>; readonly candidates: readonly Candidate[] },
): Step {
  const { kind: _kind, id, ...evidence } = choice;
  const candidate = candidates.find((item) => item.id === id);
  if (candidate?.kind === "go_back") return goBack(run, { ...evidence, edge: id });
  if (candidate?.kind === "tool") return { kind: "tool", name: id, decision: { ...evidence, tool: id } };
  if (candidate?.kind === "global") {
    const frames = openGlobals(run).find((item) => item.node.id === id)?.frames ?? [];
    return { kind: "jump", frames, transition: "global", decision: { ...evidence, global: id } };
  }
  const edge = openEdges(node).find((item) => item.id === id);
  if (edge !== undefined) return { kind: "take", edge, decision: { ...evidence, edge: id } };
  const known = candidates.map((item) => item.id).join(", ");
  fail(run, "unknown_choice", `"${id}" was chosen at "${node.name ?? node.id}", where the choices are: ${known}.`);
  return stop;
}

function goBack(run: Run, decision: Extract<Step, { kind: "jump" }>["decision"]): Step {
  return { kind: "jump", frames: run.state.returns.at(-1)?.frames ?? [], transition: "global_go_back", decision };
}

function undecided(run: Run, request: ChooseRequest, choice: Extract<Choice, { kind: "undecided" }>): Step {
  const scores = new Map(choice.candidates.map(({ id, score }) => [id, score]));
  const candidates: Undecided["candidates"] = request.candidates
    .map(({ id, kind, condition }) => ({ id, kind, condition, score: scores.get(id) ?? 0 }))
    .toSorted((a, b) => b.score - a.score);
  run.state.status = "undecided";
  run.state.undecided = {
    trigger: request.trigger,
    node: keyOf(run, currentFrame(run)),
    heard: request.heard,
    candidates,
  };
  return stop;
}

function otherwise(run: Run, node: FlowNode, trigger: Trigger): ChooseRequest["otherwise"] {
  const step = fallbackStep(run, node, trigger);
  if (step.kind !== "take") return "stay";
  return step.decision.source === "always" ? "always" : "else";
}

function fallbackStep(run: Run, node: FlowNode, trigger: Trigger): Step {
  const always = trigger === "caller" ? connected(specialEdge(node, "always_edge")) : undefined;
  if (always !== undefined) return { kind: "take", edge: always, decision: { source: "always", edge: always.id } };
  const other = connected(specialEdge(node, "else_edge"));
  if (other !== undefined) return { kind: "take", edge: other, decision: { source: "else", edge: other.id } };
  const [first] = run.options.noMatch === "first_edge" ? openEdges(node) : [];
  return first === undefined ? wait : { kind: "take", edge: first, decision: { source: "else", edge: first.id } };
}

/** Extracts the variables from the conversation. A value outside an enum's choices counts as missing. */
export async function extractVariables(
  run: Run,
  node: FlowNode,
  variables: readonly ExtractedVariable[],
): Promise<ExtractedValues> {
  const wanted = variables.map((variable) => ({ ...variable, description: resolve(run, variable.description) }));
  const found = await run.ports.brain.extract({
    place: placeOf(run, node),
    purpose: "variables",
    wanted,
    transcript: transcriptOf(run),
    variables: variablesOf(run),
  });
  return Object.fromEntries(Object.entries(found).filter(([name, value]) => fits(wanted, name, value)));
}

function fits(wanted: readonly ExtractedVariable[], name: string, value: string | number | boolean): boolean {
  const variable = wanted.find((item) => item.name === name);
  return variable !== undefined && (variable.type !== "enum" || variable.choices.includes(String(value)));
}
