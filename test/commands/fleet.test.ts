import { describe, expect, it } from "vitest";
import * as z from "zod";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { closedAllWeek } from "../../src/domain/clinic/opening-hours.ts";
import { type Store, requireClinic } from "../../src/domain/fleet/ports.ts";
import { textLike } from "../fakes/text-like.ts";
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

const auditEntries = z.object({ entries: z.array(z.object({ subject: z.string() })) });

async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const database = await openDatabase(`${installation().cwd}/.ascendia/sandbox.db`, "sandbox");
  try {
    return await work(sqlStore(database));
  } finally {
    await database.close();
  }
}

function kindsIn(data: unknown): unknown {
  return typeof data === "object" && data !== null && "kinds" in data ? data.kinds : undefined;
}

describe("fleet:plan", () => {
  it("finds nothing after onboarding, with one request each for the numbers, the agent and its models", async () => {
    await twoClinics();
    const seen = await requestsOf(async () => {
      expect(await dataOf(["fleet:plan"])).toMatchObject({ clinics: 2, drift: 0, findings: [] });
    });
    expect(seen.toSorted()).toEqual([
      "GET /get-agent/:id",
      "GET /get-agent/:id",
      "GET /get-conversation-flow/:id",
      "GET /v2/list-phone-numbers",
    ]);
  });

  it("needs a master agent", async () => {
    expect((await told(["fleet:plan"])).code).toBe(4);
  });

  it("names what the dashboard did to a number, with the fix, and exits 3", async () => {
    await twoClinics();
    const { dashboard } = installation();
    await dashboard.phoneNumber.update(cotonouNumber, { inbound_agents: [], outbound_agents: [] });
    await dashboard.phoneNumber.update(austinNumber, { inbound_webhook_url: "https://old.example.com/x" });
    const { code, data, error } = await told(["fleet:plan"]);
    expect(code).toBe(3);
    expect(error).toMatchObject({ code: "drift" });
    expect(data).toMatchObject({
      drift: 2,
      kinds: { unbound: 1, webhook_host: 1 },
      findings: [
        { kind: "unbound", subject: cotonou, fix: "ascendia fleet:apply --only unbound", repairable: true },
        { kind: "webhook_host", subject: austin },
      ],
    });
    const human = await ascendia(["fleet:plan"]);
    expect(human.code).toBe(3);
    expect(human.stdout).toContain("webhook on another host (webhook_host): 1");
    expect(human.stdout).toContain("fix: ascendia fleet:apply --only unbound");
  });

  it("reports a clinic without doctors or hours, a lost number, and numbers that no clinic uses", async () => {
    await twoClinics();
    const { dashboard } = installation();
    await inStore(async (store) => {
      const clinic = await requireClinic(cotonou, store.clinics);
      const { doctors, openingHours } = store.scope(clinic.id);
      for (const doctor of await doctors.list()) await doctors.update({ ...doctor, active: false });
      await openingHours.setForClinic(closedAllWeek);
    });
    await dashboard.phoneNumber.delete(austinNumber);
    await dashboard.phoneNumber.create({ area_code: 415, nickname: "ascendia:nobody" });
    await dashboard.phoneNumber.create({ area_code: 415, nickname: "of another program" });
    const { data } = await told(["fleet:plan"]);
    expect(kindsIn(data)).toEqual({
      number_missing: 1,
      no_doctors: 1,
      no_hours: 1,
      orphan_number: 1,
      unused_number: 1,
    });
    expect(data).toMatchObject({
      findings: [
        { subject: austin, fix: `ascendia clinic:onboard --resume ${austin} (buys another number)`, repairable: false },
        { subject: cotonou },
        { subject: cotonou },
        { subject: "+14155550100", fix: "ascendia number:release +14155550100" },
        {
          subject: "+14155550101",
          detail: textLike(/nickname "of another program".*\$2\.00 a month/u),
          fix: "ascendia number:bind <clinic> --number +14155550101, or ascendia number:release +14155550101",
          repairable: false,
        },
      ],
    });
  });

  it("reports a paid number that nobody answers, but not one of another program; changes nothing", async () => {
    await twoClinics();
    const { dashboard } = installation();
    await dashboard.phoneNumber.create({ area_code: 415 });
    await dashboard.phoneNumber.create({ area_code: 415, inbound_webhook_url: "https://other.example.com/in" });
    await dashboard.phoneNumber.import({ phone_number: "+2290197000088", termination_uri: "trunk.example.com" });
    const found = await told(["fleet:plan"]);
    expect(found).toMatchObject({ code: 3, data: { kinds: { unused_number: 1 }, drift: 1 } });
    const before = await writes();
    expect(await dataOf(["fleet:apply", "--yes"])).toMatchObject({
      repaired: 0,
      left: { kinds: { unused_number: 1 } },
    });
    expect(await writes()).toEqual(before);
    await dataOf(["number:release", "+14155550100", "--yes", "--confirm", "+14155550100"]);
    expect(await dataOf(["fleet:plan"])).toMatchObject({ drift: 0 });
  });

  it("sees every webhook and the agent's events when the public address has moved", async () => {
    await twoClinics();
    const env = { ASCENDIA_PUBLIC_URL: "https://moved.example.com" };
    const { data } = await told(["fleet:plan"], { env });
    expect(kindsIn(data)).toEqual({ event_url: 1, webhook_host: 2 });
    expect(data).toMatchObject({
      findings: [{ kind: "event_url", fix: textLike(/update.*publish.*promote/u) }, {}, {}],
    });
  });

  it("limits itself to a kind, and lists the known kinds", async () => {
    await twoClinics();
    await installation().dashboard.phoneNumber.update(austinNumber, { nickname: "mine" });
    expect((await told(["fleet:plan", "--only", "mark_wrong"])).code).toBe(3);
    expect((await told(["fleet:plan", "--only", "unbound"])).code).toBe(0);
    const { code, error } = await told(["fleet:plan", "--only", "mark_wrogn"]);
    expect(code).toBe(2);
    expect(error).toMatchObject({ hint: "Did you mean mark_wrong?" });
  });
});

