import { jsonOf } from "../../json.ts";
import type { Appointment } from "../../domain/booking/appointment.ts";
import { bookAppointment } from "../../domain/booking/visits/book-appointment.ts";
import { cancelAppointment } from "../../domain/booking/visits/change-appointment.ts";
import type { BookingPorts, OfferedSlot } from "../../domain/booking/ports.ts";
import type { SlotChoice } from "../../domain/booking/slots/slot.ts";
import { offerFreedTime, joinWaitlist } from "../../domain/booking/visits/waitlist.ts";
import { plainType } from "../../domain/booking/setup/clinic-setup.ts";
import { instantOf } from "../../domain/time/zoned-time.ts";
import { perLanguage } from "../../domain/language/language.ts";
import { MINUTE_MS } from "../../clock.ts";
import type { Span } from "../../domain/time/spans.ts";
import { AscendiaError } from "../../errors.ts";
import type { ToolCall } from "../../flow/ports.ts";
import type { ClinicFacts } from "../scenario/fill-placeholders.ts";
import type { OutsideCalendar, World } from "../world.ts";
import type { Fault, Scenario } from "../scenario/schema.ts";
import * as z from "zod";

/** Another patient, who appears in no scenario. */
const otherPatient = { name: "Sena Autre", phone: "+14155550199" };

/** The clinic's own calendar, and the one that it keeps elsewhere. */
interface Calendars {
  readonly booking: BookingPorts;
  readonly outside: OutsideCalendar;
}

/** undefined: the server is not our copy, so nothing may be set up in it. */
export function calendarsOf({ clinic }: Pick<ClinicFacts, "clinic">, world: World): Calendars | undefined {
  return world.copy === undefined ? undefined : { booking: world.booking(clinic), outside: world.copy.outside(clinic) };
}

/**
 * Sets up the calendar before the call: the scenario's existing appointments and closed days. @returns the
 * appointments, in the scenario's order
 */
export async function setScene(
  scenario: Scenario,
  facts: ClinicFacts,
  { booking, outside }: Calendars,
): Promise<readonly Appointment[]> {
  if (scenario.types !== undefined) await setTypes(scenario.types, booking);
  const booked: Appointment[] = [];
  for (const { date, time, patientName, doctor = 0, patientPhone, cancelled, birthDate } of scenario.existing ?? []) {
    const doctorId = facts.doctors[doctor]?.id;
    if (doctorId === undefined) throw unplayable(scenario, `the clinic has no doctor ${doctor}`);
    const startsAt = instantOf(date, time, facts.clinic.timezone);
    const result = await bookAppointment(
      {
        choice: { doctorId, startsAt, typeId: null },
        patient: { name: patientName, phone: patientPhone, birthDate },
        by: { kind: "staff", reason: "simulated" },
      },
      booking,
    );
    if (result.kind !== "booked") throw unplayable(scenario, `${date} ${time} cannot be booked before the call`);
    booked.push(result.appointment);
    if (cancelled === true) await cancelByStaff(result.appointment, booking);
  }
  for (const fault of scenario.faults ?? []) await setFault(fault, facts, { booking, outside });
  return booked;
}

async function setFault(fault: Fault, facts: ClinicFacts, { booking, outside }: Calendars): Promise<void> {
  if (fault.kind === "day_closed") await closeDay(fault.date, booking);
  if (fault.kind === "outside_event") await outside.takeTime(doctorOf(fault, facts), spanOf(fault, facts));
  if (fault.kind === "calendar_cut_off") await outside.cutOff();
}

type OutsideEvent = Extract<Fault, { readonly kind: "outside_event" }>;

function doctorOf({ doctor }: OutsideEvent, { doctors }: ClinicFacts): string | null {
  return doctor === undefined ? null : (doctors[doctor]?.id ?? null);
}

function spanOf({ date, time, minutes }: OutsideEvent, { clinic }: ClinicFacts): Span {
  const from = instantOf(date, time, clinic.timezone);
  return { from, to: from + minutes * MINUTE_MS };
}

/** The scenario's types take the place of the clinic's own, for every doctor. */
async function setTypes(wanted: NonNullable<Scenario["types"]>, { database, newId }: BookingPorts): Promise<void> {
  const { types, doctors } = database.stores;
  for (const type of await types.list()) await types.update({ ...type, active: false });
  for (const { id } of await doctors.list()) await types.setForDoctor(id, null);
  for (const { name: texts, minutes, reasons = [], patients = "anyone", default: isDefault = false } of wanted) {
    const [first = ""] = Object.values(texts);
    const name = perLanguage((language) => texts[language] ?? first);
    await types.add({ ...plainType, id: newId(), name, minutes, reasons, patients, isDefault });
  }
}

