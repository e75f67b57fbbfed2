import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findSlots } from "../../../src/domain/booking/slots/availability.ts";
import { bookAppointment } from "../../../src/domain/booking/visits/book-appointment.ts";
import { cancelAppointment, rescheduleAppointment } from "../../../src/domain/booking/visits/change-appointment.ts";
import { findAppointments } from "../../../src/domain/booking/patients/find-appointments.ts";
import { matchDoctor } from "../../../src/domain/booking/names/match-doctor.ts";
import { readSlotId, slotIdOf } from "../../../src/domain/booking/slots/slot.ts";
import {
  spokenBooked,
  spokenCancelled,
  spokenDateQuestion,
  spokenDoctorQuestion,
  spokenDoctors,
  spokenFound,
  spokenRefusal,
  spokenRescheduled,
  spokenWaitlist,
} from "../../../src/domain/booking/speech/speech.ts";
import { spokenSlots, spokenUnavailable } from "../../../src/domain/booking/speech/spoken-slots.ts";
import { joinWaitlist } from "../../../src/domain/booking/visits/waitlist.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { type Language, joinAlternatives, joinChoices, joinList } from "../../../src/domain/language/language.ts";
import { spokenDate, spokenInstant } from "../../../src/domain/language/dates/spoken-date.ts";
import { understandDate } from "../../../src/domain/language/dates/understand-date.ts";
import { type FakeClinic, drSample, drTest, fakeClinic } from "../../fakes/clinic-bookings.ts";

const doctors = [drTest, drSample];
const awa = { name: "Awa Testeur", phone: "+22901970001" };
const by = { kind: "caller", callId: "call-1" } as const;
const isoText = /\d{4}-\d{2}-\d{2}|T\d{2}:/;

function context(language: Language, zone = "Africa/Porto-Novo") {
  return { language, zone, doctors };
}

async function free(clinic: FakeClinic, date: string, doctorIds: readonly string[] | null = [drTest.id]) {
  const request = { doctorIds, typeId: null, firstDate: date, lastDate: date, dayPart: null, callId: null };
  return findSlots(request, clinic);
}

async function bookAt(clinic: FakeClinic, time: string, patient = awa) {
  const choice = clinic.choice(drTest.id, "2026-03-03", time);
  return bookAppointment({ choice, patient, by }, clinic);
}

describe("spoken dates and lists", () => {
  it.each([
    ["fr", "2025-03-03", "09:30", "lundi 3 mars à 9 heures 30"],
    ["en", "2025-03-03", "09:30", "Monday, March 3 at 9:30 AM"],
    ["fr", "2026-03-01", "14:00", "dimanche 1er mars à 14 heures"],
    ["en", "2026-03-01", "12:05", "Sunday, March 1 at 12:05 PM"],
    ["en", "2026-03-01", "00:00", "Sunday, March 1 at 12:00 AM"],
    ["fr", "2026-03-11", "08:05", "mercredi 11 mars à 8 heures 5"],
  ] as const)("%s %s %s", (...[language, date, time, said]) => {
    expect(spokenInstant(fakeClinic().at(date, time), "Africa/Porto-Novo", language)).toBe(said);
  });

  it("names the year when asked to", () => {
    expect([spokenDate("2027-03-01", "fr", true), spokenDate("2027-03-01", "en", true)]).toEqual([
      "lundi 1er mars 2027",
      "Monday, March 1, 2027",
    ]);
  });

  it("says at most three choices", () => {
    const times = ["A", "B", "C", "D"];
    expect(joinChoices(times, "fr")).toBe("A, B, C et d'autres");
    expect(joinChoices(times, "en")).toBe("A, B, C and others");
    expect(joinChoices(times.slice(0, 3), "fr")).toBe("A, B et C");
    expect([joinList(["A", "B"], "en"), joinAlternatives(["A", "B"], "fr")]).toEqual(["A and B", "A ou B"]);
  });
});

