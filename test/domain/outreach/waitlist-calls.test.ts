import { beforeEach, describe, expect, test } from "vitest";
import { sqlAttemptTraffic } from "../../../src/adapters/sql/outreach/attempt-stores.ts";
import { cancelAppointment } from "../../../src/domain/booking/visits/change-appointment.ts";
import { addException, removeException } from "../../../src/domain/booking/setup/closures.ts";
import { bookByStaff } from "../../../src/domain/booking/visits/staff-booking.ts";
import { type JoinedWaitlist, passOnLapsedOffers, joinWaitlist } from "../../../src/domain/booking/visits/waitlist.ts";
import { readCallerFacts } from "../../../src/domain/call/line/caller-variables.ts";
import { JobPutOff } from "../../../src/domain/job/run-jobs.ts";
import { type AttemptPorts, Pacer } from "../../../src/domain/outreach/attempts/attempt-ports.ts";
import { attemptKind } from "../../../src/domain/outreach/attempts/place-attempt.ts";
import { optOutNumber } from "../../../src/domain/outreach/contact-changes.ts";
import { waitlistCallKind } from "../../../src/domain/outreach/outcomes/outreach-jobs.ts";
import type { OutreachPolicy } from "../../../src/domain/outreach/policy.ts";
import { acceptOffer, endOfCall, passOnOffer } from "../../../src/domain/outreach/attempts/waitlist-calls.ts";
import { oneByOne } from "../../fakes/one-by-one.ts";
import { FakeCallPlatform } from "../../fakes/call-platform.ts";
import { awa } from "../../server/server-fixture.ts";
import { day, hour, minute, monday, stageOutreach } from "./outreach-fixture.ts";

/** The clinic is open on Mondays, 8:00 to 12:30. */
const nextMonday = { firstDate: "2026-11-30", lastDate: "2026-11-30" };
const nine = monday + 7 * day - hour;
const luc = "+2290197000061";
const ina = "+2290197000062";
const eva = "+2290197000063";

const phrases = {
  fr: { greeting: "Bonjour.", goodbye: "Au revoir.", reminder_greeting: "Bonjour.", reminder_goodbye: "Au revoir." },
  en: { greeting: "Hello.", goodbye: "Goodbye.", reminder_greeting: "Hello.", reminder_goodbye: "Goodbye." },
  es: {
    greeting: "Buen día.",
    goodbye: "Hasta luego.",
    reminder_greeting: "Buen día.",
    reminder_goodbye: "Hasta luego.",
  },
};

type Staged = Awaited<ReturnType<typeof stageLine>>;

