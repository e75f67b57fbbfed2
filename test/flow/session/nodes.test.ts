import { expect, test } from "vitest";
import { bye, equation, flowOf, prompt, sessionOf, talk } from "../flows.ts";

const elseTo = (to: string) => ({
  id: `else-${to}`,
  destination_node_id: to,
  transition_condition: { type: "prompt", prompt: "Else" },
});
const when = (name: string, value: string, to: string) =>
  equation(`${name}-${value}`, to, [{ left: `{{${name}}}`, operator: "==", right: value }]);
const toBye = (id: string, literal: string) => ({
  id,
  destination_node_id: "bye",
  transition_condition: { type: "prompt", prompt: literal },
});
const roles = (trace: readonly object[]) => trace.map((item) => ("role" in item ? item.role : "decision"));

test("conversation: static text word for word first, a reply in the brain's words after (docs/retell.md 1.2)", async () => {
  const node = { ...talk("start"), instruction: { type: "static_text", text: "Hello {{clinic_name}} {{unset}}" } };
  const { session } = sessionOf(flowOf([node]));
  expect((await session.open()).said).toEqual(["Hello North Clinic {{unset}}"]);
  expect((await session.hear({ kind: "speech", text: "hm" })).said).toEqual(["<reply: Hello North Clinic {{unset}}>"]);
});

test("conversation: the caller may speak first (docs/retell.md 1.1)", async () => {
  const flow = flowOf([talk("start")], { start_speaker: "user", begin_after_user_silence_ms: 3000 });
  const first = sessionOf(flow);
  expect(await first.session.open()).toMatchObject({ said: [], status: "waiting" });
  expect((await first.session.hear({ kind: "speech", text: "hello?" })).said).toEqual(["at start"]);
  const second = sessionOf(flow);
  await second.session.open();
  expect((await second.session.hear({ kind: "silence", ms: 2999 })).said).toEqual([]);
  expect((await second.session.hear({ kind: "silence", ms: 1 })).said).toEqual(["at start"]);
});

const tool = {
  type: "custom",
  tool_id: "t1",
  name: "check",
  url: "https://example.com/{{clinic_name}}",
  headers: { "x-clinic": "{{clinic_name}}" },
  query_params: { q: "{{unset}}" },
  parameters: {
    type: "object",
    properties: {
      clinic: { type: "string", const: "{{clinic_name}}" },
      fixed: { const: 7 },
      date: { type: "string", description: "Date for {{clinic_name}}" },
      count: { type: "integer", description: "How many" },
      patient: {
        type: "object",
        properties: { phone: { type: "string", description: "Phone" }, via: { const: "voice" } },
      },
    },
    required: ["date"],
  },
  response_variables: { slot: "slots[0].time", whole: "slots", absent: "no.where", ok: "ok" },
};
const checkNode = { id: "start", type: "function", tool_id: "t1", tool_type: "local", wait_for_result: true };

test("function: arguments are resolved, known, or found; response variables are texts (docs/retell.md 1.7.1, 6)", async () => {
  const node = { ...checkNode, edges: [when("slot", "09:00", "good")], else_edge: elseTo("bad") };
  const flow = flowOf([node, talk("good"), talk("bad")], { tools: [tool], default_dynamic_variables: { count: "3" } });
  const { session, ports } = sessionOf(flow, {
    values: { date: "2026-04-01", "patient.phone": "+14155550104" },
    answers: [{ content: '{"slots":[{"time":"09:00"}],"ok":true}' }],
  });
  const turn = await session.open();
  expect(turn.node).toBe("good");
  const [sent] = ports.remembered.calls;
  const args = {
    clinic: "North Clinic",
    fixed: 7,
    date: "2026-04-01",
    count: 3,
    patient: { phone: "+14155550104", via: "voice" },
  };
  expect(sent).toMatchObject({
    kind: "custom",
    name: "check",
    method: "POST",
    url: "https://example.com/North Clinic",
    headers: { "x-clinic": "North Clinic" },
    query: { q: "{{unset}}" },
    args,
    timeoutMs: 120_000,
    attempt: 1,
  });
  const body: unknown = JSON.parse(sent?.body ?? "");
  expect(body).toMatchObject({
    name: "check",
    args,
    call: {
      call_id: "call_1",
      call_status: "ongoing",
      direction: "inbound",
      retell_llm_dynamic_variables: { clinic_name: "North Clinic" },
    },
  });
  expect(body).not.toHaveProperty("call.retell_llm_dynamic_variables.unset");
  expect(body).toHaveProperty("call.transcript_with_tool_calls.0.role", "tool_call_invocation");
  expect(ports.remembered.extracted[0]?.wanted.map((item) => item.name)).toEqual(["date", "patient.phone"]);
  expect(session.snapshot().collected).toEqual({ slot: "09:00", whole: '[{"time":"09:00"}]', ok: "true" });
});