describe("spoken slots", () => {
  it("offers three times, with an id for each", async () => {
    const offer = await free(fakeClinic(), "2026-03-03");
    const fr = spokenSlots(offer, "2026-03-03", context("fr"));
    expect(fr.message).toBe(
      "Le docteur Awa Test peut vous recevoir mardi 3 mars à 8 heures, 8 heures 30, 9 heures et d'autres. Quelle heure vous convient ?",
    );
    expect(fr.available_slots).toHaveLength(17);
    expect(fr.available_slots[1]?.time).toBe("8 heures 30");
    const startsAt = fakeClinic().at("2026-03-03", "08:30");
    expect(readSlotId(fr.available_slots[1]?.id ?? "")).toEqual({ doctorId: drTest.id, startsAt, typeId: null });
    expect(spokenSlots(offer, "2026-03-03", context("en")).message).toBe(
      "Dr. Awa Test can see you Tuesday, March 3 at 8:00 AM, 8:30 AM, 9:00 AM and others. Which time works for you?",
    );
  });

  it("names the doctors when there are several", async () => {
    const { message } = spokenSlots(await free(fakeClinic(), "2026-03-03", null), "2026-03-03", context("fr"));
    expect(message).toContain(
      "8 heures avec le docteur Awa Test, 8 heures 30 avec le docteur Awa Test, 9 heures avec le docteur Awa Test et d'autres",
    );
  });

  it("says that there are no slots, and names the next day that has one", async () => {
    const offer = await free(fakeClinic(), "2026-03-07");
    expect(spokenSlots(offer, "2026-03-07", context("fr"))).toEqual({
      message:
        "Désolé, aucun créneau disponible le samedi 7 mars. Voulez-vous essayer une autre date ? Le prochain jour disponible est le lundi 9 mars.",
      available_slots: [],
      next_available_date: "2026-03-09",
    });
    expect(spokenSlots({ slots: [], nextDate: null }, "2026-03-07", context("en"))).toEqual({
      message: "Sorry, there is nothing available on Saturday, March 7. Would you like to try another date?",
      available_slots: [],
    });
  });

  it("stays under 15,000 characters however many slots and however long the ids", async () => {
    const ids = {
      id: "0190a5d0-0000-7000-8000-000000000001",
      name: "Marie-Antoinette Exemple de la Très Longue Lignée",
    };
    const doctor = { ...drTest, ...ids };
    const clinic = fakeClinic({ doctors: [doctor], hours: parseOpeningHours("Mon-Sun 00:00-24:00") });
    const reply = spokenSlots(await free(clinic, "2026-03-03", null), "2026-03-01", {
      ...context("fr"),
      doctors: [doctor],
    });
    expect(reply.available_slots).toHaveLength(40);
    expect(JSON.stringify(reply).length).toBeLessThan(15_000);
  });

  it("says why a slot is unavailable and offers others", async () => {
    const clinic = fakeClinic();
    await bookAt(clinic, "09:00");
    const taken = await bookAppointment(
      {
        choice: clinic.choice(drTest.id, "2026-03-03", "09:00"),
        patient: { ...awa, name: "Luc Testeur" },
        by: { ...by, callId: "call-2" },
      },
      clinic,
    );
    if (taken.kind !== "unavailable") throw new Error(taken.kind);
    expect(spokenUnavailable(taken, context("fr"))).toMatchObject({
      message:
        "Je regrette, ce créneau vient d'être pris. Je peux vous proposer : mardi 3 mars à 8 heures, 8 heures 30, 9 heures 30 et d'autres. Quelle heure vous convient ?",
      booked: false,
    });
    const none = { ...taken, alternatives: { slots: [], nextDate: "2026-03-04" } };
    expect(spokenUnavailable(none, context("en")).message).toBe(
      "Sorry, that time has just been taken. The next available day is Wednesday, March 4. Would you like to try another date?",
    );
    const nothing = { ...taken, reason: "past" as const, alternatives: { slots: [], nextDate: null } };
    expect(spokenUnavailable(nothing, context("fr")).message).toBe(
      "Je regrette, cette heure est déjà passée. Voulez-vous essayer une autre date ?",
    );
  });

  it("says so when the last times are being chosen by another caller", () => {
    const offer = { slots: [], nextDate: null, isBeingChosen: true };
    const reply = spokenSlots(offer, "2026-03-03", context("en"));
    expect(reply.message).toMatch(/^Another caller is choosing .* Sorry, there is nothing available on /u);
  });
});

