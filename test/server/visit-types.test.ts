import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { plainType } from "../../src/domain/booking/setup/clinic-setup.ts";
import type { AppointmentType } from "../../src/domain/booking/ports.ts";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import type { Clinic } from "../../src/domain/clinic/clinic.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import { NOON, NUMBERS, SetClock, austin, awa, cotonou, signed, startApp } from "./server-fixture.ts";

const MONDAY = "2026-11-23";

function type(id: string, [fr, en]: readonly [string, string], more: Partial<AppointmentType> = {}): AppointmentType {
  return { ...plainType, id, name: { fr, en, es: en }, ...more };
}

/** The first one is the default for an unnamed visit. */
const types = [
  type("vaccination", ["Vaccination", "Vaccination"], { minutes: 10, reasons: ["BCG", "carnet à jour"] }),
  type("first", ["Première visite", "First visit"], { minutes: 45, patients: "new" }),
  type("follow-up", ["Contrôle", "Follow-up"], { minutes: 15, patients: "known" }),
  type("consultation", ["Consultation", "Consultation"], { isDefault: true }),
];

const answerSchema = z.looseObject({
  message: z.string(),
  type_id: z.string().optional(),
  types: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  asked: z.string().optional(),
  booked: z.union([z.string(), z.boolean()]).optional(),
});

async function startBooking() {
  const clock = new SetClock();
  let ids = 0;
  const opened: { store?: Awaited<ReturnType<typeof startApp>>["store"] } = {};
  const functions = clinicFunctions((clinic) => {
    if (opened.store === undefined) throw new Error("not started");
    const { fleetPause, clinics } = opened.store;
    return {
      clinic,
      database: opened.store.scope(clinic.id).outreach,
      fleetPause,
      isRetellNumber: async (number: string) => (await clinics.findByNumber(number)) !== undefined,
      holidays: publicHolidays(),
      clock,
      newId: () => `booked-${(ids += 1)}`,
    };
  });
  const server = await startApp({ functions });
  opened.store = server.store;
  return server;
}

/** The clinic's second doctor. */
const bo = { ...awa, id: "doctor-bo-2", name: "Bo Essai" };

let server: Awaited<ReturnType<typeof startBooking>>;
const stores = (clinic: Clinic) => server.store.scope(clinic.id).booking.stores;

beforeAll(async () => {
  server = await startBooking();
  await server.store.scope(cotonou.id).doctors.add(bo);
  for (const clinic of [cotonou, austin]) {
    for (const each of types) await stores(clinic).types.add({ ...each, id: `${clinic.id}-${each.id}` });
  }
});

let sent = 0;

interface Asking {
  readonly clinic?: Clinic;
  readonly callId?: string;
  readonly earlier?: readonly object[];
  readonly from?: string;
}

async function ask(
  name: string,
  args: object,
  { clinic = cotonou, callId = "call_1", earlier = [], from = "+2290197000099" }: Asking = {},
) {
  const call = {
    call_id: callId,
    direction: "inbound",
    to_number: NUMBERS[clinic.id],
    from_number: from,
    retell_llm_dynamic_variables: { clinic_id: clinic.id },
    transcript_with_tool_calls: earlier.map((each) => ({
      role: "tool_call_invocation",
      tool_call_id: "t",
      name: "choose_appointment_type",
      arguments: JSON.stringify(each),
    })),
  };
  const body = { name, args: { clinic_id: clinic.id, ...args }, call };
  const response = await server.app.request(signed(`/api/${name.replaceAll("_", "-")}`, body, NOON + (sent += 1)));
  expect(response.status).toBe(200);
  return answerSchema.parse(await response.json());
}

test.for([
  ["fr", "C'est pour un vaccin.", "vaccination"],
  ["fr", "Je veux faire vacciner ma fille", "vaccination"],
  ["fr", "le BCG du petit", "vaccination"],
  ["fr", "mettre le carnet à jour", "vaccination"],
  ["fr", "Une première visite", "first"],
  ["fr", "Nous ne sommes jamais venus, mon bébé a de la fièvre", "first"],
  ["fr", "J'ai mal au dos depuis hier", "consultation"],
  ["fr", "Un contrôle, je suis déjà venue", "follow-up"],
  ["fr", "Pas un vaccin, une consultation", "consultation"],
  ["fr", "Un contrôle", "asks new_or_known"],
  ["fr", "C'est personnel", "asks which"],
  ["en", "I need a flu shot", "vaccination"],
  ["en", "a booster for my son", "vaccination"],
  ["en", "I'm a new patient", "first"],
  ["en", "my daughter has a fever", "consultation"],
  ["en", "a follow-up, I've been before", "follow-up"],
  ["en", "not a vaccine, a first visit", "first"],
  ["en", "I'd rather not say", "asks which"],
] as const)("%s: %s → %s", async ([language, reason, expected]) => {
  const clinic = language === "fr" ? cotonou : austin;
  const answer = await ask("choose_appointment_type", { reason }, { clinic });
  expect(answer.asked === undefined ? answer.type_id : `asks ${answer.asked}`).toBe(
    expected.startsWith("asks") ? expected : `${clinic.id}-${expected}`,
  );
});

