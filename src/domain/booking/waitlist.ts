import { AscendiaError } from "../errors.ts";
import type { DayPart } from "../time/day-part.ts";
import type { WallDate } from "../time/wall-date.ts";
import { todayIn } from "../time/zoned-time.ts";
import type { WaitlistOffer } from "./offer-freed-slot.ts";
import { offerFreedSlot } from "./offer-freed-slot.ts";
import type { PatientDetails } from "./patient-match.ts";
import { assertPatientDetails, enrolPatient } from "./patient-match.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import type { Patient, WaitlistEntry } from "./records.ts";
import { warmHolidays } from "./unavailable.ts";

export interface WaitlistRequest {
  readonly patient: PatientDetails;
  readonly doctorId: string | null;
  readonly typeId: string | null;
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
  readonly dayPart: DayPart | null;
}

export interface JoinedWaitlist {
  readonly entry: WaitlistEntry;
  readonly patient: Patient;
  /** 1 is the first in line. */
  readonly place: number;
}

/** Puts the patient in line for a doctor and window; joining twice for the same keeps the first place. */
export async function joinWaitlist(request: WaitlistRequest, ports: BookingPorts): Promise<JoinedWaitlist> {
  assertPatientDetails(request.patient);
  const today = todayIn(ports.clinic.timezone, ports.clock);
  if (request.lastDate < request.firstDate || request.lastDate < today) {
    throw new AscendiaError("invalid", "The waitlist's dates are reversed or already over.", {
      hint: "Ask from which date to which date the patient could come.",
    });
  }
  return ports.database.transact(async (stores) => {
    await assertDoctor(request.doctorId, stores);
    const patient = await enrolPatient(request.patient, stores, ports);
    const line = await stores.waitlist.inLine();
    const known = line.find((entry) => entry.patientId === patient.id && sameWish(entry, request));
    const entry = known ?? newEntry(request, patient, ports);
    if (known === undefined) await stores.waitlist.add(entry);
    const place = known === undefined ? line.length + 1 : line.indexOf(known) + 1;
    return { entry, patient, place };
  });
}

/**
 * Offers that were let pass: their entries lapse and the slots go to the next in line. Asked before free slots are
 * offered to callers, who would otherwise get what others wait for; costs one read when nothing is offered.
 */
export async function passOnLapsedOffers(ports: BookingPorts): Promise<readonly WaitlistOffer[]> {
  const offered = (await ports.database.stores.waitlist.inLine()).filter(({ status }) => status === "offered");
  const offers: WaitlistOffer[] = [];
  for (const { id, holdId } of offered) {
    const hold = holdId === null ? undefined : await ports.database.stores.holds.find(holdId);
    if (hold !== undefined) await warmHolidays(hold, ports);
    const offer = await ports.database.transact((stores) => passOn(id, stores, ports));
    if (offer !== null) offers.push(offer);
  }
  return offers;
}

async function passOn(entryId: string, stores: BookingStores, ports: BookingPorts): Promise<WaitlistOffer | null> {
  const entry = await stores.waitlist.find(entryId);
  if (entry?.status !== "offered" || entry.holdId === null) return null;
  const hold = await stores.holds.find(entry.holdId);
  if (hold !== undefined && hold.expiresAt > ports.clock.now()) return null;
  await stores.waitlist.update({ ...entry, status: "lapsed", holdId: null });
  if (hold === undefined) return null;
  await stores.holds.remove(hold.id);
  return offerFreedSlot(hold, stores, ports);
}

async function assertDoctor(doctorId: string | null, stores: BookingStores): Promise<void> {
  if (doctorId === null || (await stores.doctors.list()).some(({ id }) => id === doctorId)) return;
  throw new AscendiaError("not_found", `The clinic has no doctor with the id "${doctorId}".`, {
    hint: "Ask for the clinic's doctors and use one of their ids, or none for any doctor.",
  });
}

function sameWish(entry: WaitlistEntry, { doctorId, typeId, firstDate, lastDate, dayPart }: WaitlistRequest): boolean {
  return (
    entry.doctorId === doctorId &&
    entry.typeId === typeId &&
    entry.firstDate === firstDate &&
    entry.lastDate === lastDate &&
    entry.dayPart === dayPart
  );
}

function newEntry(request: WaitlistRequest, { id: patientId }: Patient, ports: BookingPorts): WaitlistEntry {
  const { doctorId, typeId, firstDate, lastDate, dayPart } = request;
  return {
    id: ports.newId(),
    patientId,
    doctorId,
    typeId,
    firstDate,
    lastDate,
    dayPart,
    status: "waiting",
    holdId: null,
    createdAt: ports.clock.now(),
  };
}
