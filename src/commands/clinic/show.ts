import type { Command } from "commander";
import { type BookingTrouble, whyNotBookable } from "../../domain/booking/slots/booking-troubles.ts";
import type { Room } from "../../domain/booking/ports.ts";
import { type Clinic, type ClinicNumber, type Doctor, accountOf } from "../../domain/clinic/clinic.ts";
import { spokenServices } from "../../domain/clinic/requests/emergency-services.ts";
import { clinicInSentence, recordingNotice } from "../../domain/clinic/spoken-clinic.ts";
import { type WeeklyHours, formatOpeningHours, openingHoursToJson } from "../../domain/clinic/opening-hours.ts";
import type { Mail } from "../../domain/clinic/ports.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { dollars } from "../../domain/number/number.ts";
import { table, terminalSafe } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";

export interface ClinicFacts {
  readonly clinic: Clinic;
  readonly doctors: readonly Doctor[];
  readonly hours: WeeklyHours;
  readonly doctorHours: ReadonlyMap<string, WeeklyHours>;
  readonly number: ClinicNumber | null;
  readonly rooms: readonly Room[];
  readonly mails: readonly Mail[];
  /** Why nothing can be booked; null: something can, or the clinic is not in service. */
  readonly trouble: BookingTrouble | null;
  /** Messages that callers left and nobody has marked as done. */
  readonly openMessages: number;
}

/** Uses the names of clinic.json where it has one. */
export function clinicFactsJson(facts: ClinicFacts) {
  const { clinic, doctors, hours, doctorHours, number, rooms, mails, trouble, openMessages } = facts;
  return {
    clinic_id: clinic.id,
    slug: clinic.slug,
    name: clinic.name,
    status: clinic.status,
    address: clinic.address,
    country: clinic.country,
    timezone: clinic.timezone,
    language: clinic.language,
    phone: clinic.phone,
    transfer_number: clinic.transferNumber,
    emergency_number: clinic.emergencyNumber,
    after_hours: clinic.afterHours,
    on_call_number: clinic.onCallNumber,
    notice: recordingNotice(clinic, clinic.language),
    said_as: clinicInSentence(clinic, clinic.language).said,
    voice: clinic.voice,
    second_language: clinic.secondLanguage,
    emergency_services: spokenServices(clinic, clinic.language).emergency_services,
    owner_email: clinic.ownerEmail,
    instructions: clinic.instructions,
    sms: clinic.smsEnabled,
    retell_key_env: accountOf(clinic),
    hours: openingHoursToJson(hours),
    doctors: doctors.map(({ id, name, specialty, email }) => ({
      id,
      name,
      specialty,
      email,
      hours: optionalHours(doctorHours.get(id)),
    })),
    rooms: rooms.map(({ id, name, active }) => ({ id, name, active })),
    number: number === null ? null : numberJson(number),
    not_bookable: trouble,
    open_messages: openMessages,
    outbox: mails.map(({ id, kind, recipient, subject, state, createdAt }) => ({
      id,
      kind,
      recipient,
      subject,
      state,
      created_at: new Date(createdAt).toISOString(),
    })),
    created_at: new Date(clinic.createdAt).toISOString(),
  };
}

function optionalHours(hours: WeeklyHours | undefined) {
  return hours === undefined ? null : openingHoursToJson(hours);
}

function numberJson(number: ClinicNumber) {
  return {
    phone_number: number.phoneNumber,
    source: number.source,
    agent_id: number.agentId,
    agent_version: number.agentVersion,
    inbound_webhook_url: number.webhookUrl,
    monthly_cents: number.monthlyCents,
  };
}

