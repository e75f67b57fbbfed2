import { edgeText } from "../../flow/graph/condition-text.ts";
import type { NextEdge } from "../report.ts";
import type { KnownEdge } from "./fleet-coverage.ts";

const MOST_NAMED = 25;

interface Missing {
  /** Keys of edges that no run passed and that some clinic's call could. */
  readonly missed: ReadonlySet<string>;
  readonly passedNodes: ReadonlySet<string>;
  readonly clinicsOf: (edge: string) => number;
}

/** Which scenario to write next: edges that leave a node some run passes first, then those with most behind them. */
export function nextEdges(
  edges: readonly KnownEdge[],
  { missed, passedNodes, clinicsOf }: Missing,
): readonly NextEdge[] {
  const missing = edges.filter(({ key }) => missed.has(key));
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
        opens: behind(known, missing).size - 1,
        clinics: clinicsOf(key),
      };
    })
    .toSorted((a, b) => Number(b.near) - Number(a.near) || b.opens - a.opens || b.clinics - a.clinics)
    .slice(0, MOST_NAMED);
}

/** The edge and the missed ones that follow it without a passed one between. */
function behind(first: KnownEdge, missing: readonly KnownEdge[]): ReadonlySet<KnownEdge> {
  const seen = new Set<KnownEdge>([first]);
  for (const { map, link } of seen) {
    for (const next of missing) if (next.map === map && next.link.from === link.to) seen.add(next);
  }
  return seen;
}
