import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { verifySignature } from "../../src/adapters/retell/signature.ts";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { SANDBOX_API_KEY } from "../../src/config.ts";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { storedEvent } from "../fakes/stored-events.ts";
import { run } from "../fakes/world.ts";

const patient = "+14155550199";
const line = {
  direction: "inbound",
  from_number: patient,
  to_number: "+2290197000001",
  start_timestamp: 1_780_000_000_000,
};
const spoken = [
  { role: "agent", content: "Bonjour" },
  { role: "node_transition", former_node_name: "Greeting", new_node_name: "Booking", transition_type: "normal" },
  {
    role: "tool_call_invocation",
    tool_call_id: "t1",
    name: "book_appointment",
    arguments: `{"patient_phone":"${patient}"}`,
  },
  { role: "tool_call_result", tool_call_id: "t1", content: '{"booked":"true"}', successful: true },
  { role: "user", content: "Merci\u001b[31m" },
];
const ended = storedEvent("call_ended", {
  ...line,
  call_status: "ended",
  end_timestamp: 1_780_000_060_000,
  disconnection_reason: "agent_hangup",
  transcript_with_tool_calls: spoken,
});
const analyzed = storedEvent("call_analyzed", {
  ...line,
  call_analysis: { call_summary: "Booked.", custom_analysis_data: { callback_message: `Rappelez le ${patient}.` } },
});

/** An installation with one clinic and these events, stored and not processed. */
async function installation(...events: readonly ReturnType<typeof storedEvent>[]) {
  const { cwd, stores } = await storedClinic();
  await stores(async () => {});
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  const store = new SqlCallEventStore(database.fleet);
  for (const event of events) {
    const order = {
      kind: "call-event",
      key: event.key,
      payload: JSON.stringify({ key: event.key }),
      dueAt: event.receivedAt,
    };
    await store.claim(event, order);
  }
  await database.close();
  const command = (...argv: readonly string[]) => run(argv, { cwd });
  return {
    cwd,
    command,
    data: async <T>(schema: z.ZodType<T>, ...argv: readonly string[]): Promise<T> => {
      const { stdout } = await command(...argv, "--json");
      return z.object({ ok: z.literal(true), data: schema }).parse(JSON.parse(stdout)).data;
    },
  };
}

const callsSchema = z.object({
  calls: z.array(z.object({ call_id: z.string(), patient_number: z.string().nullable() })),
});

async function withCall() {
  const made = await installation(ended, analyzed);
  await made.command("event:replay", "call_ended:call_1");
  return made;
}

test("a stored event is processed again, and the call's new state is shown", async () => {
  const { command, data } = await installation(ended, analyzed);
  expect((await data(callsSchema, "call:list")).calls).toEqual([]);
  const dry = await command("event:replay", "call_ended:call_1", "--dry-run");
  expect(dry.stdout).toContain("Would process");
  expect((await data(callsSchema, "call:list")).calls).toEqual([]);
  const { stdout, code } = await command("event:replay", "call_ended:call_1");
  expect([code, stdout]).toEqual([0, "Processed call_ended:call_1 again.\nCall call_1: ended, booked.\n"]);
});

test("calls are listed with their clinic, masked unless revealed", async () => {
  const { command } = await withCall();
  const { stdout } = await command("call:list");
  expect(stdout).toMatch(/call_1 .*clinique-test +inbound +\*\*99 +ended +booked +agent_hangup +60 s/u);
  expect(stdout).not.toContain(patient);
  expect((await command("call:list", "--reveal")).stdout).toContain(patient);
  expect((await command("call:list", "--json")).stdout).not.toContain(patient);
});

test.each([9e15, -9e15, 8.64e15 + 1])(
  "a call that was stored at %d by an earlier version breaks no list",
  async (at) => {
    const { cwd, command } = await withCall();
    const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
    await database.fleet.updateTable("calls").set({ calledAt: at, startedAt: at, endedAt: at }).execute();
    await database.close();
    for (const argv of [["call:list"], ["call:list", "--json"], ["call:show", "call_1"], ["event:list"]]) {
      const { code, stdout } = await command(...argv);
      expect([code, stdout.includes("Invalid")]).toEqual([0, false]);
    }
  },
);