test.each([
  ["GET", false, ""],
  ["DELETE", true, ""],
  ["PUT", true, '{"clinic":"North Clinic"}'],
])("function: %s with args_at_root %s sends %j (docs/retell.md 6.1)", async (method, atRoot, body) => {
  const bare = {
    ...tool,
    method,
    args_at_root: atRoot,
    parameters: { type: "object", properties: { clinic: { const: "{{clinic_name}}" } } },
  };
  const { session, ports } = sessionOf(
    flowOf([{ ...checkNode, else_edge: elseTo("good") }, talk("good")], { tools: [bare] }),
  );
  await session.open();
  expect(ports.remembered.calls[0]?.body).toBe(body);
});

test("function: retries max_retry times with growing pauses, only the last result counts (docs/retell.md 6.2)", async () => {
  const retried = { ...tool, max_retry: 2, parameters: undefined };
  const flow = flowOf(
    [{ ...checkNode, edges: [when("ok", "yes", "good")], else_edge: elseTo("bad") }, talk("good"), talk("bad")],
    {
      tools: [JSON.parse(JSON.stringify(retried))],
    },
  );
  const failing = { ok: false, status: 500, content: "HTTP 500" };
  const recovered = sessionOf(flow, { answers: [failing, failing, { content: '{"ok":"yes"}' }] });
  expect(await recovered.session.open()).toMatchObject({ node: "good" });
  expect(recovered.ports.remembered.calls.map((call) => call.attempt)).toEqual([1, 2, 3]);
  expect(recovered.ports.remembered.pauses).toEqual([1000, 2000]);

  const lost = sessionOf(flow, {
    answers: [failing, failing, { ...failing, content: '{"ok":"yes"}' }, { content: '{"ok":"yes"}' }],
  });
  expect(await lost.session.open()).toMatchObject({ node: "bad" });
  expect(lost.ports.remembered.calls).toHaveLength(3);
  expect(
    lost.session.snapshot().trace.filter((item) => "role" in item && item.role === "tool_call_result"),
  ).toMatchObject([{ successful: false }]);
});

test("function: results are cut at 15,000 characters and plain text sets nothing (docs/retell.md 6.3)", async () => {
  const { session } = sessionOf(
    flowOf([{ ...checkNode, else_edge: elseTo("good") }, talk("good")], { tools: [tool] }),
    { answers: [{ content: "x".repeat(20_000) }] },
  );
  const turn = await session.open();
  const result = turn.trace.find((item) => "role" in item && item.role === "tool_call_result");
  expect(result).toHaveProperty("content", "x".repeat(15_000));
  expect(session.snapshot().collected).toEqual({});
});

test("function: without waiting it moves on first; the result is there when the turn ends (docs/retell.md 1.5)", async () => {
  const node = {
    ...checkNode,
    wait_for_result: false,
    edges: [when("slot", "09:00", "bad")],
    else_edge: elseTo("good"),
  };
  const { session } = sessionOf(flowOf([node, talk("good"), talk("bad")], { tools: [tool] }), {
    answers: [{ content: '{"slots":[{"time":"09:00"}]}' }],
  });
  expect((await session.open()).node).toBe("good");
  expect(session.snapshot().collected).toMatchObject({ slot: "09:00" });
});