test("An unclear reason is asked about once with the choices, then the clinic's default is booked", async () => {
  const args = { reason: "C'est personnel" };
  const first = await ask("choose_appointment_type", args);
  expect(first.message).toBe(
    "De quel type de visite s'agit-il : vaccination, première visite, contrôle ou consultation ?",
  );
  const second = await ask("choose_appointment_type", { ...args, asked: "which" });
  expect(second).toMatchObject({ chosen: "true", type_id: "clinic-cotonou-consultation" });
  // If the model does not pass on what was asked, the call's earlier functions show it.
  const own = { clinic_id: cotonou.id, ...args };
  const again = await ask("choose_appointment_type", args, {
    earlier: [{ clinic_id: cotonou.id, reason: "rien" }, own],
  });
  expect(again.type_id).toBe("clinic-cotonou-consultation");
  expect((await ask("choose_appointment_type", args, { earlier: [own] })).asked).toBe("which");
});

test.for([
  ["oui", "first"],
  ["Oui, c'est la première fois", "first"],
  ["non", "follow-up"],
  ["Je suis déjà venu", "follow-up"],
] as const)("Whether the patient is new decides where types depend on it: %s → %s", async ([said, expected]) => {
  const asked = await ask("choose_appointment_type", { reason: "un contrôle" });
  expect(asked.message).toBe("Est-ce une première visite chez nous ?");
  const answer = await ask("choose_appointment_type", { reason: "un contrôle", new_patient: said });
  expect(answer.type_id).toBe(`clinic-cotonou-${expected}`);
});

test("Offers and bookings last as long as the type the reason picks, by each doctor's own minutes", async () => {
  const slow = { ...types[1], id: "clinic-cotonou-first", minutesWith: { [bo.id]: 60 } };
  await stores(cotonou).types.update(type(slow.id, ["Première visite", "First visit"], { ...slow }));
  const booked = await ask(
    "book_appointment",
    { doctor_id: bo.id, date: MONDAY, time: "08:00", reason: "première visite", patient_name: "Koffi Test" },
    { callId: "call_long" },
  );
  expect(booked.booked).toBe("true");
  const [row] = await stores(cotonou).appointments.ofCall("call_long");
  expect(row).toMatchObject({ typeId: "clinic-cotonou-first" });
  expect((row?.endsAt ?? 0) - (row?.startsAt ?? 0)).toBe(60 * 60_000);
  const taken = await ask("check_availability", { doctor_id: bo.id, date: MONDAY, reason: "un vaccin" });
  expect(taken.message).not.toMatch(/8 heures/);
});

test("A moved visit keeps its type", async () => {
  const who = { patient_name: "Sena Test", patient_phone: "+2290197000099" };
  const visit = { doctor_id: bo.id, date: MONDAY, time: "10:30", reason: "un vaccin", ...who };
  const booked = await ask("book_appointment", visit, { callId: "call_move" });
  const moved = { appointment_id: booked["appointment_id"], date: MONDAY, time: "11:00", ...who };
  expect(await ask("reschedule_appointment", moved, { callId: "call_move" })).toMatchObject({ rescheduled: "true" });
  const rows = await stores(cotonou).appointments.ofCall("call_move");
  expect(rows.map(({ typeId }) => typeId)).toEqual(["clinic-cotonou-vaccination", "clinic-cotonou-vaccination"]);
});

