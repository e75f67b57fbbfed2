import { describe, expect, it } from "vitest";
import { findSlots } from "../../../src/domain/booking/slots/availability.ts";
import { bookAppointment } from "../../../src/domain/booking/visits/book-appointment.ts";
import { holdOffered } from "../../../src/domain/booking/visits/holds.ts";
import { planException } from "../../../src/domain/booking/setup/closures.ts";
import { plainType } from "../../../src/domain/booking/setup/clinic-setup.ts";
import { defaultBookingRules } from "../../../src/domain/booking/booking-rules.ts";
import { cancelAppointment, rescheduleAppointment } from "../../../src/domain/booking/visits/change-appointment.ts";
import { lateNotice } from "../../../src/domain/booking/visits/appointment-details.ts";
import { findAppointments } from "../../../src/domain/booking/patients/find-appointments.ts";
import type { PatientClaim } from "../../../src/domain/booking/patients/patient-identity.ts";
import type { CalendarException } from "../../../src/domain/booking/ports.ts";
import type { Slot } from "../../../src/domain/booking/slots/slot.ts";
import { recordOutcome } from "../../../src/domain/booking/visits/staff-booking.ts";
import { passOnLapsedOffers, joinWaitlist } from "../../../src/domain/booking/visits/waitlist.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { dateAt, wallTimeAt } from "../../../src/domain/time/zoned-time.ts";
import { type FakeClinic, drSample, drTest, fakeClinic } from "../../fakes/clinic-bookings.ts";

const phone = "+22901970000";
const awa = { name: "Awa Testeur", phone: `${phone}01` };
const luc = { name: "Luc Testeur", phone: `${phone}02` };
const caller = (callId: string) => ({ kind: "caller", callId }) as const;
const staff = { kind: "staff", reason: "patient en salle" } as const;

async function free(clinic: FakeClinic, firstDate: string, more: Partial<Parameters<typeof findSlots>[0]> = {}) {
  const request = { doctorIds: [drTest.id], typeId: null, firstDate, lastDate: firstDate, dayPart: null, callId: null };
  const { slots, nextDate } = await findSlots({ ...request, ...more }, clinic);
  return { times: slots.map((slot) => said(slot, clinic)), slots, nextDate };
}

function said({ startsAt }: Slot, { zone }: FakeClinic): string {
  return wallTimeAt(startsAt, zone);
}

async function book(clinic: FakeClinic, time: string, { callId = "call-1", patient = awa } = {}) {
  const choice = clinic.choice(drTest.id, "2026-03-03", time);
  return bookAppointment({ choice, patient, by: caller(callId) }, clinic);
}

async function booked(clinic: FakeClinic, time: string, who = {}) {
  const result = await book(clinic, time, who);
  if (result.kind !== "booked") throw new Error(`not booked: ${result.reason}`);
  return result;
}

function exception(given: Partial<CalendarException>): CalendarException {
  return {
    id: "exception-1",
    kind: "closed",
    doctorId: null,
    firstDate: "2026-03-03",
    lastDate: "2026-03-03",
    fromTime: "00:00",
    toTime: "24:00",
    reason: null,
    ...given,
  };
}

function closedOnHolidays(country: string, region: string | null, openOn: readonly string[] = []) {
  return { rules: { ...defaultBookingRules, holidays: { country, region, openOn } } };
}

function claiming(claim: PatientClaim) {
  return { ...caller("call-2"), claim };
}

const morning = ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"];
const afternoon = ["14:00", "14:30", "15:00", "15:30", "16:00", "16:30", "17:00", "17:30"];

