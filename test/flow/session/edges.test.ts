import { expect, test } from "vitest";
import { bye, equation, flowOf, prompt, sessionOf, talk } from "../flows.ts";
import type { PortScript } from "../scripted-ports.ts";

type Json = Readonly<Record<string, unknown>>;

const nameIs = (value: string) => [{ left: "{{clinic_name}}", operator: "==", right: value }];
const elseTo = (to: string) => ({
  id: "else",
  destination_node_id: to,
  transition_condition: { type: "prompt", prompt: "Else" },
});
const special = (id: string, to: string, literal: string) => ({
  ...elseTo(to),
  id,
  transition_condition: { type: "prompt", prompt: literal },
});
const transfer = {
  id: "start",
  type: "transfer_call",
  transfer_destination: { type: "predefined", number: "+14155550103" },
  transfer_option: { type: "cold_transfer" },
};
const swap = { id: "start", type: "agent_swap", agent_id: "agent_2", post_call_analysis_setting: "both_agents" };
const sms = {
  id: "start",
  type: "sms",
  instruction: { type: "static_text", text: "Hi from {{clinic_name}}" },
  success_edge: special("sent", "good", "Sent successfully"),
  failed_edge: special("failed", "bad", "Failed to send"),
};

const example = (id: string, to: string) => ({
  id,
  destination_node_id: to,
  transcript: [{ role: "user", content: id }],
});

interface Row {
  readonly section: string;
  readonly what: string;
  readonly start: Json;
  readonly script?: PortScript;
  readonly says?: string;
  readonly to: string;
  readonly source?: string;
}

const rows: readonly Row[] = [
  {
    section: "1.5",
    what: "equations come before prompts that stand first",
    start: talk("start", { edges: [prompt("p", "bad"), equation("e", "good", nameIs("North Clinic"))] }),
    script: { choices: { start: "p" } },
    says: "hello",
    to: "good",
    source: "equation",
  },
  {
    section: "1.5",
    what: "the first equation that holds wins",
    start: talk("start", {
      edges: [
        equation("a", "bad", nameIs("X")),
        equation("b", "good", nameIs("North Clinic")),
        equation("c", "bad", nameIs("North Clinic")),
      ],
    }),
    says: "hello",
    to: "good",
    source: "equation",
  },
  {
    section: "1.5",
    what: "a prompt is judged when no equation holds",
    start: talk("start", { edges: [equation("a", "bad", nameIs("X")), prompt("p", "good")] }),
    script: { choices: { start: "p" } },
    says: "hello",
    to: "good",
    source: "named",
  },
  {
    section: "1.5, 15.7",
    what: "without a match and without else the run stays",
    start: talk("start", { edges: [prompt("p", "bad")] }),
    says: "hello",
    to: "start",
    source: "text",
  },
  {
    section: "1.5",
    what: "else is taken when nothing matches",
    start: talk("start", { edges: [prompt("p", "bad")], else_edge: elseTo("good") }),
    says: "hello",
    to: "good",
    source: "else",
  },
  {
    section: "1.5, 15.7",
    what: "always is taken after the caller's next turn",
    start: talk("start", { always_edge: special("always", "good", "Always") }),
    says: "anything",
    to: "good",
    source: "always",
  },
  {
    section: "1.5",
    what: "skip response moves on without waiting",
    start: talk("start", { skip_response_edge: special("skip", "good", "Skip response") }),
    to: "good",
    source: "skip_response",
  },
  {
    section: "1.5",
    what: "a branch decides on entry",
    start: {
      id: "start",
      type: "branch",
      edges: [equation("e", "good", nameIs("North Clinic"))],
      else_edge: elseTo("bad"),
    },
    to: "good",
    source: "equation",
  },
  {
    section: "1.5",
    what: "a branch falls to else",
    start: { id: "start", type: "branch", edges: [equation("e", "bad", nameIs("X"))], else_edge: elseTo("good") },
    to: "good",
    source: "else",
  },
  {
    section: "1.3",
    what: "an edge that is not connected is never taken",
    start: {
      id: "start",
      type: "branch",
      edges: [
        {
          ...prompt("p"),
          transition_condition: { type: "equation", operator: "&&", equations: nameIs("North Clinic") },
        },
      ],
      else_edge: elseTo("good"),
    },
    to: "good",
    source: "else",
  },
  {
    section: "1.5",
    what: "a failed transfer takes its edge",
    start: { ...transfer, edge: special("failed", "good", "Transfer failed") },
    script: { transfer: "failed" },
    to: "good",
    source: "transfer_failed",
  },
  {
    section: "1.5",
    what: "a failed swap takes its edge",
    start: { ...swap, edge: special("failed", "good", "Transfer failed") },
    script: { swap: "failed" },
    to: "good",
    source: "transfer_failed",
  },
  { section: "1.5", what: "a sent message takes the success edge", start: sms, to: "good", source: "sms_sent" },
  {
    section: "1.5",
    what: "a failed message takes the failed edge",
    start: {
      ...sms,
      success_edge: special("sent", "bad", "Sent successfully"),
      failed_edge: special("failed", "good", "Failed to send"),
    },
    script: { sms: "failed" },
    to: "good",
    source: "sms_failed",
  },
];

