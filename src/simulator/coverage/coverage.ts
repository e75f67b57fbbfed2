import { type GraphMap, type Link, mapFlow } from "../../flow/rule.ts";
import { producedBy, variableUses } from "../../flow/check/variable-rules.ts";
import type { Flow, FlowNode } from "../../flow/flow.ts";
import { edgeText } from "../../flow/graph/flow-graph.ts";
import type {
  ClinicCoverage,
  ClinicReport,
  Coverage,
  FlowCoverage,
  NextEdge,
  Passed,
  PlayedClinic,
} from "../reports/report.ts";
import { type Unreachable, edgeKey, fixedFacts, unreachableIn } from "./unreachable.ts";

const MOST_NAMED = 25;

interface Missing {
  /** Keys of edges that no run passed, although some clinic's call could. */
  readonly missed: ReadonlySet<string>;
  readonly passedNodes: ReadonlySet<string>;
  readonly clinicsOf: (edge: string) => number;
}

/**
 * Suggests edges to write a scenario for: first those that leave a node some run passes, then those with the most
 * missed edges behind them.
 */
function nextEdges(edges: readonly KnownEdge[], { missed, passedNodes, clinicsOf }: Missing): readonly NextEdge[] {
  const missing = edges.filter(({ key }) => missed.has(key));
  const leaving = new Map<FlowNode, KnownEdge[]>();
  for (const known of missing) {
    const list = leaving.get(known.link.from);
    if (list === undefined) leaving.set(known.link.from, [known]);
    else list.push(known);
  }
  return missing
    .map((known): NextEdge => {
      const { key, map, link } = known;
      const from = `${map.prefix}${link.from.id}`;
      return {
        edge: key,
        from,
        to: `${map.prefix}${link.to?.id ?? ""}`,
        when: edgeText(link.kind, link.edge),
        near: passedNodes.has(from),
        opens: behind(known, leaving).size - 1,
        clinics: clinicsOf(key),
      };
    })
    .toSorted((a, b) => Number(b.near) - Number(a.near) || b.opens - a.opens || b.clinics - a.clinics)
    .slice(0, MOST_NAMED);
}

/** The edge and the missed ones that directly follow it. */
function behind(first: KnownEdge, leaving: ReadonlyMap<FlowNode, readonly KnownEdge[]>): ReadonlySet<KnownEdge> {
  const seen = new Set<KnownEdge>([first]);
  for (const { link } of seen) {
    for (const next of (link.to && leaving.get(link.to)) ?? []) seen.add(next);
  }
  return seen;
}

interface KnownEdge {
  readonly key: string;
  readonly map: GraphMap;
  readonly link: Link;
}

interface FleetCoverage {
  /**
   * Adds a clinic; set `played` if its calls may have no variables. @param position among the clinics, which are added
   * in any order @returns the clinic's own coverage
   */
  add(
    clinic: Pick<PlayedClinic, "report" | "passed"> & { readonly played?: boolean },
    position?: number,
  ): ClinicCoverage;
  result(): FlowCoverage;
}

/** Counts what the runs of a fleet passed in a flow and its components, and what they never could. */
export function fleetCoverage(flow: Flow): FleetCoverage {
  const maps = mapFlow(flow);
  const nodes = maps.flatMap(({ prefix, graph }) => graph.nodes.map(({ id }) => `${prefix}${id}`));
  const edges: readonly KnownEdge[] = maps.flatMap((map) =>
    map.links.flatMap((link) => (link.to === undefined ? [] : [{ key: edgeKey(map, link), map, link }])),
  );
  const keys = edges.map(({ key }) => key);
  const union = {
    nodes: new Set<string>(),
    edges: new Set<string>(),
    tools: new Set<string>(),
    variables: new Set<string>(),
  };
  /** By edge: for how many clinics it can never fire, and the reason at the first of them. */
  const never = new Map<string, { count: number; first: number; because: string }>();
  const closedNodes = new Map<string, number>();
  let clinics = 0;
  return {
    add: ({ report, passed, played }, position = 0) => {
      for (const kind of ["nodes", "edges", "tools", "variables"] as const) {
        for (const key of passed[kind]) union[kind].add(key);
      }
      const known = played ?? Object.keys(report.variables).length > 0;
      const unreachable = unreachableIn(maps, fixedFacts(flow, report.variables));
      if (known) {
        clinics += 1;
        for (const [edge, because] of unreachable.edges) {
          const found = never.get(edge) ?? { count: 0, first: position, because };
          found.count += 1;
          if (position < found.first) [found.first, found.because] = [position, because];
          never.set(edge, found);
        }
        for (const node of unreachable.nodes) closedNodes.set(node, (closedNodes.get(node) ?? 0) + 1);
      }
      return clinicCoverage({ nodes, edges: keys }, passed, unreachable);
    },
    result: () => {
      const edgesNever = new Set([...never].flatMap(([edge, { count }]) => (count === clinics ? [edge] : [])));
      const nodesNever = new Set([...closedNodes].flatMap(([node, count]) => (count === clinics ? [node] : [])));
      const edgeCoverage = coverageOf(keys, union.edges, edgesNever);
      return {
        nodes: coverageOf(nodes, union.nodes, nodesNever),
        edges: edgeCoverage,
        tools: coverageOf(toolNames(flow), union.tools),
        variables: coverageOf(variableNames(flow), union.variables),
        kinds: byKind(edges, union.edges),
        unreachable: edgeCoverage.unreachable.map((edge) => ({ edge, because: never.get(edge)?.because ?? "" })),
        next: nextEdges(edges, {
          missed: new Set(edgeCoverage.missed),
          passedNodes: union.nodes,
          clinicsOf: (key) => clinics - (never.get(key)?.count ?? 0),
        }),
      };
    },
  };
}

