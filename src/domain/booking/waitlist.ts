import { AscendiaError } from "../../errors.ts";
import { patientPhone } from "../clinic/telephone.ts";
import type { DayPart, WallDate } from "../time/wall-date.ts";
import { todayIn } from "../time/zoned-time.ts";
import { startOfToday } from "./booking-limits.ts";
import { defaultBookingRules } from "./booking-rules.ts";
import { type PatientDetails, assertOrdinaryNumber, assertPatientDetails, enrolPatient } from "./patient.ts";
import type { BookingPorts, BookingStores, Patient, WaitlistEntry } from "./ports.ts";
import { type WaitlistOffer, settleOffer } from "./waitlist-offers.ts";

export interface WaitlistRequest {
  readonly patient: PatientDetails;
  readonly doctorId: string | null;
  readonly typeId: string | null;
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
  readonly dayPart: DayPart | null;
  /** The call that asks; without one, staff does, and no limit holds. */
  readonly callId?: string | null;
  /** The number that the call shows, if it is the caller's own. */
  readonly caller?: string | null;
  /** Whether the patient agreed to be called about it, on that number. */
  readonly mayCall: boolean;
}

export interface JoinedWaitlist {
  readonly entry: WaitlistEntry;
  readonly patient: Patient;
  /** 1 is the first in line. */
  readonly place: number;
}

/** Puts the patient in line for a doctor and window; joining twice for the same keeps the first place. @throws conflict when a call, or calls for one number, joined too often */
export async function joinWaitlist(request: WaitlistRequest, ports: BookingPorts): Promise<JoinedWaitlist> {
  assertPatientDetails(request.patient);
  await assertOrdinaryNumber(request.patient.phone);
  const today = todayIn(ports.clinic.timezone, ports.clock);
  if (request.lastDate < request.firstDate || request.lastDate < today) {
    throw new AscendiaError("invalid", "The waitlist dates are reversed or in the past.", {
      hint: "Ask for the first and the last date that suit the patient.",
    });
  }
  return ports.database.transact(async (stores) => {
    await assertDoctor(request.doctorId, stores);
    const line = await stores.waitlist.inLine();
    const patient = await enrolPatient(request.patient, stores, ports);
    const known = line.find((entry) => entry.patientId === patient.id && sameWish(entry, request));
    if (known !== undefined)
      return { entry: await agreeing(known, request, stores), patient, place: line.indexOf(known) + 1 };
    await assertWithinLimits(request, line, { stores, ports });
    const entry = newEntry(request, patient, ports);
    await stores.waitlist.add(entry);
    return { entry, patient, place: line.length + 1 };
  });
}

/** Who agrees to calls the second time they ask may be called from then on. */
async function agreeing(
  entry: WaitlistEntry,
  { mayCall }: WaitlistRequest,
  stores: BookingStores,
): Promise<WaitlistEntry> {
  if (entry.mayCall || !mayCall) return entry;
  const agreed = { ...entry, mayCall };
  await stores.waitlist.update(agreed);
  return agreed;
}

/**
 * The same limits as for bookings: each entry may lead to a call to the number that was given. They hold for the call, for
 * that number, for the line that calls, and for all callers of the day who show no number. @throws conflict
 */
async function assertWithinLimits(
  { callId = null, caller = null, patient: { phone } }: WaitlistRequest,
  line: readonly WaitlistEntry[],
  { stores, ports }: { readonly stores: BookingStores; readonly ports: BookingPorts },
): Promise<void> {
  if (callId === null) return;
  const rules = (await stores.rules.find()) ?? defaultBookingRules;
  const family = new Set((await stores.patients.withPhone(patientPhone(phone))).map(({ id }) => id));
  const [byCallers, today] = [line.filter((entry) => entry.callId !== null), startOfToday(ports)];
  const ofCaller = byCallers.filter((entry) => entry.caller === caller);
  const newOfCaller = ofCaller.filter(({ createdAt }) => createdAt >= today).length;
  const isOver =
    byCallers.filter((entry) => entry.callId === callId).length >= rules.mostPerCall ||
    line.filter(({ patientId }) => family.has(patientId)).length >= rules.mostUpcoming ||
    (caller === null
      ? newOfCaller >= rules.mostWithheld
      : newOfCaller >= rules.mostPerDay || ofCaller.length >= rules.mostUpcoming);
  if (isOver) throw new AscendiaError("conflict", "The caller has joined the waitlist as often as a caller may.");
}

/** Takes the patient off the waitlist; what was offered to them goes to the next in line. Within a transaction. */
export async function leaveWaitlist(
  entryId: string,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[]> {
  const entry = await stores.waitlist.find(entryId);
  if (entry === undefined || !isInLine(entry)) return [];
  await stores.waitlist.update({ ...entry, status: "cancelled" });
  if (entry.holdId === null) return [];
  return settleOffer({ offerId: entry.holdId, state: "withdrawn", reason: "LEFT_WAITLIST" }, stores, ports);
}

export function isInLine({ status }: Pick<WaitlistEntry, "status">): boolean {
  return status === "waiting" || status === "offered";
}

async function assertDoctor(doctorId: string | null, stores: BookingStores): Promise<void> {
  if (doctorId === null || (await stores.doctors.list()).some(({ id }) => id === doctorId)) return;
  throw new AscendiaError("not_found", `The clinic has no doctor with the id "${doctorId}".`, {
    hint: "List the clinic's doctors and use one of their ids, or no id for any doctor.",
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
  const { doctorId, typeId, firstDate, lastDate, dayPart, callId = null, caller = null, mayCall } = request;
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
    callId,
    caller,
    mayCall,
    createdAt: ports.clock.now(),
  };
}