/** A clinic on real stores whose waitlist jobs the test runs by hand, with a Retell that remembers. */
async function stageLine(policy: Partial<OutreachPolicy> = {}) {
  const staged = await stageOutreach(policy);
  const { ports, clock, database, store, stores } = staged;
  const calls = new FakeCallPlatform();
  const limits = { outboundLines: null, reservedLines: null, callsPerSecond: 50 };
  let clinic = ports.clinic;
  const dialling = (): AttemptPorts => ({
    ...ports,
    clinic,
    calls,
    pacer: new Pacer({ traffic: sqlAttemptTraffic(database.fleet, null), calls, clock }, limits),
    callerFacts: () => readCallerFacts(clinic, store, clock.now()),
    takeEvent: () => Promise.resolve(),
    voices: { fr: "11labs-Marie" },
    phrases,
  });
  const clinics = { find: () => Promise.resolve(clinic), all: () => oneByOne([clinic]) };
  const kinds = {
    dial: attemptKind(() => Promise.resolve({ clinics, dialling: async () => dialling() })),
    "waitlist-call": waitlistCallKind({ clinics, outreach: dialling }),
  };
  /** Runs due jobs until none is left. */
  const work = async (): Promise<void> => {
    for (;;) {
      const due = database.fleet.selectFrom("jobs").selectAll().where("state", "=", "waiting");
      const job = await due
        .where("dueAt", "<=", clock.now())
        .where("kind", "in", ["dial", "waitlist-call"])
        .executeTakeFirst();
      if (job === undefined) return;
      const change = await kinds[job.kind === "dial" ? "dial" : "waitlist-call"].run(job).then(
        () => ({ state: "done" }) as const,
        (error: unknown) => {
          if (error instanceof JobPutOff) return { dueAt: error.dueAt } as const;
          throw error;
        },
      );
      await database.fleet.updateTable("jobs").set(change).where("id", "=", job.id).execute();
    }
  };
  const join = (name: string, phone: string, more: object = {}): Promise<JoinedWaitlist> => {
    clock.time += 1;
    const wish = { doctorId: null, typeId: null, ...nextMonday, dayPart: null, mayCall: true, ...more };
    return joinWaitlist({ ...wish, patient: { name, phone } }, ports);
  };
  /** Cancels someone's appointment. */
  const free = async (startsAt = nine) => {
    const { id } = await staged.book(startsAt);
    const by = { kind: "staff", reason: "test" } as const;
    const outcome = await cancelAppointment({ appointmentId: id, by }, ports);
    if (outcome.kind !== "cancelled") throw new Error(outcome.kind);
    await work();
    return outcome.offers;
  };
  const offered = () =>
    database.fleet.selectFrom("waitlistOffers").selectAll().orderBy("offeredAt").orderBy("id").execute();
  const states = async () =>
    (await offered()).map(({ state, reason }) => (reason === null ? state : `${state} ${reason}`));
  const line = async () => {
    const rows = await database.fleet
      .selectFrom("waitlist")
      .select("status")
      .orderBy("createdAt")
      .orderBy("id")
      .execute();
    return rows.map(({ status }) => status);
  };
  const numbers = () => calls.orders.map(({ toNumber }) => toNumber);
  /** Ends the last call the way Retell reports it. */
  const hangUp = async (reason: string) => {
    const dialId = calls.orders.at(-1)?.dialId ?? "";
    const callId = `call_${dialId}`;
    await staged.tell({ callId, reason, metadataJson: JSON.stringify({ dial_id: dialId }) });
    await endOfCall(callId, ports);
    await work();
  };
  const answer = async () => {
    const offer = (await offered()).find(({ state }) => state === "open");
    const patient = offer === undefined ? undefined : await stores.patients.find(offer.patientId);
    if (offer === undefined || patient === undefined) throw new Error("nothing is offered");
    return { offer, patient, callId: `call_${calls.orders.at(-1)?.dialId ?? ""}` };
  };
  const decline = async () => {
    await passOnOffer({ offerId: (await answer()).offer.id, state: "declined", reason: "SAID_IN_CALL" }, ports);
    await work();
  };
  const suspend = (status: typeof clinic.status) => {
    clinic = { ...clinic, status };
  };
  return { ...staged, calls, work, join, free, offered, states, line, numbers, hangUp, answer, decline, suspend };
}

let staged: Staged;
beforeEach(async () => {
  staged = await stageLine();
});

async function threeInLine(): Promise<void> {
  await staged.join("Luc Test", luc);
  await staged.join("Ina Test", ina);
  await staged.join("Eva Test", eva);
}

