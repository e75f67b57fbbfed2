import * as fc from "fast-check";
import { expect, test } from "vitest";
import { placeholderNames, resolveDeep, resolvePlaceholders, systemVariable } from "../../src/flow/placeholders.ts";

const variables: Readonly<Record<string, string>> = {
  name: "Awa",
  empty: "",
  zone: "Africa/Porto-Novo",
  "hour_Africa/Porto-Novo": "9",
  sly: "{{name}}",
};
const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);

test.each([
  ["Hello {{name}}", "Hello Awa"],
  ["Hello {{  name }}", "Hello Awa"],
  ["[{{empty}}]", "[]"],
  ["{{missing}} {{name}}", "{{missing}} Awa"],
  ["{{hour_{{zone}} }}", "9"],
  ["{{hour_{{missing}}}}", "{{hour_{{missing}}}}"],
  ["{{sly}}", "{{name}}"],
  ["{{open {{name}}", "{{open Awa"],
  ["{name} {{}}", "{name} {{}}"],
])("%s becomes %s (docs/retell.md 10)", (text, expected) => {
  expect(resolvePlaceholders(text, lookup)).toBe(expected);
});

test("texts inside JSON are resolved at any depth", () => {
  expect(resolveDeep({ a: ["{{name}}", 1, null], b: { c: "{{empty}}" } }, lookup)).toEqual({
    a: ["Awa", 1, null],
    b: { c: "" },
  });
});

test("both names of a nested placeholder are found", () => {
  expect(placeholderNames("{{a}} {{b_{{c}} }}")).toEqual(["c", "a", "b_{{c}}"]);
});

test("a text without double braces never changes", () => {
  const plain = fc.string().filter((text) => !text.includes("{{"));
  fc.assert(
    fc.property(plain, (text) => {
      expect(resolvePlaceholders(text, lookup)).toBe(text);
    }),
  );
});

const facts = {
  now: Date.UTC(2024, 2, 29, 6, 46, 30),
  startedAt: Date.UTC(2024, 2, 29, 6, 26, 0),
  defaultTimeZone: "America/Los_Angeles",
  callId: "call_1",
  callType: "phone_call",
  fromNumber: "+14155550101",
  toNumber: "+14155550102",
  currentNode: "Greeting",
  previousNode: "",
};

test.each([
  ["current_time", "Thursday, March 28, 2024 at 11:46 PM PDT"],
  ["current_time_Africa/Porto-Novo", "Friday, March 29, 2024 at 7:46 AM GMT+1"],
  ["current_hour", "23.77"],
  ["current_hour_Africa/Porto-Novo", "7.77"],
  ["session_duration", "20 minutes 30 seconds"],
  ["session_duration_ms", "1230000"],
  ["user_number", "+14155550101"],
  ["agent_number", "+14155550102"],
  ["call_id", "call_1"],
  ["current_node", "Greeting"],
  ["current_time_Nowhere/Land", undefined],
  ["direction", undefined],
  ["anything_else", undefined],
])("system variable %s is %s (docs/retell.md 10)", (name, value) => {
  expect(systemVariable(name, facts)).toBe(value);
});

test("on outbound calls the user's number is the one dialled", () => {
  expect(systemVariable("user_number", { ...facts, direction: "outbound" })).toBe("+14155550102");
});

test("the calendar has fourteen days in order, across a clock change", () => {
  const calendar = systemVariable("current_calendar_Europe/Paris", { ...facts, now: Date.UTC(2026, 2, 28, 23, 30) });
  const days = calendar?.split("\n") ?? [];
  expect(days).toHaveLength(14);
  expect(days[0]).toBe("Sunday, March 29, 2026 (Today)");
  expect(days[13]).toBe("Saturday, April 11, 2026");
});
