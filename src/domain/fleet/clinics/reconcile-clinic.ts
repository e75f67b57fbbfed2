import { affectedAppointments } from "../../booking/setup/affected-appointments.ts";
import { planHours, planRoom, setHours } from "../../booking/setup/clinic-setup.ts";
import type { Room } from "../../booking/ports.ts";
import type { ClinicRequest, DoctorRequest } from "../../clinic/requests/clinic-request.ts";
import type { Clinic, Doctor } from "../../clinic/clinic.ts";
import { type WeeklyHours, doctorFacts, formatOpeningHours, openingHoursToJson } from "../../clinic/opening-hours.ts";
import { foldText } from "../../language/fold-text.ts";
import {
  type StoredParts,
  type FieldChange,
  ClinicDiffersError,
  numberDifferences,
  partDifferences,
  refuseOutOfService,
  retellDifferences,
  withDetails,
} from "./clinic-changes.ts";
import type { OnboardingPorts } from "../ports.ts";
import { type ClinicChange, planChange, storeChanges } from "./update-clinic.ts";
import { planDoctor, planDoctorUpdate } from "./update-doctor.ts";

interface DoctorChange {
  /** null: the doctor is new. */
  readonly before: Doctor | null;
  readonly after: Doctor;
  /** The doctor's own hours before the change; undefined: the clinic's hours apply. */
  readonly ownHours: WeeklyHours | undefined;
  /** null: unchanged. */
  readonly hours: WeeklyHours | null;
}

/**
 * The changes that bring a stored clinic in line with a request. They add and update; what only the store has stays.
 */
export interface Reconciliation {
  readonly after: Clinic;
  readonly clinic: ClinicChange;
  readonly doctors: readonly DoctorChange[];
  readonly rooms: readonly Room[];
  /** All of the above, for display. */
  readonly changes: readonly FieldChange[];
  /** How many upcoming appointments are outside the new hours; they are kept. */
  readonly outside: number;
}

/** A stored part that the request does not mention, and the command that removes it. */
export interface KeptPart {
  readonly part: string;
  readonly removal: string;
}

export function unlistedParts(
  { slug }: Clinic,
  { doctors, rooms }: StoredParts,
  request: ClinicRequest,
): readonly KeptPart[] {
  return [
    ...doctors
      .filter(({ name }) => !request.doctors.some((doctor) => isSameName(doctor.name, name)))
      .map(({ name }) => ({
        part: `doctor ${name}`,
        removal: `ascendia doctor:remove "${name}" --clinic ${slug}`,
      })),
    ...rooms
      .filter(({ name, active }) => active && !request.rooms.some((room) => isSameName(room, name)))
      .map(({ name }) => ({ part: `room ${name}`, removal: `ascendia room:remove "${name}" --clinic ${slug}` })),
  ];
}

function isSameName(left: string, right: string): boolean {
  return foldText(left) === foldText(right);
}

/**
 * null: the clinic matches the request. @throws ClinicDiffersError when the number differs or it is another clinic;
 * conflict, invalid like the single commands
 */
export async function planReconciliation(
  stored: Clinic,
  parts: StoredParts,
  request: ClinicRequest,
  ports: OnboardingPorts,
): Promise<Reconciliation | null> {
  refuseOutOfService(stored);
  refuseOtherNumber(stored, parts, request);
  if (partDifferences(stored, parts, request).length === 0) return null;
  const after = withDetails(stored, request.details);
  refuseOtherClinic(stored, after);
  const bookings = await ports.bookings(stored);
  const hours = await planHours({ doctor: null, hours: request.hours }, bookings);
  const clinic = await planChange({ before: stored, after, hours }, changePorts(ports));
  const doctors: DoctorChange[] = [];
  for (const doctor of request.doctors) doctors.push(...(await planOneDoctor(doctor, { stored, parts }, ports)));
  const rooms: Room[] = [];
  for (const name of request.rooms.filter((wanted) => !parts.rooms.some((room) => room.name === wanted))) {
    rooms.push((await planRoom({ id: ports.newId(), name, active: true }, bookings)).room);
  }
  const ownHours = new Map(doctors.flatMap(({ after: { id }, hours: own }) => (own === null ? [] : [[id, own]])));
  const outside = await affectedAppointments(
    (calendar) => ({
      ...calendar,
      zone: after.timezone,
      clinicHours: request.hours,
      doctorHours: new Map([...calendar.doctorHours, ...ownHours]),
    }),
    bookings,
  );
  const changes = [
    ...clinic.changes,
    ...doctors.flatMap(doctorChanges),
    ...rooms.map((room, index) => roomChange(room, parts.rooms.length + index)),
  ];
  return { after, clinic, doctors, rooms, changes, outside: outside.length };
}

function refuseOtherRetell(stored: Clinic, request: ClinicRequest): void {
  const [other] = retellDifferences(stored, request);
  if (other === undefined) return;
  throw new ClinicDiffersError("conflict", `The ${other.field} differs, and --update never moves a clinic.`, {
    hint: `Move it first: ${other.fix}; then run the same command again.`,
    detail: [other.field],
  });
}

