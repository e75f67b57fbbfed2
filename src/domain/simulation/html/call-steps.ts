import type { Decision } from "../../flow/session/trace.ts";
import type { RunReport, TranscriptLine } from "../report.ts";

/** One stay at a node: how the call came there and what was said meanwhile. */
export interface CallStep {
  /** Node key, as in `path`. */
  readonly node: string;
  /** Absent for the first node. */
  readonly via?: Way;
  readonly lines: readonly Pick<TranscriptLine, "speaker" | "text">[];
}

export interface Way {
  /** `node#edge`; absent where no edge was taken, as for a global node or a component's end. */
  readonly edge?: string;
  readonly source: Decision["source"];
  readonly score?: number;
}

type Call = Pick<RunReport, "path" | "transcript" | "decisions">;

/** The transcript laid along the path: every node that was entered, also those where nothing was said. */
export function callSteps({ path, transcript, decisions }: Call): readonly CallStep[] {
  const ways = waysAlong(path, decisions);
  const lines = path.map((): TranscriptLine[] => []);
  let at = 0;
  for (const line of transcript) {
    const next = path.findIndex((node, index) => index >= at && isNode(node, line.node));
    if (next >= 0) at = next;
    lines[at]?.push(line);
  }
  return path.map((node, index) => {
    const via = ways[index];
    const said = (lines[index] ?? []).map(({ speaker, text }) => ({ speaker, text }));
    return { node, ...(via !== undefined && { via }), lines: said };
  });
}

/** Inside a component the path says where the node lies, and the transcript does not. */
function isNode(key: string, node: string): boolean {
  return key === node || key.endsWith(`/${node}`);
}

/** For each node of the path the decision that led there: the next one made at the node before. */
function waysAlong(path: readonly string[], decisions: readonly Decision[]): readonly (Way | undefined)[] {
  const moves = decisions.filter((decision) => decision.edge !== undefined || decision.global !== undefined);
  let used = 0;
  return path.map((_, index) => {
    const from = index === 0 ? undefined : path[index - 1];
    const found = moves.findIndex(({ node }, position) => position >= used && node === from);
    if (found < 0) return undefined;
    used = found + 1;
    return moves.slice(found, used).map(wayOf)[0];
  });
}

function wayOf({ node, edge, source, score }: Decision): Way {
  return { ...(edge !== undefined && { edge: `${node}#${edge}` }), source, ...(score !== undefined && { score }) };
}
