import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { storedEvent } from "../fakes/stored-events.ts";
import { newFolder, run } from "../fakes/world.ts";
import { austin, installClinics } from "./simulate-fixture.ts";

const realNumber = "+15125550192";
const clinicId = austin.clinic.id;

type Item = Readonly<Record<string, unknown>>;

const agent = (content: string): Item => ({ role: "agent", content });
const caller = (content: string): Item => ({ role: "user", content });
const nodes = (...ids: readonly string[]): readonly Item[] =>
  ids.map((id) => ({ role: "node_transition", new_node_id: id, new_node_name: id, transition_type: "normal" }));

function tool(name: string, args: Item, answer: Item): readonly Item[] {
  const id = `tool_${name}`;
  return [
    { role: "tool_call_invocation", tool_call_id: id, name, arguments: JSON.stringify(args) },
    { role: "tool_call_result", tool_call_id: id, content: JSON.stringify(answer), successful: true },
  ];
}

/** A call led by a model, which understood what no rule does and worded the message itself. */
const message = "Marguerite Okonkwo asks about her results; she was born on March 3, 1979.";
const items: readonly Item[] = [
  agent("Hello, you have reached Bluebonnet Family Clinic."),
  caller("Hiya, could you get one of your people to ring me, it's about results."),
  ...nodes("speak_to_human", "no_human"),
  agent("No one can take the call. May I take a message?"),
  caller("Go on then."),
  ...nodes("take_message"),
  agent("Go ahead. Please give me your message, your name, and the number to call you back on."),
  caller("So, Marguerite Okonkwo here, um, five one two five five five oh one nine two, M A R G."),
  ...nodes("forget_message", "extract_message", "forget_taken", "record_message"),
  ...tool(
    "take_message",
    {
      clinic_id: clinicId,
      message,
      caller_name: "Marguerite Okonkwo",
      callback_number: realNumber,
      urgency: "",
      number_asked: "",
      language: "en",
    },
    { message: `Noted for Marguerite Okonkwo at ${realNumber}.`, taken: "true" },
  ),
  ...nodes("message_taken", "anything_else"),
  agent("Noted. Is there anything else I can do for you?"),
  caller("Nope, cheers from Ottilie too, and my cousin's name is zebediah quill."),
  ...nodes("goodbye"),
  agent("Thank you for calling."),
];

const ended = (transcript: readonly Item[]) =>
  storedEvent("call_ended", {
    direction: "inbound",
    from_number: realNumber,
    to_number: austin.phoneNumber,
    start_timestamp: Date.UTC(2026, 5, 3, 15, 0),
    call_status: "ended",
    end_timestamp: Date.UTC(2026, 5, 3, 15, 2),
    disconnection_reason: "agent_hangup",
    collected_dynamic_variables: { message_name: "Marguerite Okonkwo", message_phone: realNumber },
    retell_llm_dynamic_variables: { clinic_id: clinicId },
    transcript_with_tool_calls: transcript,
  });

async function withCall(transcript: readonly Item[] = items) {
  const cwd = newFolder();
  const path = await installClinics(cwd, [austin]);
  const database = await openDatabase(path, "sandbox");
  const event = { ...ended(transcript), clinicId, attribution: "known" as const };
  const order = { kind: "call-event", key: event.key, payload: JSON.stringify({ key: event.key }), dueAt: 0 };
  await new SqlCallEventStore(database.fleet).claim(event, order);
  await database.close();
  const command = (...argv: readonly string[]) => run(argv, { cwd });
  await command("event:replay", event.key);
  return { cwd, command };
}

async function scenarioFile({ cwd, command }: Awaited<ReturnType<typeof withCall>>): Promise<string> {
  const { stdout, code, stderr } = await command("call:to-scenario", "call_1", "--json");
  expect(`${code} ${stderr}${code === 0 ? "" : stdout}`).toMatch(/^0/u);
  const parsed: unknown = JSON.parse(stdout);
  expect(parsed).toMatchObject({ data: { made: 1, failed: 0 } });
  const [, file = ""] = /"file":"([^"]+)"/u.exec(stdout) ?? [];
  return join(cwd, file);
}

test("a call that a model led becomes a scenario that passes without one", async () => {
  const made = await withCall();
  const file = await scenarioFile(made);
  const { code, stdout } = await made.command("simulate", "--scenario", file);
  expect(stdout).toContain("1 passed, 0 failed");
  expect(code).toBe(0);
});

test("nobody's name, number or birth date is left in it", async () => {
  const text = readFileSync(await scenarioFile(await withCall()), "utf8");
  expect(text).not.toMatch(/marguerite|okonkwo|ottilie|zebediah|quill|M A R G/iu);
  expect(text).not.toMatch(/0192|one nine two|1979/u);
  expect(text).not.toContain(clinicId);
  expect(text).toContain("Awa Test");
  expect(text).toContain("April 12, 1985");
});

test("it fails when the tool is sent a different argument", async () => {
  const made = await withCall();
  const file = await scenarioFile(made);
  const other = join(made.cwd, "other.yaml");
  const text = readFileSync(file, "utf8").replace('callback_number: "+15125550147"', 'callback_number: "+15125550148"');
  expect(text).not.toBe(readFileSync(file, "utf8"));
  const { writeFileSync } = await import("node:fs");
  writeFileSync(other, text);
  const { code, stdout } = await made.command("simulate", "--scenario", other);
  expect(stdout).toContain('take_message argument callback_number is "+15125550148"; found "+15125550147"');
  expect(code).toBe(1);
});

test("a call that took a path the flow does not have is refused, with the place", async () => {
  const { command } = await withCall([
    items[0] ?? {},
    caller("Hello."),
    ...nodes("node_of_long_ago"),
    agent("Hello."),
    caller("Bye."),
  ]);
  const { code, stdout } = await command("call:to-scenario", "call_1");
  expect(code).toBe(1);
  expect(stdout).toContain("the call went from greeting to node_of_long_ago");
});

test("a call without nodes, and an unknown call, are refused", async () => {
  const { command } = await withCall([agent("Hello."), caller("Hello.")]);
  const without = await command("call:to-scenario", "call_1");
  expect(without.stdout).toContain("no transcript with nodes and tools");
  expect(without.code).toBe(1);
  expect((await command("call:to-scenario", "call_2")).stderr).toContain("Call call_2 not found");
});
