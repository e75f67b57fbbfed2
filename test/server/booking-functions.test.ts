import { connectedCalendar } from "../fakes/connected-calendar.ts";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import { defaultBookingRules } from "../../src/domain/booking/booking-rules.ts";
import { slotIdOf } from "../../src/domain/booking/slots/slot.ts";
import type { Clinic } from "../../src/domain/clinic/clinic.ts";
import { closedAllWeek } from "../../src/domain/clinic/opening-hours.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import { NOON, NUMBERS, SetClock, austin, awa, cotonou, dupont, signed, startApp } from "./server-fixture.ts";

/** The Monday after, open from 8:00 to 12:30. */
const MONDAY = "2026-11-23";
const patient = { patient_name: "Koffi Test", patient_phone: "01 97 00 00 55" };

const answerSchema = z.looseObject({
  message: z.string(),
  available_slots: z.array(z.looseObject({ time: z.string(), id: z.string() })).optional(),
  appointment_id: z.string().optional(),
});

type Started = Awaited<ReturnType<typeof startBooking>>;

async function startBooking() {
  const clock = new SetClock();
  let ids = 0;
  const opened: { store?: Awaited<ReturnType<typeof startApp>>["store"] } = {};
  const functions = clinicFunctions((clinic) => {
    if (opened.store === undefined) throw new Error("not started");
    const database = opened.store.scope(clinic.id).outreach;
    const { fleetPause, clinics } = opened.store;
    const isRetellNumber = async (number: string) => (await clinics.findByNumber(number)) !== undefined;
    return {
      clinic,
      database,
      fleetPause,
      isRetellNumber,
      holidays: publicHolidays(),
      clock,
      newId: () => `booked-${(ids += 1)}`,
    };
  });
  const server = await startApp({ functions });
  opened.store = server.store;
  return server;
}

let sent = 0;
let server: Started;
beforeEach(async () => {
  server = await startBooking();
});

/** Calls a function as the agent does in a call of that clinic. */
async function ask(
  name: string,
  args: object,
  { clinic = cotonou, call = {} }: { clinic?: Clinic; call?: object } = {},
) {
  const context = {
    call_id: "call_1",
    direction: "inbound",
    to_number: NUMBERS[clinic.id],
    from_number: "+2290197000099",
    retell_llm_dynamic_variables: { clinic_id: clinic.id },
    ...call,
  };
  const response = await server.app.request(
    // Each at a different time: a request with the same signature is answered only once.
    signed(`/api/${name}`, { name, args: { clinic_id: clinic.id, ...args }, call: context }, NOON + (sent += 1)),
  );
  expect(response.status).toBe(200);
  return answerSchema.parse(await response.json());
}

const appointments = (clinic: Clinic) =>
  server.database.fleet
    .selectFrom("appointments")
    .select(["id", "status", "doctorId"])
    .where("clinicId", "=", clinic.id)
    .execute();

test("a clinic lists its own doctors, in its language", async () => {
  expect(await ask("get-doctors", {})).toMatchObject({
    message: expectText("Awa Test"),
    doctors: [{ id: awa.id, name: "Awa Test", specialty: "généraliste" }],
  });
  const other = await ask("get-doctors", {}, { clinic: austin });
  expect(JSON.stringify(other)).not.toContain("Awa");
});

function expectText(part: string): unknown {
  return expect.stringContaining(part);
}

test.each(["2026-11-23", "lundi", "lundi prochain", "le 23 novembre"])("free times are offered on %s", async (date) => {
  const answer = await ask("check-availability", { doctor_id: awa.id, date });
  expect(answer).toMatchObject({ available: "true", date: MONDAY, message: expectText("8 heures") });
  expect(answer.available_slots).toHaveLength(9);
});

