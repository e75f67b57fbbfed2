import { type Command, Option } from "commander";
import { type FieldProblem, transports } from "../domain/clinic/requests/clinic-request.ts";
import { openingHoursToJson, parseOpeningHours } from "../domain/clinic/opening-hours.ts";
import type { ClinicSource } from "../domain/clinic/requests/read-clinic-request.ts";
import { languages } from "../domain/language/language.ts";
import { AscendiaError } from "../errors.ts";
import { listOption } from "./list-option.ts";

export interface ClinicFlags {
  readonly name?: string;
  readonly slug?: string;
  readonly address?: string;
  readonly country?: string;
  readonly timezone?: string;
  readonly language?: string;
  readonly phone?: string;
  readonly transferNumber?: string;
  readonly emergencyNumber?: string;
  readonly ownerEmail?: string;
  readonly instructions?: string;
  readonly hours?: string;
  readonly doctor?: readonly string[];
  readonly room?: readonly string[];
  readonly sms?: boolean;
  readonly retellKeyEnv?: string;
  readonly agent?: string;
  readonly buy?: string;
  readonly import?: string;
  readonly terminationUri?: string;
  readonly sipUsername?: string;
  readonly sipPasswordEnv?: string;
  readonly sipTransport?: string;
}

/** A clinic.json that is being filled in. */
export interface ClinicDraft extends ClinicSource {
  readonly value: Readonly<Record<string, unknown>>;
  readonly problems: readonly FieldProblem[];
}

/** "Awa Test;Dentiste,Luc Essai;Orthodontiste": a comma separates doctors only between two that have a specialty. */
function doctorsIn(value: string): readonly string[] {
  const doctors: string[] = [];
  for (const piece of value.split(",")) {
    const last = doctors.at(-1);
    if (last === undefined || (last.includes(";") && piece.includes(";"))) doctors.push(piece.trim());
    else doctors[doctors.length - 1] = `${last},${piece}`;
  }
  return doctors;
}

export function addClinicOptions(command: Command): Command {
  return command
    .option("--name <name>", "the clinic's name as callers know it")
    .option("--slug <slug>", "short name for commands and addresses (default: derived from the name)")
    .option("--address <address>", "street and town, as spoken to callers")
    .option("--country <code>", "ISO 3166-1, such as BJ")
    .option("--timezone <zone>", "IANA name, such as Africa/Porto-Novo")
    .option("--language <language>", languages.join(", "))
    .option("--phone <number>", "the clinic's own line")
    .option("--transfer-number <number>", "number for callers who ask for a human")
    .option(
      "--emergency-number <number>",
      "the clinic's own emergency line (default: none; callers get the country's number)",
    )
    .option("--owner-email <mail>", "address for the welcome email")
    .option("--instructions <text>", "what the receptionist should know about this clinic")
    .option("--hours <hours>", 'such as "Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00"')
    .addOption(listOption("--doctor <name;specialty[;mail]>", "a doctor", doctorsIn))
    .addOption(listOption("--room <name>", "a treatment room"))
    .option("--sms", "confirm bookings by SMS")
    .option("--retell-key-env <variable>", "environment variable with the key of the clinic's own Retell account")
    .option("--agent <id>", "Retell agent that answers this clinic instead of the master agent")
    .option("--buy <country[:area|:toll-free]>", "buy a number, such as US:512, CA or US:toll-free")
    .option("--import <number>", "import a number from the clinic's carrier; needs --termination-uri")
    .option("--termination-uri <host>", "host of the carrier's SIP trunk")
    .option("--sip-username <name>", "user name for the trunk")
    .option(
      "--sip-password-env <variable>",
      "environment variable that holds the trunk's password (a terminal asks for it)",
    )
    .addOption(new Option("--sip-transport <transport>", "transport between Retell and the trunk").choices(transports));
}

/** Converts the flags to the form of clinic.json and collects the problems. */
export function clinicFromFlags(flags: ClinicFlags): ClinicDraft {
  const problems: FieldProblem[] = [];
  const value = withoutUndefined({
    name: flags.name,
    slug: flags.slug,
    address: flags.address,
    country: flags.country,
    timezone: flags.timezone,
    language: flags.language,
    phone: flags.phone,
    transfer_number: flags.transferNumber,
    emergency_number: flags.emergencyNumber,
    owner_email: flags.ownerEmail,
    instructions: flags.instructions,
    hours: flags.hours === undefined ? undefined : hoursFromText(flags.hours, problems),
    doctors: flags.doctor?.map((text) => doctorFromText(text)),
    rooms: flags.room?.map((name) => ({ name })),
    sms: flags.sms,
    retell_key_env: flags.retellKeyEnv,
    agent: flags.agent,
    number: numberFromFlags(flags),
  });
  return { value, name: "The clinic", problems };
}

/** "Awa Test;Dentiste;awa@example.com" */
export function doctorFromText(text: string): Readonly<Record<string, unknown>> {
  const [name, specialty, email] = text.split(";").map((part) => part.trim());
  return withoutUndefined({ name, specialty, email: email === "" ? undefined : email });
}

/** "US", "US:512", "US:toll-free" */
export function orderFromText(text: string): Readonly<Record<string, unknown>> {
  const [country = "", kind] = text.split(":").map((part) => part.trim());
  if (kind === undefined || kind === "") return { country: country.toUpperCase() };
  if (/^toll-?free$/iu.test(kind)) return { country: country.toUpperCase(), toll_free: true };
  return { country: country.toUpperCase(), area_code: /^\d+$/u.test(kind) ? Number(kind) : kind };
}

const flagOf: Readonly<Record<string, string>> = {
  name: "--name",
  address: "--address",
  country: "--country",
  timezone: "--timezone",
  language: "--language",
  owner_email: "--owner-email",
  hours: "--hours",
  doctors: "--doctor",
  number: "--buy or --import",
};

/** Without a terminal, nothing can be asked. @throws usage with every missing flag */
export function refuseMissingFlags({ value, problems }: ClinicDraft): void {
  const missing = Object.entries(flagOf)
    .filter(([field]) => value[field] === undefined && !problems.some(({ path }) => path === field))
    .map(([, flag]) => flag);
  if (missing.length === 0) return;
  throw new AscendiaError("usage", `Missing ${missing.join(", ")}.`, {
    hint: "Pass them, or use --file clinic.json. Without a terminal, nothing can be asked.",
  });
}

/** "Mon-Fri 08:00-12:30" in the form of clinic.json; undefined, with a problem added, when it cannot be parsed. */
export function hoursFromText(text: string, problems: FieldProblem[]): unknown {
  try {
    return openingHoursToJson(parseOpeningHours(text));
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    problems.push({ path: "hours", message: error.message, fix: error.hint ?? "" });
    return undefined;
  }
}

function numberFromFlags(flags: ClinicFlags): unknown {
  const { terminationUri, sipUsername, sipPasswordEnv, sipTransport: transport } = flags;
  const trunk = { termination_uri: terminationUri, username: sipUsername, password_env: sipPasswordEnv, transport };
  const hasTrunk = Object.values(trunk).some((part) => part !== undefined);
  if (flags.buy === undefined && flags.import === undefined && !hasTrunk) return undefined;
  return withoutUndefined({
    buy: flags.buy === undefined ? undefined : orderFromText(flags.buy),
    import:
      flags.import === undefined && !hasTrunk ? undefined : withoutUndefined({ phone_number: flags.import, ...trunk }),
  });
}

export function withoutUndefined(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
