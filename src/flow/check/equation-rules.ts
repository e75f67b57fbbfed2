import type { Equation, Flow } from "../flow.ts";
import { isSystemVariable, placeholderNames } from "../placeholders.ts";
import { type Finding, type GraphMap, type Link, type Rule, reachable } from "../rule.ts";
import { givenNames, producedBy } from "./variable-rules.ts";

interface PlacedEquation {
  readonly map: GraphMap;
  readonly link: Link;
  readonly equation: Equation;
}

function equations(maps: readonly GraphMap[]): readonly PlacedEquation[] {
  return maps.flatMap((map) =>
    map.links.flatMap((link) => {
      const condition = link.edge.transition_condition;
      return condition.type === "equation" ? condition.equations.map((equation) => ({ map, link, equation })) : [];
    }),
  );
}

function finding({ map, link }: PlacedEquation, rest: Pick<Finding, "rule" | "severity" | "message" | "fix">): Finding {
  return { ...rest, node: `${map.prefix}${link.from.id}`, edge: link.edge.id, field: "transition_condition.equations" };
}

/** An equation whose variable is only set later, so that it is still missing. */
export const equationsTooEarly: Rule = ({ flow, maps, options }) => {
  const given = givenNames(flow, options.supplied ?? []) ?? new Set<string>();
  return equations(maps).flatMap((placed) => {
    const names = [...placeholderNames(placed.equation.left), ...placeholderNames(placed.equation.right ?? "")];
    const early = names.filter(
      (name) => !given.has(name) && !isSystemVariable(name) && isTooEarly(name, placed, { flow, maps }),
    );
    return early.map((name) =>
      finding(placed, {
        rule: "equation-too-early",
        severity: "error",
        message: `{{${name}}} cannot be set yet here: the nodes that set it only come later.`,
        fix: "Move the condition after the node that sets it, or give the variable a default.",
      }),
    );
  });
};

function isTooEarly(
  name: string,
  { map, link }: PlacedEquation,
  { flow, maps }: { readonly flow: Flow; readonly maps: readonly GraphMap[] },
): boolean {
  const sets = (graphMap: GraphMap) =>
    graphMap.graph.nodes.filter((node) => producedBy(node, graphMap.graph, flow).includes(name));
  // Another graph may set it earlier: the order of components is not analysed.
  if (maps.some((other) => other !== map && sets(other).length > 0)) return false;
  const producers = sets(map);
  if (producers.length === 0) return false;
  return !producers.includes(link.from) && !reachable(producers, map.links).has(link.from);
}

const ordering: ReadonlySet<string> = new Set([">", ">=", "<", "<="]);
const sentenceNames = /^current_(time|calendar)(_|$)|^session_duration$/;

/** `{{current_time}} > 9` is always false (docs/retell.md 10). */
export const sentenceComparisons: Rule = ({ maps }) =>
  equations(maps)
    .filter(({ equation }) => ordering.has(equation.operator))
    .flatMap((placed) => {
      const { left, right = "" } = placed.equation;
      const name = [...placeholderNames(left), ...placeholderNames(right)].find((item) => sentenceNames.test(item));
      if (name === undefined) return [];
      return [
        finding(placed, {
          rule: "equation-on-sentence",
          severity: "error",
          message: `{{${name}}} is a sentence, so ${placed.equation.operator} is always false.`,
          fix: "Use {{current_hour_<zone>}} or {{session_duration_ms}}.",
        }),
      ];
    });

export const equationsWithoutVariable: Rule = ({ maps }) =>
  equations(maps)
    .filter(({ equation }) => !`${equation.left}${equation.right ?? ""}`.includes("{{"))
    .map((placed) =>
      finding(placed, {
        rule: "equation-without-variable",
        severity: "error",
        message: `"${placed.equation.left}" ${placed.equation.operator} has no {{variable}}, so its answer never changes.`,
        fix: `Write "{{${placed.equation.left}}}".`,
      }),
    );

export const equationsWithoutRight: Rule = ({ maps }) =>
  equations(maps)
    .filter(({ equation }) => equation.right === undefined && !equation.operator.includes("exist"))
    .map((placed) =>
      finding(placed, {
        rule: "equation-without-right",
        severity: "error",
        message: `${placed.equation.operator} has nothing to compare "${placed.equation.left}" with.`,
        fix: 'Add "right".',
      }),
    );
