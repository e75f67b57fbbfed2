import { beforeEach, describe, expect, it } from "vitest";
import { SqlJournal } from "../../../src/adapters/sql/monitoring/journal.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import type { NumberPlatform } from "../../../src/domain/number/number.ts";
import { readClinicRequest } from "../../../src/domain/clinic/requests/read-clinic-request.ts";
import { applyOnboarding, storedRequest } from "../../../src/domain/fleet/onboarding/onboard-clinic.ts";
import { planOnboarding } from "../../../src/domain/fleet/onboarding/plan-onboarding.ts";
import type { OnboardingPorts, Store } from "../../../src/domain/fleet/ports.ts";
import type { Journal } from "../../../src/domain/journal/journal.ts";
import { AscendiaError } from "../../../src/errors.ts";
import { FakeAuditLog } from "../../fakes/audit-log.ts";
import { boughtClinicFile, clinicFile } from "../../fakes/clinic-file.ts";
import { FakeNumbers } from "../../fakes/fake-numbers.ts";
import { KillSwitch, Killed } from "../../fakes/kill-switch.ts";
import { textLike } from "../../fakes/text-like.ts";

const agent = { agentId: "agent_test", version: 3 };
const nothingBound = { inboundAgents: [], outboundAgents: [], inboundWebhookUrl: "https://voice.example.com" };
const orders = { bought: boughtClinicFile, imported: clinicFile };

interface Installation {
  readonly store: Store;
  readonly journal: Journal;
  readonly numbers: FakeNumbers;
  readonly audit: FakeAuditLog;
  readonly ports: OnboardingPorts;
}

async function install(): Promise<Installation> {
  const database = await newDatabase();
  const store = sqlStore(database);
  const clock = { now: () => 1_780_000_000_000 };
  const journal = new SqlJournal(database.fleet, clock);
  const numbers = new FakeNumbers();
  const audit = new FakeAuditLog();
  let ids = 0;
  const ports: OnboardingPorts = {
    clinics: store.clinics,
    scope: (clinicId) => store.scope(clinicId),
    inAccount: accountWith(numbers),
    journal,
    audit,
    clock,
    newId: () => `id-${(ids += 1)}`,
    bookings: () => Promise.reject(new Error("only a table that updates looks at bookings")),
    atomically: (work) => database.atomically(work),
    masterAgent: () => Promise.resolve(agent),
    ownAgent: () => Promise.resolve(undefined),
    publicUrl: "https://voice.example.com",
    secret: () => undefined,
  };
  return { store, journal, numbers, audit, ports };
}

function accountWith(numbers: NumberPlatform): OnboardingPorts["inAccount"] {
  return () => Promise.resolve({ numbers, pinned: (agentId) => Promise.resolve({ agentId, version: 4 }) });
}

function onNumbers(numbers: NumberPlatform, ports: OnboardingPorts): OnboardingPorts {
  return { ...ports, inAccount: accountWith(numbers) };
}

function requestOf(file: unknown) {
  return readClinicRequest({ value: file, name: "clinic.json" });
}

async function onboard(file: unknown, ports: OnboardingPorts) {
  return applyOnboarding(await planOnboarding(requestOf(file), ports), ports);
}

async function actions(file: unknown, ports: OnboardingPorts) {
  const { steps } = await planOnboarding(requestOf(file), ports);
  return Object.fromEntries(steps.map(({ step, action }) => [step, action]));
}

async function failure(work: Promise<unknown>): Promise<AscendiaError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AscendiaError) return error;
  throw new Error(`expected an AscendiaError, got ${String(error)}`);
}

let here: Installation;

beforeEach(async () => {
  here = await install();
});

/** Ports that fail at the nth use, including the clinic's own stores, but not ids and the clock. */
function dying(at: number, { ports, numbers }: Installation): OnboardingPorts {
  const kill = new KillSwitch(at);
  return {
    ...ports,
    clinics: kill.wrap(ports.clinics),
    inAccount: accountWith(kill.wrap(numbers)),
    journal: kill.wrap(ports.journal),
    scope: (clinicId) => {
      const { doctors, openingHours, number, outbox, booking } = ports.scope(clinicId);
      return {
        doctors: kill.wrap(doctors),
        openingHours: kill.wrap(openingHours),
        number: kill.wrap(number),
        outbox: kill.wrap(outbox),
        booking: kill.wrap(booking),
      };
    },
  };
}