async function cancelByStaff({ id: appointmentId }: Appointment, booking: BookingPorts): Promise<void> {
  await cancelAppointment({ appointmentId, by: { kind: "staff", reason: "simulated" } }, booking);
}

async function closeDay(date: string, { database, newId }: BookingPorts): Promise<void> {
  await database.stores.exceptions.add({
    id: newId(),
    kind: "closed",
    doctorId: null,
    firstDate: date,
    lastDate: date,
    fromTime: "00:00",
    toTime: "24:00",
    reason: "simulated",
  });
}

interface WaitingCaller {
  readonly name: string;
  readonly phone: string;
}

/** Empties the waitlist, so that the scenario's patient is first in line whoever waits in the copied data. */
async function clearWaitlist({ database }: BookingPorts): Promise<void> {
  const { waitlist } = database.stores;
  for (const entry of await waitlist.inLine()) await waitlist.update({ ...entry, status: "cancelled" });
}

/** The caller is on the waitlist, and the scenario's freed time is held for them. */
export async function holdOffer(
  scenario: Scenario,
  caller: WaitingCaller,
  { facts, booking }: { readonly facts: ClinicFacts; readonly booking: BookingPorts },
): Promise<OfferedSlot | undefined> {
  const given = scenario.contact?.offer;
  if (given === undefined) return undefined;
  const { date, time, doctor = 0 } = given;
  const doctorId = facts.doctors[doctor]?.id ?? null;
  const wish = { doctorId, typeId: null, firstDate: date, lastDate: date, dayPart: null, mayCall: true };
  const { name, phone } = caller;
  await clearWaitlist(booking);
  const { entry } = await joinWaitlist({ ...wish, patient: { name, phone } }, booking);
  const from = instantOf(date, time, facts.clinic.timezone);
  await booking.database.transact((stores) => offerFreedTime({ doctorId, from, to: from + 1 }, stores, booking));
  const [offer] = await booking.database.stores.offered.ofEntry(entry.id);
  if (offer === undefined) throw unplayable(scenario, `${date} ${time} is not free, so it cannot be offered`);
  return offer;
}

/** Functions that request a slot. */
const slotTools: ReadonlySet<string> = new Set([
  "review_booking",
  "book_appointment",
  "review_move",
  "reschedule_appointment",
  "accept_slot",
]);

type TakeSlot = (tool: string, argsOf: () => ToolCall["args"]) => Promise<void>;

/** If the scenario says so, someone else takes the first slot that the call is about to ask for. */
export function slotTaker(faults: readonly Fault[], facts: ClinicFacts, calendars: Calendars | undefined): TakeSlot {
  const fault = faults.find(({ kind }) => kind === "slot_taken");
  let taken = fault === undefined;
  return async (tool, argsOf) => {
    if (taken || !slotTools.has(tool) || calendars === undefined) return;
    taken = true;
    const args = argsOf();
    const { booking, outside } = calendars;
    const choice = (await slotOffered(args, booking)) ?? slotNamed(args, facts);
    // A broken flow may ask for a doctor that the clinic does not have; the function answers that by itself.
    if (choice === undefined || facts.doctors.every(({ id }) => id !== choice.doctorId)) return;
    const { doctorId, startsAt } = choice;
    if (fault?.kind === "slot_taken" && fault.by === "event") {
      await outside.takeTime(doctorId, { from: startsAt, to: startsAt + SHORT_EVENT_MS });
    } else await takeSlotFirst(choice, booking);
  };
}

/** Shorter than any visit. */
const SHORT_EVENT_MS = 5 * MINUTE_MS;

/** Books it for another patient. */
async function takeSlotFirst(choice: SlotChoice, booking: BookingPorts): Promise<void> {
  await bookAppointment(
    {
      choice,
      patient: otherPatient,
      by: { kind: "staff", reason: "simulated" },
    },
    booking,
  );
}

async function slotOffered(
  { offer_id: id }: ToolCall["args"],
  { database }: BookingPorts,
): Promise<SlotChoice | undefined> {
  const offer = typeof id === "string" ? await database.stores.offered.find(id) : undefined;
  return offer === undefined ? undefined : { doctorId: offer.doctorId, startsAt: offer.startsAt, typeId: null };
}

