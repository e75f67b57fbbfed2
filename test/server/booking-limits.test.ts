import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import { defaultBookingRules } from "../../src/domain/booking/booking-rules.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import { NOON, NUMBERS, awa, cotonou, signed, startApp } from "./server-fixture.ts";

/** Awa works on that Monday from 8:00 to 12:30. */
const MONDAY = "2026-11-23";
const TIMES = ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00"] as const;
const answerSchema = z.looseObject({ booked: z.string(), reason: z.string().optional(), message: z.string() });

let server: Awaited<ReturnType<typeof startApp>>;
let sent = 0;
/** The message of the last answer. */
let message = "";

beforeEach(async () => {
  const opened: { store?: typeof server.store } = {};
  let ids = 0;
  const functions = clinicFunctions((clinic) => {
    const { store } = opened;
    if (store === undefined) throw new Error("not started");
    return {
      clinic,
      database: store.scope(clinic.id).outreach,
      fleetPause: store.fleetPause,
      isRetellNumber: async (number) => (await store.clinics.findByNumber(number)) !== undefined,
      holidays: publicHolidays(),
      clock: { now: () => NOON },
      newId: () => `limit-${(ids += 1)}`,
    };
  });
  server = await startApp({ functions });
  opened.store = server.store;
});

interface Booking {
  readonly callId: string;
  readonly time: string;
  /** The last digits of the patient's number and of the caller's. */
  readonly patient?: string;
  readonly caller?: string;
  readonly date?: string;
  /** The third digit from the end of both numbers, so that patient and caller are the same line. */
  readonly line?: string;
  /** Whether the call shows no number. */
  readonly withheld?: boolean;
}

/** Books and returns "true", or the reason for the refusal. */
async function book({
  callId,
  time,
  patient = "55",
  caller = "99",
  date = MONDAY,
  line = "2",
  withheld = false,
}: Booking): Promise<string> {
  const body = {
    name: "book_appointment",
    args: {
      doctor_id: awa.id,
      date,
      time,
      patient_name: `Koffi Essai${patient}`,
      patient_phone: `01 97 00 01 ${patient}`,
    },
    call: {
      call_id: callId,
      direction: "inbound",
      to_number: NUMBERS[cotonou.id],
      from_number: withheld ? "anonymous" : `+2290197000${line}${caller}`,
    },
  };
  const response = await server.app.request(signed("/api/book-appointment", body, NOON + (sent += 1)));
  const { booked, reason, message: spoken } = answerSchema.parse(await response.json());
  message = spoken;
  return booked === "true" ? booked : (reason ?? "");
}

test("one call books three appointments, whoever they are for", async () => {
  const found: string[] = [];
  for (const [index, time] of TIMES.slice(0, 5).entries()) {
    found.push(await book({ callId: "call_one", time, patient: `1${index}` }));
  }
  expect(found).toEqual(["true", "true", "true", "limit", "limit"]);
});

test.each([
  ["for one patient, from whatever lines", (index: number) => ({ caller: `3${index}` })],
  ["from one line, for whatever patients", (index: number) => ({ patient: `4${index}` })],
])("a day allows five bookings %s", async (_, who) => {
  const found: string[] = [];
  for (const [index, time] of TIMES.entries()) found.push(await book({ callId: `call_${index}`, time, ...who(index) }));
  expect(found).toEqual(["true", "true", "true", "true", "true", "limit", "limit"]);
});

test("a clinic sets its own limits, and another caller is not affected", async () => {
  const { rules } = server.store.scope(cotonou.id).outreach.stores;
  await rules.save({ ...defaultBookingRules, mostUpcoming: 2, mostSpread: 0 });
  const found: string[] = [];
  for (const [index, time] of TIMES.slice(0, 3).entries()) found.push(await book({ callId: `call_${index}`, time }));
  found.push(await book({ callId: "call_other", time: TIMES[3], patient: "56", caller: "98" }));
  expect(found).toEqual(["true", "true", "limit", "true"]);
});

const DAYS = ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"] as const;

async function openDays(): Promise<void> {
  const { exceptions } = server.store.scope(cotonou.id).outreach.stores;
  const open = { kind: "open", doctorId: awa.id, fromTime: "08:00", toTime: "12:00", reason: null } as const;
  for (const [index, date] of DAYS.entries()) {
    await exceptions.add({ ...open, id: `open-${index}`, firstDate: date, lastDate: date });
  }
}