test.each([
  [
    "à 10 h 45",
    "À 10 heures 45, ce n'est pas libre. Le docteur Awa Test peut vous recevoir lundi 23 novembre à 10 heures 30, 11 heures",
  ],
  ["à 11 h", "Le docteur Awa Test peut vous recevoir lundi 23 novembre à 11 heures"],
  ["le matin", "Le docteur Awa Test peut vous recevoir lundi 23 novembre à 8 heures"],
])("a named time that is not free, %s, is said to be taken", async (asked, message) => {
  const answer = await ask("check-availability", { doctor_id: awa.id, date: "lundi", part_of_day: asked });
  expect(answer.message).toMatch(new RegExp(`^${message}`, "u"));
});

test("a closed day is said to be closed, and the next open day is named", async () => {
  expect(await ask("check-availability", { doctor_id: awa.id, date: "2026-11-24" })).toMatchObject({
    available: "false",
    available_slots: [],
    next_available_date: "2026-11-30",
    message: expectText("mardi 24 novembre"),
  });
});

test.each([
  ["no date", { doctor_id: awa.id }],
  ["a date in the past", { doctor_id: awa.id, date: "2026-11-20" }],
  ["a date of another millennium", { doctor_id: awa.id, date: "le 31 décembre 9999" }],
  ["a variable that the call never got", { doctor_id: awa.id, date: "{{appointment_date}}" }],
  ["a doctor whom nobody knows", { doctor_name: "Docteur Inconnu", date: MONDAY }],
  ["another clinic's doctor", { doctor_id: dupont.id, date: MONDAY }],
])("%s is asked again, with nothing on offer", async (_, args) => {
  const answer = await ask("check-availability", args);
  expect(answer).toMatchObject({ available: "false", available_slots: [] });
  expect(answer.message).not.toBe("");
  expect(answer.message).not.toContain("Bo Test");
});

test("a spoken time is booked, and a repeated call of the tool books once", async () => {
  const wish = { doctor_id: awa.id, date: "lundi", time: "09:30", ...patient };
  const booked = await ask("book-appointment", wish);
  expect(booked).toMatchObject({ booked: "true", message: expectText("lundi 23 novembre à 9 heures 30") });
  expect((await ask("book-appointment", wish)).appointment_id).toBe(booked.appointment_id);
  expect(await appointments(cotonou)).toEqual([{ id: booked.appointment_id, status: "scheduled", doctorId: awa.id }]);
  const stored = await server.database.fleet.selectFrom("patients").select("phone").execute();
  expect(stored).toEqual([{ phone: "+2290197000055" }]);
});

test.each([
  ["le premier", "8 heures"],
  ["la deuxième", "8 heures 30"],
  ["à 10", "10 heures"],
  ["lundi à 9 h", "9 heures"],
])("said as a time, %s means a time on the agreed day", async (time, spoken) => {
  const free = await ask("check-availability", { doctor_id: awa.id, date: MONDAY });
  const first = free.available_slots?.[0]?.time;
  const booked = await ask("book-appointment", { ...patient, doctor_id: awa.id, date: MONDAY, time });
  expect(first).toBe("8 heures");
  expect(booked["appointment_time"]).toBe(`lundi 23 novembre à ${spoken}`);
});

test("a part of the day is reserved for callers of that day", async () => {
  const { rules } = server.store.scope(cotonou.id).booking.stores;
  await rules.save({ ...defaultBookingRules, sameDay: { opens: "08:00", closes: "09:00" } });
  const wanted = { ...patient, doctor_id: awa.id, date: MONDAY };
  const free = await ask("check-availability", wanted);
  const refused = await ask("book-appointment", { ...wanted, time: "8 h 30" });
  expect(free.available_slots?.[0]?.time).toBe("9 heures");
  expect(refused).toMatchObject({ booked: "false", reason: "same_day" });
  expect(refused.message).toContain("Je regrette, cette heure est réservée aux appels du jour même.");
});

