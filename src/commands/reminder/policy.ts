import { minutesPerDay } from "../../domain/time/wall-time.ts";
import type { Command } from "commander";
import { callingCodeOf } from "../../domain/clinic/telephone/telephone.ts";
import { dollars } from "../../domain/number/number.ts";
import { type PolicyChange, changePolicy } from "../../domain/outreach/outreach-settings.ts";
import { type OutreachPolicy, consentBases, defaultPolicy } from "../../domain/outreach/policy.ts";
import { AscendiaError } from "../../errors.ts";
import { switchFrom } from "../arguments.ts";
import { textListOption } from "../list-option.ts";
import { type WriteFlags, addClinicOption, openOutreach } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { numberFrom, partOfDayFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";
import { durationSaid } from "../view.ts";
import { counted } from "../../terminal/table.ts";

export interface PolicyFlags {
  readonly on?: boolean;
  readonly off?: boolean;
  readonly lead?: string;
  readonly types?: string;
  readonly hours?: string;
  readonly sundays?: string;
  readonly holidays?: string;
  readonly tries?: string;
  readonly busyMinutes?: string;
  readonly noAnswerMinutes?: string;
  readonly voicemailMinutes?: string;
  readonly failedMinutes?: string;
  readonly weekly?: string;
  readonly daily?: string;
  readonly dailyDollars?: string;
  readonly consent?: string;
  readonly countries?: string;
}

export function addPolicyOptions(command: Command): Command {
  return command
    .option("--on", "turn reminders on")
    .option("--off", "turn reminders off")
    .addOption(textListOption("--lead <durations>", "how long before the appointment, such as 48h,24h or 2d,90m"))
    .addOption(textListOption("--types <names|all>", "appointment types to remind about"))
    .option("--hours <from-to>", "permitted hours in the person's time zone, such as 09:00-20:00")
    .option("--sundays <on|off>", "whether to call on Sundays")
    .option("--holidays <on|off>", "whether to call on public holidays")
    .option("--tries <n>", "maximum number of calls about one appointment")
    .option("--busy-minutes <n>", "wait after a busy line")
    .option("--no-answer-minutes <n>", "wait after an unanswered call")
    .option("--voicemail-minutes <n>", "wait after a voicemail")
    .option("--failed-minutes <n>", "wait after a failed call")
    .option("--weekly <n>", "maximum number of calls to one number in 7 days")
    .option("--daily <n>", "maximum number of calls a day")
    .option("--daily-dollars <n>", "maximum cost of the calls a day, in US dollars")
    .option(
      "--consent <booking|stated>",
      "booking: a booking counts as consent; stated: each person must have consented",
    )
    .addOption(textListOption("--countries <codes|none>", "countries to call besides the clinic's own, such as TG,NG"));
}

const numbers = [
  { name: "tries", flag: "--tries", field: "mostTries", least: 1, most: 10 },
  { name: "busyMinutes", flag: "--busy-minutes", field: "busyMinutes", least: 5, most: 7 * minutesPerDay },
  {
    name: "noAnswerMinutes",
    flag: "--no-answer-minutes",
    field: "noAnswerMinutes",
    least: 15,
    most: 7 * minutesPerDay,
  },
  {
    name: "voicemailMinutes",
    flag: "--voicemail-minutes",
    field: "voicemailMinutes",
    least: 15,
    most: 7 * minutesPerDay,
  },
  { name: "failedMinutes", flag: "--failed-minutes", field: "failedMinutes", least: 15, most: 7 * minutesPerDay },
  { name: "weekly", flag: "--weekly", field: "mostWeekly", least: 1, most: 20 },
  { name: "daily", flag: "--daily", field: "mostDaily", least: 1, most: 10_000 },
] as const;

const texts = {
  lead: (text) => ({ leadMinutes: wordsOf(text).map(leadFrom) }),
  types: (text) => ({ types: text.trim() === "all" ? null : wordsOf(text) }),
  hours: (text) => hoursFrom(text),
  sundays: (text) => ({ onSundays: switchFrom(text, "--sundays") }),
  holidays: (text) => ({ onHolidays: switchFrom(text, "--holidays") }),
  consent: (text) => ({ consent: consentFrom(text) }),
  dailyDollars: (text) => ({
    mostDailyCents: 100 * numberFrom(text, { where: "--daily-dollars", least: 1, most: 10_000 }),
  }),
  countries: (text) => ({ countries: countriesFrom(text) }),
} as const satisfies Partial<Record<keyof PolicyFlags, (text: string) => PolicyChange>>;

/** The changes from the flags; an empty object for none. @throws usage, invalid */
export function policyChangeOf(flags: PolicyFlags): PolicyChange {
  if (flags.on === true && flags.off === true) throw new AscendiaError("usage", "--on and --off cannot be combined.");
  const counts = numbers.flatMap(({ name, flag, field, least, most }) => {
    const text = flags[name];
    return text === undefined ? [] : [[field, numberFrom(text, { where: flag, least, most })] as const];
  });
  const said = Object.entries(texts).flatMap(([name, read]): PolicyChange[] => {
    const text: unknown = Reflect.get(flags, name);
    return typeof text === "string" ? [read(text)] : [];
  });
  const switched = flags.on === true || flags.off === true ? { enabled: flags.on === true } : {};
  const plain: PolicyChange = { ...switched, ...Object.fromEntries(counts) };
  return said.reduce((change, more) => Object.assign(change, more), plain);
}

function wordsOf(text: string): readonly string[] {
  const words = text.split(",").map((word) => word.trim());
  return words.filter((word) => word !== "");
}

const units: Readonly<Record<string, number>> = { m: 1, h: 60, d: minutesPerDay };
const longestLead = 30 * minutesPerDay;
const shortestLead = 90;

function leadFrom(text: string): number {
  const { amount, unit } = /^(?<amount>\d+)\s*(?<unit>[mhd])$/u.exec(text)?.groups ?? {};
  const minutes = Number(amount) * (units[unit ?? ""] ?? Number.NaN);
  if (minutes >= shortestLead && minutes <= longestLead) return minutes;
  throw new AscendiaError("invalid", `--lead: "${text}" is not a lead time from 90m to 30d.`, {
    hint: "Write it as 48h, 2d or 90m; separate several with commas.",
  });
}

function hoursFrom(text: string) {
  const { fromTime, toTime } = partOfDayFrom(text, "--hours");
  return { opensAt: fromTime, closesAt: toTime };
}

function consentFrom(text: string) {
  const basis = consentBases.find((each) => each === text.trim().toLowerCase());
  if (basis !== undefined) return basis;
  throw new AscendiaError("invalid", `--consent: "${text}" is not a kind of consent.`, {
    hint: "Use booking or stated.",
  });
}

function countriesFrom(text: string): readonly string[] {
  if (text.trim() === "none") return [];
  const codes = wordsOf(text);
  const wrong = codes.find((code) => callingCodeOf(code.toUpperCase()) === undefined);
  if (wrong === undefined && codes.length > 0) return codes.map((code) => code.toUpperCase());
  throw new AscendiaError("invalid", `--countries: "${wrong ?? text}" is not a country.`, {
    hint: "Use ISO codes such as TG,NG, or none.",
  });
}

export function policyJson(policy: OutreachPolicy) {
  return {
    enabled: policy.enabled,
    lead_minutes: policy.leadMinutes,
    type_ids: policy.typeIds,
    hours: { opens: policy.opensAt, closes: policy.closesAt },
    sundays: policy.onSundays,
    holidays: policy.onHolidays,
    tries: policy.mostTries,
    busy_minutes: policy.busyMinutes,
    no_answer_minutes: policy.noAnswerMinutes,
    voicemail_minutes: policy.voicemailMinutes,
    failed_minutes: policy.failedMinutes,
    weekly: policy.mostWeekly,
    daily: policy.mostDaily,
    daily_cents: policy.mostDailyCents,
    consent: policy.consent,
    countries: policy.countries,
  };
}

const consentWords = { booking: "a booking counts as consent", stated: "each person must have consented" } as const;

export function policyText(policy: OutreachPolicy, typeNames: ReadonlyMap<string, string>): readonly string[] {
  const { typeIds, countries } = policy;
  const types = typeIds === null ? "all" : typeIds.map((id) => typeNames.get(id) ?? id).join(", ");
  const days = [
    policy.onSundays ? "including Sundays" : "no Sundays",
    policy.onHolidays ? "including public holidays" : "no public holidays",
  ];
  return [
    `  reminders         ${policy.enabled ? "on" : "off"}`,
    `  before            ${policy.leadMinutes.map(durationSaid).join(" and ")}`,
    `  types             ${types}`,
    `  hours             ${policy.opensAt}-${policy.closesAt} in the person's time zone, ${days.join(", ")}`,
    `  tries             ${policy.mostTries} per appointment`,
    `  retry after       busy ${durationSaid(policy.busyMinutes)}, no answer ${durationSaid(policy.noAnswerMinutes)}, voicemail ${durationSaid(policy.voicemailMinutes)}, failed ${durationSaid(policy.failedMinutes)}`,
    `  to one number     ${counted(policy.mostWeekly, "call")} in 7 days`,
    `  a day             ${counted(policy.mostDaily, "call")}, ${dollars(policy.mostDailyCents)}`,
    `  consent           ${consentWords[policy.consent]}`,
    `  countries         the clinic's own${countries.length === 0 ? "" : `, ${countries.join(", ")}`}`,
  ];
}

export function configure(command: Command, context: Context): void {
  addPolicyOptions(addClinicOption(command))
    .description("show or change the rules for a clinic's reminder calls")
    .action((flags: PolicyFlags & WriteFlags) => showOrChange(flags, context));
}

/** Without a rule to change, the command only shows. */
export function isWrite(command: Command): boolean {
  return Object.keys(policyChangeOf(command.opts<PolicyFlags>())).length > 0;
}

async function showOrChange(flags: PolicyFlags & WriteFlags, context: Context): Promise<void> {
  const change = policyChangeOf(flags);
  const ports = await openOutreach(flags, context);
  const { clinic, database } = ports;
  const { policy, types } = database.stores;
  const before = (await policy.find()) ?? defaultPolicy;
  const isChange = Object.keys(change).length > 0;
  const after = isChange ? await changePolicy(before, change, ports) : before;
  const isDryRun = flags.dryRun === true;
  const [beforeJson, afterJson] = [policyJson(before), policyJson(after)];
  if (isChange && !isDryRun) {
    await changeAndRecord(
      () => policy.save(after),
      () => ({ action: "reminder:policy", clinic, before: beforeJson, after: afterJson }),
      context,
    );
  }
  const names = new Map((await types.list()).map(({ id, name }) => [id, name[clinic.language]]));
  context.output.result({ dry_run: isDryRun, clinic: clinic.slug, changed: isChange && !isDryRun, ...afterJson }, () =>
    [...(isChange ? [isDryRun ? "The policy would be:" : "The policy is now:"] : []), ...policyText(after, names)].join(
      "\n",
    ),
  );
}
