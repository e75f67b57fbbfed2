import type { Command } from "commander";
import type { ClinicNotices } from "../../domain/clinic/clinic.ts";
import { parseTelephone } from "../../domain/clinic/telephone/telephone.ts";
import { type Weekday, weekdays } from "../../domain/clinic/opening-hours.ts";
import { AscendiaError } from "../../errors.ts";
import { mailAddressFrom, switchFrom } from "../arguments.ts";
import { textListOption } from "../list-option.ts";
import { type WriteFlags, addClinicOption, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { numberFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";

interface NoticesFlags extends WriteFlags {
  readonly callSummaries?: string;
  readonly digest?: string;
  readonly weekly?: string;
  readonly messages?: string;
  readonly recipients?: string;
  readonly textCopy?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show or change which notices a clinic gets, and who gets them")
    .option("--call-summaries <on|off>", "an email after every call")
    .option("--digest <hour|off>", "one email about the previous day, sent from this hour (0 to 23) at the clinic")
    .option(
      "--weekly <day|off>",
      "the report of the week before, sent on this weekday (mon to sun); on Mondays unless turned off",
    )
    .option("--messages <on|off>", "an email for every message that a caller leaves; on unless turned off")
    .addOption(textListOption("--recipients <addresses|owner>", "who gets them"))
    .option("--text-copy <number|off>", "number that gets a copy of each booking's confirmation by text message")
    .action((flags: NoticesFlags) => showOrChange(flags, context));
}

/** Without a setting to change, the command only shows. */
export function isWrite(command: Command): boolean {
  const { clinic: _clinic, dryRun: _dryRun, ...settings } = command.opts<NoticesFlags>();
  return Object.keys(settings).length > 0;
}

async function showOrChange(flags: NoticesFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const change = changeOf(flags, clinic.country);
  const { notices } = (await context.store()).scope(clinic.id);
  const before = await notices.find();
  const after = { ...before, ...change };
  const isChange = Object.keys(change).length > 0;
  const isDryRun = flags.dryRun === true;
  if (isChange && !isDryRun) {
    const changed = { before: noticesJson(before), after: noticesJson(after) };
    const describe = () => ({ action: "clinic:notices", clinic, ...changed });
    await changeAndRecord(() => notices.save(after), describe, context);
  }
  const json = { dry_run: isDryRun, clinic: clinic.slug, changed: isChange && !isDryRun, ...noticesJson(after) };
  context.output.result(json, () => noticesText(after, clinic.ownerEmail));
}

function changeOf(flags: NoticesFlags, country: string): Partial<ClinicNotices> {
  const { callSummaries, digest, weekly, messages, recipients, textCopy } = flags;
  return {
    ...(callSummaries === undefined ? {} : { callSummaries: switchFrom(callSummaries, "--call-summaries") }),
    ...(digest === undefined ? {} : { digestHour: hourFrom(digest) }),
    ...(weekly === undefined ? {} : { weeklyDay: weekdayFrom(weekly) }),
    ...(messages === undefined ? {} : { messages: switchFrom(messages, "--messages") }),
    ...(recipients === undefined ? {} : { recipients: recipientsFrom(recipients) }),
    ...(textCopy === undefined ? {} : { textCopyTo: numberOrOff(textCopy, country) }),
  };
}

function numberOrOff(text: string, country: string): string | null {
  return text === "off" ? null : parseTelephone(text, country, "--text-copy");
}

function hourFrom(text: string): number | null {
  return text === "off" ? null : numberFrom(text, { where: "--digest", least: 0, most: 23 });
}

function weekdayFrom(text: string): number | null {
  if (text === "off") return null;
  const day = weekdays.findIndex((weekday) => weekday === text.toLowerCase());
  if (day !== -1) return day + 1;
  throw new AscendiaError("usage", `--weekly: "${text}" is not a weekday.`, {
    hint: `Use one of ${weekdays.join(", ")}, or off.`,
  });
}

function recipientsFrom(text: string): readonly string[] {
  if (text.trim() === "owner") return [];
  return [...new Set(text.split(",").map((address) => mailAddressFrom(address, "--recipients")))];
}

function noticesJson(notices: ClinicNotices) {
  const { callSummaries, digestHour, weeklyDay, messages, recipients, textCopyTo } = notices;
  return {
    call_summaries: callSummaries,
    digest_hour: digestHour,
    weekly_day: dayName(weeklyDay),
    messages,
    recipients,
    text_copy: textCopyTo,
  };
}

/** null: never. */
function dayName(weeklyDay: number | null): Weekday | null {
  return weeklyDay === null ? null : (weekdays[weeklyDay - 1] ?? null);
}

function noticesText(notices: ClinicNotices, owner: string): string {
  const { callSummaries, digestHour, weeklyDay, messages, recipients, textCopyTo } = notices;
  const digest = digestHour === null ? "off" : `from ${String(digestHour).padStart(2, "0")}:00, clinic time`;
  return [
    `call summaries  ${callSummaries ? "on" : "off"}`,
    `daily digest    ${digest}`,
    `weekly report   ${weeklyDay === null ? "off" : `${dayName(weeklyDay)}, from 08:00, clinic time`}`,
    `messages        ${messages ? "on" : "off"}`,
    `text copies     ${textCopyTo === null ? "off" : `to ${textCopyTo}`}`,
    `recipients      ${recipients.length === 0 ? `the owner, ${owner}` : recipients.join(", ")}`,
  ].join("\n");
}