test("a clinic's own number belongs to no patient: the calling line is noted, and the caller is told so", async () => {
  const theirs = { patient_name: "Koffi Test", patient_phone: NUMBERS[cotonou.id], doctor_id: awa.id, date: MONDAY };
  const hidden = await ask("book-appointment", { ...theirs, time: "9 h" }, { call: { from_number: "anonymous" } });
  const booked = await ask("book-appointment", { ...theirs, time: "9 h" });
  expect(hidden["booked"]).toBe("false");
  expect(hidden.message).toContain("Pouvez-vous m'en donner un autre");
  expect(booked.message).toContain("Le numéro que j'ai entendu est celui de la clinique");
  const [stored] = await server.database.fleet
    .selectFrom("patients")
    .select("phone")
    .where("name", "=", "Koffi Test")
    .execute();
  expect(stored?.phone).toBe("+2290197000099");
});

test.each([
  ["a mobile", "+2290197000099", "true"],
  ["a fixed line", "+2290120213031", "false"],
  ["a withheld number", "anonymous", "false"],
])("a text message is promised to %s: %s, %s", async (_line, from, sms) => {
  const wish = { ...patient, doctor_id: awa.id, date: MONDAY, time: "09:30" };
  expect(await ask("book-appointment", wish, { call: { from_number: from } })).toMatchObject({
    booked: "true",
    sms_enabled: sms,
  });
});

test("no text message is promised if the clinic sends none", async () => {
  const [slot] = (await ask("check-availability", { date: MONDAY }, { clinic: austin })).available_slots ?? [];
  const wish = { patient_name: "Ann Test", patient_phone: "+15125550155", date: MONDAY, time: slot?.time };
  const call = { from_number: "+15125550155" };
  expect(await ask("book-appointment", wish, { clinic: austin, call })).toMatchObject({
    booked: "true",
    sms_enabled: "false",
  });
});

test("a caller who was cut off finds the booking instead of another offer", async () => {
  const wish = { doctor_id: awa.id, date: MONDAY, time: "09:30", ...patient };
  const own = { from_number: "+2290197000055" };
  const booked = await ask("book-appointment", wish, { call: own });
  const again = await ask("book-appointment", wish, { call: { ...own, call_id: "call_2" } });
  expect(again).toMatchObject({
    booked: "true",
    appointment_id: booked.appointment_id,
    message: expectText("déjà noté pour Koffi Test"),
  });
  const stranger = await ask("book-appointment", wish, { call: { call_id: "call_3" } });
  expect(stranger).toMatchObject({ booked: "false", reason: "slot_taken" });
});

test("a patient with another visit at that time is warned, and only on their own line", async () => {
  const own = { from_number: "+2290197000055", call_id: "call_2" };
  await ask("book-appointment", { doctor_id: awa.id, date: MONDAY, time: "09:30", ...patient });
  const luc = { ...awa, id: "doctor-luc", name: "Luc Test" };
  await server.store.scope(cotonou.id).doctors.add(luc);
  const wish = { doctor_id: luc.id, date: MONDAY, time: "09:30", ...patient };
  const warned = await ask("book-appointment", wish, { call: own });
  expect(warned).toMatchObject({ booked: "true", message: expectText("Attention : Koffi Test a aussi rendez-vous") });
});

test("a date years ahead is spoken with its year", async () => {
  const { message } = await ask("check-availability", { doctor_id: awa.id, date: "2036-01-04" });
  expect(message).toContain("vendredi 4 janvier 2036");
});

test.each(["après-midi", "Afternoon", "plutôt l'après-midi", "afternoon"])(
  "the part of the day is understood as spoken: %s",
  async (part) => {
    const wish = { doctor_id: awa.id, date: "2026-11-24", part_of_day: part };
    const { available_slots: slots = [], message } = await ask("check-availability", wish);
    expect(slots.every(({ time }) => !/(?:^| )(?:8|9|10|11) h/u.test(time))).toBe(true);
    expect(message).not.toContain("8 heures");
  },
);

test("a time is booked by the slot's id, with the calling number if none is given", async () => {
  const { available_slots: slots = [] } = await ask("check-availability", { doctor_id: awa.id, date: MONDAY });
  const answer = await ask("book-appointment", {
    slot_id: slots[1]?.id,
    patient_name: "Koffi Test",
    doctor_name: "awa",
  });
  expect(answer).toMatchObject({ booked: "true", message: expectText("8 heures 30") });
  const stored = await server.database.fleet.selectFrom("patients").select("phone").execute();
  expect(stored).toEqual([{ phone: "+2290197000099" }]);
});

