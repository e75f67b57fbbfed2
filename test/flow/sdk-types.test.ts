import { expect, test } from "vitest";
import { flowSchema } from "../../src/flow/schema/flow.ts";

test("a key that Retell does not have is refused by name", () => {
  const result = flowSchema.safeParse({
    model_choice: { type: "cascading", model: "gpt-4.1" },
    start_speaker: "agent",
    nodes: [{ id: "bye", type: "end", colour: "red" }],
  });
  expect(result.error?.issues.map((issue) => [issue.path, issue.message])).toEqual([
    [["nodes", 0], 'Unrecognized key: "colour"'],
  ]);
});