/** Books three times on each of five days, from the patient's own line. */
async function bookCourse(): Promise<readonly string[]> {
  await openDays();
  const found: string[] = [];
  for (const [index, date] of [MONDAY, ...DAYS].entries()) {
    for (const [at, time] of TIMES.slice(0, 3).entries()) {
      found.push(await book({ callId: `call_${index}_${at}`, date, time, line: "1", patient: "99", caller: "99" }));
    }
  }
  return found;
}

test("a patient known to the team who proves it books a course: two visits a day", async () => {
  await book({ callId: "call_first", time: TIMES[0], line: "1", patient: "99", caller: "99" });
  const { rules } = server.store.scope(cotonou.id).outreach.stores;
  await rules.save({ ...defaultBookingRules, mostProven: 60 });
  // As if the team had booked it.
  await server.database.fleet.updateTable("appointments").set({ callId: null }).execute();
  expect(await bookCourse()).toEqual([1, 2, 3, 4, 5].flatMap(() => ["true", "true", "limit"]));
  const stranger = await book({ callId: "call_more", time: "10:30", patient: "42", caller: "99", line: "1" });
  expect(stranger).toBe("true");
});

test("without the clinic's permission, a patient known to the team books only what every number may", async () => {
  await book({ callId: "call_first", time: TIMES[0], line: "1", patient: "99", caller: "99" });
  await server.database.fleet.updateTable("appointments").set({ callId: null }).execute();
  await strictly();
  const found = await bookCourse();
  expect(found.filter((booked) => booked === "true")).toHaveLength(defaultBookingRules.mostPerDay);
});

test("a patient known only by telephone books no course, whatever they prove", async () => {
  await strictly();
  const found = await bookCourse();
  expect(found.filter((booked) => booked === "true")).toHaveLength(defaultBookingRules.mostPerDay);
});

/** Lets no number book beyond its limits. */
async function strictly(): Promise<void> {
  await server.store.scope(cotonou.id).outreach.stores.rules.save({ ...defaultBookingRules, mostSpread: 0 });
}

/** Books in three calls of one line on each of the days, each for another patient. */
async function bookSpread(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [index, date] of DAYS.entries()) {
    for (const [at, time] of TIMES.slice(0, 3).entries()) {
      found.push(await book({ callId: `call_${index}_${at}`, date, time, patient: `${index}${at}` }));
    }
  }
  return found;
}

describe("beyond its limit, a line", () => {
  test("still books two a day while the doctor's day is half free, and the clinic gets one mail", async () => {
    await openDays();
    const further = ["true", "true", "limit"];
    expect(await bookSpread()).toEqual(["true", "true", "true", ...[1, 2, 3].flatMap(() => further)]);
    const mails = await server.store.scope(cotonou.id).outbox.list();
    expect(mails.map(({ kind, key }) => [kind, key])).toEqual([["identity", "many of a number 2026-11-21"]]);
  });

  test("books nothing on a day that others have half filled", async () => {
    await openDays();
    for (const [index, time] of ["08:00", "08:30", "09:00", "09:30", "10:00"].entries()) {
      await book({ callId: `others_${index}`, date: DAYS[3], time, patient: `8${index}`, caller: `8${index}` });
    }
    await bookSpread();
    expect(await book({ callId: "call_late", date: DAYS[3], time: "11:00", patient: "77" })).toBe("limit");
    expect(await book({ callId: "call_other", date: DAYS[3], time: "11:00", patient: "78", caller: "78" })).toBe(
      "true",
    );
  });

  test("books no more than the clinic allows in total", async () => {
    await server.store.scope(cotonou.id).outreach.stores.rules.save({ ...defaultBookingRules, mostSpread: 6 });
    await openDays();
    expect((await bookSpread()).filter((booked) => booked === "true")).toHaveLength(6);
  });
});

test("hears what was understood when it has reached the limit", async () => {
  for (const [index, time] of TIMES.slice(0, 3).entries())
    await book({ callId: "call_one", time, patient: `1${index}` });
  await book({ callId: "call_one", time: "10:00", patient: "14" });
  expect(message).toBe(
    "J'ai bien compris : le lundi 23 novembre à 10 heures avec le docteur Awa Test, pour Koffi. Je regrette, je ne peux pas enregistrer d'autre rendez-vous pour vous par téléphone. L'équipe peut vous aider.",
  );
});

/** Books for another patient in each call. */
async function bookWithheld(calls: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [index, time] of TIMES.slice(0, calls).entries()) {
    found.push(await book({ callId: `call_${index}`, time, patient: `7${index}`, withheld: true }));
  }
  return found;
}

