import { escapeXml } from "./to-dot.ts";
import type { DrawnNode, DrawnPart, FlowGraph } from "./flow-graph.ts";

/** A node that a call passed, matched to the drawing. */
export interface PathStep {
  /** 1 for the call's first node. */
  readonly number: number;
  readonly name: string;
  /** undefined: the drawn flow has no such node. */
  readonly place: { readonly part: DrawnPart; readonly node: DrawnNode } | undefined;
}

type Place = NonNullable<PathStep["place"]>;

/** The path of a call. Nodes are found by id or, if the call's record has no id, by a name that only one node has. */
export function pathThrough(
  { parts }: FlowGraph,
  passed: readonly { readonly id: string; readonly name: string }[],
): readonly PathStep[] {
  const places = parts.flatMap((part) => part.nodes.map((node): Place => ({ part, node })));
  const byId = new Map(places.toReversed().map((place) => [place.node.id, place]));
  return passed.map(({ id, name }, index) => {
    const named = id === "" ? places.filter(({ node }) => node.name === name) : [];
    const place = byId.get(id) ?? (named.length === 1 ? named[0] : undefined);
    return { number: index + 1, name: name === "" ? id : name, place };
  });
}

/** The parts of the flow that a path passes, in order. */
export function partsPassed(path: readonly PathStep[]): readonly DrawnPart[] {
  return [...new Set(path.flatMap(({ place }) => place?.part ?? []))];
}

export interface LitOptions {
  /** What a screen reader says for the picture. */
  readonly label: string;
  /** The link target for a node in another part. */
  readonly linkTo: (part: DrawnPart, node: DrawnNode) => string;
}

/**
 * The picture of a part with a call's path: the nodes and edges it took have the class `lit`, and each node shows the
 * numbers of its steps. @param svg Graphviz's output for `toDot(onePart(graph, part))` @returns an svg element without
 * a prolog
 */
export function litPicture(
  svg: string,
  { graph, part, path }: { readonly graph: FlowGraph; readonly part: DrawnPart; readonly path: readonly PathStep[] },
  { label, linkTo }: LitOptions,
): string {
  const numbers = stepNumbers(path);
  const ways = waysTaken(path);
  const badges: string[] = [];
  const lit = svg
    .slice(svg.indexOf("<svg"))
    .replace("<svg ", `<svg class="flow" role="group" aria-label="${escapeXml(label)}" `)
    .replaceAll(edgeStart, (whole, from: string, edge: string) =>
      ways.has(`${from}-${edge}`) ? `<g id="${from}-${edge}" class="edge lit">` : whole,
    )
    .replaceAll(nodeStart, (whole, key: string, between: string, points: string) => {
      const passed = numbers.get(key);
      if (passed === undefined) return whole;
      badges.push(badge(points, passed));
      return `<g id="${key}" class="node lit">${between}points="${points}"`;
    })
    .replaceAll(/xlink:href="#(n\d+)"/gu, (whole, key: string) => {
      const place = placeOf(key, graph);
      return place === undefined || place.part === part
        ? whole
        : `xlink:href="${escapeXml(linkTo(place.part, place.node))}"`;
    });
  const end = lit.lastIndexOf("</g>");
  return `${lit.slice(0, end)}${badges.join("")}${lit.slice(end)}`;
}

/** Graphviz writes the hyphen as an entity. */
const edgeStart = /<g id="(n\d+)(?:-|&#45;)(e\d+)" class="edge">/gu;

/** Up to the first polygon, which is the background of the whole box. */
const nodeStart = /<g id="(n\d+)" class="node">((?:(?!<\/?svg|<g id="n)[^])*?)points="([-\d., ]+)"/gu;

function placeOf(key: string, { parts }: FlowGraph): Place | undefined {
  return parts.flatMap((part) => part.nodes.flatMap((node) => (node.key === key ? [{ part, node }] : [])))[0];
}

function stepNumbers(path: readonly PathStep[]): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>();
  for (const { number, place } of path) {
    if (place !== undefined) numbers.set(place.node.key, [...(numbers.get(place.node.key) ?? []), number]);
  }
  return numbers;
}

/** If several edges lead from one node to the next, a call's record does not show which one it took. */
function waysTaken(path: readonly PathStep[]): ReadonlySet<string> {
  const taken = path.flatMap(({ place }, index) => {
    const next = path[index + 1]?.place?.node.key;
    const ways = place?.node.edges.filter(({ to }) => to !== undefined && to === next) ?? [];
    return ways.length === 1 ? ways.map(({ key }) => `${place?.node.key}-${key}`) : [];
  });
  return new Set(taken);
}

const mostNumbers = 5;

/** A frame around the box, with the numbers of its steps. */
function badge(points: string, passed: readonly number[]): string {
  const corners = points
    .trim()
    .split(/\s+/u)
    .map((corner) => corner.split(",").map(Number));
  const [xs, ys] = [corners.map(([x = 0]) => x), corners.map(([, y = 0]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const shown = passed.slice(0, mostNumbers).join(", ") + (passed.length > mostNumbers ? " …" : "");
  const pill = 14 + shown.length * 8;
  return [
    '<g class="passed">',
    `<rect x="${left - 3}" y="${top - 3}" width="${width + 6}" height="${height + 6}" rx="4" fill="none"/>`,
    `<rect class="pill" x="${left - 10}" y="${top - 14}" width="${pill}" height="22" rx="11"/>`,
    `<text x="${left - 10 + pill / 2}" y="${top + 2}" text-anchor="middle">${shown}</text>`,
    "</g>",
  ].join("");
}