test("A doctor who does not offer the type is not searched: doctors who do are named", async () => {
  await stores(cotonou).types.setForDoctor(bo.id, [
    "clinic-cotonou-first",
    "clinic-cotonou-follow-up",
    "clinic-cotonou-consultation",
  ]);
  const asked = await ask("check_availability", { doctor_id: bo.id, date: MONDAY, reason: "un vaccin" });
  expect(asked).toMatchObject({ available: "false", available_slots: [] });
  expect(asked.message).toContain("n'assure pas ce type de visite : Vaccination");
  const any = await ask("check_availability", { date: MONDAY, type_id: "clinic-cotonou-vaccination" });
  expect(any).toMatchObject({ available: "true" });
  await stores(cotonou).types.setForDoctor(bo.id, null);
});

test("A type id of another clinic, or an unknown one, is refused with the ids that exist", async () => {
  for (const type_id of ["clinic-austin-first", "made-up"]) {
    const args = { doctor_id: awa?.id, date: MONDAY, type_id };
    const answer = await ask("check_availability", args);
    expect(answer).toMatchObject({ available: "false", available_slots: [], asked: "which" });
    expect(answer.types).toContainEqual({ id: "clinic-cotonou-vaccination", name: "Vaccination" });
    expect(JSON.stringify(answer)).not.toContain("austin");
    const booked = await ask("book_appointment", { ...args, time: "10:00", ...said });
    expect(booked).toMatchObject({ booked: "false", asked: "which" });
    const again = await ask("check_availability", { ...args, reason: "un vaccin" });
    expect(again).toMatchObject({ available: "true" });
  }
});

test("A type passed by its name, or not at all, is understood", async () => {
  for (const type_id of ["vaccination", "", "unknown", "{{type_id}}"]) {
    const answer = await ask("check_availability", { doctor_id: awa?.id, date: MONDAY, type_id });
    expect([type_id, answer]).toMatchObject([type_id, { available: "true" }]);
  }
});

const NEXT_MONDAY = "2026-11-30";
const said = { patient_name: "Jean Essai", patient_phone: "01 97 00 00 61" };

test("Later, earlier and other times are relative to the named ones; if none are left, another day is asked for", async () => {
  const visit = { doctor_id: awa.id, date: NEXT_MONDAY, type_id: "clinic-cotonou-consultation" };
  const call = { callId: "call_hours" };
  const first = await ask("check_availability", visit, call);
  expect(first.message).toMatch(
    /^Le docteur .* peut vous recevoir lundi 30 novembre à 8 heures, 8 heures 30, 9 heures et d'autres\./u,
  );
  const after = ({ said_first, said_last }: Record<string, unknown>) => ({ ...visit, said_first, said_last });
  const later = await ask("check_availability", { ...after(first), part_of_day: "Plus tard, si possible." }, call);
  expect(later.message).toContain("9 heures 30, 10 heures, 10 heures 30 et d'autres");
  const earlier = await ask("check_availability", { ...after(later), part_of_day: "plus tôt ?" }, call);
  expect(earlier.message).toContain("8 heures, 8 heures 30 et 9 heures");
  const others = await ask("check_availability", { ...after(earlier), part_of_day: "d'autres heures" }, call);
  expect(others.message).toContain("9 heures 30");
  const last = {
    ...visit,
    said_first: `${NEXT_MONDAY}T11:00`,
    said_last: `${NEXT_MONDAY}T12:00`,
    part_of_day: "later",
  };
  expect(await ask("check_availability", last, call)).toMatchObject({ available: "false", available_slots: [] });
});