describe("finding slots", () => {
  it("offers the opening hours of a free day, earliest first", async () => {
    expect((await free(fakeClinic(), "2026-03-03")).times).toEqual([...morning, ...afternoon]);
  });

  it("offers the doctors of one time in their order, and assigns the first free room", async () => {
    const rooms = [
      { id: "room-0", name: "Salle 0", active: false },
      { id: "room-1", name: "Salle 1", active: true },
    ];
    const clinic = fakeClinic({ rooms });
    const { slots } = await free(clinic, "2026-03-03", { doctorIds: null });
    expect(slots.slice(0, 3).map(({ doctorId, roomId }) => [doctorId, roomId])).toEqual([
      [drTest.id, "room-1"],
      [drSample.id, "room-1"],
      [drTest.id, "room-1"],
    ]);
    await booked(clinic, "08:00");
    const after = await free(clinic, "2026-03-03", { doctorIds: null });
    expect(after.times[0]).toBe("08:30");
  });

  it.each([
    ["a closed day", [exception({})], []],
    ["a closed morning", [exception({ toTime: "12:00" })], ["12:00", ...afternoon]],
    ["another doctor's absence", [exception({ doctorId: drSample.id })], [...morning, ...afternoon]],
    ["an absence", [exception({ doctorId: drTest.id, fromTime: "12:00" })], morning.slice(0, -1)],
    [
      "an extra hour",
      [exception({ kind: "open", fromTime: "19:00", toTime: "20:00" })],
      [...morning, ...afternoon, "19:00", "19:30"],
    ],
    [
      "a closure over an extra hour",
      [exception({ kind: "open", fromTime: "19:00", toTime: "20:00" }), exception({ id: "x" })],
      [],
    ],
  ])("respects %s", async (_, exceptions, times) => {
    expect((await free(fakeClinic({ exceptions }), "2026-03-03")).times).toEqual(times);
  });

  it("applies a doctor's own hours without the clinic's extra openings", async () => {
    const clinic = fakeClinic({
      doctorHours: new Map([[drTest.id, parseOpeningHours("Tue 09:00-10:00")]]),
      exceptions: [exception({ kind: "open", fromTime: "19:00", toTime: "20:00" })],
    });
    expect((await free(clinic, "2026-03-03")).times).toEqual(["09:00", "09:30"]);
  });

  it("applies the minimum notice, to the minute, and the horizon", async () => {
    const clinic = fakeClinic({ rules: { ...defaultBookingRules, leastNoticeMinutes: 90, horizonDays: 1 } });
    clinic.setNow("2026-03-02", "07:30");
    expect((await free(clinic, "2026-03-02")).times[0]).toBe("09:00");
    clinic.advanceMinutes(1);
    expect((await free(clinic, "2026-03-02")).times[0]).toBe("09:30");
    expect((await free(clinic, "2026-03-03")).times).toHaveLength(17);
    expect(await free(clinic, "2026-03-04")).toMatchObject({ times: [], nextDate: null });
  });

  it("names the next date that has a slot", async () => {
    expect(await free(fakeClinic(), "2026-03-07")).toMatchObject({ times: [], nextDate: "2026-03-09" });
  });

  it("starts at today's date when the requested date is in the past", async () => {
    expect(await free(fakeClinic(), "2026-02-20")).toMatchObject({ times: [], nextDate: "2026-03-02" });
  });

  it.each([
    ["closes on public holidays", [], "2026-04-07"],
    ["unless that date is overruled", ["2026-04-06"], null],
    ["unless that holiday is overruled", ["easter 1"], null],
  ])("%s", async (_, openOn, nextDate) => {
    const { rules } = closedOnHolidays("BJ", null, openOn);
    expect((await free(fakeClinic({ rules }), "2026-04-06")).nextDate).toBe(nextDate);
  });

  it("searches no further than callers can book, however long the period, and judges an endless closure by one year", async () => {
    const clinic = fakeClinic(closedOnHolidays("BJ", null));
    const years: number[] = [];
    const ofYear: FakeClinic["holidays"]["ofYear"] = (rules, year) => {
      years.push(year);
      return clinic.holidays.ofYear(rules, year);
    };
    const watched = { ...clinic, holidays: { ...clinic.holidays, ofYear } };
    const { slots } = await free(watched, "2026-03-03", { lastDate: "2199-12-31" });
    expect(dateAt(slots.at(-1)?.startsAt ?? 0, clinic.zone)).toBe("2026-05-29");
    const { id: _, ...closure } = exception({ lastDate: "2199-12-31" });
    expect(await planException(closure, watched)).toMatchObject({ isKnown: false });
    expect(Math.max(...years)).toBe(2027);
  });

  it("names an unknown country, region, doctor or type when refusing it", async () => {
    await expect(free(fakeClinic(closedOnHolidays("ZZ", null)), "2026-03-03")).rejects.toThrow('country "ZZ"');
    await expect(free(fakeClinic(closedOnHolidays("CA", "XX")), "2026-03-03")).rejects.toThrow('region "XX"');
    await expect(free(fakeClinic(), "2026-03-03", { doctorIds: ["nobody"] })).rejects.toThrow('"nobody"');
    await expect(free(fakeClinic(), "2026-03-03", { typeId: "nothing" })).rejects.toThrow('"nothing"');
  });

  it("takes the length, the buffers and the doctors from the type", async () => {
    const type = {
      ...plainType,
      id: "type-long",
      name: { fr: "Bilan", en: "Check-up", es: "Chequeo" },
      minutes: 60,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 30,
    };
    const clinic = fakeClinic({ types: [type], doctorTypes: new Map([[drSample.id, []]]) });
    await booked(clinic, "09:30");
    expect((await free(clinic, "2026-03-03")).times).toEqual(["08:00", "11:00", "11:30", ...afternoon.slice(0, -1)]);
    expect((await free(clinic, "2026-03-03", { doctorIds: [drSample.id] })).times).toEqual([]);
  });

  it("offers only afternoon slots for an afternoon", async () => {
    expect((await free(fakeClinic(), "2026-03-03", { dayPart: "afternoon" })).times).toEqual(["12:00", ...afternoon]);
  });

  it("offers a visit across midnight at a clinic that is open then", async () => {
    const type = {
      ...plainType,
      id: "t",
      name: { fr: "Nuit", en: "Night", es: "Noche" },
      minutes: 60,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
    };
    const clinic = fakeClinic({ hours: parseOpeningHours("Tue 22:00-24:00; Wed 00:00-01:00"), types: [type] });
    expect((await free(clinic, "2026-03-03")).times).toEqual(["22:00", "22:30", "23:00", "23:30"]);
  });
});