test("function: speaks only if configured to, before the call (docs/retell.md 1.3)", async () => {
  const speaking = {
    ...checkNode,
    speak_during_execution: true,
    instruction: { type: "static_text", text: "One moment" },
    else_edge: elseTo("good"),
  };
  const { session } = sessionOf(flowOf([speaking, talk("good")], { tools: [tool] }));
  const turn = await session.open();
  expect(turn.said).toEqual(["One moment", "at good"]);
  expect(roles(turn.trace)).toEqual([
    "agent",
    "tool_call_invocation",
    "tool_call_result",
    "decision",
    "node_transition",
    "agent",
  ]);
});

test("function: a tool that does not exist fails the run by name", async () => {
  const { session } = sessionOf(flowOf([{ ...checkNode, tool_id: "gone" }]));
  expect(await session.open()).toMatchObject({ status: "failed", problem: { code: "unknown_tool", node: "start" } });
});

test("code: gets the variables, sets response variables; a failure sets none (docs/retell.md 1.9)", async () => {
  const node = {
    id: "start",
    type: "code",
    code: "return {}",
    wait_for_result: true,
    response_variables: { n: "a.b" },
    edges: [when("n", "2", "good")],
    else_edge: elseTo("bad"),
  };
  const flow = flowOf([node, talk("good"), talk("bad")]);
  const fine = sessionOf(flow, { script: { ok: true, result: { a: { b: 2 } }, logs: [] } });
  expect(await fine.session.open()).toMatchObject({ node: "good" });
  expect(fine.ports.remembered.scripts[0]).toMatchObject({
    variables: { clinic_name: "North Clinic" },
    timeoutMs: 30_000,
  });
  const broken = sessionOf(flow, { script: { ok: false, error: "boom", logs: [] } });
  expect(await broken.session.open()).toMatchObject({ node: "bad" });
});

test("mcp: calls the server of that name (docs/retell.md 1.7.3)", async () => {
  const node = {
    id: "start",
    type: "mcp",
    mcp_id: "calendar",
    mcp_tool_name: "find",
    wait_for_result: true,
    response_variables: { day: "day" },
    edges: [when("day", "Monday", "good")],
    else_edge: elseTo("bad"),
  };
  const mcps = [{ name: "calendar", url: "https://example.com/mcp", timeout_ms: 5000 }];
  const { session, ports } = sessionOf(flowOf([node, talk("good"), talk("bad")], { mcps }), {
    answers: [{ content: '{"day":"Monday"}' }],
  });
  expect(await session.open()).toMatchObject({ node: "good" });
  expect(ports.remembered.calls[0]).toMatchObject({
    kind: "mcp",
    name: "find",
    url: "https://example.com/mcp",
    timeoutMs: 5000,
  });
});

test("extract: sets what was found as text; a value outside the choices counts as missing (docs/retell.md 1.7.4)", async () => {
  const node = {
    id: "start",
    type: "extract_dynamic_variables",
    variables: [
      { type: "number", name: "age", description: "Age" },
      { type: "enum", name: "kind", description: "Kind", choices: ["new", "known"] },
      { type: "boolean", name: "urgent", description: "Urgent" },
    ],
    else_edge: elseTo("good"),
  };
  const { session } = sessionOf(flowOf([node, talk("good")]), {
    values: { age: 41, kind: "other", urgent: true, stray: "x" },
  });
  await session.open();
  expect(session.snapshot().collected).toEqual({ age: "41", urgent: "true" });
});

test("press digit: presses, then judges what the other side says (docs/retell.md 1.5)", async () => {
  const node = {
    id: "start",
    type: "press_digit",
    instruction: { type: "prompt", text: "Choose appointments" },
    edges: [prompt("done", "good")],
  };
  const { session } = sessionOf(flowOf([node, talk("good")]), {
    choices: { start: ["-", "done"] },
    words: { digits: "press 2#" },
  });
  expect(await session.open()).toMatchObject({ pressed: "2#", node: "start" });
  const menu = await session.hear({ kind: "speech", text: "For appointments press two" });
  expect(menu).toMatchObject({ pressed: "2#", node: "start" });
  expect(await session.hear({ kind: "speech", text: "Appointments, hello" })).toMatchObject({
    pressed: "",
    node: "good",
  });
});

