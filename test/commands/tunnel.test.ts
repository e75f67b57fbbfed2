import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { SqlJournal } from "../../src/adapters/sql/monitoring/journal.ts";
import { heldTunnel } from "../../src/domain/fleet/check/tunnel.ts";
import {
  ascendia,
  austin,
  austinNumber,
  cotonou,
  cotonouNumber,
  dataOf,
  installation,
  onInstallation,
  told,
  twoClinics,
} from "./fleet-fixture.ts";

onInstallation();

const url = "https://quiet-river.tunnel.example";
/** Like cloudflared, prints links to its terms before the address. */
const command = `echo 'see https://www.tunnel.example/terms/ and https://docs.tunnel.example/start'; echo '|  ${url}  |'; exec sleep 600`;
const often = { interval: 50 };
const env = { LOG_LEVEL: "silent", ASCENDIA_PUBLIC_URL: "https://voice.example.com" };

let running: Promise<unknown>[] = [];

async function stopAll(): Promise<void> {
  const stopping = setInterval(() => process.emit("SIGTERM", "SIGTERM"), 20);
  await Promise.all(running).finally(() => clearInterval(stopping));
  running = [];
}

beforeEach(() => twoClinics({ env }));
afterEach(stopAll);

function serve(...flags: readonly string[]) {
  const serving = ascendia(["serve", "--port", "0", "--no-worker", ...flags], { env });
  running.push(serving);
  return serving;
}

async function numberAtRetell(phoneNumber: string) {
  const { inbound_webhook_url: webhook, inbound_agents: agents } =
    await installation().dashboard.phoneNumber.retrieve(phoneNumber);
  return { webhook, agents };
}

const webhookOf = async (phoneNumber: string) => (await numberAtRetell(phoneNumber)).webhook;

it("binds a clinic's number and an agent of the same content to the tunnel, and restores their settings", async () => {
  const before = await numberAtRetell(austinNumber);
  const others = await numberAtRetell(cotonouNumber);
  const serving = serve("--tunnel", command, "--clinic", austin);
  await expect.poll(() => webhookOf(austinNumber), often).toContain(`${url}/webhooks/retell/inbound/`);
  const [agent] = (await numberAtRetell(austinNumber)).agents ?? [];
  const { dashboard } = installation();
  const tunnelled = await dashboard.agent.retrieve(agent?.agent_id ?? "", { version: Number(agent?.agent_version) });
  expect(tunnelled).toMatchObject({ webhook_url: `${url}/api/retell/webhook`, is_published: true });
  expect(tunnelled.agent_id).not.toBe(before.agents?.[0]?.agent_id);
  const engine: unknown = tunnelled.response_engine;
  const flowId =
    typeof engine === "object" && engine !== null ? String(Reflect.get(engine, "conversation_flow_id")) : "";
  const flow = JSON.stringify(await dashboard.conversationFlow.retrieve(flowId));
  expect(flow).toContain(`${url}/api/book-appointment`);
  expect(flow).not.toContain("voice.example.com");
  expect(await numberAtRetell(cotonouNumber)).toEqual(others);
  const drift = await told(["fleet:plan"], { env });
  expect([drift.code, JSON.stringify(drift.data)]).toEqual([3, expect.stringContaining("webhook_host")]);
  await stopAll();
  const { code, stdout, stderr } = await serving;
  expect([code, stdout]).toEqual([0, expect.stringContaining(`${url}/api/retell/webhook`)]);
  expect(stderr).toContain(`Restored 1 number: ${austin}.`);
  expect(await numberAtRetell(austinNumber)).toEqual(before);
  expect(await dataOf(["fleet:plan"], { env })).toMatchObject({ drift: 0 });
});

/** Leaves the numbers as a killed server does: bound, with no process that owns them. */
async function killed(): Promise<void> {
  const serving = serve("--tunnel", command);
  await expect.poll(() => webhookOf(cotonouNumber), often).toContain(url);
  await expect.poll(() => webhookOf(austinNumber), often).toContain(url);
  const database = await openDatabase(`${installation().cwd}/.ascendia/sandbox.db`, "sandbox");
  const journal = new SqlJournal(database.fleet, systemClock);
  const held = await journal.entries("tunnel");
  await stopAll();
  await serving;
  for (const { step, facts } of held) {
    await journal.intend("tunnel", step);
    await journal.complete("tunnel", { step, facts: { ...facts, processId: "999999999" } });
  }
  await database.close();
}

it("restores at the next start what a killed server left bound, except numbers changed meanwhile", async () => {
  const before = await numberAtRetell(austinNumber);
  await killed();
  const { dashboard } = installation();
  await dashboard.phoneNumber.update(austinNumber, { inbound_webhook_url: `${url}/webhooks/retell/inbound/x` });
  await dashboard.phoneNumber.update(cotonouNumber, { inbound_webhook_url: "https://elsewhere.example.com/x" });
  const serving = serve();
  await expect.poll(() => webhookOf(austinNumber), often).toBe(before.webhook);
  await stopAll();
  const { stderr } = await serving;
  expect(stderr).toContain(`Restored 1 number: ${austin}.`);
  expect(stderr).toContain(`something else changed them: ${cotonou}.`);
  expect(await numberAtRetell(austinNumber)).toEqual(before);
  expect(await webhookOf(cotonouNumber)).toBe("https://elsewhere.example.com/x");
  const database = await openDatabase(`${installation().cwd}/.ascendia/sandbox.db`, "sandbox");
  expect(await heldTunnel(new SqlJournal(database.fleet, systemClock))).toBeUndefined();
  await database.close();
});

it("says what a tunnel command printed instead of an address, and refuses --clinic without --tunnel", async () => {
  const { code, stderr } = await ascendia(["serve", "--port", "0", "--tunnel", "echo not signed in; exit 3"], { env });
  expect([code, stderr]).toEqual([1, expect.stringContaining("printed no https address: it ended with 3")]);
  const alone = await ascendia(["serve", "--port", "0", "--clinic", austin], { env });
  expect([alone.code, alone.stderr]).toEqual([
    2,
    expect.stringContaining("--clinic chooses the numbers that --tunnel binds"),
  ]);
  expect(await webhookOf(austinNumber)).toContain("https://voice.example.com/");
});
