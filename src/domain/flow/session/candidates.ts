import type { Edge, FlowNode, TransitionExample } from "../flow.ts";
import { conditionalEdges } from "../node-edges.ts";
import type { Candidate } from "../ports.ts";
import type { Run } from "./run.ts";
import { currentFrame, graphOf, keyOf } from "./run.ts";
import type { Frame, Trigger } from "./state.ts";
import { connected } from "./step.ts";
import { subagentTools } from "./subagent-tools.ts";
import { resolve } from "./variables.ts";

/** All ways on that need judgement: prompt edges, go-back conditions, tools of a subagent, global nodes. */
export function candidatesAt(run: Run, node: FlowNode, trigger: Trigger): readonly Candidate[] {
  const examples = "finetune_transition_examples" in node ? (node.finetune_transition_examples ?? []) : [];
  const edges = openEdges(node).flatMap((edge) => promptCandidate(run, { edge, kind: "edge", examples }));
  const back = goBackEdges(run, node).flatMap((edge) => promptCandidate(run, { edge, kind: "go_back", examples: [] }));
  const tools = node.type === "subagent" && trigger !== "entry" ? toolCandidates(run, node) : [];
  const globals = trigger === "caller" ? globalCandidates(run) : [];
  return [...edges, ...back, ...tools, ...globals];
}

/** Conditional edges that lead somewhere. */
export function openEdges(node: FlowNode): readonly Edge[] {
  return conditionalEdges(node).filter((edge) => connected(edge) !== undefined);
}

/** Go-back conditions count only while the run is in a global node it came to from elsewhere. */
export function goBackEdges(run: Run, node: FlowNode): readonly Edge[] {
  const top = run.state.returns.at(-1);
  if (top?.global !== keyOf(run, currentFrame(run))) return [];
  return node.global_node_setting?.go_back_conditions ?? [];
}

interface PromptEdge {
  readonly edge: Edge;
  readonly kind: "edge" | "go_back";
  readonly examples: readonly TransitionExample[];
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
      examples: examples.filter((example) => example.destination_node_id === destination),
    },
  ];
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

/** Global nodes of the component the run is in and of the flow that may fire now (retell-api.md 1.6). */
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
  return graphOf(run, { ...place, node: "" })
    .nodes.filter((node) => node.global_node_setting !== undefined)
    .map((node) => {
      const frame: Frame = Object.assign({ node: node.id }, place);
      return { frames: around.concat(frame), key: keyOf(run, frame), node };
    });
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

function globalExamples(
  node: FlowNode,
  examples: readonly Pick<TransitionExample, "transcript">[] = [],
): readonly TransitionExample[] {
  return examples.map(({ transcript }, index) => ({
    id: `${node.id}-${index}`,
    transcript,
    destination_node_id: node.id,
  }));
}