/** Whether the run was killed; any other failure fails the test. */
async function wasKilled(file: unknown, at: number, installation: Installation): Promise<boolean> {
  try {
    await onboard(file, dying(at, installation));
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

describe.each(Object.entries(orders))("a clinic with a number %s", (_kind, file) => {
  it("has one number after a crash before or after any call, once the same command runs again", async () => {
    let at = 0;
    for (let killed = true; killed;) {
      at += 1;
      const installation = await install();
      killed = await wasKilled(file, at, installation);
      const done = await onboard(file, installation.ports);
      expect({ at, ...(await stateOf(done.clinicId, installation)) }).toEqual({ at, ...whole(done.clinicId) });
    }
    expect(at).toBeGreaterThan(40);
  });

  it("has one number after two crashes", async () => {
    for (let first = 1; first <= 60; first += 1) {
      // Factors that are coprime to 25, so that over the rounds each second point meets early and late first ones.
      for (const second of [1 + ((first * 7) % 25), 1 + ((first * 13) % 25)]) {
        const installation = await install();
        await wasKilled(file, first, installation);
        await wasKilled(file, second, installation);
        const done = await onboard(file, installation.ports);
        const killed = { first, second };
        expect({ killed, ...(await stateOf(done.clinicId, installation)) }).toEqual({
          killed,
          ...whole(done.clinicId),
        });
      }
    }
  });
});

async function stateOf(clinicId: string, { store, numbers }: Installation) {
  const stores = store.scope(clinicId);
  const [number] = numbers.numbers.values();
  return {
    clinics: (await store.clinics.list()).map(({ status }) => status),
    numbers: numbers.numbers.size,
    isStored: (await stores.number.find())?.phoneNumber === number?.phoneNumber,
    webhook: number?.inboundWebhookUrl,
    doctors: (await stores.doctors.list()).map(({ name }) => name),
    openDays: Object.values(await stores.openingHours.ofClinic()).filter((day) => day.length > 0).length,
    mails: (await stores.outbox.list()).map(({ kind }) => kind),
  };
}

/** The state of a clinic that was onboarded exactly once. */
function whole(clinicId: string) {
  return {
    clinics: ["active"],
    numbers: 1,
    isStored: true,
    webhook: `https://voice.example.com/webhooks/retell/inbound/${clinicId}`,
    doctors: ["Awa Test"],
    openDays: 2,
    mails: ["welcome"],
  };
}

describe("onboarding", () => {
  it("binds the number to the published version in both directions, with the clinic's own webhook", async () => {
    const done = await onboard(boughtClinicFile, here.ports);
    const bound = [{ agentId: "agent_test", agentVersion: 3, weight: 1 }];
    expect(here.numbers.numbers.get(done.phoneNumber)).toMatchObject({
      nickname: "ascendia:austin-test-clinic",
      inboundAgents: bound,
      outboundAgents: bound,
      inboundWebhookUrl: `https://voice.example.com/webhooks/retell/inbound/${done.clinicId}`,
    });
    expect(await here.store.scope(done.clinicId).number.find()).toMatchObject({ agentVersion: 3, monthlyCents: 200 });
  });

  it("reports create, then unchanged, and then writes nothing", async () => {
    expect(new Set(Object.values(await actions(clinicFile, here.ports)))).toEqual(new Set(["create", "update"]));
    await onboard(clinicFile, here.ports);
    here.numbers.writes.length = 0;
    expect(new Set(Object.values(await actions(clinicFile, here.ports)))).toEqual(new Set(["unchanged"]));
    await onboard(clinicFile, here.ports);
    expect(here.numbers.writes).toEqual([]);
  });

  it("adopts the number with the clinic's nickname, even when the database is new", async () => {
    const first = await onboard(boughtClinicFile, here.ports);
    const fresh = onNumbers(here.numbers, (await install()).ports);
    expect(await actions(boughtClinicFile, fresh)).toMatchObject({ number: "adopt", binding: "update" });
    expect((await onboard(boughtClinicFile, fresh)).phoneNumber).toBe(first.phoneNumber);
    expect(here.numbers.numbers.size).toBe(1);
  });

  it("adopts a number whose order was carried out although the answer was lost", async () => {
    const buy = here.numbers.buy.bind(here.numbers);
    here.numbers.buy = async (order, binding) => {
      await buy(order, binding);
      throw new AscendiaError("transient", "Retell could not be reached.");
    };
    await onboard(boughtClinicFile, here.ports);
    expect(here.numbers.writes).toEqual(["buy"]);
  });

  it("reports an unknown result, and orders no second number, when Retell fails after the order", async () => {
    const { numbers } = here;
    const { buy, list } = { buy: numbers.buy.bind(numbers), list: numbers.list.bind(numbers) };
    const gone = new AscendiaError("transient", "Retell could not be reached.");
    let isGone = false;
    numbers.buy = async (order, binding) => {
      await buy(order, binding);
      isGone = true;
      throw gone;
    };
    numbers.list = () => (isGone ? Promise.reject(gone) : list());
    const error = await failure(onboard(boughtClinicFile, here.ports));
    expect(error).toMatchObject({ code: "transient" });
    expect(error.message).toContain("It is not known yet whether the number was obtained");
    isGone = false;
    const { clinicId } = await onboard(boughtClinicFile, here.ports);
    expect(await stateOf(clinicId, here)).toEqual(whole(clinicId));
    expect(numbers.writes).toEqual(["buy"]);
  });

  it("restores a binding that was changed at Retell", async () => {
    const { phoneNumber } = await onboard(boughtClinicFile, here.ports);
    await here.numbers.bind(phoneNumber, {
      nickname: "x",
      inboundAgents: [],
      outboundAgents: [],
      inboundWebhookUrl: "",
    });
    expect(await actions(boughtClinicFile, here.ports)).toMatchObject({ number: "unchanged", binding: "update" });
    const { clinicId } = await onboard(boughtClinicFile, here.ports);
    expect(await stateOf(clinicId, here)).toEqual(whole(clinicId));
  });

  it("reports the number that is being paid for when a later step fails, and resumes with it", async () => {
    here.numbers.losesBindings = true;
    const error = await failure(onboard(boughtClinicFile, here.ports));
    expect(error.code).toBe("drift");
    expect(error.message).toContain("The number +15125550100 is paid for and kept for austin-test-clinic");
    expect(error.hint).toContain("ascendia clinic:onboard --resume austin-test-clinic");
    here.numbers.losesBindings = false;
    const request = await storedRequest("austin-test-clinic", here.store, here.journal);
    const resumed = await applyOnboarding(await planOnboarding(request, here.ports), here.ports);
    expect(resumed.phoneNumber).toBe("+15125550100");
    expect(await stateOf(resumed.clinicId, here)).toEqual(whole(resumed.clinicId));
  });

  it.each([
    [{ address: "another street" }, ["address"]],
    [{ name: "Clinique Sainte Therese", owner_email: "other@example.com" }, ["name", "owner_email"]],
    [{ hours: { sat: [["09:00", "10:00"]] } }, ["hours"]],
  ])("refuses another clinic under the same slug: %j", async (change, differing) => {
    await onboard(clinicFile, here.ports);
    const error = await failure(
      planOnboarding(requestOf({ ...clinicFile, slug: "clinique-sainte-therese", ...change }), here.ports),
    );
    expect(error.code).toBe("conflict");
    expect(error.detail).toEqual(differing);
  });

  it("refuses a number that another clinic has, or that another program uses", async () => {
    await onboard(clinicFile, here.ports);
    const other = { ...clinicFile, name: "Another Test Clinic" };
    expect((await failure(planOnboarding(requestOf(other), here.ports))).message).toContain(
      "belongs to another clinic",
    );
    const foreign = { agentId: "agent_other", agentVersion: 1, weight: 1 };
    here.numbers.numbers.set("+2290197000002", {
      phoneNumber: "+2290197000002",
      source: "imported",
      nickname: "front desk",
      inboundAgents: [foreign],
      outboundAgents: [],
      inboundWebhookUrl: null,
    });
    const used = {
      ...other,
      number: { import: { phone_number: "+2290197000002", termination_uri: "trunk.example.com" } },
    };
    expect((await failure(planOnboarding(requestOf(used), here.ports))).message).toContain(
      "answered by agent agent_other",
    );
  });

  it("requires the trunk's password before it does anything", async () => {
    const trunk = { ...clinicFile.number.import, password_env: "TRUNK_PASSWORD" };
    const error = await failure(planOnboarding(requestOf({ ...clinicFile, number: { import: trunk } }), here.ports));
    expect(error.code).toBe("not_configured");
    expect(error.message).toContain("TRUNK_PASSWORD");
  });

  it("sends Retell the typed password when the request names no variable for it", async () => {
    const trunk = { ...clinicFile.number.import, username: "clinic", transport: "TLS" };
    const request = { ...clinicFile, number: { import: trunk } };
    await onboard(request, { ...here.ports, typedPassword: "a-test-password" });
    expect(here.numbers.imports).toEqual([
      expect.objectContaining({ username: "clinic", password: "a-test-password", transport: "TLS" }),
    ]);
  });

  it("records the number and the clinic once each, and the changes of a repair", async () => {
    await onboard(boughtClinicFile, here.ports);
    await onboard(boughtClinicFile, here.ports);
    expect(here.audit.entries.map(({ subject }) => subject)).toEqual([
      "number:+15125550100",
      "clinic:austin-test-clinic",
    ]);
    await here.numbers.bind("+15125550100", { ...nothingBound, nickname: "ascendia:austin-test-clinic" });
    await onboard(boughtClinicFile, here.ports);
    expect(here.audit.entries.at(-1)).toMatchObject({
      subject: "clinic:austin-test-clinic",
      before: { number: { phoneNumber: "+15125550100" } },
      after: { binding: textLike(/inbound_agents is none/u) },
    });
  });

  it("leaves a clinic on the version that was rolled out to it", async () => {
    await onboard(boughtClinicFile, here.ports);
    const newer = { ...here.ports, masterAgent: () => Promise.resolve({ ...agent, version: agent.version + 1 }) };
    expect(Object.values(await actions(boughtClinicFile, newer))).toEqual(Array.from({ length: 5 }, () => "unchanged"));
  });

  it("writes the welcome mail in the clinic's language", async () => {
    const fr = await onboard(clinicFile, here.ports);
    const en = await onboard(boughtClinicFile, here.ports);
    const mailOf = async (id: string) => (await here.store.scope(id).outbox.list())[0];
    expect(await mailOf(fr.clinicId)).toMatchObject({ recipient: "owner@example.com", state: "waiting" });
    expect((await mailOf(fr.clinicId))?.body).toContain("+2290197000001");
    expect((await mailOf(en.clinicId))?.subject).toBe("Your AI receptionist is ready");
  });
});
