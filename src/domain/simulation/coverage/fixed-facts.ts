import { producedBy } from "../../flow/check/variable-uses.ts";
import { conditionHolds, equationHolds } from "../../flow/equation.ts";
import type { Equation, EquationCondition, Flow } from "../../flow/flow.ts";
import { placeholderNames } from "../../flow/placeholders.ts";
import { mapFlow } from "../../flow/check/flow-map.ts";

/** What every call of a clinic starts with and nothing in the flow can change, by variable name. */
export type FixedFacts = ReadonlyMap<string, string>;

/** Supplied with calls that go out as well, and otherwise than the webhook does. */
const ofTheCall = ["call_purpose"];

/** Of what a clinic's webhook supplies, the variables that are the same in all its calls and that no node sets. */
export function fixedFacts(flow: Flow, supplied: Readonly<Record<string, string>>): FixedFacts {
  const set = new Set(
    ofTheCall.concat(
      mapFlow(flow).flatMap(({ graph }) => graph.nodes.flatMap((node) => producedBy(node, graph, flow))),
    ),
  );
  return new Map(Object.entries(supplied).filter(([name]) => !set.has(name)));
}

export interface Verdict {
  readonly holds: boolean;
  /** "{{sms_enabled}} is "false"" */
  readonly because: string;
}

/** Whether a condition holds in every call of the clinic; undefined when that depends on the call. */
export function fixedVerdict(condition: EquationCondition, facts: FixedFacts): Verdict | undefined {
  const { operator, equations } = condition;
  const known = equations.filter((equation) => namesOf(equation).every((name) => facts.has(name)));
  const lookup = (name: string) => facts.get(name);
  const because = (about: readonly Equation[]) =>
    [...new Set(about.flatMap(namesOf))].map((name) => stated(name, facts));
  const wanted = operator !== "&&";
  const deciding = known.find((equation) => equationHolds(equation, lookup) === wanted);
  if (deciding !== undefined) return { holds: wanted, because: because([deciding]).join(", ") };
  if (known.length < equations.length) return undefined;
  return { holds: conditionHolds(condition, lookup), because: because(equations).join(", ") };
}

function namesOf({ left, right = "" }: Equation): readonly string[] {
  return [...placeholderNames(left), ...placeholderNames(right)];
}

const LONGEST_VALUE = 40;

function stated(name: string, facts: FixedFacts): string {
  const value = facts.get(name) ?? "";
  return `{{${name}}} is "${value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}"`;
}