test.each([
  ["--clinic clinique-test", 1],
  ["--outcome booked", 1],
  ["--outcome cancelled", 0],
  ["--reason agent_hangup", 1],
  ["--reason dial_busy", 0],
  ["--since 2026-05-01", 1],
  ["--since 2026-05-29", 0],
])("call:list %s finds %i", async (flags, found) => {
  const { data } = await withCall();
  expect((await data(callsSchema, "call:list", ...flags.split(" "))).calls).toHaveLength(found);
});

test.each([
  ["call:list --outcome nonsense", 2, "Allowed choices are"],
  ["call:list --since yesterday", 2, "Write it as 2026-11-21"],
  ["call:list --limit none", 2, "whole number"],
  ["call:list --clinic nobody", 1, "nobody"],
  ["call:show call_9", 1, "Call call_9 not found"],
  ["event:show nothing", 1, "Event nothing not found"],
  ["event:replay nothing", 1, "Event nothing not found"],
  ["event:trigger call_ended --set call.nope=1 --dry-run", 2, "matches nothing"],
  ["event:trigger call_ended --file a --recorded b", 2, "--file and --recorded cannot be combined"],
  ["event:trigger call_ended --url nowhere", 2, "is not a URL"],
  ["job:retry", 2, "Pass exactly one of a job id or --dead"],
  ["job:retry a --dead", 2, "Pass exactly one of a job id or --dead"],
  ["job:retry no-such-job", 1, "Job no-such-job not found"],
  ["job:list --state asleep", 2, "Allowed choices are"],
])("%s is refused with %i", async (text, code, message) => {
  const { command } = await installation(ended);
  const refused = await command(...text.split(" "));
  expect([refused.code, refused.stdout]).toEqual([code, ""]);
  expect(refused.stderr).toContain(message);
});

test("a call is shown with what was said, nodes, tools, its message and why it ended", async () => {
  const { command } = await withCall();
  const { stdout } = await command("call:show", "call_1");
  const expected = [
    "Call call_1 · inbound · ended",
    "clinic         clinique-test",
    "outcome        booked (from what the agent did)",
    "disconnected   The agent said goodbye and hung up. (agent_hangup)",
    "message left   Rappelez le **99.",
    "summary        Booked.",
    "  agent:   Bonjour",
    "  [Greeting → Booking]",
    '  → tool book_appointment {"patient_phone":"**99"}',
    '  ← {"booked":"true"}',
  ];
  for (const text of expected) expect(stdout.split("\n")).toContain(text);
  expect(stdout).not.toContain("\u001b");
  expect((await command("call:show", "call_1", "--reveal")).stdout).toContain(`Rappelez le ${patient}.`);
  expect((await command("call:show", "call_1", "--json")).stdout).not.toContain(patient);
});

test("events are listed and shown as they came", async () => {
  const { command, data } = await withCall();
  const listed = z.object({ events: z.array(z.object({ key: z.string(), clinic: z.string().nullable() })) });
  const { events } = await data(listed, "event:list", "--event", "call_ended", "--call", "call_1");
  expect(events).toEqual([{ key: "call_ended:call_1", clinic: "clinique-test" }]);
  const { stdout } = await command("event:show", "call_ended:call_1");
  expect(stdout).toContain('"disconnection_reason": "agent_hangup"');
  expect(stdout).not.toContain(patient);
  expect((await command("event:show", "call_ended:call_1", "--reveal")).stdout).toContain(patient);
});

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

