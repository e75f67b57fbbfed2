import { expect, test } from "vitest";
import { createScriptRunner } from "../../../src/adapters/quickjs/script-runner.ts";
import { startFlow } from "../../../src/flow/session/flow-session.ts";
import { flowOf, prompt, talk } from "../../flow/flows.ts";
import { scriptedPorts } from "../../flow/scripted-ports.ts";

const call = {
  callId: "call_1",
  agentId: "agent_1",
  type: "phone_call",
  startedAt: 0,
  variables: { count: "3" },
} as const;

test("a flow's code node runs in QuickJS, and its equation sees what the code set", async () => {
  const code = {
    id: "start",
    type: "code",
    code: "return { total: { next: Number(dv.count) + 1 } };",
    wait_for_result: true,
    response_variables: { next: "total.next" },
    edges: [
      {
        ...prompt("e", "good"),
        transition_condition: {
          type: "equation",
          operator: "&&",
          equations: [{ left: "{{next}}", operator: ">", right: "3" }],
        },
      },
    ],
  };
  const ports = { ...scriptedPorts(), scripts: createScriptRunner() };
  const turn = await startFlow(call, { flow: flowOf([code, talk("good")]), ports }).open();
  expect(turn).toMatchObject({ node: "good", said: ["at good"] });
  expect(turn.trace).toContainEqual({
    kind: "code",
    node: "start",
    content: '{"total":{"next":4}}',
    successful: true,
  });
  expect(turn.trace.filter((item) => "role" in item && item.role.startsWith("tool_call"))).toEqual([]);
});
