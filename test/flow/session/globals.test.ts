import { expect, test } from "vitest";
import { flowOf, prompt, sessionOf, talk } from "../flows.ts";

const goBack = { id: "back", transition_condition: { type: "prompt", prompt: "Question answered" } };

function help(setting: object = {}) {
  return talk("help", {
    global_node_setting: { condition: "Asks for help", ...setting },
    edges: [prompt("leave", "other")],
  });
}

const said = (content: string) => ({ transcript: [{ role: "user", content }] });
const speak = (text: string) => ({ kind: "speech", text }) as const;

test("a global node can be entered from anywhere and leads back (docs/retell.md 1.6)", async () => {
  const flow = flowOf([talk("start"), talk("other"), help({ go_back_conditions: [goBack] })]);
  const { session } = sessionOf(flow, { choices: { start: "help", help: "back" } });
  await session.open();
  const caught = await session.hear(speak("help!"));
  expect(caught.node).toBe("help");
  expect(caught.trace).toContainEqual(expect.objectContaining({ role: "node_transition", transition_type: "global" }));
  const back = await session.hear(speak("thanks"));
  expect(back).toMatchObject({ node: "start", said: ["at start"] });
  expect(back.trace).toContainEqual(expect.objectContaining({ transition_type: "global_go_back" }));
  expect(session.snapshot().returns).toEqual([]);
});

test("an option keeps the node silent on return", async () => {
  const flow = flowOf([talk("start"), talk("other"), help({ go_back_conditions: [goBack] })]);
  const { session } = sessionOf(flow, { choices: { start: "help", help: "back" } }, { options: { onGoBack: "wait" } });
  await session.open();
  await session.hear(speak("help!"));
  expect(await session.hear(speak("thanks"))).toMatchObject({ node: "start", said: [] });
});

test("a go-back equation is computed; leaving the global node by an edge ends the way back (docs/retell.md 1.5, 1.6)", async () => {
  const computed = {
    id: "back",
    transition_condition: {
      type: "equation",
      operator: "&&",
      equations: [{ left: "{{clinic_name}}", operator: "exists" }],
    },
  };
  const back = sessionOf(flowOf([talk("start"), talk("other"), help({ go_back_conditions: [computed] })]), {
    choices: { start: "help" },
  });
  await back.session.open();
  await back.session.hear(speak("help!"));
  expect(await back.session.hear(speak("x"))).toMatchObject({ node: "start" });

  const out = sessionOf(flowOf([talk("start"), talk("other"), help({ go_back_conditions: [goBack] })]), {
    choices: { start: "help", help: "leave" },
  });
  await out.session.open();
  await out.session.hear(speak("help!"));
  expect(await out.session.hear(speak("x"))).toMatchObject({ node: "other" });
  expect(out.session.snapshot().returns).toEqual([]);
});

test("a global node is not a candidate again until cool_down transitions have passed (docs/retell.md 1.6)", async () => {
  const flow = flowOf([talk("start"), talk("other"), help({ go_back_conditions: [goBack], cool_down: 3 })]);
  const offered = async (script: readonly string[]) => {
    const { session, ports } = sessionOf(flow, { choices: { start: script, help: ["back", "back"] } });
    await session.open();
    for (const text of ["a", "b", "c", "d"]) await session.hear(speak(text));
    return ports.remembered.chosen.map((request) => request.candidates.map((item) => item.id));
  };
  // Entering is transition 1 and the way back is 2; it would be offered again only at the third.
  expect(await offered(["help"])).toEqual([["help"], ["leave", "back"]]);
  const open = flowOf([talk("start"), talk("other"), help({ go_back_conditions: [goBack], cool_down: 1 })]);
  const { session, ports } = sessionOf(open, { choices: { start: ["help", "help"], help: ["back", "back"] } });
  await session.open();
  for (const text of ["a", "b", "c"]) await session.hear(speak(text));
  expect(ports.remembered.chosen.map((request) => request.candidates.map((item) => item.id))).toEqual([
    ["help"],
    ["leave", "back"],
    ["help"],
  ]);
});

test("a global node of the flow can be entered from inside a component, and leads back into it", async () => {
  const component = { name: "Inner", start_node_id: "ask", nodes: [talk("ask"), { id: "out", type: "end" }] };
  const elseEdge = {
    id: "else",
    destination_node_id: "other",
    transition_condition: { type: "prompt", prompt: "Else" },
  };
  const node = { id: "start", type: "component", component_id: "Inner", component_type: "local", else_edge: elseEdge };
  const flow = flowOf([node, talk("other"), help({ go_back_conditions: [goBack] })], { components: [component] });
  const { session } = sessionOf(flow, { choices: { ask: "help", help: "back" } });
  await session.open();
  expect(await session.hear(speak("help!"))).toMatchObject({ node: "help" });
  expect(await session.hear(speak("thanks"))).toMatchObject({ node: "Inner/ask" });
});

test("the brain gets a global node's positive and negative examples (docs/retell.md 1.6)", async () => {
  const setting = { positive_finetune_examples: [said("help me")], negative_finetune_examples: [said("that helps")] };
  const { session, ports } = sessionOf(flowOf([talk("start"), talk("other"), help(setting)]));
  await session.open();
  await session.hear(speak("x"));
  expect(ports.remembered.chosen[0]?.candidates).toMatchObject([
    {
      kind: "global",
      id: "help",
      condition: "Asks for help",
      examples: [said("help me")],
      counterExamples: [said("that helps")],
    },
  ]);
});
