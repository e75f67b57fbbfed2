import { join } from "node:path";
import { expect, test } from "vitest";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { storedEvent } from "../fakes/stored-events.ts";
import { run } from "../fakes/world.ts";
import { testCall } from "../fakes/test-call.ts";

const patient = "+14155550199";
const words = (start: number, end: number) => [
  { word: "a", start, end: start },
  { word: "b", start: end, end },
];
const ended = storedEvent("call_ended", {
  direction: "inbound",
  from_number: patient,
  to_number: "+2290197000001",
  start_timestamp: 1_780_000_000_000,
  call_status: "ended",
  end_timestamp: 1_780_000_060_000,
  disconnection_reason: "user_hangup",
  transcript_with_tool_calls: [
    { role: "agent", content: "Bonjour", words: words(0, 1) },
    { role: "user", content: `Rappelez-moi au ${patient}`, words: words(2, 4) },
    {
      role: "node_transition",
      former_node_name: "Greeting",
      new_node_id: "check_availability",
      new_node_name: "Check 100%",
      transition_type: "normal",
    },
    { role: "tool_call_invocation", tool_call_id: "t1", name: "check_availability", arguments: "{}" },
    { role: "tool_call_result", tool_call_id: "t1", content: "HTTP status 503", successful: false },
    { role: "agent", content: "Un instant", words: words(9, 10) },
  ],
});

async function withCall() {
  const { cwd, stores } = await storedClinic();
  await stores(async () => {});
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  const order = { kind: "call-event", key: ended.key, payload: JSON.stringify({ key: ended.key }), dueAt: 0 };
  await new SqlCallEventStore(database.fleet).claim(ended, order);
  await database.close();
  const command = (...argv: readonly string[]) => run(argv, { cwd });
  await command("event:replay", ended.key);
  return command;
}

test("call:why says how it ended, where it turned, and how long the caller waited; numbers stay masked", async () => {
  const command = await withCall();
  const { stdout } = await command("call:why", "call_1");
  expect(stdout).toContain("The caller hung up. (user_hangup)");
  expect(stdout).toContain("at Check 100%: check_availability failed: HTTP status 503");
  expect(stdout).toContain("1 of 1 took 2 s or more, the longest 5.0 s");
  expect(stdout).not.toContain(patient);
  expect((await command("call:why", "call_1", "--reveal")).stdout).toContain(patient);
  expect((await command("audit:list")).stdout).toContain("call:why --reveal");
  expect((await command("call:why", "call_2")).stderr).toContain("Call call_2 not found");
});

test("call:hotspots counts hang-ups, waits and errors at each node", async () => {
  const command = await withCall();
  const { stdout } = await command("call:hotspots", "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    data: {
      calls: 1,
      timed: 1,
      nodes: [
        { node: "Check 100%", hungUp: 1, toolFailed: 1 },
        { node: "Greeting", waited: 1 },
      ],
    },
  });
  expect((await command("call:hotspots")).stdout).toContain("Check 100%");
  expect((await command("call:hotspots", "--since", "1m")).stdout).toContain("No calls.");
});

test("calls are found by node, tool and failure", async () => {
  const command = await withCall();
  const found = async (...flags: readonly string[]): Promise<boolean> =>
    (await command("call:list", ...flags)).stdout.includes("call_1");
  expect(await found("--node", "check_availability")).toBe(true);
  expect(await found("--node", "Check 100%")).toBe(true);
  expect(await found("--node", "Check 1000")).toBe(false);
  expect(await found("--tool", "check_availability", "--tool-error")).toBe(true);
  expect(await found("--tool", "book_appointment")).toBe(false);
  expect(await found("--tool", "check%availability")).toBe(false);
});

test("the stored outcome is shown when the data behind it has been removed", async () => {
  const { cwd } = await storedClinic();
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  const kept = testCall(1_780_000_000_000, { callId: "call_kept", attribution: "unknown", outcome: "booked" });
  const call = { ...kept, clinicId: null };
  await sqlStore(database).callLedger.rewrite("call_kept", () => ({ call, orders: [] }));
  await database.close();
  for (const verb of ["call:why", "call:show"]) {
    expect((await run([verb, "call_kept"], { cwd })).stdout).toMatch(/outcome +booked$/mu);
  }
});
