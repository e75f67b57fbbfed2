import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { type RunningSandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { textLike } from "../fakes/text-like.ts";
import { clinicFile } from "../fakes/clinic-file.ts";
import { newFolder } from "../fakes/world.ts";
import {
  ascendia,
  austin,
  cotonou,
  cotonouNumber,
  dataOf,
  installation,
  onInstallation,
  requestsOf,
  told,
  twoClinics,
} from "./fleet-fixture.ts";

onInstallation();

const northKey = "key_of_the_northern_clinic";
const northNumber = "+2290197000077";
let north: RunningSandbox;

beforeEach(async () => {
  north = await startSandbox({ databasePath: join(newFolder(), "retell.db"), apiKey: northKey, clock: systemClock });
});
afterEach(() => north.close());

const env = () => ({ NORTH_KEY: northKey, NORTH_KEY_BASE_URL: north.url });

async function agentInNorth(): Promise<string> {
  const created = await dataOf(["agent:create", "--retell-key-env", "NORTH_KEY"], { env: env() });
  return z.object({ agent_id: z.string() }).parse(created).agent_id;
}

/** A third clinic, which has an account of its own. */
async function northernClinic(): Promise<string> {
  await twoClinics();
  const agent = await agentInNorth();
  const number = { import: { phone_number: northNumber, termination_uri: "trunk.example.com" } };
  const file = { ...clinicFile, name: "Clinique du Nord", number, retell_key_env: "NORTH_KEY", agent };
  writeFileSync(join(installation().cwd, "north.json"), JSON.stringify(file));
  await dataOf(["clinic:onboard", "--file", "north.json"], { env: env() });
  return agent;
}

const numbersIn = async (sandbox: RunningSandbox, key: string) => {
  const headers = { authorization: `Bearer ${key}` };
  const listed = await (await fetch(`${sandbox.url}/v2/list-phone-numbers`, { headers })).json();
  const { items } = z.object({ items: z.array(z.object({ phone_number: z.string() })) }).parse(listed);
  return items.map(({ phone_number: number }) => number);
};

describe("a clinic with a Retell account of its own", () => {
  it("has its number and its agent there, and nothing of it is sent to the installation's account", async () => {
    let agent = "";
    await twoClinics();
    const sent = await requestsOf(async () => {
      agent = await agentInNorth();
    });
    expect(sent).toEqual([]);
    const number = { import: { phone_number: northNumber, termination_uri: "trunk.example.com" } };
    const file = { ...clinicFile, name: "Clinique du Nord", number, retell_key_env: "NORTH_KEY", agent };
    writeFileSync(join(installation().cwd, "north.json"), JSON.stringify(file));
    const onboarding = await requestsOf(() => dataOf(["clinic:onboard", "--file", "north.json"], { env: env() }));
    expect(onboarding).toEqual([]);
    expect(await numbersIn(north, northKey)).toEqual([northNumber]);
    expect(await dataOf(["clinic:show", "clinique-du-nord"], { env: env() })).toMatchObject({
      retell_key_env: "NORTH_KEY",
      number: { phone_number: northNumber, agent_id: agent },
    });
  });

  it("is compared with its account, and repaired there", async () => {
    await northernClinic();
    expect(await dataOf(["fleet:plan"], { env: env() })).toMatchObject({ clinics: 3, drift: 0 });
    const headers = { authorization: `Bearer ${northKey}`, "content-type": "application/json" };
    const change = {
      method: "PATCH",
      headers,
      body: JSON.stringify({ inbound_webhook_url: "https://other.example.com" }),
    };
    await fetch(`${north.url}/update-phone-number/${encodeURIComponent(northNumber)}`, change);
    expect((await told(["fleet:plan"], { env: env() })).data).toMatchObject({
      drift: 1,
      findings: [{ kind: "webhook_host", subject: "clinique-du-nord" }],
    });
    expect(await dataOf(["fleet:apply", "--yes"], { env: env() })).toMatchObject({ repaired: 1 });
    expect(await dataOf(["number:list"], { env: env() })).toMatchObject({
      numbers: [{ account: null }, { account: null }, { number: northNumber, account: "NORTH_KEY", state: "ok" }],
    });
  });

  it("needs no master agent in the installation's account where no clinic uses it", async () => {
    const agent = await agentInNorth();
    const number = { import: { phone_number: northNumber, termination_uri: "trunk.example.com" } };
    const file = { ...clinicFile, name: "Clinique du Nord", number, retell_key_env: "NORTH_KEY", agent };
    writeFileSync(join(installation().cwd, "north.json"), JSON.stringify(file));
    await dataOf(["clinic:onboard", "--file", "north.json"], { env: env() });
    const unasked = await requestsOf(async () => {
      expect(await dataOf(["fleet:plan"], { env: env() })).toMatchObject({ clinics: 1, drift: 0 });
      expect(await dataOf(["fleet:apply", "--yes"], { env: env() })).toMatchObject({ repaired: 0 });
      expect(await dataOf(["number:list"], { env: env() })).toMatchObject({ numbers: [{ account: "NORTH_KEY" }] });
    });
    expect(unasked).toEqual([]);
    const { stdout } = await ascendia(["check"], { env: env() });
    expect(stdout).toContain("every clinic has an agent of its own");
  });

  it("is a finding while its key is missing, without hiding the other accounts", async () => {
    await northernClinic();
    const { data, code } = await told(["fleet:plan"]);
    expect(code).toBe(3);
    expect(data).toMatchObject({ drift: 1, findings: [{ kind: "account_unread", subject: "NORTH_KEY" }] });
  });

  it("is offboarded there", async () => {
    await northernClinic();
    const offboard = ["clinic:offboard", "clinique-du-nord", "--erase", "--yes", "--confirm", "clinique-du-nord"];
    expect(await requestsOf(() => dataOf(offboard, { env: env() }))).toEqual([]);
    expect(await numbersIn(north, northKey)).toEqual([]);
  });
});

describe("clinic:update --retell-key-env", () => {
  it("moves a clinic whose number is in the other account, and refuses one whose number is not", async () => {
    await twoClinics();
    const agent = await agentInNorth();
    const move = ["clinic:update", cotonou, "--retell-key-env", "NORTH_KEY", "--agent", agent];
    expect((await told(move, { env: env() })).error).toMatchObject({ code: "conflict" });
    await dataOf(["number:release", cotonouNumber, "--yes", "--confirm", cotonouNumber]);
    expect(await dataOf(move, { env: env() })).toMatchObject({
      changes: [
        { field: "retell_key_env", before: null, after: "NORTH_KEY" },
        { field: "agent", before: null, after: `${agent} version 0` },
      ],
    });
    const trunk = ["--number", cotonouNumber, "--termination-uri", "trunk.example.com"];
    await dataOf(["number:import", cotonou, ...trunk], { env: env() });
    expect(await numbersIn(north, northKey)).toEqual([cotonouNumber]);
    expect(await dataOf(["fleet:plan"], { env: env() })).toMatchObject({ drift: 0 });
    expect(await dataOf(["audit:list", "--action", "clinic:update"], { env: env() })).toMatchObject({
      entries: [{ after: { retell_key_env: "NORTH_KEY" } }],
    });
  });

  it("needs an agent of that account, a key that is set, and the name of a variable", async () => {
    await twoClinics();
    const move = ["clinic:update", austin, "--retell-key-env"];
    expect((await told([...move, "NORTH_KEY"], { env: env() })).error).toMatchObject({ code: "usage" });
    const unknown = await told([...move, "NORTH_KEY", "--agent", "agent_of_nobody"], { env: env() });
    expect(unknown.error).toMatchObject({ code: "not_found" });
    expect((await told([...move, "NORTH_KEY", "--agent", "agent_x"])).error).toMatchObject({ code: "not_configured" });
    const { code, stderr } = await ascendia([...move, "key_abc123", "--agent", "agent_x"]);
    expect(code).toBe(1);
    expect(stderr).not.toContain("key_abc123");
  });

  it("gives a clinic an agent of the installation's account, and removes it again", async () => {
    await twoClinics();
    const second = z.object({ agent_id: z.string() }).parse(await dataOf(["agent:create", "--force"])).agent_id;
    expect(await dataOf(["clinic:update", austin, "--agent", second])).toMatchObject({ changes: [{ field: "agent" }] });
    expect(await dataOf(["clinic:show", austin])).toMatchObject({ number: { agent_id: second } });
    await dataOf(["clinic:update", austin, "--agent", "none"]);
    expect(await dataOf(["clinic:show", austin])).toMatchObject({ retell_key_env: null });
  });

  it("refuses a key in a file that others may read", async () => {
    await twoClinics();
    const file = join(installation().cwd, ".env");
    writeFileSync(file, `NORTH_KEY=${northKey}\nNORTH_KEY_BASE_URL=${north.url}\n`);
    chmodSync(file, 0o644);
    const create = ["agent:create", "--retell-key-env", "NORTH_KEY"];
    expect((await told(create)).error).toMatchObject({
      code: "not_configured",
      hint: textLike(/chmod 600/u),
    });
    chmodSync(file, 0o600);
    await dataOf(create);
  });
});