export function clinicFactsText(facts: ClinicFacts): string {
  const { clinic, doctors, hours, doctorHours, rooms, mails, trouble } = facts;
  const lines: readonly (readonly [string, string])[] = [
    ["id", clinic.id],
    ["status", clinic.status],
    ["address", `${clinic.address} (${clinic.country})`],
    ["time zone", clinic.timezone],
    ["language", clinic.language],
    ["second language", clinic.secondLanguage ?? "none"],
    ["hours", formatOpeningHours(hours)],
    ["own line", clinic.phone ?? "none"],
    ["transfer to", clinic.transferNumber ?? "none"],
    ["emergencies", clinic.emergencyNumber ?? "none"],
    ["after hours", afterHoursSaid(clinic)],
    ["notice", recordingNotice(clinic, clinic.language) || "none"],
    ["said as", clinicInSentence(clinic, clinic.language).said],
    ["voice", clinic.voice ?? "that of its language"],
    ["owner", clinic.ownerEmail],
    ["sms", clinic.smsEnabled ? "yes" : "no"],
    ["instructions", clinic.instructions ?? "none"],
    ["rooms", rooms.length === 0 ? "none" : rooms.map(({ name }) => name).join(", ")],
    ["messages", facts.openMessages === 0 ? "none open" : `${facts.openMessages} open: message:list`],
    ...accountLines(clinic),
    ...numberLines(facts.number),
    ...(trouble === null ? [] : [["bookings", `${trouble.detail}. Fix: ${trouble.fix}`] as const]),
  ];
  return [
    terminalSafe(`${clinic.name} (${clinic.slug})`),
    ...lines.map(([label, value]) => `  ${label.padEnd(13)} ${terminalSafe(value)}`),
    "",
    table(
      ["doctor", "specialty", "hours", "id"],
      doctors.map(({ id, name, specialty }) => [name, specialty, hoursText(doctorHours.get(id)), id]),
    ),
    ...mails.map(({ recipient, subject, state }) => terminalSafe(`\nEmail to ${recipient}: "${subject}" (${state})`)),
  ].join("\n");
}

function accountLines(clinic: Clinic): readonly (readonly [string, string])[] {
  const account = accountOf(clinic);
  return account === null ? [] : [["account", `its own, with the key ${account}`]];
}

function afterHoursSaid({ afterHours, onCallNumber }: Clinic): string {
  if (afterHours === null) return "put through at any hour";
  return afterHours === "forward" ? `forward to ${onCallNumber ?? "none"}` : afterHours;
}

function hoursText(hours: WeeklyHours | undefined): string {
  return hours === undefined ? "the clinic's" : formatOpeningHours(hours);
}

function numberLines(number: ClinicNumber | null): readonly (readonly [string, string])[] {
  if (number === null) return [["number", "none"]];
  const price = number.source === "bought" ? `bought, ${dollars(number.monthlyCents)} a month` : "imported";
  const agent = number.agentId === null ? "not bound" : `${number.agentId} version ${number.agentVersion ?? "latest"}`;
  return [
    ["number", `${number.phoneNumber} (${price})`],
    ["agent", agent],
    ["webhook", number.webhookUrl ?? "none"],
  ];
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action(async (flags: ClinicFlag) => {
    const facts = await factsOf(await namedClinic(flags, context), context);
    context.output.result(clinicFactsJson(facts), () => clinicFactsText(facts));
  });
}

async function factsOf(idOrSlug: string, context: Context): Promise<ClinicFacts> {
  const store = await context.store();
  const clinic = await requireClinic(idOrSlug, store.clinics);
  const { doctors, openingHours, number, outbox, booking, outreach } = store.scope(clinic.id);
  return {
    clinic,
    doctors: await doctors.list(),
    hours: await openingHours.ofClinic(),
    doctorHours: await openingHours.ofDoctors(),
    number: (await number.find()) ?? null,
    trouble: clinic.status === "active" ? await whyNotBookable(clinic.slug, await context.bookings(clinic)) : null,
    rooms: await booking.stores.rooms.list(),
    openMessages: (await outreach.stores.messages.list({ isOpenOnly: true })).length,
    // Emails to patients are left to mail:list, which masks addresses.
    mails: (await outbox.list()).filter(({ patientId }) => patientId === null),
  };
}