describe("callers who withhold their number", () => {
  beforeEach(async () => {
    await server.store.scope(cotonou.id).outreach.stores.rules.save({ ...defaultBookingRules, mostWithheld: 2 });
  });

  test("book as many a day as the clinic allows for all of them, and do not affect other callers", async () => {
    expect(await bookWithheld(4)).toEqual(["true", "true", "limit", "limit"]);
    expect(message).toBe(
      "J'ai bien compris : le lundi 23 novembre à 9 heures 30 avec le docteur Awa Test, pour Koffi. Je regrette, je ne peux plus enregistrer aujourd'hui de rendez-vous pour un appel sans numéro affiché. L'équipe peut vous aider.",
    );
    expect(await book({ callId: "call_shown", time: TIMES[5] })).toBe("true");
    const mails = await server.store.scope(cotonou.id).outbox.list();
    expect(mails.map(({ kind, key }) => [kind, key])).toEqual([["identity", "withheld 2026-11-21"]]);
  });

  test("still book if they prove to be a patient known to the team", async () => {
    await book({ callId: "call_first", time: TIMES[6], patient: "88" });
    await server.database.fleet.updateTable("appointments").set({ callId: null }).execute();
    expect(await bookWithheld(3)).toEqual(["true", "true", "limit"]);
    expect(await book({ callId: "call_known", time: TIMES[4], patient: "88", withheld: true })).toBe("true");
  });

  test("cannot find out by booking who is a patient: each wrong name counts as a failed attempt", async () => {
    await bookWithheld(2);
    const { tries, patients } = server.store.scope(cotonou.id).outreach.stores;
    const other = { name: "Awa Autre", phone: "+2290197000181", birthDate: null, email: null, createdAt: NOON };
    await patients.add({ id: "patient-other", ...other });
    const guess = { callId: "call_guess", time: TIMES[4], withheld: true };
    expect(await book({ ...guess, patient: "81" })).toBe("limit");
    expect(await book({ ...guess, patient: "82" })).toBe("limit");
    // No patient has the second number, so a new patient may have given it.
    expect((await tries.countSince(0, { callId: "call_guess", numbers: [] })).ofCall).toBe(1);
  });
});

/** Joins the waitlist and returns "true", or the reason for the refusal. */
async function join(
  callId: string,
  patient: string,
  { date = MONDAY, caller = "+2290197000299" }: { readonly date?: string; readonly caller?: string } = {},
): Promise<string> {
  const args = { date, patient_name: `Koffi Essai${patient}`, patient_phone: `01 97 00 01 ${patient}` };
  const call = {
    call_id: callId,
    direction: "inbound",
    to_number: NUMBERS[cotonou.id],
    from_number: caller,
  };
  const body = { name: "join_waitlist", args, call };
  const response = await server.app.request(signed("/api/join-waitlist", body, NOON + (sent += 1)));
  const { joined, reason } = z
    .object({ joined: z.string(), reason: z.string().optional() })
    .parse(await response.json());
  return reason ?? joined;
}

describe("the waitlist is joined", () => {
  test("in one call as often as it may book", async () => {
    const found = [];
    for (const patient of ["51", "52", "53", "54", "53"]) found.push(await join("call_1", patient));
    expect(found).toEqual(["true", "true", "true", "limit", "true"]);
  });

  test("six times for one number, from any lines", async () => {
    const found = [];
    for (let call = 2; call < 9; call += 1) {
      found.push(await join(`call_${call}`, "60", { date: `2026-12-0${call}`, caller: `+229019700030${call}` }));
    }
    expect(found).toEqual(["true", "true", "true", "true", "true", "true", "limit"]);
  });

  test("five times a day from one line, for any numbers, without affecting other lines", async () => {
    const found = [];
    for (let call = 1; call < 8; call += 1) found.push(await join(`call_${call}`, `6${call}`));
    expect(found).toEqual(["true", "true", "true", "true", "true", "limit", "limit"]);
    expect(await join("call_9", "69", { caller: "+2290197000398" })).toBe("true");
  });

  test("by all callers who withhold their number as often a day as the clinic allows for them", async () => {
    await server.store.scope(cotonou.id).outreach.stores.rules.save({ ...defaultBookingRules, mostWithheld: 2 });
    const found = [];
    for (let call = 1; call < 5; call += 1) found.push(await join(`call_${call}`, `6${call}`, { caller: "anonymous" }));
    expect(found).toEqual(["true", "true", "limit", "limit"]);
    expect(await join("call_9", "69")).toBe("true");
  });
});
