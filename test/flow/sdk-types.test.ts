import type { ConversationFlowCreateParams } from "retell-sdk/resources/conversation-flow";
import { expect, test } from "vitest";
import { type FlowDefinition, flowSchema } from "../../src/flow/schema/flow.ts";

/** Compiles only while our strict type needs no cast to be sent; tsc is what checks it. */
function asSent(definition: FlowDefinition): ConversationFlowCreateParams {
  return definition;
}

test("a parsed definition is what the SDK takes, unchanged", () => {
  const json = {
    model_choice: { type: "cascading", model: "gpt-4.1" },
    start_speaker: "agent",
    start_node_id: "bye",
    nodes: [{ id: "bye", type: "end" }],
  };
  expect(asSent(flowSchema.parse(json))).toEqual(json);
});

test("a key Retell does not know is refused by name", () => {
  const result = flowSchema.safeParse({
    model_choice: { type: "cascading", model: "gpt-4.1" },
    start_speaker: "agent",
    nodes: [{ id: "bye", type: "end", colour: "red" }],
  });
  expect(result.error?.issues.map((issue) => [issue.path, issue.message])).toEqual([
    [["nodes", 0], 'Unrecognized key: "colour"'],
  ]);
});