test("in one call, the same time counts as taken for another patient, and as booked for the same name", async () => {
  const wish = { doctor_id: awa.id, date: MONDAY, time: "9 heures", ...patient };
  const first = await ask("book-appointment", wish);
  expect(await ask("book-appointment", { ...wish, patient_name: "Kofi Test" })).toMatchObject({ booked: "true" });
  expect(await ask("book-appointment", { ...wish, patient_name: "Afi Test" })).toMatchObject({
    booked: "false",
    reason: "slot_taken",
  });
  expect(await appointments(cotonou)).toMatchObject([{ id: first.appointment_id }]);
});

test("a number of Benin identifies the same patient in its old and its new form", async () => {
  const wish = { doctor_id: awa.id, date: MONDAY, time: "9 heures", ...patient };
  const { appointment_id: id } = await ask("book-appointment", { ...wish, patient_phone: "97 00 00 55" });
  const found = await ask("find-appointment", { ...patient, patient_phone: "+2290197000055" });
  expect(found).toMatchObject({ found: "true", appointment_id: id });
  const byCaller = await ask(
    "find-appointment",
    { patient_name: "koffi test" },
    { call: { from_number: "+22997000055" } },
  );
  expect(byCaller).toMatchObject({ found: "true", appointment_id: id });
});

test("a name is stored without terminal control characters", async () => {
  const wish = { doctor_id: awa.id, date: MONDAY, time: "9 heures", ...patient };
  await ask("book-appointment", { ...wish, patient_name: "N\u0000'Gbésso\u202E\r\nO’Test" });
  const stored = await server.database.fleet.selectFrom("patients").select("name").execute();
  expect(stored).toEqual([{ name: "N 'Gbésso O'Test" }]);
});

test("a slot that was just taken is refused, with others on offer", async () => {
  const wish = { doctor_id: awa.id, date: MONDAY, time: "9 heures", ...patient };
  await ask("book-appointment", wish);
  const second = await ask("book-appointment", { ...wish, patient_name: "Afi Test" }, { call: { call_id: "call_2" } });
  expect(second).toMatchObject({ booked: "false", reason: "slot_taken" });
  expect(second.available_slots?.length).toBeGreaterThan(0);
  expect(await appointments(cotonou)).toHaveLength(1);
});

test.each([
  ["a time that could be any", { time: "9" }, "8 heures"],
  ["no name", { time: "09:00", patient_name: "" }, "nom"],
  ["a name without a letter", { time: "09:00", patient_name: "😀 12" }, "nom"],
  ["a name that nobody has", { time: "09:00", patient_name: "Koffi ".repeat(500) }, "nom"],
  [
    "a slot of a doctor who left",
    { time: "", slot_id: slotIdOf({ doctorId: "gone", startsAt: 0, typeId: null }) },
    "8 heures",
  ],
  ["half a number", { time: "09:00", patient_phone: "97 00" }, "numéro"],
])("%s is asked again and nothing is booked", async (_, args, part) => {
  const answer = await ask("book-appointment", { doctor_id: awa.id, date: MONDAY, ...patient, ...args });
  expect(answer).toMatchObject({ booked: "false", message: expectText(part) });
  expect(await appointments(cotonou)).toEqual([]);
});

