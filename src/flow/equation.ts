import type { Equation, EquationCondition, Operator } from "./flow.ts";
import { type Lookup, placeholderNames, resolvePlaceholders, soleName } from "./placeholders.ts";

type Comparison = (left: string, right: string) => boolean;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** Text operators compare texts; order operators need a number on both sides (docs/retell.md 1.5). */
const comparisons: Readonly<Record<Exclude<Operator, "exists" | "not_exist">, Comparison>> = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  contains: (left, right) => left.includes(right),
  not_contains: (left, right) => !left.includes(right),
  ">": ordered((left, right) => left > right),
  ">=": ordered((left, right) => left >= right),
  "<": ordered((left, right) => left < right),
  "<=": ordered((left, right) => left <= right),
};

/** Text without braces is literal (docs/retell.md 1.5). `variable` is for flows that omit the braces. */
export type BareNames = "literal" | "variable";

export function conditionHolds(
  condition: EquationCondition,
  lookup: Lookup,
  bareNames: BareNames = "literal",
): boolean {
  const holds = (equation: Equation) => equationHolds(bareNames === "variable" ? braced(equation) : equation, lookup);
  return condition.operator === "&&"
    ? condition.equations.length > 0 && condition.equations.every(holds)
    : condition.equations.some(holds);
}

/** `exists` is true for a defined variable, even if empty. A side without a placeholder is literal text. */
export function equationHolds(equation: Equation, lookup: Lookup): boolean {
  const { left, operator, right = "" } = equation;
  if (operator === "exists") return isDefined(left, lookup);
  if (operator === "not_exist") return !isDefined(left, lookup);
  return comparisons[operator](resolvePlaceholders(left, lookup), resolvePlaceholders(right, lookup));
}

function braced(equation: Equation): Equation {
  return /^[A-Za-z_]\w*$/.test(equation.left) ? { ...equation, left: `{{${equation.left}}}` } : equation;
}

function isDefined(text: string, lookup: Lookup): boolean {
  const name = soleName(text, lookup);
  const names = name === undefined ? placeholderNames(text) : [name];
  return names.every((inner) => lookup(inner) !== undefined);
}

function ordered(compare: (left: number, right: number) => boolean): Comparison {
  return (left, right) =>
    decimal.test(left.trim()) && decimal.test(right.trim()) && compare(Number(left), Number(right));
}
