import { conditionHolds } from "../equation.ts";
import type { Edge, FlowNode } from "../flow.ts";
import { specialEdge } from "../node-edges.ts";
import type { Candidate, Choice, ChooseRequest } from "../ports.ts";
import { candidatesAt, goBackEdges, openEdges, openGlobals } from "./candidates.ts";
import type { Run } from "./run.ts";
import { currentFrame, fail, keyOf, placeOf, record, transcriptOf } from "./run.ts";
import type { Trigger, Undecided } from "./state.ts";
import type { Step } from "./step.ts";
import { connected, stop, wait } from "./step.ts";
import { lookupOf, variablesOf } from "./variables.ts";

/** Equations first, top to bottom, then what needs judgement, then the edge for all else (retell-api.md 1.5). */
export async function decide(run: Run, node: FlowNode, trigger: Trigger): Promise<Step> {
  const equation = equationStep(run, node);
  if (equation !== undefined) return equation;
  const judged = await judgedStep(run, node, trigger);
  if (judged !== undefined && "step" in judged) return judged.step;
  return withEvidence(run, fallbackStep(run, node, trigger), judged?.stayed);
}

type Stayed = Extract<Choice, { readonly kind: "stay" }>;
type Judged = { readonly step: Step } | { readonly stayed: Stayed };

/** Keeps in the trace why no candidate was taken. */
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
  fail(run, "unknown_choice", `"${id}" was chosen at "${node.name ?? node.id}", where one may choose: ${known}.`);
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