describe("holding a slot", () => {
  it("blocks the slot for others for five minutes, then expires without any cleanup", async () => {
    const clinic = fakeClinic();
    const choice = clinic.choice(drTest.id, "2026-03-03", "09:00");
    expect(await holdOffered({ choices: [choice], callId: "call-1" }, clinic)).toMatchObject([{ callId: "call-1" }]);
    expect(await book(clinic, "09:00", { callId: "call-2", patient: luc })).toMatchObject({
      kind: "unavailable",
      reason: "held",
    });
    expect((await free(clinic, "2026-03-03")).times).not.toContain("09:00");
    expect((await free(clinic, "2026-03-03", { callId: "call-1" })).times).toContain("09:00");
    clinic.advanceMinutes(5);
    expect(await book(clinic, "09:00", { callId: "call-2", patient: luc })).toMatchObject({ kind: "booked" });
    expect(await book(clinic, "09:00")).toMatchObject({ kind: "unavailable" });
  });

  it("holds what the call was last offered: renewed, replaced, and consumed by booking", async () => {
    const clinic = fakeClinic();
    const hold = async (time: string) =>
      holdOffered({ choices: [clinic.choice(drTest.id, "2026-03-03", time)], callId: "call-1" }, clinic);
    await hold("09:00");
    clinic.advanceMinutes(4);
    expect(await hold("09:00")).toMatchObject([{ expiresAt: clinic.clock.now() + 5 * 60_000 }]);
    await hold("10:00");
    expect(clinic.database.memory.holds).toHaveLength(1);
    await booked(clinic, "10:00");
    expect(clinic.database.memory.holds).toEqual([]);
  });
});

