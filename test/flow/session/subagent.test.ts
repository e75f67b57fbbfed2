import { expect, test } from "vitest";
import { bye, equation, flowOf, prompt, sessionOf, talk } from "../flows.ts";

const custom = {
  type: "custom",
  tool_id: "t1",
  name: "check",
  url: "https://example.com/check",
  response_variables: { slot: "slot" },
};

function subagent(rest: object) {
  return { id: "start", type: "subagent", instruction: { type: "prompt", text: "Help" }, ...rest };
}

test("calls flow tools by tool_id, speaks afterwards, then its equations see the result (docs/retell.md 1.7.4, 6.3)", async () => {
  const node = subagent({
    tool_ids: ["t1"],
    edges: [equation("e", "good", [{ left: "{{slot}}", operator: "exists" }])],
  });
  const { session } = sessionOf(flowOf([node, talk("good")], { tools: [custom] }), {
    choices: { start: "check" },
    answers: [{ content: '{"slot":"09:00"}' }],
  });
  expect((await session.open()).said).toEqual(["<say: Help>"]);
  const turn = await session.hear({ kind: "speech", text: "tomorrow?" });
  expect(turn).toMatchObject({ node: "good", said: ["<after_tool: Help>", "at good"] });
  expect(turn.trace.filter((item) => "kind" in item)).toMatchObject([
    { source: "named", tool: "check" },
    { source: "equation", edge: "e" },
  ]);
});

test.each([
  [{ type: "end_call" }, "agent_hangup"],
  [{ type: "bridge_transfer" }, "transfer_bridged"],
  [{ type: "cancel_transfer" }, "transfer_cancelled"],
  [{ type: "agent_swap", agent_id: "agent_2", post_call_analysis_setting: "both_agents" }, "agent_swap"],
  [
    {
      type: "transfer_call",
      transfer_destination: { type: "inferred", prompt: "Front desk" },
      transfer_option: { type: "cold_transfer" },
    },
    "call_transfer",
  ],
])("its tool %j ends the call", async (tool, reason) => {
  const { session } = sessionOf(flowOf([subagent({ tools: [{ name: "leave", ...tool }] })]), {
    choices: { start: "leave" },
    words: { transfer_number: "+14155550106" },
  });
  await session.open();
  expect(await session.hear({ kind: "speech", text: "x" })).toMatchObject({ status: "ended", ended: { reason } });
});

test.each([
  [{ type: "press_digit" }, { pressed: "4" }],
  [{ type: "send_sms", sms_content: { type: "predefined", text: "To {{clinic_name}}" } }, {}],
  [{ type: "send_sms", sms_content: { type: "inferred", prompt: "Summarise" } }, {}],
  [
    {
      type: "extract_dynamic_variable",
      description: "d",
      variables: [{ type: "string", name: "slot", description: "s" }],
    },
    {},
  ],
  [{ type: "code", code: "return {}", response_variables: { slot: "slot" } }, {}],
  [
    {
      type: "mcp",
      description: "d",
      mcp_id: "m",
      input_schema: { slot: "Time" },
      response_variables: { slot: "slot" },
    },
    {},
  ],
  [{ type: "check_availability_cal", cal_api_key: "{{cal_key}}", event_type_id: 1 }, {}],
])("its tool %j acts, and the call continues", async (tool, expected) => {
  const { session } = sessionOf(flowOf([subagent({ tools: [{ name: "act", ...tool }] })]), {
    choices: { start: "act" },
    values: { slot: "10:00" },
    answers: [{ content: '{"slot":"10:00"}' }],
    script: { ok: true, result: { slot: "10:00" }, logs: [] },
    words: { digits: "4", sms: "Short" },
  });
  await session.open();
  const turn = await session.hear({ kind: "speech", text: "x" });
  expect(turn).toMatchObject({ status: "waiting", ...expected });
  const names = turn.trace.flatMap((item) =>
    "role" in item && item.role === "tool_call_invocation" ? [item.name] : [],
  );
  expect(names).toEqual([tool.type === "press_digit" ? "press_digit" : "act"]);
  const setsSlot = ["extract_dynamic_variable", "code", "mcp"].includes(tool.type);
  expect(session.snapshot().collected).toEqual(setsSlot ? { slot: "10:00" } : {});
});

test("a brain that calls tools forever is stopped", async () => {
  const { session, ports } = sessionOf(flowOf([subagent({ tool_ids: ["t1"] }), bye], { tools: [custom] }), {
    choices: { start: Array.from({ length: 100 }, () => "check") },
  });
  await session.open();
  expect(await session.hear({ kind: "speech", text: "x" })).toMatchObject({
    status: "failed",
    problem: { code: "loop" },
  });
  expect(ports.remembered.calls).toHaveLength(20);
});

test("without a tool to call it replies", async () => {
  const { session } = sessionOf(flowOf([subagent({ edges: [prompt("p", "bye")] }), bye]));
  await session.open();
  expect((await session.hear({ kind: "speech", text: "x" })).said).toEqual(["<reply: Help>"]);
});