test("an appointment is found by phone, then moved and cancelled by what was said earlier in the call", async () => {
  const booked = await ask("book-appointment", { doctor_id: awa.id, date: MONDAY, time: "09:00", ...patient });
  const later = { call_id: "call_2" };
  const found = await ask("find-appointment", patient, { call: later });
  expect(found).toMatchObject({
    found: "true",
    appointment_id: booked.appointment_id,
    appointments: [{ doctor_id: awa.id }],
  });
  const invocation = { role: "tool_call_invocation", name: "find_appointment", arguments: JSON.stringify(patient) };
  const call = { ...later, transcript_with_tool_calls: [{ role: "agent", content: "…" }, invocation] };
  const id = found.appointment_id;
  const moved = await ask("reschedule-appointment", { appointment_id: id, date: MONDAY, time: "11:00" }, { call });
  expect(moved).toMatchObject({ rescheduled: "true", message: expectText("11 heures") });
  const cancelled = await ask("cancel-appointment", { appointment_id: moved.appointment_id }, { call });
  expect(cancelled).toMatchObject({ cancelled: "true" });
  expect((await appointments(cotonou)).map(({ status }) => status).toSorted()).toEqual(["cancelled", "rescheduled"]);
});

test("a caller who has proved nothing finds, moves and cancels nothing", async () => {
  const { appointment_id: id } = await ask("book-appointment", {
    doctor_id: awa.id,
    date: MONDAY,
    time: "09:00",
    ...patient,
  });
  const stranger = { call: { call_id: "call_9", from_number: "+2290197000077" } };
  expect(await ask("find-appointment", {}, stranger)).toMatchObject({ found: "false", appointments: [] });
  const wish = { appointment_id: id, date: MONDAY, time: "11:00" };
  expect(await ask("reschedule-appointment", wish, stranger)).toMatchObject({
    rescheduled: "false",
    reason: "not_found",
  });
  expect(await ask("cancel-appointment", wish, stranger)).toMatchObject({ cancelled: "false", reason: "not_found" });
  expect((await appointments(cotonou)).map(({ status }) => status)).toEqual(["scheduled"]);
});

test("a call of one clinic cannot reach another's appointments, doctors or slots by any id", async () => {
  await server.store
    .scope(austin.id)
    .openingHours.setForClinic({ ...closedAllWeek, mon: [{ opens: "08:00", closes: "12:00" }] });
  const here = { doctor_id: awa.id, date: MONDAY, time: "09:00", ...patient };
  const booked = await ask("book-appointment", here);
  const theirs = { clinic: austin, call: { from_number: "+2290197000055" } };
  const answers = [
    await ask("find-appointment", patient, theirs),
    await ask("cancel-appointment", { appointment_id: booked.appointment_id, ...patient }, theirs),
    await ask(
      "reschedule-appointment",
      { ...patient, appointment_id: booked.appointment_id, date: MONDAY, time: "10:00" },
      theirs,
    ),
    await ask("check-availability", { doctor_id: awa.id, date: MONDAY }, theirs),
    await ask("book-appointment", here, theirs),
  ];
  const { available_slots: slots = [] } = await ask("check-availability", { doctor_id: awa.id, date: MONDAY });
  const known = { ...patient, patient_phone: "+2290197000055" };
  answers.push(await ask("book-appointment", { slot_id: slots[0]?.id, ...known }, theirs));
  answers.push(
    await ask("book-appointment", { doctor_id: awa.id, date: MONDAY, time: slots[0]?.id, ...known }, theirs),
  );
  expect(JSON.stringify(answers)).not.toMatch(/Awa|Koffi|otonou/);
  expect(await appointments(austin)).toEqual([]);
  expect((await appointments(cotonou)).map(({ status }) => status)).toEqual(["scheduled"]);
});

test("a patient is put on the waitlist", async () => {
  const answer = await ask("join-waitlist", { doctor_id: awa.id, date: MONDAY, ...patient });
  expect(answer).toMatchObject({ joined: "true" });
  const unclear = await ask("join-waitlist", { doctor_id: awa.id, ...patient });
  expect(unclear).toMatchObject({ joined: "false" });
});

function calling(id: string, number: string) {
  return { call: { call_id: id, from_number: number } };
}