describe("booking", () => {
  it("books the slot under the patient's name", async () => {
    const clinic = fakeClinic();
    const { appointment, patient } = await booked(clinic, "09:00");
    expect(appointment).toMatchObject({ doctorId: drTest.id, status: "scheduled", callId: "call-1", roomId: null });
    expect([dateAt(appointment.startsAt, clinic.zone), wallTimeAt(appointment.startsAt, clinic.zone)]).toEqual([
      "2026-03-03",
      "09:00",
    ]);
    expect(patient).toMatchObject(awa);
    expect(clinic.database.memory.appointments).toEqual([appointment]);
  });

  it("returns the same appointment when the call books it again, and a new one after it was cancelled", async () => {
    const clinic = fakeClinic();
    const first = await booked(clinic, "09:00");
    const again = await booked(clinic, "09:00");
    expect(again).toEqual({ ...first, repeated: true });
    const by = { ...caller("call-1"), claim: { phone: awa.phone, name: awa.name } };
    await cancelAppointment({ appointmentId: first.appointment.id, by }, clinic);
    const anew = await booked(clinic, "09:00");
    expect(anew).toMatchObject({ repeated: false });
    expect(clinic.database.memory.appointments.map(({ status }) => status)).toEqual(["cancelled", "scheduled"]);
  });

  it("gives the slot to one of eight concurrent callers and offers the others the nearest ones", async () => {
    const clinic = fakeClinic();
    const calls = Array.from({ length: 8 }, (_, index) => ({
      callId: `call-${index}`,
      patient: { name: `Patient ${"ABCDEFGH"[index]}`, phone: `${phone}1${index}` },
    }));
    const results = await Promise.all(calls.map(async (call) => book(clinic, "10:00", call)));
    expect(results.filter(({ kind }) => kind === "booked")).toHaveLength(1);
    const refused = results.find(({ kind }) => kind === "unavailable");
    if (refused?.kind !== "unavailable") throw new Error("nobody was refused");
    expect(refused.alternatives.slots.map((slot) => said(slot, clinic))).toEqual([
      "08:30",
      "09:00",
      "09:30",
      "10:30",
      "11:00",
      "11:30",
    ]);
    expect(clinic.database.memory.patients).toHaveLength(1);
  });

  it.each([
    ["2026-03-02", "06:00", "past"],
    ["2026-03-02", "08:00", "too_soon"],
    ["2026-06-03", "09:00", "too_far"],
    ["2026-03-03", "13:00", "closed"],
    ["2026-03-03", "09:10", "closed"],
    ["2026-03-07", "09:00", "closed"],
  ])("refuses %s %s as %s", async (date, time, reason) => {
    const clinic = fakeClinic();
    clinic.setNow("2026-03-02", "07:30");
    const choice = clinic.choice(drTest.id, date, time);
    const result = await bookAppointment({ choice, patient: awa, by: caller("call-1") }, clinic);
    expect(result).toMatchObject({ kind: "unavailable", reason });
    expect(clinic.database.memory.appointments).toEqual([]);
  });

  it("lets staff book within the minimum notice, with a recorded reason, but not over another visit", async () => {
    const clinic = fakeClinic();
    clinic.setNow("2026-03-02", "07:30");
    const choice = clinic.choice(drTest.id, "2026-03-02", "08:00");
    expect(await bookAppointment({ choice, patient: awa, by: staff }, clinic)).toMatchObject({
      appointment: { changeReason: staff.reason, callId: null },
    });
    expect(await bookAppointment({ choice, patient: luc, by: staff }, clinic)).toMatchObject({ reason: "taken" });
  });

  it("treats a row that the store refuses as a slot just taken", async () => {
    const clinic = fakeClinic();
    const other = (await booked(clinic, "09:00")).appointment;
    clinic.database.memory.appointments.splice(0, 1, { ...other, blockedFrom: 0, blockedTo: 1 });
    expect(await book(clinic, "09:00", { callId: "call-2" })).toMatchObject({ kind: "unavailable" });
    expect(clinic.database.memory.patients).toHaveLength(1);
  });

  it.each([
    [{ name: " ", phone: awa.phone }, "name is missing"],
    [{ name: "Awa", phone: "97000001" }, "international form"],
  ])("refuses patient details that identify nobody", async (patient, message) => {
    await expect(book(fakeClinic(), "09:00", { patient })).rejects.toThrow(message);
  });

  it("recognises a patient by phone and name, and a family by their shared phone", async () => {
    const clinic = fakeClinic();
    await booked(clinic, "09:00", { callId: "a" });
    await booked(clinic, "10:00", { callId: "b", patient: { name: "testeur AWÀ", phone: awa.phone } });
    await booked(clinic, "11:00", { callId: "c", patient: { name: "Ina Testeur", phone: awa.phone } });
    expect(clinic.database.memory.patients.map(({ name }) => name)).toEqual(["Awa Testeur", "Ina Testeur"]);
    expect(await findAppointments({ phone: awa.phone }, clinic)).toEqual([]);
    const ina = await findAppointments({ phone: awa.phone, name: "ina testeur" }, clinic);
    expect(ina).toHaveLength(1);
  });
});

