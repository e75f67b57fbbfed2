import { type GraphMap, type Link, entryNodes, mapFlow, reachable } from "../../flow/rule.ts";
import { producedBy } from "../../flow/check/variable-rules.ts";
import { conditionHolds, equationHolds } from "../../flow/equation.ts";
import type { Equation, EquationCondition, Flow, FlowNode } from "../../flow/flow.ts";
import { placeholderNames } from "../../flow/placeholders.ts";

/** Values that every call of a clinic starts with and nothing in the flow can change, by variable name. */
type FixedFacts = ReadonlyMap<string, string>;

/** Variables whose values in outbound calls differ from the webhook's. */
const ofTheCall = ["call_purpose"];

/** The variables a clinic's webhook supplies that are the same in all its calls and that no node sets. */
export function fixedFacts(flow: Flow, supplied: Readonly<Record<string, string>>): FixedFacts {
  const set = new Set(
    ofTheCall.concat(
      mapFlow(flow).flatMap(({ graph }) => graph.nodes.flatMap((node) => producedBy(node, graph, flow))),
    ),
  );
  return new Map(Object.entries(supplied).filter(([name]) => !set.has(name)));
}

interface Verdict {
  readonly holds: boolean;
  /** "{{sms_enabled}} is "false"" */
  readonly because: string;
}

/** Whether a condition holds in every call of the clinic; undefined when that depends on the call. */
function fixedVerdict(condition: EquationCondition, facts: FixedFacts): Verdict | undefined {
  const { operator, equations } = condition;
  const known = equations.filter((equation) => namesOf(equation).every((name) => facts.has(name)));
  const lookup = (name: string) => facts.get(name);
  const because = (about: readonly Equation[]) => [...new Set(about.flatMap((equation) => statedOf(equation, facts)))];
  const wanted = operator !== "&&";
  const deciding = known.find((equation) => equationHolds(equation, lookup) === wanted);
  if (deciding !== undefined) return { holds: wanted, because: because([deciding]).join(", ") };
  if (known.length < equations.length) return undefined;
  return { holds: conditionHolds(condition, lookup), because: because(equations).join(", ") };
}

/**
 * States the values of an equation's variables, or, if it has none, the equation itself, whose result never changes.
 */
function statedOf(equation: Equation, facts: FixedFacts): readonly string[] {
  const names = namesOf(equation);
  const { left, operator, right } = equation;
  if (names.length > 0) return names.map((name) => stated(name, facts));
  const compared = right === undefined ? "" : ` "${right}"`;
  return [`"${left}" ${operator}${compared} has no {{variable}}`];
}

function namesOf({ left, right = "" }: Equation): readonly string[] {
  return [...placeholderNames(left), ...placeholderNames(right)];
}

const LONGEST_VALUE = 40;

function stated(name: string, facts: FixedFacts): string {
  const value = facts.get(name) ?? "";
  return `{{${name}}} is "${value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}"`;
}

export interface Unreachable {
  /** Keys of the nodes. */
  readonly nodes: ReadonlySet<string>;
  /** The reason for each edge, by its key. */
  readonly edges: ReadonlyMap<string, string>;
}

/**
 * What no call can pass while its variables have these values: edges whose equation cannot hold, edges after one whose
 * equation always holds, and everything that only those lead to. Assumes that every component is entered and every
 * prompt may be answered either way.
 */
export function unreachableIn(maps: readonly GraphMap[], facts: FixedFacts): Unreachable {
  const nodes = new Set<string>();
  const edges = new Map<string, string>();
  for (const map of maps) {
    const dead = deadEdges(map, facts);
    const live = map.links.filter((link) => !dead.has(link));
    const entries = entryNodes(map);
    const reached = new Set<FlowNode>([...entries, ...reachable(entries, live)]);
    for (const node of map.graph.nodes) if (!reached.has(node)) nodes.add(`${map.prefix}${node.id}`);
    for (const link of map.links.filter(({ to }) => to !== undefined)) {
      const because = reached.has(link.from) ? dead.get(link) : `nothing leads to ${link.from.id} then`;
      if (because !== undefined) edges.set(edgeKey(map, link), because);
    }
  }
  return { nodes, edges };
}

export function edgeKey({ prefix }: GraphMap, { from, edge }: Link): string {
  return `${prefix}${from.id}#${edge.id}`;
}

function deadEdges({ links }: GraphMap, facts: FixedFacts): ReadonlyMap<Link, string> {
  const dead = new Map<Link, string>();
  const always = new Map<FlowNode, string>();
  for (const link of links) {
    const before = always.get(link.from);
    if (before !== undefined) {
      if (isDecided(link)) dead.set(link, before);
      continue;
    }
    const verdict = verdictOn(link, facts);
    if (verdict?.holds === false) dead.set(link, verdict.because);
    if (verdict?.holds === true && link.to !== undefined) {
      always.set(link.from, `${verdict.because}, so ${link.edge.id} is taken`);
    }
  }
  // Retell evaluates equations before prompts, whatever their order (docs/retell.md 1.5).
  const prompts = links.filter((link) => isDecided(link) && link.edge.transition_condition.type === "prompt");
  for (const link of prompts) {
    const instead = always.get(link.from);
    if (instead !== undefined) dead.set(link, instead);
  }
  return dead;
}

/**
 * Whether the edge fires only by a choice between conditions; outside a branch, a special edge may fire without one.
 */
function isDecided({ kind, from }: Link): boolean {
  return kind === "edges" || from.type === "branch";
}

function verdictOn({ kind, edge }: Link, facts: FixedFacts): Verdict | undefined {
  const { transition_condition: condition } = edge;
  return kind === "edges" && condition.type === "equation" ? fixedVerdict(condition, facts) : undefined;
}
