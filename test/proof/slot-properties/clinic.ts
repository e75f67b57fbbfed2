import { plainType } from "../../../src/domain/booking/setup/clinic-setup.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { findSlots } from "../../../src/domain/booking/slots/availability.ts";
import { bookAppointment } from "../../../src/domain/booking/visits/book-appointment.ts";
import { holdOffered } from "../../../src/domain/booking/visits/holds.ts";
import { publicHolidays } from "../../../src/domain/booking/calendar/public-holidays.ts";
import type { BookingPorts } from "../../../src/domain/booking/ports.ts";
import type { Slot } from "../../../src/domain/booking/slots/slot.ts";
import { rehearse } from "../../../src/domain/booking/transactions.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { startOfDay } from "../../../src/domain/time/zoned-time.ts";
import type { ClockChange } from "./clock-changes.ts";
import type { Situation } from "./situation.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

export interface Scene extends ClockChange {
  readonly given: Situation;
  readonly doctorIds: readonly string[];
  readonly typeIds: readonly string[];
  readonly roomIds: readonly string[];
  readonly ports: BookingPorts;
}

const patient = { name: "Awa Test", phone: "+22901970000" };

/** Stores the situation as a clinic of its own, with some of its slots booked and held through the engine. */
export async function openScene(given: Situation, { zone, date }: ClockChange, store: Store): Promise<Scene> {
  const clinicId = newId();
  const clinic = { timezone: zone, language: "fr" as const };
  await store.clinics.add(
    testClinic({
      ...clinic,
      id: clinicId,
      slug: `clinic-${clinicId}`,
      name: "Test Clinic",
      address: "1 Test Street",
      country: "BJ",
      ownerEmail: "owner@example.com",
    }),
  );
  const now = startOfDay(date, zone) + given.nowMinutes * 60_000;
  const database = store.scope(clinicId).booking;
  const ports = { clinic, database, holidays: publicHolidays(), clock: { now: () => now }, newId };
  const scene = { given, zone, date, ports, ...(await fill(given, date, store.scope(clinicId))) };
  for (const { index, isHold } of given.taken) {
    const slots = await offered(scene);
    const slot = slots[index % Math.max(1, slots.length)];
    if (slot !== undefined) await take(slot, isHold, ports);
  }
  return scene;
}

async function fill(given: Situation, date: string, { doctors, openingHours, booking }: ReturnType<Store["scope"]>) {
  const doctorIds = [newId(), newId()];
  for (const [index, id] of doctorIds.entries()) {
    await doctors.add({ id, name: `Doctor ${index} Test`, specialty: "Dentiste", email: null, active: true });
  }
  await openingHours.setForClinic(given.hours);
  if (given.ownHours !== null) await openingHours.setForDoctor(doctorIds[1] ?? "", given.ownHours);
  const { stores } = booking;
  const typeIds = given.types.map(() => newId());
  const roomIds = given.rooms.map(() => newId());
  for (const [index, type] of given.types.entries()) {
    const name = { fr: `Visite ${index}`, en: `Visit ${index}`, es: `Visita ${index}` };
    await stores.types.add({ ...plainType, ...type, id: typeIds[index] ?? "", name });
  }
  for (const [index, active] of given.rooms.entries()) {
    await stores.rooms.add({ id: roomIds[index] ?? "", name: `Salle ${index}`, active });
  }
  for (const { kind, doctor, offset, length, interval } of given.exceptions) {
    await stores.exceptions.add({
      id: newId(),
      kind,
      doctorId: doctor === null ? null : (doctorIds[doctor] ?? null),
      firstDate: addDays(date, offset),
      lastDate: addDays(date, offset + length),
      fromTime: interval.opens,
      toTime: interval.closes,
      reason: null,
    });
  }
  const { slotMinutes, leastNoticeMinutes } = given;
  const limits = {
    mostPerCall: 100,
    mostPerDay: 100,
    mostUpcoming: 100,
    mostProven: 100,
    mostSpread: 0,
    mostWithheld: 1000,
  };
  const fixed = {
    horizonDays: 2,
    cancelCutoffMinutes: 0,
    waitlistHoldMinutes: 60,
    sameDay: null,
    ...limits,
    holidays: null,
  };
  await stores.rules.save({ slotMinutes, leastNoticeMinutes, ...fixed });
  return { doctorIds, typeIds, roomIds };
}

/** What callers are offered on the date, for every type. */
export async function offered({ typeIds, date, ports }: Omit<Scene, "given">): Promise<readonly Slot[]> {
  const search = { doctorIds: null, firstDate: date, lastDate: date, dayPart: null, callId: null };
  const found: Slot[] = [];
  for (const typeId of typeIds.length === 0 ? [null] : typeIds) {
    found.push(...(await findSlots({ ...search, typeId }, ports)).slots);
  }
  return found;
}

async function take(choice: Slot, isHold: boolean, ports: BookingPorts): Promise<void> {
  const callId = ports.newId();
  if (isHold) await holdOffered({ choices: [choice], callId }, ports);
  else await bookAppointment({ choice, patient, by: { kind: "caller", callId } }, ports);
}

/** Whether a booking would succeed, tried in a transaction that is rolled back. */
export async function canBook(
  choice: Pick<Slot, "doctorId" | "startsAt" | "typeId">,
  ports: BookingPorts,
): Promise<boolean> {
  const by = { kind: "caller", callId: ports.newId() } as const;
  return rehearse(async (inner) => (await bookAppointment({ choice, patient, by }, inner)).kind === "booked", ports);
}