test.each(rows)("$what (docs/retell.md $section)", async ({ start, script, says, to, source }) => {
  const { session } = sessionOf(flowOf([start, talk("good"), talk("bad"), bye]), script);
  let turn = await session.open();
  if (says !== undefined) turn = await session.hear({ kind: "speech", text: says });
  expect(turn).toMatchObject({ status: "waiting", node: to });
  const sources = session
    .snapshot()
    .trace.flatMap((item) => ("kind" in item && item.kind === "decision" ? [item.source] : []));
  expect(sources).toEqual(source === undefined ? [] : [source]);
});

test("options change what Retell leaves undocumented", async () => {
  const always = talk("start", { always_edge: special("always", "good", "Always") });
  const early = sessionOf(flowOf([always, talk("good")]), {}, { options: { alwaysEdge: "after_speaking" } });
  expect(await early.session.open()).toMatchObject({ node: "good" });

  const stuck = flowOf([talk("start", { edges: [prompt("p", "good")] }), talk("good")]);
  const moving = sessionOf(stuck, {}, { options: { noMatch: "first_edge" } });
  await moving.session.open();
  expect(await moving.session.hear({ kind: "speech", text: "x" })).toMatchObject({ node: "good" });

  const silent = flowOf([{ id: "start", type: "end", instruction: { type: "static_text", text: "Bye" } }]);
  expect((await sessionOf(silent).session.open()).said).toEqual([]);
  expect((await sessionOf(silent, {}, { options: { speakWhenUnset: true } }).session.open()).said).toEqual(["Bye"]);

  const named = flowOf(
    [
      { id: "start", type: "branch", edges: [equation("e", "good", nameIs("call"))], else_edge: elseTo("bad") },
      talk("good"),
      talk("bad"),
    ],
    {
      default_dynamic_variables: { clinic_name: "default" },
    },
  );
  const scopes = { variablePrecedence: ["default", "call", "tag", "collected", "system"] } as const;
  const call = { variables: { clinic_name: "call" } };
  expect(await sessionOf(named, {}, { call }).session.open()).toMatchObject({ node: "good" });
  expect(await sessionOf(named, {}, { call, options: scopes }).session.open()).toMatchObject({ node: "bad" });
});

test("an undecided choice ends the turn with its candidates, and can be settled by id", async () => {
  const flow = flowOf([
    talk("start", { edges: [prompt("p", "good", "wants {{clinic_name}}"), prompt("q", "bad")] }),
    talk("good"),
    talk("bad"),
  ]);
  const { session } = sessionOf(flow, { choices: { start: "?" } });
  await session.open();
  const turn = await session.hear({ kind: "speech", text: "hm" });
  expect(turn.status).toBe("undecided");
  expect(turn.undecided).toMatchObject({
    node: "start",
    heard: "hm",
    candidates: [
      { id: "p", score: 0.1, kind: "edge", condition: "wants North Clinic" },
      { id: "q", score: 0.1, kind: "edge", condition: "q" },
    ],
  });
  await expect(session.hear({ kind: "speech", text: "again" })).rejects.toMatchObject({ code: "conflict" });
  expect(await session.choose("p")).toMatchObject({ status: "waiting", node: "good" });
});

test("the trace records why nothing was chosen, even when the else edge is taken", async () => {
  const scores = [{ id: "p", score: 0.2 }];
  for (const rest of [{}, { else_edge: elseTo("good") }]) {
    const flow = flowOf([talk("start", { edges: [prompt("p", "bad")], ...rest }), talk("good"), talk("bad")]);
    const { session } = sessionOf(flow, { stayScores: scores });
    await session.open();
    const turn = await session.hear({ kind: "speech", text: "hm" });
    expect(turn.trace).toContainEqual(expect.objectContaining({ kind: "decision", candidates: scores }));
  }
});

test("a choice that is not a candidate fails the run", async () => {
  const { session } = sessionOf(flowOf([talk("start", { edges: [prompt("p", "good")] }), talk("good")]), {
    choices: { start: "nonsense" },
  });
  await session.open();
  const turn = await session.hear({ kind: "speech", text: "x" });
  expect(turn).toMatchObject({ status: "failed", problem: { code: "unknown_choice", node: "start" } });
});

test("the brain gets only this node's examples with the edge's destination", async () => {
  const start = talk("start", {
    edges: [prompt("p", "good"), prompt("q", "bad")],
    finetune_transition_examples: [example("x", "good"), example("y", "bad")],
  });
  const { session, ports } = sessionOf(flowOf([start, talk("good"), talk("bad")]), { choices: { start: "p" } });
  await session.open();
  await session.hear({ kind: "speech", text: "x" });
  const [request] = ports.remembered.chosen;
  expect(request?.candidates.map((item) => item.examples.map((one) => one.id))).toEqual([["x"], ["y"]]);
  expect(request).toMatchObject({ heard: "x", trigger: "caller", otherwise: "stay" });
});