async function disturb(): Promise<void> {
  const { dashboard } = installation();
  await dashboard.phoneNumber.update(cotonouNumber, {
    inbound_webhook_url: null,
    nickname: "renamed",
    fallback_number: "+14155550199",
  });
  await dashboard.phoneNumber.update(austinNumber, { inbound_agents: [] });
}

describe("fleet:apply", () => {
  it("in a dry run, says what it would update and sends nothing", async () => {
    await twoClinics();
    await disturb();
    const before = await writes();
    expect(await dataOf(["fleet:apply", "--dry-run"])).toMatchObject({
      dry_run: true,
      repairs: [
        { number: austinNumber, action: "update", kinds: ["unbound"] },
        { number: cotonouNumber, action: "update", kinds: ["webhook_missing", "mark_wrong"] },
      ],
    });
    expect(await writes()).toEqual(before);
  });

  it("asks first, then carries out the plan with one request per number and leaves its other settings", async () => {
    await twoClinics();
    await disturb();
    const refused = await told(["fleet:apply"]);
    expect([refused.code, refused.error]).toMatchObject([2, { hint: "Pass --yes to confirm." }]);
    const before = (await writes()).length;
    expect(await dataOf(["fleet:apply", "--yes"])).toMatchObject({ repaired: 2, failed: 0, left: { drift: 0 } });
    expect((await writes()).slice(before)).toEqual([
      "PATCH /update-phone-number/:number",
      "PATCH /update-phone-number/:number",
    ]);
    expect(await installation().dashboard.phoneNumber.retrieve(cotonouNumber)).toMatchObject({
      nickname: `ascendia:${cotonou}`,
      fallback_number: "+14155550199",
    });
    expect(await dataOf(["fleet:plan"])).toMatchObject({ drift: 0 });
    const entries = auditEntries.parse(await dataOf(["audit:list", "--action", "fleet:apply"])).entries;
    expect(entries.map(({ subject }) => subject).toSorted()).toEqual([`clinic:${austin}`, `clinic:${cotonou}`]);
  });

  it("applies only one kind with --only", async () => {
    await twoClinics();
    await disturb();
    expect(await dataOf(["fleet:apply", "--only", "mark_wrong", "--yes"])).toMatchObject({ repaired: 1 });
    expect(kindsIn((await told(["fleet:plan"])).data)).toEqual({ unbound: 1, webhook_missing: 1 });
  });

  it("reports for each repair whether it was done, and a second run does the rest", async () => {
    await twoClinics();
    await disturb();
    await fault({ kind: "fail_before", status: 500, method: "PATCH", path: `/update-phone-number/${austinNumber}` });
    const { code, data } = await told(["fleet:apply", "--yes"]);
    expect(code).toBe(1);
    expect(data).toMatchObject({
      repaired: 1,
      failed: 1,
      results: [
        { number: austinNumber, outcome: "failed" },
        { number: cotonouNumber, outcome: "done", problem: null },
      ],
      left: { drift: 1 },
    });
    expect(await dataOf(["fleet:apply", "--yes"])).toMatchObject({ repaired: 1, failed: 0 });
    expect(await dataOf(["fleet:apply", "--yes"])).toMatchObject({ repaired: 0, failed: 0 });
  });

  it("never buys or releases: a person decides on costs", async () => {
    await twoClinics();
    const { dashboard } = installation();
    await dashboard.phoneNumber.delete(austinNumber);
    await dashboard.phoneNumber.create({ nickname: "ascendia:nobody" });
    const before = await writes();
    expect(await dataOf(["fleet:apply", "--yes"])).toMatchObject({
      repaired: 0,
      left: { kinds: { number_missing: 1, orphan_number: 1 } },
    });
    expect(await writes()).toEqual(before);
  });
});