test("a freed slot is held for the waitlist, and for the next in line when an offer lapses", async () => {
  const first = { patient_name: "Luc Test", patient_phone: "+2290197000061" };
  const second = { patient_name: "Ina Test", patient_phone: "+2290197000062" };
  const eight = { doctor_id: awa.id, date: MONDAY, time: "08:00" };
  const { appointment_id } = await ask("book-appointment", { ...eight, ...patient });
  await ask("join-waitlist", { doctor_id: awa.id, date: MONDAY, ...first }, calling("call_2", first.patient_phone));
  await ask("join-waitlist", { doctor_id: awa.id, date: MONDAY, ...second }, calling("call_3", second.patient_phone));
  const cancelled = await ask("cancel-appointment", { appointment_id, ...patient });
  expect(cancelled).toMatchObject({ cancelled: "true" });
  const firstFree = async () => {
    const answer = await ask(
      "check-availability",
      { doctor_id: awa.id, date: MONDAY },
      calling("call_4", "+2290197000063"),
    );
    return answer.available_slots?.[0]?.time;
  };
  const statuses = async () =>
    (await server.database.fleet.selectFrom("waitlist").select("status").orderBy("id").execute()).map(
      (one) => one.status,
    );
  expect([await firstFree(), await statuses()]).toEqual(["8 heures 30", ["offered", "waiting"]]);
  await server.database.fleet.updateTable("holds").set({ expiresAt: 1 }).execute();
  expect([await firstFree(), await statuses()]).toEqual(["8 heures 30", ["waiting", "offered"]]);
});

test("the doctor a patient saw last is revealed only to a caller who proves to be that patient", async () => {
  const scope = server.store.scope(cotonou.id);
  await scope.doctors.add({ ...awa, id: "doctor-luc", name: "Luc Essai" });
  const [startsAt, endsAt] = [Date.UTC(2026, 10, 16, 8), Date.UTC(2026, 10, 16, 8, 30)];
  const { patients, appointments: visits } = scope.outreach.stores;
  const koffi = { id: "koffi", name: "Koffi Test", phone: "+2290197000055", birthDate: null, email: null };
  await patients.add({ ...koffi, createdAt: startsAt });
  const past = { id: "past", patientId: "koffi", doctorId: "doctor-luc", roomId: null, typeId: null };
  const kept = { status: "completed", callId: null, rescheduledFrom: null, changeReason: null } as const;
  const entry = { calendarUid: "past", calendarSequence: 0, createdAt: startsAt, updatedAt: startsAt };
  await visits.add({ ...past, ...kept, ...entry, startsAt, endsAt, blockedFrom: startsAt, blockedTo: endsAt });

  const wish = { doctor_name: "le même médecin que la dernière fois", date: MONDAY };
  const own = { call: { from_number: koffi.phone } };
  const shown = await ask("check-availability", wish, own);
  expect(shown).toMatchObject({ available: "false", available_slots: [] });
  const wrong = await ask("check-availability", { ...wish, patient_name: "Zoe Autre" }, own);
  expect(wrong).toEqual(shown);
  const proved = await ask("check-availability", { ...wish, patient_name: "Koffi Test" }, own);
  expect(new Set(proved.available_slots?.map(({ doctor }) => doctor))).toEqual(new Set(["Dr. Luc Essai"]));
});

test("words that mention a patient without naming one open no appointment", async () => {
  await bookedFor(server);
  const mentions = ["la femme de Koffi Test", "l'épouse de Koffi Test", "pas Koffi Test", "la voisine de Koffi Test"];
  for (const [index, patient_name] of mentions.entries()) {
    const found = await ask("find-appointment", { ...patient, patient_name }, { call: { call_id: `call_${index}` } });
    expect({ patient_name, ...found }).toMatchObject({ patient_name, found: "false", appointments: [] });
  }
  expect(await ask("find-appointment", patient, { call: { call_id: "right" } })).toMatchObject({ found: "true" });
});

