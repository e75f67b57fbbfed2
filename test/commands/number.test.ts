import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  ascendia,
  austin,
  austinNumber,
  cotonou,
  cotonouNumber,
  dataOf,
  fault,
  installation,
  onInstallation,
  requestsOf,
  told,
  twoClinics,
  writes,
} from "./fleet-fixture.ts";

onInstallation();

const listed = z.object({
  numbers: z.array(z.looseObject({ number: z.string(), state: z.string(), clinic: z.string().nullable() })),
});

async function states() {
  const { numbers } = listed.parse(await dataOf(["number:list"]));
  return Object.fromEntries(numbers.map(({ number, state }) => [number, state]));
}

async function staysDry(argv: readonly string[]): Promise<unknown> {
  const before = await writes();
  const data = await dataOf([...argv, "--dry-run"]);
  expect(await writes()).toEqual(before);
  return data;
}

async function numberAtRetell(number: string) {
  return installation().dashboard.phoneNumber.retrieve(number);
}

async function firstAgent(): Promise<string> {
  const { inbound_agents: bound } = await numberAtRetell(austinNumber);
  return bound?.[0]?.agent_id ?? "";
}

describe("number:list", () => {
  it("shows the clinic, agent, webhook, state and price of every number, and unused numbers", async () => {
    await twoClinics();
    const { dashboard } = installation();
    await dashboard.phoneNumber.create({ area_code: 415, nickname: "ascendia:gone" });
    await dashboard.phoneNumber.create({ area_code: 415 });
    const foreign = await dashboard.phoneNumber.create({ toll_free: true });
    const { agent_id: another } = z.object({ agent_id: z.string() }).parse(await dataOf(["agent:create", "--force"]));
    await dashboard.phoneNumber.update(foreign.phone_number, { inbound_agents: [{ agent_id: another, weight: 1 }] });
    await dashboard.phoneNumber.delete(cotonouNumber);
    const env = { RETELL_MASTER_AGENT_ID: await firstAgent() };
    const data = await dataOf(["number:list"], { env });
    const { numbers } = listed.parse(data);
    expect(Object.fromEntries(numbers.map(({ number, state }) => [number, state]))).toEqual({
      [cotonouNumber]: "missing",
      [austinNumber]: "ok",
      "+14155550100": "orphan",
      "+14155550101": "unbound",
      [foreign.phone_number]: "foreign",
    });
    expect(data).toMatchObject({ monthly_cents: 1100, orphans: 1, orphans_monthly_cents: 200 });
    const { stdout } = await ascendia(["number:list", "--state", "orphan"], { env });
    expect(stdout).toContain("1 number, $2.00 a month to Retell; 1 used by no clinic, $2.00 a month");
  });

  it("requests one list instead of each number", async () => {
    await twoClinics();
    expect((await requestsOf(() => dataOf(["number:list"]))).toSorted()).toEqual([
      "GET /get-agent/:id",
      "GET /v2/list-phone-numbers",
    ]);
  });
});

describe("number:bind", () => {
  it("rebinds a clinic's number correctly, and changes nothing the second time", async () => {
    await twoClinics();
    await installation().dashboard.phoneNumber.update(austinNumber, { inbound_agents: [], nickname: "mine" });
    expect(await staysDry(["number:bind", austin])).toMatchObject({
      action: "update",
      price: "$2.00 a month, paid to Retell",
    });
    await dataOf(["number:bind", austin]);
    expect(await numberAtRetell(austinNumber)).toMatchObject({ nickname: `ascendia:${austin}` });
    expect(await staysDry(["number:bind", austin])).toMatchObject({ action: "unchanged" });
  });

  it("gives a clinic that lost its number an existing one, but no other clinic's", async () => {
    await twoClinics();
    const spare = (await installation().dashboard.phoneNumber.create({ area_code: 415 })).phone_number;
    expect((await told(["number:bind", austin, "--number", spare])).error).toMatchObject({ code: "conflict" });
    await dataOf(["number:release", austinNumber, "--yes", "--confirm", austinNumber]);
    expect((await told(["number:bind", austin])).error).toMatchObject({ code: "not_found" });
    expect((await told(["number:bind", austin, "--number", cotonouNumber])).error).toMatchObject({ code: "conflict" });
    expect(await staysDry(["number:bind", austin, "--number", spare])).toMatchObject({ action: "adopt" });
    await dataOf(["number:bind", austin, "--number", spare]);
    expect(await dataOf(["fleet:plan"])).toMatchObject({ drift: 0 });
  });

  it("takes a number from another agent only on request", async () => {
    await twoClinics();
    const { dashboard } = installation();
    const spare = (await dashboard.phoneNumber.create({ area_code: 415 })).phone_number;
    const { agent_id: another } = z.object({ agent_id: z.string() }).parse(await dataOf(["agent:create", "--force"]));
    await dataOf(["number:release", cotonouNumber, "--yes", "--confirm", cotonouNumber]);
    const first = (await numberAtRetell(austinNumber)).inbound_agents?.[0]?.agent_id ?? "";
    await dashboard.phoneNumber.update(spare, { inbound_agents: [{ agent_id: another, weight: 1 }] });
    const env = { RETELL_MASTER_AGENT_ID: first };
    const bind = ["number:bind", cotonou, "--number", spare];
    expect((await told(bind, { env })).error).toMatchObject({ code: "conflict" });
    expect(await dataOf([...bind, "--take-over"], { env })).toMatchObject({ action: "adopt", agent_id: first });
  });
});

async function withoutNumber(): Promise<void> {
  await twoClinics();
  await dataOf(["number:release", cotonouNumber, "--yes", "--confirm", cotonouNumber]);
}