describe("cancelling", () => {
  const claim = { phone: awa.phone, name: awa.name };

  it("frees the slot, once, for a caller who states the phone with the name or the birth date", async () => {
    const clinic = fakeClinic();
    const patient = { ...awa, birthDate: "1990-05-17" };
    const { appointment } = await booked(clinic, "09:00", { patient });
    const appointmentId = appointment.id;
    const strangers = [
      { phone: luc.phone, name: awa.name },
      { phone: awa.phone },
      { name: awa.name, birthDate: "1990-05-17" },
      { phone: awa.phone, birthDate: "1990-05-18" },
      { phone: awa.phone, name: "Luc", birthDate: "1990-05-17" },
    ];
    for (const stated of strangers) {
      await expect(cancelAppointment({ appointmentId, by: claiming(stated) }, clinic)).rejects.toThrow(
        "No such appointment",
      );
    }
    const rightful = claiming({ phone: awa.phone, birthDate: "1990-05-17" });
    expect(await cancelAppointment({ appointmentId, by: rightful }, clinic)).toMatchObject({ repeated: false });
    expect(await cancelAppointment({ appointmentId, by: claiming(claim) }, clinic)).toMatchObject({ repeated: true });
    expect((await free(clinic, "2026-03-03")).times).toContain("09:00");
    expect(await findAppointments(claim, clinic)).toEqual([]);
  });

  it("applies the cut-off to callers, to the minute, and lets staff override it with a reason", async () => {
    const clinic = fakeClinic();
    const { appointment } = await booked(clinic, "09:00");
    const request = { appointmentId: appointment.id, by: { ...caller("call-2"), claim } };
    clinic.setNow("2026-03-03", "07:01");
    const choice = clinic.choice(drTest.id, "2026-03-04", "09:00");
    expect(await rescheduleAppointment({ ...request, choice }, clinic)).toMatchObject({ kind: "past_cutoff" });
    expect(await cancelAppointment({ ...request, by: staff }, clinic)).toMatchObject({
      kind: "cancelled",
      isLate: false,
      appointment: { changeReason: staff.reason },
    });
  });

  it("lets a caller cancel late after the cut-off, but not once the visit has begun", async () => {
    const clinic = fakeClinic();
    const late = await booked(clinic, "09:00");
    clinic.setNow("2026-03-03", "08:20");
    const by = { ...caller("call-2"), claim };
    const cancelled = await cancelAppointment({ appointmentId: late.appointment.id, by }, clinic);
    if (cancelled.kind !== "cancelled") throw new Error(cancelled.kind);
    expect(cancelled.isLate).toBe(true);
    expect(lateNotice(cancelled.appointment, { cancelCutoffMinutes: 120 })).toBe(40);
    expect(lateNotice(cancelled.appointment, { cancelCutoffMinutes: 30 })).toBeUndefined();
    const begun = await booked(clinic, "10:00");
    clinic.setNow("2026-03-03", "10:00");
    expect(await cancelAppointment({ appointmentId: begun.appointment.id, by }, clinic)).toMatchObject({
      kind: "past_cutoff",
      cutoffMinutes: 120,
    });
  });

  it("is still possible exactly at the cut-off", async () => {
    const clinic = fakeClinic();
    const { appointment } = await booked(clinic, "09:00");
    clinic.setNow("2026-03-03", "07:00");
    const request = { appointmentId: appointment.id, by: { ...caller("call-2"), claim } };
    expect(await cancelAppointment(request, clinic)).toMatchObject({ kind: "cancelled" });
  });
});