function slotNamed(
  { doctor_id: doctorId, date, time }: ToolCall["args"],
  { clinic }: ClinicFacts,
): SlotChoice | undefined {
  if (typeof doctorId !== "string" || typeof date !== "string" || typeof time !== "string") return undefined;
  return { doctorId, startsAt: instantOf(date, time, clinic.timezone), typeId: null };
}

/** Appointments of the caller's number, and those that this call created under any other number. */
export async function appointmentsOf(
  { phone, callId }: { readonly phone: string; readonly callId: string },
  { database }: BookingPorts,
): Promise<readonly Appointment[]> {
  const { patients, appointments } = database.stores;
  const rows = [...(await appointments.ofCall(callId))];
  for (const patient of await patients.withPhone(phone)) rows.push(...(await appointments.ofPatient(patient.id)));
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Appointments that are new or have another status: the changes that scenario and call made in the calendar. */
export function changedSince(before: readonly Appointment[], rows: readonly Appointment[]): readonly Appointment[] {
  const statuses = new Map(before.map(({ id, status }) => [id, status]));
  return rows.filter(({ id, status }) => statuses.get(id) !== status);
}

function unplayable(scenario: Scenario, why: string): AscendiaError {
  return new AscendiaError("failed", `Scenario ${scenario.name} cannot be set up: ${why}.`, {
    hint: "Correct the scenario's `existing`, or list under `needs` what a clinic must have.",
  });
}

const OFFSETS = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b] as const;

/** 128 bits in hexadecimal that depend only on the text (four FNV-1a hashes); an identifier, not a secret. */
export function stableHex(text: string): string {
  return OFFSETS.map((offset) => fnv(text, offset).toString(16).padStart(8, "0")).join("");
}

/** A UUIDv7 whose time is zero, so that it cannot be mistaken for a real one. */
export function stableUuid(text: string): string {
  const hex = stableHex(text);
  return `00000000-0000-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

function fnv(text: string, offset: number): number {
  let hash = offset;
  for (const letter of text) {
    hash ^= letter.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Retell waits ten seconds for the answer (docs/retell.md 4.5). */
const INBOUND_TIMEOUT_MS = 10_000;

const answerSchema = z.object({
  call_inbound: z.object({
    reject: z.unknown().optional(),
    dynamic_variables: z.record(z.string(), z.string()).optional(),
    metadata: z.unknown().optional(),
    override_agent_id: z.string().optional(),
    agent_override: z.record(z.string(), z.unknown()).optional(),
  }),
});

interface CallLine {
  readonly callId: string;
  readonly fromNumber: string;
  readonly facts: { readonly clinic: Pick<ClinicFacts["clinic"], "id">; readonly phoneNumber: string | null };
}

export type InboundAnswer =
  | { readonly kind: "accepted"; readonly variables: Readonly<Record<string, string>>; readonly metadata: unknown }
  | { readonly kind: "rejected" }
  | { readonly kind: "bad"; readonly problem: string };

/** Asks the clinic's inbound webhook what to answer the call with (docs/retell.md 4.2 to 4.4). */
export async function announceCall(
  { callId, fromNumber, facts }: CallLine,
  { url, wire, agent, clock }: World,
): Promise<{ readonly answer: InboundAnswer; readonly ms: number; readonly body: string }> {
  const sent = {
    event: "call_inbound",
    event_timestamp: clock.now(),
    call_inbound: {
      call_id: callId,
      agent_id: agent.agentId,
      agent_version: agent.version,
      from_number: fromNumber,
      to_number: facts.phoneNumber,
      custom_sip_headers: {},
    },
  };
  const outcome = await wire.send({
    url: `${url}/webhooks/retell/inbound/${facts.clinic.id}`,
    method: "POST",
    body: JSON.stringify(sent),
    timeoutMs: INBOUND_TIMEOUT_MS,
  });
  if (outcome.kind === "failed") return { answer: bad(outcome.reason), ms: outcome.ms, body: "" };
  return { answer: read(outcome.status, outcome.body), ms: outcome.ms, body: outcome.body };
}

function read(status: number, body: string): InboundAnswer {
  if (status < 200 || status > 299) return bad(`it answered ${status}: ${body.slice(0, 200)}`);
  const parsed = answerSchema.safeParse(jsonOf(body));
  if (!parsed.success)
    return bad(`its answer is not in the form Retell accepts: ${parsed.error.issues[0]?.message ?? ""}`);
  const { reject, dynamic_variables: variables = {}, metadata } = parsed.data.call_inbound;
  return reject === true ? { kind: "rejected" } : { kind: "accepted", variables, metadata };
}

function bad(problem: string): InboundAnswer {
  return { kind: "bad", problem };
}
