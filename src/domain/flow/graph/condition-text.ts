import type { Condition, Edge, Equation } from "../flow.ts";
import type { EdgeKind } from "../node-edges.ts";
import { edgeLiterals } from "../schema/edge.ts";
import type { DrawnEdgeKind } from "./flow-graph.ts";

export function drawnKind(kind: EdgeKind, edge: Edge): DrawnEdgeKind {
  return kind === "edges" ? edge.transition_condition.type : kind;
}

/** What makes the call take this edge, as a person reads it. */
export function edgeText(kind: EdgeKind, edge: Edge): string {
  return kind === "edges" ? conditionText(edge.transition_condition) : edgeLiterals[kind];
}

export function conditionText(condition: Condition): string {
  if (condition.type === "prompt") return condition.prompt;
  return condition.equations.map(equationText).join(condition.operator === "&&" ? " and " : " or ");
}

const unary: Readonly<Record<string, string>> = { exists: "is set", not_exist: "is not set" };

function equationText({ left, operator, right = "" }: Equation): string {
  const words = unary[operator];
  const subject = bare(left);
  return words === undefined ? `${subject} ${operator} ${right === "" ? '""' : bare(right)}` : `${subject} ${words}`;
}

/** In a picture the braces around a lone variable are noise. */
function bare(text: string): string {
  return text.replace(/^\s*\{\{\s*(\w+)\s*\}\}\s*$/, "$1");
}