describe("number:import", () => {
  const trunk = ["number:import", cotonou, "--number", "0197000001", "--termination-uri", "trunk.example.com"];
  const secret = { env: { TRUNK_PASSWORD: "a-test-password" } };

  it("imports, binds and keeps the password to itself", async () => {
    await withoutNumber();
    const full = [...trunk, "--username", "clinic", "--password-env", "TRUNK_PASSWORD", "--transport", "TLS"];
    const before = await writes();
    expect(await dataOf([...full, "--dry-run"], secret)).toMatchObject({
      action: "create",
      price: "paid to the carrier",
    });
    expect(await writes()).toEqual(before);
    const { stdout, stderr, code } = await ascendia(full, secret);
    expect([code, (stdout + stderr).includes("a-test-password")]).toEqual([0, false]);
    expect(await numberAtRetell(cotonouNumber)).toMatchObject({
      nickname: `ascendia:${cotonou}`,
      sip_outbound_trunk_config: { transport: "TLS", auth_username: "clinic" },
    });
    expect(await staysDry(trunk)).toMatchObject({ action: "unchanged" });
    expect(await dataOf(["fleet:plan"])).toMatchObject({ drift: 0 });
  });

  it("looks up an import whose answer was lost, and asks for what is missing by its flag", async () => {
    await withoutNumber();
    await fault({ kind: "answer_lost", method: "POST", path: "/import-phone-number" });
    await dataOf(trunk);
    expect(await states()).toMatchObject({ [cotonouNumber]: "ok" });
    expect((await told(["number:import", cotonou])).error).toMatchObject({ hint: "Pass --number." });
    expect((await told([...trunk, "--username", "clinic"])).error).toMatchObject({
      hint: "Pass --password-env <variable>.",
    });
    expect((await told([...trunk, "--password-env", "NO_SUCH"])).code).toBe(4);
    expect((await told([...trunk, "--transport", "SMOKE"])).code).toBe(2);
  });
});

describe("number:release", () => {
  it("says what it costs and breaks, requires the number to be typed, and removes it here too", async () => {
    await twoClinics();
    expect(await staysDry(["number:release", austinNumber])).toMatchObject({
      action: "release",
      clinic: austin,
      price: "$2.00 a month, paid to Retell",
      consequences: [
        `Austin Test Clinic (${austin}) will have no number.`,
        `Callers of ${austinNumber} will no longer reach the receptionist.`,
        "Retell may give it to someone else: you cannot get it back.",
      ],
    });
    const before = await writes();
    expect((await told(["number:release", austinNumber])).code).toBe(2);
    expect((await told(["number:release", austinNumber, "--yes"])).code).toBe(2);
    expect((await told(["number:release", austinNumber, "--yes", "--confirm", cotonouNumber])).code).toBe(130);
    expect(await writes()).toEqual(before);
    const release = ["number:release", austinNumber, "--yes", "--confirm", austinNumber];
    await fault({ kind: "answer_lost", method: "DELETE", path: "/delete-phone-number/*" });
    const { code, stderr } = await ascendia(release);
    expect([code, stderr.includes("$2.00 a month")]).toEqual([0, true]);
    expect(await states()).toEqual({ [cotonouNumber]: "ok" });
    expect((await told(release)).error).toMatchObject({ code: "not_found" });
  });

  it("removes a number that is gone from Retell, and does not touch another program's", async () => {
    await twoClinics();
    const { dashboard } = installation();
    await dashboard.phoneNumber.delete(cotonouNumber);
    expect(await dataOf(["number:release", cotonouNumber, "--yes", "--confirm", cotonouNumber])).toMatchObject({
      action: "forget",
      clinic: cotonou,
    });
    const { inbound_agents: agents } = await numberAtRetell(austinNumber);
    const foreign = await dashboard.phoneNumber.create({ inbound_agents: agents ?? [] });
    expect((await told(["number:release", foreign.phone_number])).error).toMatchObject({ code: "conflict" });
  });
});

describe("number:update", () => {
  it("sets fallback and countries, by clinic or number, and is unchanged the second time", async () => {
    await twoClinics();
    const change = ["number:update", cotonou, "--fallback", "0197000009", "--allow-inbound", "tg,bj"];
    expect(await staysDry(change)).toMatchObject({
      action: "update",
      changes: [
        { setting: "fallback number", before: "none", after: "+2290197000009" },
        { setting: "countries that may call", before: "all", after: "BJ,TG" },
      ],
    });
    await dataOf(change);
    expect(await numberAtRetell(cotonouNumber)).toMatchObject({
      fallback_number: "+2290197000009",
      allowed_inbound_country_list: ["BJ", "TG"],
    });
    expect(await staysDry(change)).toMatchObject({ action: "unchanged" });
    const undo = ["number:update", cotonouNumber, "--fallback", "none", "--allow-inbound", "all"];
    expect(await dataOf(undo)).toMatchObject({ clinic: cotonou, action: "update" });
    expect(await dataOf(["fleet:plan"])).toMatchObject({ drift: 0 });
  });

  it.each([
    [["--fallback", cotonouNumber], "A number cannot be its own fallback."],
    [["--fallback", austinNumber], "has its own fallback"],
    [["--allow-outbound", "XX,RU"], 'RU is always blocked by Retell, "XX" is not a country'],
    [[], "Nothing to change."],
  ])("refuses %j", async (flags, why) => {
    await twoClinics();
    await dataOf(["number:update", austin, "--fallback", "+14155550199"]);
    const { stderr, code } = await ascendia(["number:update", cotonou, ...flags]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(why);
  });
});