describe("slot ids", () => {
  it("can be read back, and reveal changes", () => {
    const choice = fc.record({
      doctorId: fc.uuid(),
      startsAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      typeId: fc.option(fc.uuid()),
    });
    fc.assert(
      fc.property(choice, fc.nat(), (slot, at) => {
        const id = slotIdOf(slot);
        expect(readSlotId(` ${id} `)).toEqual(slot);
        const index = at % id.length;
        const changed = id.slice(0, index) + (id[index] === "7" ? "8" : "7") + id.slice(index + 1);
        expect(readSlotId(changed)).toBeUndefined();
        expect(readSlotId(id.slice(0, -1))).toBeUndefined();
      }),
    );
  });

  it.each(["", "9 heures 30", "a~b~c", "a~b~c~d~e"])("refuses %j", (text) => {
    expect(readSlotId(text)).toBeUndefined();
  });
});

describe("spoken appointments", () => {
  it.each([
    ["fr", "C'est noté : rendez-vous le mardi 3 mars à 9 heures avec le docteur Awa Test pour Awa Testeur."],
    ["en", "All set: Awa Testeur is booked for Tuesday, March 3 at 9:00 AM with Dr. Awa Test."],
  ] as const)("%s: booked", async (language, message) => {
    const clinic = fakeClinic();
    const result = await bookAt(clinic, "09:00");
    if (result.kind !== "booked") throw new Error(result.kind);
    const reply = spokenBooked(result, context(language));
    expect(reply).toMatchObject({ message, booked: true, appointment_id: result.appointment.id });
  });

  it("are listed: none, one, several", async () => {
    const clinic = fakeClinic();
    const found = async () =>
      spokenFound(await findAppointments({ phone: awa.phone, name: awa.name }, clinic), context("fr"));
    expect((await found()).message).toContain("Je ne trouve pas de rendez-vous à venir avec ces informations.");
    await bookAt(clinic, "09:00");
    const one = await found();
    expect(one.message).toBe("J'ai trouvé le rendez-vous du mardi 3 mars à 9 heures avec le docteur Awa Test.");
    expect(one.appointment_id).toBe(one.appointments[0]?.appointment_id);
    await bookAt(clinic, "10:00");
    const several = await found();
    expect(several.appointment_id).toBeUndefined();
    expect(several.message).toBe(
      "J'ai trouvé plusieurs rendez-vous : mardi 3 mars à 9 heures avec le docteur Awa Test et mardi 3 mars à 10 heures avec le docteur Awa Test. Duquel s'agit-il ?",
    );
  });

  it("are moved, cancelled, and refused in words", async () => {
    const clinic = fakeClinic();
    const result = await bookAt(clinic, "09:00");
    if (result.kind !== "booked") throw new Error(result.kind);
    const claimed = { ...by, claim: { phone: awa.phone, name: awa.name } };
    const choice = clinic.choice(drTest.id, "2026-03-04", "14:30");
    const moved = await rescheduleAppointment({ appointmentId: result.appointment.id, choice, by: claimed }, clinic);
    if (moved.kind !== "rescheduled") throw new Error(moved.kind);
    expect(spokenRescheduled(moved, context("fr"))).toMatchObject({
      message: "C'est fait : le rendez-vous du mardi 3 mars à 9 heures est déplacé au mercredi 4 mars à 14 heures 30.",
      appointment_id: moved.appointment.id,
    });
    const refused = { ...result, kind: "past_cutoff", cutoffMinutes: 120 } as const;
    expect(spokenRefusal(refused, context("fr")).message).toContain("Il est trop tard pour modifier par téléphone");
    expect(spokenRefusal({ ...result, kind: "not_active" }, context("en")).message).toContain(
      "already cancelled or moved",
    );
    const cancelled = await cancelAppointment({ appointmentId: moved.appointment.id, by: claimed }, clinic);
    if (cancelled.kind !== "cancelled") throw new Error(cancelled.kind);
    expect(spokenCancelled(cancelled, context("en")).message).toBe(
      "Done: the appointment on Wednesday, March 4 at 2:30 PM has been cancelled.",
    );
  });

  it("states the place on the waitlist", async () => {
    const wish = {
      doctorId: null,
      typeId: null,
      firstDate: "2026-03-03",
      lastDate: "2026-03-06",
      dayPart: null,
      mayCall: true,
    };
    const joined = await joinWaitlist({ ...wish, patient: awa }, fakeClinic());
    expect(spokenWaitlist(joined, context("fr"))).toMatchObject({ place: 1, waitlist_id: joined.entry.id });
    expect(spokenWaitlist({ ...joined, place: 3 }, context("en")).message).toContain("You are number 3");
  });
});

