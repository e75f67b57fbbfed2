import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conditionHolds, equationHolds } from "../../src/flow/equation.ts";
import type { Operator } from "../../src/flow/flow.ts";
import { operators } from "../../src/flow/schema/flow-parts.ts";

const variables: Readonly<Record<string, string>> = {
  name: "Awa",
  upper: "AWA",
  empty: "",
  ten: "10",
  nine: "9",
  decimal: "9.5",
  padded: " 10 ",
  word: "ten",
  key: "ten",
  city: "Lyon",
};
const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);

type Row = readonly [left: string, operator: Operator, right: string | undefined, holds: boolean, section: string];

// Every row ends with the section of docs/retell.md that it follows.
const rows: readonly Row[] = [
  ["{{name}}", "==", "Awa", true, "1.5 text compare"],
  ["{{name}}", "==", "AWA", false, "1.5 text compare, case counts"],
  ["{{ten}}", "==", "10.0", false, "1.5 == compares texts, not numbers"],
  ["{{empty}}", "==", "", true, "1.5, 10 empty text"],
  ["{{missing}}", "==", "", false, "10 missing stays literal"],
  ["{{missing}}", "==", "{{missing}}", true, "10 missing stays literal on both sides"],
  ["{{{{key}}}}", "==", "10", true, "10 nested placeholder"],
  ["{{name}}", "!=", "Koffi", true, "1.5"],
  ["{{name}}", "!=", "{{name}}", false, "1.5 both sides may hold variables"],
  ["{{empty}}", "!=", "", false, "1.5"],
  ["{{missing}}", "!=", "x", true, "10 missing stays literal"],
  ["{{{{key}}}}", "!=", "10", false, "10 nested"],
  ["{{ten}}", ">", "9", true, "1.5 numbers, not texts"],
  ["{{nine}}", ">", "10", false, "1.5 numbers, not texts"],
  ["{{word}}", ">", "9", false, "1.5 no number: false"],
  ["{{ten}}", ">", "nine", false, "1.5 no number on the right: false"],
  ["{{missing}}", ">", "0", false, "1.5, 10"],
  ["{{empty}}", ">", "-1", false, "1.5 empty is no number"],
  ["{{padded}}", ">", "9", true, "1.5 number with spaces around"],
  ["{{{{key}}}}", ">", "9", true, "10 nested"],
  ["{{ten}}", ">=", "10.0", true, "1.5"],
  ["{{decimal}}", ">=", "10", false, "1.5"],
  ["{{word}}", ">=", "ten", false, "1.5 equal texts are no numbers"],
  ["{{missing}}", ">=", "{{missing}}", false, "1.5, 10"],
  ["{{empty}}", ">=", "", false, "1.5"],
  ["{{{{key}}}}", ">=", "10", true, "10 nested"],
  ["{{decimal}}", "<", "10", true, "1.5"],
  ["{{ten}}", "<", "9", false, "1.5"],
  ["{{word}}", "<", "zebra", false, "1.5"],
  ["{{missing}}", "<", "1", false, "1.5, 10"],
  ["{{empty}}", "<", "1", false, "1.5"],
  ["{{{{key}}}}", "<", "11", true, "10 nested"],
  ["{{ten}}", "<=", "10", true, "1.5"],
  ["{{ten}}", "<=", "-10", false, "1.5 negative numbers"],
  ["{{word}}", "<=", "ten", false, "1.5"],
  ["{{missing}}", "<=", "1", false, "1.5, 10"],
  ["{{empty}}", "<=", "0", false, "1.5"],
  ["{{{{key}}}}", "<=", "10", true, "10 nested"],
  ["Paris, Lyon", "contains", "{{city}}", true, "1.5 literal list on the left"],
  ["{{city}}", "contains", "Paris, Lyon", false, "1.5 left contains right, not the other way"],
  ["{{ten}}", "contains", "1", true, "1.5 numbers as texts"],
  ["{{name}}", "contains", "{{empty}}", true, "1.5 every text contains the empty one"],
  ["Paris, Lyon", "contains", "{{missing}}", false, "10 missing stays literal"],
  ["{{{{key}}}}", "contains", "0", true, "10 nested"],
  ["Paris, Nice", "not_contains", "{{city}}", true, "1.5"],
  ["{{name}}", "not_contains", "w", false, "1.5"],
  ["{{ten}}", "not_contains", "1", false, "1.5"],
  ["{{empty}}", "not_contains", "x", true, "1.5"],
  ["Paris", "not_contains", "{{missing}}", true, "10"],
  ["{{{{key}}}}", "not_contains", "7", true, "10 nested"],
  ["{{name}}", "exists", undefined, true, "1.5"],
  ["{{ten}}", "exists", undefined, true, "1.5"],
  ["{{empty}}", "exists", undefined, true, "1.5 an empty text exists"],
  ["{{missing}}", "exists", undefined, false, "1.5"],
  ["{{{{key}}}}", "exists", undefined, true, "10 nested"],
  ["{{ name }}", "exists", undefined, true, "10 spaces inside braces"],
  ["{{name}}", "not_exist", undefined, false, "1.5"],
  ["{{ten}}", "not_exist", undefined, false, "1.5"],
  ["{{empty}}", "not_exist", undefined, false, "1.5"],
  ["{{missing}}", "not_exist", undefined, true, "1.5"],
  ["{{{{city}}}}", "not_exist", undefined, true, "10 nested, no variable named Lyon"],
];

describe("equations (docs/retell.md 1.5, 10)", () => {
  test.each(rows)("%s %s %s is %s (%s)", (...[left, operator, right, holds]) => {
    expect(equationHolds({ left, operator, ...(right !== undefined && { right }) }, lookup)).toBe(holds);
  });

  test("the table covers every operator with at least five rows", () => {
    for (const operator of operators) expect(rows.filter((row) => row[1] === operator).length).toBeGreaterThan(4);
  });

  const yes = { left: "1", operator: "==", right: "1" } as const;
  const no = { left: "1", operator: "==", right: "2" } as const;
  test.each([
    ["&&", [yes, yes], true],
    ["&&", [yes, no], false],
    ["||", [no, yes], true],
    ["||", [no, no], false],
    ["&&", [], false],
    ["||", [], false],
  ] as const)("%s over %j is %s", (operator, equations, holds) => {
    expect(conditionHolds({ type: "equation", operator, equations }, lookup)).toBe(holds);
  });

  test("a name without braces is literal text unless the option says otherwise", () => {
    const equations = [{ left: "name", operator: "==", right: "Awa" }] as const;
    const condition = { type: "equation", operator: "&&", equations } as const;
    expect(conditionHolds(condition, lookup)).toBe(false);
    expect(conditionHolds(condition, lookup, "variable")).toBe(true);
  });

  test("an operator and its opposite never agree", () => {
    const pairs = [
      ["==", "!="],
      ["contains", "not_contains"],
      ["exists", "not_exist"],
    ] as const;
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom(...pairs), (left, right, [operator, opposite]) => {
        expect(equationHolds({ left, operator, right }, lookup)).toBe(
          !equationHolds({ left, operator: opposite, right }, lookup),
        );
      }),
    );
  });
});
