import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseSnapshot, resumeFlow } from "../../../src/flow/session/flow-session.ts";
import type { FlowInput } from "../../../src/flow/session/state.ts";
import { bye, flowOf, prompt, sessionOf, talk } from "../flows.ts";
import { scriptedPorts } from "../scripted-ports.ts";

const elseTo = (to: string) => ({
  id: `to-${to}`,
  destination_node_id: to,
  transition_condition: { type: "prompt", prompt: "Else" },
});
const skipTo = (to: string) => ({ ...elseTo(to), transition_condition: { type: "prompt", prompt: "Skip response" } });

test("silence: a reminder, then the call ends for inactivity (docs/retell.md 1.3, 2.1)", async () => {
  const flow = flowOf([talk("start", { reminder_max_count: 2, reminder_trigger_ms: 4000 })]);
  const { session } = sessionOf(flow, {}, { options: { endCallAfterSilenceMs: 20_000 } });
  await session.open();
  expect((await session.hear({ kind: "silence", ms: 3999 })).said).toEqual([]);
  expect((await session.hear({ kind: "silence", ms: 1 })).said).toEqual(["<reminder: at start>"]);
  expect((await session.hear({ kind: "silence" })).said).toEqual(["<reminder: at start>"]);
  expect(await session.hear({ kind: "silence", ms: 11_999 })).toMatchObject({ status: "waiting", said: [] });
  expect(await session.hear({ kind: "silence", ms: 1 })).toMatchObject({
    status: "ended",
    ended: { reason: "inactivity" },
  });
});

test("silence: speech resets it; 0 reminders means none", async () => {
  const flow = flowOf([talk("start", { reminder_max_count: 0 })]);
  const { session } = sessionOf(flow, {}, { options: { endCallAfterSilenceMs: 20_000 } });
  await session.open();
  expect(await session.hear({ kind: "silence", ms: 19_999 })).toMatchObject({ status: "waiting", said: [] });
  await session.hear({ kind: "speech", text: "sorry" });
  expect(await session.hear({ kind: "silence", ms: 19_999 })).toMatchObject({ status: "waiting", said: [] });
  expect(await session.hear({ kind: "silence" })).toMatchObject({ ended: { reason: "inactivity" } });
});

test("digits are in the transcript one by one and count as an answer (docs/retell.md 5.4)", async () => {
  const { session, ports } = sessionOf(flowOf([talk("start", { edges: [prompt("p", "bye")] }), bye]), {
    choices: { start: "p" },
  });
  await session.open();
  const turn = await session.hear({ kind: "digits", digits: "12" });
  expect(turn.trace.slice(0, 2)).toEqual([
    { role: "dtmf", digit: "1" },
    { role: "dtmf", digit: "2" },
  ]);
  expect(ports.remembered.chosen[0]?.heard).toBe("12");
  expect(turn.ended).toEqual({ reason: "agent_hangup" });
});

test("a caller who hangs up ends the run, which then accepts no input", async () => {
  const { session } = sessionOf(flowOf([talk("start")]));
  await session.open();
  expect(await session.hear({ kind: "hangup" })).toMatchObject({ status: "ended", ended: { reason: "user_hangup" } });
  await expect(session.hear({ kind: "speech", text: "x" })).rejects.toMatchObject({ code: "conflict" });
  await expect(session.open()).rejects.toMatchObject({ code: "conflict" });
});

test("a snapshot is plain JSON from which the run continues elsewhere", async () => {
  const flow = flowOf([talk("start", { edges: [prompt("p", "next")] }), talk("next")]);
  const { session } = sessionOf(flow);
  await session.open();
  const json = JSON.stringify(session.snapshot());
  const stored = parseSnapshot(JSON.parse(json));
  expect(stored).toEqual(session.snapshot());
  const resumed = resumeFlow(stored, { flow, ports: scriptedPorts({ choices: { start: "p" } }) });
  expect(await resumed.hear({ kind: "speech", text: "go" })).toMatchObject({ node: "next" });
  expect(session.snapshot()).toEqual(stored);
});

test.each([null, {}, { schema: 2 }, "x"])("%j is not a snapshot", (json) => {
  expect(() => parseSnapshot(json)).toThrow(expect.objectContaining({ code: "invalid" }));
});