describe("follow-up questions", () => {
  it.each([
    ["fr", "vendredi prochain", "Voulez-vous dire le vendredi 6 mars ou le vendredi 13 mars ?"],
    ["en", "next Friday", "Do you mean Friday, March 6 or Friday, March 13?"],
    ["fr", "hier", "Le dimanche 1er mars est déjà passé. Quelle date souhaitez-vous ?"],
    ["en", "blue", "I did not quite get the date. Which day would you like?"],
    ["fr", "le 31 février", "Je n'ai pas bien compris la date. Quel jour souhaitez-vous ?"],
    ["fr", "2025-03-02", "L'année 2025 est passée. Voulez-vous dire le lundi 2 mars 2026 ?"],
    ["en", "March 5, 2025", "The year 2025 is over. Do you mean Thursday, March 5, 2026?"],
  ] as const)("%s: %s", (language, said, question) => {
    const understood = understandDate(said, { today: "2026-03-02", language });
    if (understood.kind === "understood") throw new Error("it was clear");
    const { message } = spokenDateQuestion(understood, language);
    expect(message).toBe(question);
    expect(message).not.toMatch(isoText);
  });

  it("about doctors", () => {
    const several = matchDoctor("Test", [drTest, { ...drTest, id: "doc-2", name: "Ina Test" }]);
    if (several.kind !== "several") throw new Error(several.kind);
    expect(spokenDoctorQuestion(several, doctors, "fr").message).toBe(
      "Plusieurs médecins portent ce nom : le docteur Awa Test et le docteur Ina Test. Lequel souhaitez-vous ?",
    );
    expect(spokenDoctorQuestion({ kind: "none" }, doctors, "en").message).toContain("Dr. Awa Test and Dr. Luc Sample");
    expect(spokenDoctors([], "fr").message).toContain("aucun médecin");
    expect(spokenDoctors(doctors, "en").doctors).toHaveLength(2);
  });
});

describe("matching a doctor", () => {
  const staff = [
    drTest,
    drSample,
    { ...drTest, id: "doc-hélène", name: "Dr Hélène Exemplé-Dupré" },
    { ...drTest, id: "doc-luc2", name: "Luc Essai" },
  ];

  it.each([
    ["doc-luc", "doc-luc"],
    ["Awa Test", "doc-awa"],
    ["docteur TEST", "doc-awa"],
    ["le Dr. Sample", "doc-luc"],
    ["helene exemple dupre", "doc-hélène"],
    ["Docteure Hélène", "doc-hélène"],
    ["Dr Dupre", "doc-hélène"],
    ["Sampel", "doc-luc"],
    ["Dr Duprey", "doc-hélène"],
    ["Luc", "doc-luc doc-luc2"],
    ["docteur", ""],
    ["Quelqu'un d'autre", ""],
    ["", ""],
    ["Lac", ""],
  ])("%s → %s", (heard, ids) => {
    const match = matchDoctor(heard, staff);
    const found = {
      one: () => (match.kind === "one" ? [match.doctor] : []),
      several: () => (match.kind === "several" ? match.doctors : []),
      any: () => [],
      last_seen: () => [],
      woman_or_man: () => [],
      none: () => [],
    };
    expect(
      found[match.kind]()
        .map(({ id }) => id)
        .join(" "),
    ).toBe(ids);
  });
});