test("transfer: connected ends the call with the resolved number; web calls cannot transfer (docs/retell.md 1.7.5)", async () => {
  const node = {
    id: "start",
    type: "transfer_call",
    transfer_destination: { type: "predefined", number: "{{front_desk}}" },
    transfer_option: { type: "cold_transfer" },
    speak_during_execution: true,
    instruction: { type: "prompt", text: "Say that you transfer" },
    edge: { ...elseTo("bad"), transition_condition: { type: "prompt", prompt: "Transfer failed" } },
  };
  const call = { variables: { front_desk: "+14155550105" } };
  const phone = sessionOf(flowOf([node, talk("bad")]), {}, { call });
  expect(await phone.session.open()).toMatchObject({
    status: "ended",
    said: ["<say: Say that you transfer>"],
    ended: { reason: "call_transfer", transferDestination: "+14155550105" },
  });
  const web = sessionOf(flowOf([node, talk("bad")]), {}, { call: { ...call, type: "web_call" } });
  expect(await web.session.open()).toMatchObject({ status: "waiting", node: "bad" });
  expect(web.ports.remembered.transfers).toEqual([]);
});

test.each([
  ["end", {}, "agent_hangup"],
  ["bridge_transfer", {}, "transfer_bridged"],
  ["cancel_transfer", {}, "transfer_cancelled"],
  ["agent_swap", { agent_id: "agent_2", post_call_analysis_setting: "both_agents", edge: elseTo("bye") }, "agent_swap"],
])("%s ends the run as %s %s and speaks only if configured to", async (type, more, reason) => {
  const node = { id: "start", type, instruction: { type: "static_text", text: "Goodbye" }, ...more };
  expect(await sessionOf(flowOf([node, bye])).session.open()).toMatchObject({
    status: "ended",
    said: [],
    ended: { reason },
  });
  const speaking = sessionOf(flowOf([{ ...node, speak_during_execution: true }, bye]));
  expect((await speaking.session.open()).said).toEqual(["Goodbye"]);
});

test("sms: the text is resolved and is in the transcript (docs/retell.md 5.4)", async () => {
  const node = {
    id: "start",
    type: "sms",
    instruction: { type: "static_text", text: "From {{clinic_name}}" },
    success_edge: toBye("s", "Sent successfully"),
    failed_edge: toBye("f", "Failed to send"),
  };
  const { session } = sessionOf(flowOf([node, bye]));
  const turn = await session.open();
  expect(turn.trace[0]).toEqual({ role: "sms", content: "From North Clinic", time_sec: 60 });
});

const inner = {
  name: "Verify",
  conversation_flow_component_id: "comp_1",
  start_node_id: "ask",
  nodes: [
    talk("ask", { edges: [prompt("yes", "out")] }),
    { id: "out", type: "end", speak_during_execution: true, instruction: { type: "static_text", text: "Thanks" } },
  ],
};

test.each(["comp_1", "Verify"])(
  "component: found by %s; its end leads back to the component node's edges (docs/retell.md 1.8)",
  async (id) => {
    const node = {
      id: "start",
      type: "component",
      component_id: id,
      component_type: "local",
      edges: [prompt("after", "good")],
      else_edge: elseTo("bad"),
    };
    const { session } = sessionOf(flowOf([node, talk("good"), talk("bad")], { components: [inner] }), {
      choices: { ask: "yes", start: "after" },
    });
    expect(await session.open()).toMatchObject({ node: "Verify/ask", said: ["at ask"] });
    const turn = await session.hear({ kind: "speech", text: "yes" });
    expect(turn).toMatchObject({ node: "good", said: ["Thanks", "at good"] });
    expect(session.snapshot().visitedNodes).toEqual(["start", "Verify/ask", "Verify/out", "good"]);
    expect(session.snapshot().visitedEdges).toEqual(["Verify/ask#yes", "start#after"]);
  },
);

test("component: a missing one fails the run by name", async () => {
  const node = {
    id: "start",
    type: "component",
    component_id: "gone",
    component_type: "shared",
    else_edge: elseTo("bye"),
  };
  expect(await sessionOf(flowOf([node, bye])).session.open()).toMatchObject({ problem: { code: "unknown_component" } });
});