test("a snapshot with every kind of trace item reads back unchanged", async () => {
  const tools = [
    { type: "custom", tool_id: "t1", name: "poll", url: "https://example.com", response_variables: { a: "a" } },
  ];
  const poll = {
    id: "start",
    type: "function",
    tool_id: "t1",
    tool_type: "local",
    wait_for_result: true,
    else_edge: elseTo("ask"),
  };
  const text = {
    id: "text",
    type: "sms",
    instruction: { type: "static_text", text: "Hi" },
    success_edge: { ...elseTo("ask"), transition_condition: { type: "prompt", prompt: "Sent successfully" } },
    failed_edge: { ...elseTo("ask"), transition_condition: { type: "prompt", prompt: "Failed to send" } },
  };
  const help = talk("help", { global_node_setting: { condition: "help" } });
  const ask = talk("ask", { edges: [prompt("sms", "text"), prompt("other", "help")] });
  const flow = flowOf([poll, ask, text, help], { tools });
  const { session } = sessionOf(flow, {
    choices: { ask: ["sms", "help"], help: "?" },
    answers: [{ content: '{"a":1}' }],
  });
  await session.open();
  for (const input of [
    { kind: "digits", digits: "1" },
    { kind: "speech", text: "help" },
  ] as const)
    await session.hear(input);
  const snapshot = session.snapshot();
  expect(snapshot.returns).toHaveLength(1);
  expect(parseSnapshot(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
});

test("a cycle in which nothing changes is a loop, reported with its nodes", async () => {
  const flow = flowOf([
    talk("start", { skip_response_edge: skipTo("next") }),
    talk("next", { skip_response_edge: skipTo("start") }),
  ]);
  const turn = await sessionOf(flow).session.open();
  expect(turn).toMatchObject({ status: "failed", problem: { code: "loop" } });
  expect(turn.problem?.message).toContain("start → next → start");
});

test("a cycle in which tools run ends at the hop limit", async () => {
  const tools = [{ type: "custom", tool_id: "t1", name: "poll", url: "https://example.com" }];
  const poll = {
    id: "start",
    type: "function",
    tool_id: "t1",
    tool_type: "local",
    wait_for_result: true,
    else_edge: elseTo("again"),
  };
  const again = { id: "again", type: "branch", else_edge: elseTo("start") };
  const { session, ports } = sessionOf(flowOf([poll, again], { tools }), {}, { options: { hopLimit: 10 } });
  expect(await session.open()).toMatchObject({ status: "failed", problem: { code: "hop_limit" } });
  expect(ports.remembered.calls).toHaveLength(5);
});

test("an edge to nowhere and a flow without a start are reported, not thrown", async () => {
  const dangling = flowOf([{ id: "start", type: "branch", else_edge: elseTo("gone") }]);
  expect((await sessionOf(dangling).session.open()).problem).toMatchObject({
    code: "dangling_edge",
    message: 'The next node is "gone", which does not exist.',
  });
  expect((await sessionOf(flowOf([bye], { start_node_id: "gone" })).session.open()).problem).toMatchObject({
    code: "no_start",
  });
});

test("no flow and no caller makes the run exceed its hop limit", async () => {
  const ids = ["a", "b", "c", "d"];
  const target = fc.constantFrom(...ids);
  const node = fc.record({ type: fc.constantFrom("branch", "talk", "skip"), to: target });
  const inputs = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("speech"), text: fc.string() }),
      fc.record({ kind: fc.constant("silence") }),
      fc.record({ kind: fc.constant("digits"), digits: fc.constantFrom("1", "22", "") }),
    ),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(node, { minLength: 4, maxLength: 4 }), inputs, async (nodes, said) => {
      const built = nodes.map(({ type, to }, index) => {
        const id = ids[index] ?? "";
        if (type === "branch") return { id, type, else_edge: elseTo(to) };
        return talk(id, type === "skip" ? { skip_response_edge: skipTo(to) } : { else_edge: elseTo(to) });
      });
      const { session } = sessionOf(flowOf(built), {}, { options: { hopLimit: 5 } });
      let turn = await session.open();
      for (const input of said satisfies readonly FlowInput[]) {
        if (turn.status === "waiting") turn = await session.hear(input);
      }
      const hops = turn.trace.filter((item) => "role" in item && item.role === "node_transition");
      expect(hops.length).toBeLessThanOrEqual(6);
      expect(["waiting", "ended", "failed"]).toContain(turn.status);
    }),
    { numRuns: 200 },
  );
});