function clinicCoverage(
  all: { readonly nodes: readonly string[]; readonly edges: readonly string[] },
  passed: PlayedClinic["passed"],
  { edges: never }: Unreachable,
): ClinicCoverage {
  const [nodes, edges] = [new Set(passed.nodes), new Set(passed.edges)];
  return {
    nodes: { total: all.nodes.length, covered: all.nodes.filter((key) => nodes.has(key)).length },
    edges: {
      total: all.edges.length,
      covered: all.edges.filter((key) => edges.has(key)).length,
      missed: all.edges.filter((key) => !edges.has(key) && !never.has(key)),
    },
    unreachable: [...never].map(([edge, because]) => ({ edge, because })),
  };
}

const none: ReadonlySet<string> = new Set();

function coverageOf(all: readonly string[], passed: ReadonlySet<string>, never: ReadonlySet<string> = none): Coverage {
  return {
    total: all.length,
    covered: all.filter((key) => passed.has(key)).length,
    missed: all.filter((key) => !passed.has(key) && !never.has(key)),
    // An edge that a call passed is reachable, whatever the analysis concluded.
    unreachable: all.filter((key) => !passed.has(key) && never.has(key)),
  };
}

function toolNames(flow: Flow): readonly string[] {
  const tools = [...(flow.tools ?? []), ...(flow.components ?? []).flatMap((component) => component.tools ?? [])];
  return [...new Set(tools.map(({ name }) => name))];
}

/** Every variable that a text uses or a node sets. */
function variableNames(flow: Flow): readonly string[] {
  const used = variableUses(flow).map(({ name }) => name);
  const set = mapFlow(flow).flatMap(({ graph }) => graph.nodes.flatMap((node) => producedBy(node, graph, flow)));
  return [...new Set([...used, ...set])].toSorted();
}

/** Conditional edges by the kind of their condition, the others by their name. */
function byKind(edges: readonly KnownEdge[], passed: ReadonlySet<string>): FlowCoverage["kinds"] {
  const kinds: Record<string, { total: number; covered: number }> = {};
  for (const { key, link } of edges) {
    const kind = link.kind === "edges" ? link.edge.transition_condition.type : link.kind;
    const counted = (kinds[kind] ??= { total: 0, covered: 0 });
    counted.total += 1;
    if (passed.has(key)) counted.covered += 1;
  }
  return kinds;
}

/** Covered share of the edges that can be passed, in percent. */
export function edgeShare({ total, covered, unreachable }: Coverage): number {
  const reachable = total - unreachable.length;
  return reachable === 0 ? 100 : (covered / reachable) * 100;
}

export function passedBy({ runs, variables }: Pick<ClinicReport, "runs" | "variables">): Passed {
  const tally = passedTally();
  for (const run of runs) tally.add(run);
  return tally.result(variables);
}

/** Counts what each call of a clinic passed as it ends; the call may then be discarded. */
export function passedTally() {
  const nodes = new Set<string>();
  const edges = new Set<string>();
  const tools = new Set<string>();
  const collected = new Set<string>();
  return {
    add: (run: ClinicReport["runs"][number]): void => {
      for (const node of run.path) nodes.add(node);
      for (const edge of run.edges) edges.add(edge);
      for (const { name } of run.tools) tools.add(name);
      for (const name of Object.keys(run.variables)) collected.add(name);
    },
    result: (supplied: ClinicReport["variables"]): Passed => ({
      nodes: [...nodes],
      edges: [...edges],
      tools: [...tools],
      variables: [...new Set([...(nodes.size > 0 ? Object.keys(supplied) : []), ...collected])],
    }),
  };
}