/** Receives requests like a server with the sandbox's key. */
async function receiver(status = 200) {
  const received: { readonly path: string; readonly body: unknown; readonly isSigned: boolean }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      const signature = String(request.headers["x-retell-signature"]);
      const isSigned = verifySignature(text, signature, { key: SANDBOX_API_KEY, nowMs: Date.now() });
      received.push({ path: request.url ?? "", body: JSON.parse(text), isSigned });
      response.writeHead(status).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push(server);
  const address = server.address();
  return { received, url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}` };
}

test("an event is triggered from a sample, a file or the store, edited and signed", async () => {
  const { cwd, command } = await installation(ended);
  const { received, url } = await receiver();
  const sample = await command(
    "event:trigger",
    "call_analyzed",
    "--url",
    url,
    "--set",
    "call.duration_ms=7",
    "--set",
    "call.call_id=call_x",
  );
  expect(sample.stdout).toMatch(/^Sent call_analyzed to http:.*\/api\/retell\/webhook: 200 in \d+ ms\.\n$/u);
  await command(
    "event:trigger",
    "call_started",
    "--url",
    `${url}/api/webhook/call-outcome`,
    "--recorded",
    "call_ended:call_1",
  );
  const file = { event: "x", call: { call_id: "call_f" } };
  await run(["event:trigger", "call_started", "--url", url, "--file", "-"], { cwd, stdin: JSON.stringify(file) });
  await command("event:replay", "call_ended:call_1", "--to", url);
  expect(received.map(({ path, isSigned }) => [path, isSigned])).toEqual([
    ["/api/retell/webhook", true],
    ["/api/webhook/call-outcome", true],
    ["/api/retell/webhook", true],
    ["/api/retell/webhook", true],
  ]);
  expect(received.map(({ body }) => body)).toMatchObject([
    { event: "call_analyzed", call: { duration_ms: 7, call_id: "call_x" } },
    { event: "call_started", call: { call_id: "call_1", disconnection_reason: "agent_hangup" } },
    { event: "call_started", call: { call_id: "call_f" } },
    { event: "call_ended", call: { call_id: "call_1" } },
  ]);
});

test("a dry run sends nothing; a refusal and a server that is not there are told apart", async () => {
  const { command } = await installation(ended);
  const { received, url } = await receiver(401);
  const dry = await command("event:trigger", "call_ended", "--url", url, "--dry-run");
  expect([dry.code, received]).toEqual([0, []]);
  expect(dry.stdout).toContain('"event": "call_ended"');
  const refused = await command("event:trigger", "call_ended", "--url", url);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("RETELL_API_KEY");
  const gone = await command("event:trigger", "call_ended", "--url", "http://127.0.0.1:9");
  expect(gone.code).toBe(5);
  expect(gone.stderr).toContain("ascendia serve");
});

test("jobs are listed by state and kind, counted, and retried", async () => {
  const { command, data } = await installation(ended, analyzed);
  const schema = z.object({
    jobs: z.array(z.object({ id: z.string(), key: z.string(), state: z.string() })),
    counts: z.unknown(),
  });
  const { jobs, counts } = await data(schema, "job:list", "--kind", "call-event", "--state", "waiting");
  expect(jobs.map(({ key }) => key).toSorted()).toEqual(["call_analyzed:call_1", "call_ended:call_1"]);
  expect(counts).toEqual([{ kind: "call-event", state: "waiting", jobs: 2 }]);
  expect((await command("job:list", "--state", "dead")).stdout).toContain("No matching jobs.");
  expect((await command("job:retry", "--dead")).stdout).toBe("Nothing to change: no dead jobs.\n");
  const retried = await command("job:retry", jobs[0]?.id ?? "", "--dry-run");
  expect(retried.stdout).toContain("Would run again:");
  expect((await command("job:retry", jobs[0]?.id ?? "")).stdout).toContain("Waiting to run again:");
});

test("the worker runs waiting jobs, and the tail shows the calls, until both are stopped", async () => {
  const { cwd } = await installation(ended, analyzed);
  const env = { LOG_LEVEL: "silent" };
  const worker = run(["worker", "--json"], { cwd, env });
  const tail = run(["call:tail", "--since", "2026-01-01", "--json"], { cwd, env });
  const command = (...argv: readonly string[]) => run(argv, { cwd, env });
  await expect.poll(async () => (await command("call:list")).stdout, { interval: 50 }).toContain("booked");
  process.emit("SIGTERM", "SIGTERM");
  const [worked, followed] = [await worker, await tail];
  expect([worked.code, followed.code]).toEqual([0, 0]);
  expect(worked.stdout).toContain("call-event");
  const told = followed.stdout
    .trim()
    .split("\n")
    .map((text): unknown => JSON.parse(text));
  expect(told).toContainEqual(expect.objectContaining({ kind: "call", call_id: "call_1", outcome: "booked" }));
  expect(followed.stdout).not.toContain(patient);
});