describe("a freed slot", () => {
  test("goes down the waitlist, one call at a time: declined, not answered, accepted", async () => {
    await threeInLine();
    await staged.free();
    expect(staged.numbers()).toEqual([luc]);
    expect(staged.calls.orders[0]?.variables).toMatchObject({ call_purpose: "waitlist", appointment_id: "" });
    await staged.decline();
    expect(staged.numbers()).toEqual([luc, ina]);
    await staged.hangUp("dial_no_answer");
    expect(staged.numbers()).toEqual([luc, ina, eva]);
    const outcome = await acceptOffer(await staged.answer(), staged.ports);
    expect(outcome).toMatchObject({ kind: "booked", appointment: { startsAt: nine }, patient: { name: "Eva Test" } });
    await staged.hangUp("user_hangup");
    expect(await staged.states()).toEqual(["declined SAID_IN_CALL", "unanswered dial_no_answer", "accepted"]);
    expect(await staged.line()).toEqual(["waiting", "waiting", "booked"]);
    expect(await staged.stores.holds.liveOverlapping({ from: 0, to: nine + day }, 0)).toEqual([]);
  });

  test("is booked once however often it is accepted, and stays with the patient who has it", async () => {
    await threeInLine();
    await staged.free();
    const yes = await staged.answer();
    expect(await acceptOffer(yes, staged.ports)).toMatchObject({ kind: "booked", repeated: false });
    expect(await acceptOffer(yes, staged.ports)).toMatchObject({ kind: "booked", repeated: true });
    await passOnOffer({ offerId: yes.offer.id, state: "declined", reason: "SAID_IN_CALL" }, staged.ports);
    await staged.work();
    expect(staged.numbers()).toEqual([luc]);
  });

  test("is free for everyone once no one in line wants it, and no one is called twice about it", async () => {
    await staged.join("Luc Test", luc);
    await staged.join("Luc Test", luc, { dayPart: "morning" });
    await staged.free();
    await staged.hangUp("voicemail_reached");
    expect(await staged.states()).toEqual(["unanswered voicemail_reached"]);
    await staged.free();
    expect(staged.numbers()).toEqual([luc]);
    expect(await staged.line()).toEqual(["waiting", "waiting"]);
    expect(await staged.stores.holds.liveOverlapping({ from: 0, to: nine + day }, 0)).toEqual([]);
  });
});

describe("a patient who may not be called is passed over, but keeps their place", () => {
  test.each([
    ["opted out", "OPTED_OUT", luc, true],
    ["did not agree to calls", "NO_CONSENT", luc, false],
    ["has a number in a country that the policy leaves out", "NOT_DIALLABLE", "+33612345678", true],
  ] as const)("who %s", async (_, rule, number, mayCall) => {
    await staged.join("Luc Test", number, { mayCall });
    await staged.join("Ina Test", ina);
    if (rule === "OPTED_OUT") {
      const given = { phone: number, source: "staff", callId: null, reason: null, createdAt: monday } as const;
      await optOutNumber(given, staged.stores);
    }
    await staged.free();
    expect(staged.numbers()).toEqual([ina]);
    expect(await staged.states()).toEqual([`not_called ${rule}`, "open"]);
    expect(await staged.line()).toEqual(["waiting", "offered"]);
  });

  test("who opts out after the call was planned", async () => {
    staged.clock.time = monday + 12 * hour;
    await staged.join("Luc Test", luc);
    await staged.join("Ina Test", ina);
    await staged.free();
    expect(staged.numbers()).toEqual([]);
    await optOutNumber({ phone: luc, source: "staff", callId: null, reason: null, createdAt: monday }, staged.stores);
    staged.clock.time = monday + 23 * hour;
    await staged.work();
    expect(staged.numbers()).toEqual([ina]);
    expect(await staged.states()).toEqual(["not_called OPTED_OUT", "open"]);
  });

  test("who is postponed beyond the slot by the day's spending limit", async () => {
    staged = await stageLine({ mostDaily: 1 });
    const today = { firstDate: "2026-11-23", lastDate: "2026-11-23" };
    await staged.join("Luc Test", luc, today);
    await staged.join("Ina Test", ina, today);
    await staged.free(monday + 2 * hour);
    await staged.decline();
    expect(staged.numbers()).toEqual([luc]);
    expect(await staged.states()).toEqual(["declined SAID_IN_CALL", "not_called DAILY_CAP"]);
  });
});