test("A family comes in a row: consecutive times are offered, and all are booked or none", async () => {
  const visit = { doctor_id: awa.id, date: "2026-12-21", type_id: "clinic-cotonou-consultation", people: "3" };
  const call = { callId: "call_family" };
  const offered = await ask("check_availability", visit, call);
  expect(offered.message).toContain(
    "Pour 3 personnes à la suite, je peux commencer à : lundi 21 décembre à 8 heures, 8 heures 30",
  );
  expect(await ask("check_availability", { ...visit, people: "trois" }, call)).toMatchObject({
    message: offered.message,
  });
  const family = { ...visit, time: "08:00", patient_phone: said.patient_phone };
  const two = await ask("book_appointment", { ...family, patient_name: "Jean Essai et Marie Essai" }, call);
  expect(two).toMatchObject({ booked: "false" });
  expect(two.message).toContain("3 personnes");
  const sameFamily = await ask("review_booking", { ...family, patient_name: "Jean, Marie et Paul Essai" }, call);
  expect(sameFamily.message).toContain("pour Jean Essai, Marie Essai et Paul Essai, au numéro");
  const withTitle = await ask("review_booking", { ...family, patient_name: "Jean, Marie et le petit Paul" }, call);
  expect(withTitle.message).not.toContain("Jean petit");
  const relative = await ask("review_booking", { ...family, patient_name: "Jean, Marie et ma fille" }, call);
  expect(relative).toMatchObject({ reviewed: "false", asks: "name" });
  const names = { patient_name: "Jean Essai, Marie Essai et Paul Essai" };
  const review = await ask("review_booking", { ...family, ...names }, call);
  expect(review).toMatchObject({ reviewed: "true" });
  expect(review.message).toContain("pour Jean Essai, Marie Essai et Paul Essai, au numéro 01 97 00 00 61");
  const booked = await ask("book_appointment", { ...family, ...names }, call);
  expect(booked.message).toBe(
    "C'est noté pour le lundi 21 décembre avec le docteur Awa Test : Jean Essai à 8 heures, Marie Essai à 8 heures 30 et Paul Essai à 9 heures.",
  );
  const rows = await stores(cotonou).appointments.ofCall("call_family");
  expect(rows).toHaveLength(3);
  const taken = await ask(
    "book_appointment",
    { ...family, patient_name: "A Un, B Deux et C Trois" },
    { callId: "call_2" },
  );
  expect(taken).toMatchObject({ booked: "false", reason: "slot_taken" });
  expect(await stores(cotonou).appointments.ofCall("call_2")).toEqual([]);
});

test("A review holds the time for its call, and asks again only for what was wrong", async () => {
  const visit = { doctor_id: awa.id, date: "2026-12-07", time: "10:30", type_id: "clinic-cotonou-consultation" };
  const nameless = { ...visit, ...said, patient_name: "je ne sais pas" };
  expect(await ask("review_booking", nameless, { callId: "call_a", from: "+2290197000061" })).toMatchObject({
    reviewed: "false",
    asks: "name",
  });
  const short = { ...visit, ...said, patient_phone: "01 97" };
  expect(await ask("review_booking", short, { callId: "call_a", from: "+2290197000061" })).toMatchObject({
    reviewed: "false",
    asks: "phone",
  });
  const first = await ask("review_booking", { ...visit, ...said }, { callId: "call_a", from: "+2290197000061" });
  expect(first.message).toBe(
    "Je récapitule : Consultation, le lundi 7 décembre à 10 heures 30 avec le docteur Awa Test, pour Jean Essai, au numéro 01 97 00 00 61. Est-ce bien cela ?",
  );
  const other = { ...visit, patient_name: "Lou Prueba", patient_phone: "01 97 00 00 62" };
  expect(await ask("review_booking", other, { callId: "call_b" })).toMatchObject({ reviewed: "false", asks: "time" });
  expect(
    await ask("book_appointment", { ...visit, ...said }, { callId: "call_a", from: "+2290197000061" }),
  ).toMatchObject({ booked: "true" });
});

test("A move and a cancellation are read back only to a caller who proved whose visit it is", async () => {
  const call = { callId: "call_change", from: "+2290197000063" };
  const own63 = "01 97 00 00 63";
  const visit = {
    doctor_id: awa.id,
    date: "2026-12-14",
    time: "11:30",
    type_id: "clinic-cotonou-consultation",
    patient_phone: own63,
  };
  const booked = await ask("book_appointment", { ...visit, patient_name: "Ama Essai" }, call);
  const own = {
    appointment_id: booked["appointment_id"],
    patient_name: "Ama Essai",
    patient_phone: own63,
  };
  const move = await ask("review_move", { ...own, date: "2026-12-14", time: "12:00" }, call);
  expect(move.message).toBe(
    "Le rendez-vous du lundi 14 décembre à 11 heures 30 passerait au lundi 14 décembre à midi avec le docteur Awa Test. Est-ce bien cela ?",
  );
  expect((await ask("review_cancellation", own, call)).message).toBe(
    "C'est le rendez-vous du lundi 14 décembre à 11 heures 30 avec le docteur Awa Test. Voulez-vous que je l'annule ?",
  );
  const stranger = { ...own, patient_name: "Zoé Autre", patient_phone: "01 97 00 00 88" };
  for (const name of ["review_move", "review_cancellation"]) {
    const answer = await ask(name, { ...stranger, date: "2026-12-14", time: "12:00" }, { callId: "call_stranger" });
    expect(answer).toMatchObject({ reviewed: "false" });
    expect(answer.message).not.toMatch(/11 heures 30|Awa/u);
  }
});