describe("rescheduling", () => {
  const by = { ...caller("call-2"), claim: { phone: awa.phone, name: awa.name } };

  it("books the new time, links and frees the old one, and gives a retry the same answer", async () => {
    const clinic = fakeClinic();
    const { appointment: old } = await booked(clinic, "09:00");
    const choice = clinic.choice(drTest.id, "2026-03-03", "11:00");
    const request = { appointmentId: old.id, choice, by };
    const moved = await rescheduleAppointment(request, clinic);
    if (moved.kind !== "rescheduled") throw new Error(moved.kind);
    expect(moved.previous).toMatchObject({ id: old.id, status: "rescheduled" });
    expect(moved.appointment).toMatchObject({
      rescheduledFrom: old.id,
      status: "scheduled",
      calendarUid: old.calendarUid,
      calendarSequence: 1,
    });
    const again = await rescheduleAppointment(request, clinic);
    expect(again).toMatchObject({ repeated: true, appointment: { id: moved.appointment.id } });
    const { times } = await free(clinic, "2026-03-03");
    expect(times).toContain("09:00");
    expect(times).not.toContain("11:00");
    const elsewhere = { ...request, choice: clinic.choice(drTest.id, "2026-03-04", "08:00") };
    expect(await rescheduleAppointment(elsewhere, clinic)).toMatchObject({ kind: "not_active" });
  });

  it("leaves an appointment and its confirmation unchanged when a caller moves it to the same time", async () => {
    const clinic = fakeClinic();
    const { appointment: old } = await booked(clinic, "09:00");
    await recordOutcome({ appointmentId: old.id, status: "confirmed", reason: "called" }, clinic);
    const choice = clinic.choice(drTest.id, "2026-03-03", "09:00");
    const kept = await rescheduleAppointment({ appointmentId: old.id, choice, by }, clinic);
    expect(kept).toMatchObject({ kind: "rescheduled", repeated: true, appointment: { id: old.id } });
    expect(clinic.database.memory.appointments).toMatchObject([{ id: old.id, status: "confirmed" }]);
  });

  it("keeps the old time when the new one is unavailable", async () => {
    const clinic = fakeClinic();
    const { appointment: old } = await booked(clinic, "09:00");
    await booked(clinic, "10:00", { callId: "call-3", patient: luc });
    const before = structuredClone(clinic.database.memory.appointments);
    const choice = clinic.choice(drTest.id, "2026-03-03", "10:00");
    const result = await rescheduleAppointment({ appointmentId: old.id, choice, by }, clinic);
    expect(result).toMatchObject({ kind: "unavailable", reason: "taken" });
    expect(clinic.database.memory.appointments).toEqual(before);
  });

  it("may overlap the old time", async () => {
    const type = {
      ...plainType,
      id: "t",
      name: { fr: "Bilan", en: "Check-up", es: "Chequeo" },
      minutes: 60,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
    };
    const clinic = fakeClinic({ types: [type] });
    const { appointment: old } = await booked(clinic, "09:00");
    const choice = clinic.choice(drTest.id, "2026-03-03", "09:30");
    expect(await rescheduleAppointment({ appointmentId: old.id, choice, by }, clinic)).toMatchObject({
      kind: "rescheduled",
    });
  });
});