describe("hours and time limits", () => {
  test("a slot freed at night is held until the call in the morning, and an hour from then", async () => {
    staged.clock.time = monday + 12 * hour;
    await staged.join("Luc Test", luc);
    await staged.free();
    const morning = monday + 23 * hour;
    const [hold] = await staged.stores.holds.liveOverlapping({ from: 0, to: nine + day }, 0);
    expect([staged.numbers(), hold?.expiresAt]).toEqual([[], morning + hour]);
    staged.clock.time = morning;
    await staged.work();
    expect(staged.numbers()).toEqual([luc]);
  });

  test("an offer whose call reports no end expires, and one whose call is in progress does not", async () => {
    await threeInLine();
    await staged.free();
    staged.clock.time += 59 * minute;
    expect(await passOnLapsedOffers(staged.ports)).toEqual([]);
    staged.clock.time += 2 * minute;
    await passOnLapsedOffers(staged.ports);
    await staged.work();
    expect([staged.numbers(), await staged.states()]).toEqual([
      [luc, ina],
      ["unanswered EXPIRED", "open"],
    ]);
    // The first patient's answer arrives late: the slot now belongs to the second.
    const [late] = await staged.offered();
    const patient = await staged.stores.patients.find(late?.patientId ?? "");
    if (late === undefined || patient === undefined) throw new Error("gone");
    expect(await acceptOffer({ offer: late, patient, callId: "late" }, staged.ports)).toMatchObject({
      reason: "taken",
    });
  });

  test("if the clinic makes no calls, staff have an hour for each offer", async () => {
    staged = await stageLine({ enabled: false });
    await threeInLine();
    await staged.free();
    staged.clock.time += hour;
    await passOnLapsedOffers(staged.ports);
    await staged.work();
    expect([staged.numbers(), await staged.states()]).toEqual([[], ["unanswered EXPIRED", "open"]]);
  });

  test("a clinic that is suspended in the meantime calls no one, and continues afterwards", async () => {
    staged.clock.time = monday + 12 * hour;
    await threeInLine();
    await staged.free();
    staged.suspend("suspended");
    staged.clock.time = monday + 23 * hour;
    await staged.work();
    expect(staged.numbers()).toEqual([]);
    staged.clock.time += 2 * hour;
    staged.suspend("active");
    await passOnLapsedOffers(staged.ports);
    await staged.work();
    expect([staged.numbers(), await staged.states()]).toEqual([[ina], ["unanswered EXPIRED", "open"]]);
  });
});

describe("several slots at once", () => {
  test("two freed slots go to two people, never to the same number", async () => {
    await staged.join("Luc Test", luc);
    await staged.join("Lea Test", luc);
    await staged.join("Ina Test", ina);
    await staged.free(nine);
    await staged.free(nine + hour);
    expect(staged.numbers()).toEqual([luc, ina]);
  });

  test("a lifted closure serves as many patients as it has slots", async () => {
    await threeInLine();
    const times = { firstDate: "2026-11-30", lastDate: "2026-11-30", fromTime: "08:00", toTime: "09:00" };
    const closure = { id: "closure-1", kind: "closed", doctorId: null, ...times, reason: null } as const;
    await addException(closure, staged.ports);
    expect(await removeException(closure, staged.ports)).toHaveLength(2);
    await staged.work();
    expect(staged.numbers()).toEqual([luc, ina]);
  });

  test("is offered to a patient whose call about another slot was cancelled", async () => {
    staged.clock.time = monday + 12 * hour;
    await staged.join("Luc Test", luc);
    await staged.free();
    const choice = { doctorId: awa.id, startsAt: nine, typeId: null };
    await bookByStaff({ choice, patient: { name: "Ida Test", phone: ina }, reason: null }, staged.ports);
    await staged.free(nine + hour);
    expect(await staged.states()).toEqual(["withdrawn TAKEN_BY_STAFF", "open"]);
    staged.clock.time = monday + 23 * hour;
    await staged.work();
    expect(staged.numbers()).toEqual([luc]);
  });

  test("staff take the slot while the patient is on the line, who hears this and stays on the waitlist", async () => {
    await threeInLine();
    await staged.free();
    const yes = await staged.answer();
    const choice = { doctorId: awa.id, startsAt: nine, typeId: null };
    const patient = { name: "Ida Test", phone: "+2290197000069" };
    await bookByStaff({ choice, patient, reason: null }, staged.ports);
    expect(await acceptOffer(yes, staged.ports)).toMatchObject({ kind: "unavailable", reason: "taken" });
    await staged.hangUp("user_hangup");
    expect(await staged.states()).toEqual(["withdrawn TAKEN_BY_STAFF"]);
    expect(await staged.line()).toEqual(["waiting", "waiting", "waiting"]);
    expect(staged.numbers()).toEqual([luc]);
  });
});