test("a clinic that calls back says nothing on the phone, and only two right factors send its team a message", async () => {
  const { id: appointment_id } = await bookedFor(server);
  const { privacySettings } = server.store.scope(cotonou.id);
  await privacySettings.save({ ...(await privacySettings.find()), verify: "callback" });
  const right = { patient_name: "Koffi Test", patient_phone: patient.patient_phone };
  const wrong = { ...right, patient_name: "Zoe Autre" };
  const heard = await ask("find-appointment", wrong);
  expect(heard).toMatchObject({ found: "false", appointments: [], reason: "callback" });
  const mails = () => server.database.fleet.selectFrom("outbox").select("kind").execute();
  const before = await mails();
  expect(await ask("find-appointment", right, { call: { call_id: "call_2" } })).toEqual(heard);
  expect(await ask("cancel-appointment", { ...right, appointment_id }, { call: { call_id: "call_3" } })).toMatchObject({
    cancelled: "false",
    reason: "callback",
  });
  expect((await mails()).length).toBeGreaterThan(before.length);
  expect(await appointments(cotonou)).toMatchObject([{ status: "scheduled" }]);
});

test("if the birth date is the proof, nobody can add one to a patient on file by booking in their name", async () => {
  const { id: appointment_id } = await bookedFor(server);
  const { privacySettings } = server.store.scope(cotonou.id);
  await privacySettings.save({ ...(await privacySettings.find()), verify: "birth-date" });
  const claim = { ...patient, birth_date: "1980-01-02" };
  const planted = await ask("book-appointment", { doctor_id: awa.id, date: MONDAY, time: "11:00", ...claim });
  expect(planted).toMatchObject({ booked: "true" });
  const found = await ask("find-appointment", claim, { call: { call_id: "call_2" } });
  expect(found).toMatchObject({ found: "true", appointment_id: planted.appointment_id });
  expect(await ask("cancel-appointment", { ...claim, appointment_id })).toMatchObject({ cancelled: "false" });
  const { patients } = server.store.scope(cotonou.id).outreach.stores;
  expect((await patients.withPhone("+2290197000055")).map(({ birthDate }) => birthDate)).toEqual([null, "1980-01-02"]);
});

async function bookedFor({ store }: Started): Promise<{ readonly id: string }> {
  const booked = await ask("book-appointment", { doctor_id: awa.id, date: MONDAY, time: "09:30", ...patient });
  expect(await store.clinics.find(cotonou.id)).toBeDefined();
  return { id: z.string().parse(booked.appointment_id) };
}

const ofPatient = (call_id: string) => ({ call: { call_id, from_number: "+2290197000055" } });

test("a booked time does not reveal its patient: each name tried on it counts as an attempt", async () => {
  const wish = { doctor_id: awa.id, date: MONDAY, time: "09:30", patient_phone: patient.patient_phone };
  await ask("book-appointment", { ...wish, ...patient }, ofPatient("call_1"));
  const tried = (patient_name: string, callId: string) =>
    ask("book-appointment", { ...wish, patient_name }, ofPatient(callId));
  for (const name of ["Zoe Autre", "Luc Personne", "Ina Exemple"]) {
    expect(await tried(name, "call_2")).toMatchObject({ booked: "false", reason: "slot_taken" });
  }
  expect(await tried("Koffi Test", "call_2")).toMatchObject({ booked: "false", reason: "slot_taken" });
  expect(await tried("Koffi Test", "call_3")).toMatchObject({ booked: "true" });
});

test("a calendar that cannot be read offers nothing, and the caller hears why", async () => {
  const { calendars } = server.store.scope(cotonou.id);
  await calendars.add(connectedCalendar({ doctorId: awa.id, trustMinutes: 60, confirmedAt: NOON - 61 * 60_000 }));
  const answer = await ask("check-availability", { doctor_id: awa.id, date: MONDAY });
  expect(answer).toMatchObject({ available: "false", available_slots: [] });
  expect(answer.message).toContain("je ne vois pas l'agenda");
  const booked = await ask("book-appointment", { ...patient, doctor_id: awa.id, date: MONDAY, time: "09:00" });
  expect(booked).toMatchObject({ booked: "false" });
  const others = await ask("check-availability", { doctor_id: dupont.id, date: MONDAY });
  expect(others.message).not.toContain("agenda");
});
