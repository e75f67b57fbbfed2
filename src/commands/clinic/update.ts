import type { Command } from "commander";
import { affectedAppointments } from "../../domain/booking/setup/affected-appointments.ts";
import type { Appointment } from "../../domain/booking/appointment.ts";
import { comingAppointments } from "../../domain/booking/patients/find-appointments.ts";
import { type Zone, dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { type HoursPlan, planHours } from "../../domain/booking/setup/clinic-setup.ts";
import { parseOpeningHours } from "../../domain/clinic/opening-hours.ts";
import type { ClinicChanges, FieldChange } from "../../domain/fleet/clinics/clinic-changes.ts";
import {
  type UpdatePlan,
  type UpdatePorts,
  applyUpdate,
  planUpdate,
} from "../../domain/fleet/clinics/update-clinic.ts";
import { readVoices, requireVoice } from "../../domain/agent/voices.ts";
import { type Clinic, accountOf, clinicArticles } from "../../domain/clinic/clinic.ts";
import { isLanguage, languages } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";
import { affectedAppointmentsJson, affectedAppointmentsText } from "../affected-appointments.ts";
import { publicUrlOf } from "../arguments.ts";
import { textListOption } from "../list-option.ts";
import { type ClinicBookings, type ClinicFlag, addClinicOption, namedClinic, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { clinicAccount, masterAgent } from "../number-ports.ts";

interface UpdateFlags extends ClinicFlag {
  readonly name?: string;
  readonly slug?: string;
  readonly address?: string;
  readonly country?: string;
  readonly timezone?: string;
  readonly language?: string;
  readonly phone?: string;
  readonly transferNumber?: string;
  readonly emergencyNumber?: string;
  readonly emergencyServices?: string;
  readonly afterHours?: string;
  readonly onCallNumber?: string;
  readonly notice?: string;
  readonly article?: string;
  readonly voice?: string;
  readonly secondLanguage?: string;
  readonly anyAccent?: boolean;
  readonly ownerEmail?: string;
  readonly instructions?: string;
  readonly hours?: string;
  readonly sms?: boolean;
  readonly rebind?: boolean;
  readonly retellKeyEnv?: string;
  readonly agent?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--name <name>", "the clinic's name as callers know it")
    .option("--slug <slug>", "short name for commands; also renames the number at Retell")
    .option("--address <address>", "street and town, as spoken to callers")
    .option("--country <code>", "ISO 3166-1 code, such as BJ; decides the public holidays")
    .option(
      "--timezone <zone>",
      "IANA time zone, such as Africa/Porto-Novo; existing appointments keep their moment in UTC",
    )
    .option("--language <language>", languages.join(", "))
    .option("--phone <number|none>", "the clinic's own line")
    .option("--transfer-number <number|none>", "number for callers who ask for a human")
    .option(
      "--emergency-number <number|none>",
      "the clinic's own emergency line; callers in danger are put through to it",
    )
    .addOption(
      textListOption(
        "--emergency-services <numbers|none>",
        "emergency numbers to give instead of the country's, such as 112,118",
      ),
    )
    .option(
      "--after-hours <message|book|forward|none>",
      "what happens when callers ask for a person while the clinic is closed",
    )
    .option("--on-call-number <number|none>", "the doctor on call, for --after-hours forward")
    .option(
      "--notice <text|default|none>",
      "notice that an assistant answers and the call may be recorded; default: the country's",
    )
    .option(
      `--article <${[...clinicArticles, "default"].join("|")}>`,
      "article before the clinic's name in French or Spanish",
    )
    .option("--second-language <language|none>", "second language, for callers who begin in it or ask for it")
    .option("--voice <id|none>", "voice that answers its calls, from voice:list; none: the default of its language")
    .option("--any-accent", "with --voice: allow the accent of another language")
    .option("--owner-email <mail>", "address for the clinic's emails")
    .option("--instructions <text|none>", "what the receptionist should know about this clinic")
    .option("--hours <hours>", 'such as "Mon-Fri 08:00-12:30,14:00-18:00"; other days are closed')
    .option("--sms", "confirm bookings by SMS")
    .option("--no-sms", "do not confirm bookings by SMS")
    .option("--retell-key-env <variable|none>", "environment variable with the key of its own Retell account")
    .option(
      "--agent <id|none>",
      "Retell agent that answers this clinic instead of the master agent; repeat it to take its newest version",
    )
    .option("--rebind", "set the number's webhook to the current public URL")
    .action(async (flags: UpdateFlags) => update(await namedClinic(flags, context), flags, context));
}

async function update(idOrSlug: string, flags: UpdateFlags, context: Context): Promise<void> {
  const { clinic: _clinic, hours, rebind, dryRun, anyAccent, retellKeyEnv: keyEnv, agent, ...texts } = flags;
  const changes = changesOf(texts);
  const isAboutRetell = rebind === true || keyEnv !== undefined || agent !== undefined;
  if (hours === undefined && !isAboutRetell && Object.keys(changes).length === 0) {
    throw new AscendiaError("usage", "Nothing to change.", {
      hint: "Pass at least one option to change. See ascendia help clinic:update.",
    });
  }
  const bookings = await openBookings({ clinic: idOrSlug }, context);
  const ports: UpdatePorts = {
    store: await context.store(),
    inAccount: (account) => clinicAccount(account, context),
    masterAgent: () => masterAgent(context),
    audit: await context.audit(),
    atomically: (work) => context.atomically(work),
    newId: () => context.newId(),
    now: () => context.clock.now(),
    publicUrl: publicUrlOf(context),
  };
  await checkVoice(changes, { clinic: bookings.clinic, anyAccent: anyAccent === true }, context);
  const plan = await planUpdate(
    bookings.clinic,
    { changes, hours: await hoursPlan(hours, bookings), retell: { keyEnv, agent } },
    ports,
  );
  const coming = await comingAfter(plan, bookings);
  const isDryRun = dryRun === true;
  if (!isDryRun) await applyUpdate(plan, ports);
  context.output.result({ dry_run: isDryRun, ...updateJson(plan, coming) }, () => updateText(plan, coming, isDryRun));
}

/** The account must have the voice, and its accent must match the language. */
async function checkVoice(
  { voice, language }: ClinicChanges,
  { clinic, anyAccent }: { readonly clinic: Clinic; readonly anyAccent: boolean },
  context: Context,
): Promise<void> {
  if (voice === undefined || voice.toLowerCase() === "none") return;
  const { answers } = await context.retell(accountOf(clinic));
  const spoken = isLanguage(language) ? language : clinic.language;
  requireVoice(voice, spoken, { voices: readVoices(await answers.voices()), anyAccent });
}

interface ComingAppointments {
  /** Appointments that the clinic's clocks will show at another time. */
  readonly shifted: readonly Appointment[];
  /** Appointments that the change leaves outside the hours. */
  readonly outside: readonly Appointment[];
}

async function comingAfter(
  { before, after, hours }: UpdatePlan,
  { ports }: ClinicBookings,
): Promise<ComingAppointments> {
  const { timezone: zone } = after;
  if (zone === before.timezone) return { shifted: [], outside: hours?.affected ?? [] };
  const coming = await comingAppointments(ports);
  const outside = await affectedAppointments(
    (calendar) => ({ ...calendar, zone, clinicHours: hours?.hours ?? calendar.clinicHours }),
    ports,
  );
  const isShifted = ({ startsAt }: Appointment): boolean =>
    localTime(startsAt, before.timezone) !== localTime(startsAt, zone);
  return { shifted: coming.filter((each) => isShifted(each)), outside };
}

function localTime(instant: number, zone: Zone): string {
  return `${dateAt(instant, zone)} ${wallTimeAt(instant, zone)}`;
}

function changesOf(flags: Omit<UpdateFlags, "hours" | "rebind" | "dryRun" | "retellKeyEnv" | "agent">): ClinicChanges {
  const {
    transferNumber,
    emergencyNumber,
    emergencyServices,
    afterHours,
    onCallNumber,
    ownerEmail,
    secondLanguage,
    ...same
  } = flags;
  return {
    ...same,
    ...(transferNumber === undefined ? {} : { transfer_number: transferNumber }),
    ...(emergencyNumber === undefined ? {} : { emergency_number: emergencyNumber }),
    ...(emergencyServices === undefined ? {} : { emergency_services: emergencyServices }),
    ...(afterHours === undefined ? {} : { after_hours: afterHours }),
    ...(secondLanguage === undefined ? {} : { second_language: secondLanguage }),
    ...(onCallNumber === undefined ? {} : { on_call_number: onCallNumber }),
    ...(ownerEmail === undefined ? {} : { owner_email: ownerEmail }),
  };
}

async function hoursPlan(text: string | undefined, { ports }: ClinicBookings): Promise<HoursPlan | null> {
  return text === undefined ? null : planHours({ doctor: null, hours: parseOpeningHours(text) }, ports);
}

function updateJson({ before, after, changes, number, drift }: UpdatePlan, { shifted, outside }: ComingAppointments) {
  return {
    clinic_id: after.id,
    slug: after.slug,
    previous_slug: before.slug,
    steps: [
      { step: "clinic", action: changes.length === 0 ? "unchanged" : "update" },
      { step: "number", action: drift.length === 0 ? "unchanged" : "update" },
    ],
    changes,
    number: number?.phoneNumber ?? null,
    number_changes: drift.map(({ kind, detail }) => ({ kind, detail })),
    appointments_shifted: shifted.map(({ id, startsAt }) => ({
      appointment_id: id,
      before: localTime(startsAt, before.timezone),
      after: localTime(startsAt, after.timezone),
    })),
    appointments_outside: affectedAppointmentsJson(outside),
  };
}

function said(value: FieldChange["before"]): string {
  return value === null ? "none" : String(value);
}

function updateText(
  { before, after, changes, drift }: UpdatePlan,
  { shifted, outside }: ComingAppointments,
  isDryRun: boolean,
): string {
  if (changes.length === 0 && drift.length === 0) return `Nothing to change for ${after.slug}.`;
  const rows = changes.map(({ field, before: old, after: value }) => [field, said(old), said(value)]);
  return [
    `${after.name} (${after.slug})${isDryRun ? " would change" : " changed"}:`,
    ...(rows.length === 0 ? [] : [table(["what", "before", "after"], rows)]),
    ...drift.map(({ detail }) => `  ${detail}`),
    ...(shifted.length === 0 ? [] : ["Upcoming appointments keep their instant, so the clinic's clocks show:"]),
    ...shifted.map(
      ({ id, startsAt }) =>
        `  ${localTime(startsAt, after.timezone)} instead of ${localTime(startsAt, before.timezone)}  ${id}`,
    ),
    ...affectedAppointmentsText(outside, after.timezone),
  ].join("\n");
}
