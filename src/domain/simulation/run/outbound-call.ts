import type { Appointment } from "../../booking/appointment.ts";
import { patientPhone } from "../../booking/patient-phone.ts";
import type { BookingPorts } from "../../booking/ports.ts";
import type { DynamicVariables } from "../../call/caller-variables.ts";
import { AscendiaError } from "../../errors.ts";
import type { Contact } from "../../outreach/contact.ts";
import { outboundVariables } from "../../outreach/outbound-variables.ts";
import { isWallDate } from "../../time/wall-date.ts";
import { minutesOfWallTime } from "../../time/wall-time.ts";
import { instantOf } from "../../time/zoned-time.ts";
import type { InstallationCopy } from "../ports.ts";
import { callerName } from "../scenario/caller-name.ts";
import type { CallerNumber } from "../scenario/caller-number.ts";
import type { ClinicFacts } from "../scenario/clinic-facts.ts";
import type { LanguageText, Scenario } from "../scenario/schema.ts";
import { textIn } from "./play-call.ts";

/** A clinic about to call somebody of whom the scenario tells. */
export interface OutgoingCall {
  readonly scenario: Scenario;
  readonly facts: ClinicFacts;
  readonly caller: CallerNumber;
  /** Of `existing`, in its order. */
  readonly booked: readonly Appointment[];
}

export interface DialledContact {
  readonly contact: Contact;
  readonly variables: DynamicVariables;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Adds the scenario's contact to the copy and makes the variables and metadata that dialling it sends to Retell. */
export async function dialContact(
  call: OutgoingCall,
  booking: BookingPorts,
  { called, phrases }: Pick<InstallationCopy, "called" | "phrases">,
): Promise<DialledContact> {
  const { clinic, doctors, phoneNumber } = call.facts;
  const { hours, types } = booking.database.stores;
  const now = booking.clock.now();
  const appointment = call.booked[call.scenario.contact?.appointment ?? -1] ?? null;
  const contact = contactOf(call, { id: booking.newId(), now, appointmentId: appointment?.id ?? null });
  await called(clinic).contacts.add(contact);
  const type = appointment?.typeId ? await types.find(appointment.typeId) : undefined;
  const facts = { clinic, doctors, phoneNumber, hours: await hours.ofClinic(), suspension: null };
  const typeName = type?.name[contact.language] ?? null;
  const variables = outboundVariables({ contact, appointment, typeName }, facts, { phrases, now });
  return { contact, variables, metadata: { clinic_id: clinic.id, contact_id: contact.id, dial_id: booking.newId() } };
}

type Row = Pick<Contact, "id" | "appointmentId"> & { readonly now: number };

function contactOf({ scenario, facts, caller }: OutgoingCall, { id, now, appointmentId }: Row): Contact {
  const { at, type, provider, instructions } = scenario.contact ?? {};
  const { language, timezone } = facts.clinic;
  const text = (given: LanguageText | undefined) => (given === undefined ? null : textIn(given, language));
  return {
    id,
    name: callerName(facts),
    phone: patientPhone(caller.number),
    language,
    timezone: null,
    appointmentId,
    appointmentAt: at === undefined ? null : instantAt(at, { scenario, timezone }),
    appointmentType: text(type),
    provider: provider ?? null,
    instructions: text(instructions),
    email: null,
    consent: true,
    consentBasis: "stated",
    state: "open",
    followUp: null,
    followUpAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

function instantAt(at: string, { scenario, timezone }: { readonly scenario: Scenario; readonly timezone: string }) {
  const [date = "", time = ""] = at.split("T");
  if (isWallDate(date) && minutesOfWallTime(time) !== undefined) return instantOf(date, time, timezone);
  throw new AscendiaError("failed", `Scenario ${scenario.name} cannot be set up: "${at}" is no date and time.`, {
    hint: "Write the contact's `at` as 2026-11-24T09:00, by the clinic's clocks.",
  });
}