function refuseOtherNumber(stored: Clinic, parts: StoredParts, request: ClinicRequest): void {
  refuseOtherRetell(stored, request);
  const [other] = numberDifferences(stored, parts, request);
  if (other === undefined) return;
  throw new ClinicDiffersError("conflict", `The ${other.field} differs, and --update never changes a number.`, {
    hint: `Correct the number in the table. Or release the number: ${other.fix}; then run the same command again.`,
    detail: [other.field],
  });
}

/** A slug made from a name that two clinics share must not let one of them take over the other. */
function refuseOtherClinic({ slug, name, ...before }: Clinic, after: Clinic): void {
  if (before.address === after.address || before.ownerEmail === after.ownerEmail) return;
  const what = "both address and owner_email differ";
  throw new ClinicDiffersError("conflict", `The slug "${slug}" seems to belong to another clinic, ${name}: ${what}.`, {
    hint: `For another clinic, use another slug. If this clinic moved and changed hands: ascendia clinic:update ${slug} --address <address>, then run the same command again.`,
    detail: ["address", "owner_email"],
  });
}

async function planOneDoctor(
  wanted: DoctorRequest,
  { stored, parts }: { readonly stored: Clinic; readonly parts: StoredParts },
  ports: OnboardingPorts,
): Promise<readonly DoctorChange[]> {
  const { name, specialty, hours } = wanted;
  const before =
    parts.doctors.find((doctor) => doctor.name === name) ??
    parts.doctors.find((doctor) => isSameName(doctor.name, name)) ??
    null;
  if (before === null) {
    const { doctor } = await planDoctor(stored.id, wanted, { ...ports, store: ports });
    return [{ before, after: doctor, ownHours: undefined, hours }];
  }
  const email = wanted.email ?? before.email;
  const after = await planDoctorUpdate({ ...before, name, specialty, email }, ports.scope(stored.id).doctors);
  const ownHours = parts.ownHours.get(before.id);
  const isOtherWeek =
    hours !== null && (ownHours === undefined || formatOpeningHours(ownHours) !== formatOpeningHours(hours));
  const isSame = after.name === before.name && after.specialty === before.specialty && after.email === before.email;
  return isSame && !isOtherWeek ? [] : [{ before, after, ownHours, hours: isOtherWeek ? hours : null }];
}

function doctorChanges({ before, after, ownHours, hours }: DoctorChange): readonly FieldChange[] {
  const field = `doctor ${(before ?? after).name}`;
  const week = hours === null ? "" : `, ${formatOpeningHours(hours)}`;
  if (before === null) return [{ field, before: null, after: `${after.specialty}${week}` }];
  const texts = (["name", "specialty", "email"] as const)
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ field: `${field} (${key})`, before: before[key], after: after[key] }));
  if (hours === null) return texts;
  const old = ownHours === undefined ? "the clinic's hours" : formatOpeningHours(ownHours);
  return [...texts, { field: `${field} (hours)`, before: old, after: formatOpeningHours(hours) }];
}

function roomChange({ name }: Room, roomsBefore: number): FieldChange {
  const isFirst = roomsBefore === 0;
  const after = isFirst ? "added; every new appointment now needs a free room" : "added";
  return { field: `room ${name}`, before: null, after };
}

function changePorts(ports: OnboardingPorts) {
  const { audit, clock } = ports;
  return { store: ports, audit, newId: () => ports.newId(), now: () => clock.now() };
}

/** Commits all changes together, with the audit entries of the single commands. */
export async function reconcile(
  { after: { id, slug }, ...plan }: Reconciliation,
  ports: OnboardingPorts,
): Promise<void> {
  const { doctors, openingHours, booking } = ports.scope(id);
  const record = (action: string, before: unknown, after: unknown): Promise<void> =>
    ports.audit.record({ act: ports.newId(), action, subject: `clinic:${slug}`, before, after, reason: null });
  await ports.atomically(async () => {
    if (plan.clinic.changes.length > 0) await storeChanges(plan.clinic, changePorts(ports));
    for (const { before, after, ownHours, hours } of plan.doctors) {
      if (before === null) {
        await doctors.add(after);
        await record("doctor:add", null, doctorFacts(after, hours ?? undefined));
      } else if (before.name !== after.name || before.specialty !== after.specialty || before.email !== after.email) {
        await doctors.update(after);
        await record("doctor:update", doctorFacts(before, ownHours), doctorFacts(after, ownHours));
      }
      if (hours === null) continue;
      await setHours({ doctor: after, hours }, openingHours);
      if (before !== null) await record("hours:set", weekFacts(after, ownHours), weekFacts(after, hours));
    }
    for (const room of plan.rooms) {
      await booking.stores.rooms.add(room);
      await record("room:add", null, room);
    }
  });
}

function weekFacts({ id }: Doctor, hours: WeeklyHours | undefined) {
  return { doctor_id: id, hours: hours === undefined ? null : openingHoursToJson(hours) };
}