describe("recording the outcome", () => {
  it("allows only the status changes of the table", async () => {
    const clinic = fakeClinic();
    const appointmentId = (await booked(clinic, "09:00")).appointment.id;
    await recordOutcome({ appointmentId, status: "confirmed" }, clinic);
    const early = recordOutcome({ appointmentId, status: "completed" }, clinic);
    await expect(early).rejects.toThrow("cannot be completed yet");
    clinic.advanceMinutes(60 * 24 * 7);
    await recordOutcome({ appointmentId, status: "completed" }, clinic);
    expect(await recordOutcome({ appointmentId, status: "completed" }, clinic)).toMatchObject({ status: "completed" });
    await expect(recordOutcome({ appointmentId, status: "no_show" }, clinic)).rejects.toThrow("cannot become no_show");
    await expect(recordOutcome({ appointmentId: "none", status: "no_show" }, clinic)).rejects.toThrow("no appointment");
  });
});

describe("the waitlist", () => {
  const wish = {
    doctorId: drTest.id,
    typeId: null,
    firstDate: "2026-03-03",
    lastDate: "2026-03-06",
    dayPart: null,
    mayCall: true,
  };

  async function line() {
    const clinic = fakeClinic();
    const { appointment } = await booked(clinic, "09:00");
    const ina = { name: "Ina Testeur", phone: `${phone}03` };
    const joined = [
      await joinWaitlist({ ...wish, patient: luc, dayPart: "afternoon" }, clinic),
      await joinWaitlist({ ...wish, patient: luc }, clinic),
      await joinWaitlist({ ...wish, patient: ina }, clinic),
    ];
    expect(joined.map(({ place }) => place)).toEqual([1, 2, 3]);
    const by = { ...caller("call-9"), claim: { phone: awa.phone, name: awa.name } };
    const result = await cancelAppointment({ appointmentId: appointment.id, by }, clinic);
    if (result.kind !== "cancelled") throw new Error(result.kind);
    return { clinic, offer: result.offers[0], joined };
  }

  it("offers a freed slot to the first patient it suits, and only that patient can book it", async () => {
    const { clinic, offer } = await line();
    expect(offer).toMatchObject({ patient: luc, entry: { status: "offered" } });
    expect(await book(clinic, "09:00", { callId: "x" })).toMatchObject({ reason: "taken" });
    expect(await book(clinic, "09:00", { callId: "y", patient: luc })).toMatchObject({ kind: "booked" });
    expect(clinic.database.memory.waitlist.map(({ status }) => status)).toEqual(["waiting", "booked", "waiting"]);
    expect(clinic.database.memory.holds).toEqual([]);
  });

  it("keeps the offer while its patient books another time", async () => {
    const { clinic, offer } = await line();
    await booked(clinic, "11:00", { callId: "y", patient: luc });
    expect(clinic.database.memory.holds).toEqual([offer?.hold]);
    expect(await book(clinic, "09:00", { callId: "z", patient: luc })).toMatchObject({ kind: "booked" });
  });

  it("passes an offer on when it expires", async () => {
    const { clinic } = await line();
    expect(await passOnLapsedOffers(clinic)).toEqual([]);
    clinic.advanceMinutes(60);
    const [offer] = await passOnLapsedOffers(clinic);
    expect(offer?.patient.name).toBe("Ina Testeur");
    expect(clinic.database.memory.waitlist.map(({ status }) => status)).toEqual(["waiting", "waiting", "offered"]);
  });

  it("keeps one place for the same request and refuses past dates", async () => {
    const clinic = fakeClinic();
    const first = await joinWaitlist({ ...wish, patient: luc }, clinic);
    expect(await joinWaitlist({ ...wish, patient: luc }, clinic)).toEqual(first);
    const over = { ...wish, patient: luc, firstDate: "2026-02-01", lastDate: "2026-02-02" };
    await expect(joinWaitlist(over, clinic)).rejects.toThrow("in the past");
  });
});
