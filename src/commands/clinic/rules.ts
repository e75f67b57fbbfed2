import type { Command } from "commander";
import { type BookingRules, defaultBookingRules } from "../../domain/booking/booking-rules.ts";
import type { Interval } from "../../domain/clinic/opening-hours.ts";
import { type RulesChange, changeRules } from "../../domain/booking/setup/clinic-setup.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { numberFrom, partOfDayFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";
import { counted } from "../../terminal/table.ts";
import { listOption } from "../list-option.ts";

interface RulesFlags extends WriteFlags {
  readonly slotMinutes?: string;
  readonly noticeMinutes?: string;
  readonly horizonDays?: string;
  readonly cutoffMinutes?: string;
  readonly waitlistMinutes?: string;
  readonly perCall?: string;
  readonly perDay?: string;
  readonly upcoming?: string;
  readonly proven?: string;
  readonly spread?: string;
  readonly withheld?: string;
  readonly sameDay?: string;
  readonly holidays?: string;
  readonly openOn?: readonly string[];
  readonly closedOn?: readonly string[];
}

/** A rule may contain commas itself: "01-01 and if saturday,sunday then next monday". */
function holidaysIn(value: string): readonly string[] {
  return / if /u.test(value) ? [value] : value.split(",").map((each) => each.trim());
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show the booking rules of a clinic, or change some of them")
    .option("--slot-minutes <n>", "distance between the starts of two slots")
    .option("--notice-minutes <n>", "minimum notice for a booking")
    .option("--horizon-days <n>", "how many days ahead callers can book")
    .option("--cutoff-minutes <n>", "minimum notice for moving; a cancellation after it counts as late")
    .option("--waitlist-minutes <n>", "how long a freed slot is kept for the waitlist")
    .option("--per-call <n>", "maximum number of appointments booked in one call")
    .option("--per-day <n>", "maximum number of appointments booked in a day from or for one number")
    .option("--upcoming <n>", "maximum number of upcoming appointments for one number")
    .option("--proven <n>", "maximum number of upcoming appointments for a patient who proves their identity")
    .option("--spread <n>", "the same beyond these limits, two a day, on days still half free; 0: none")
    .option("--withheld <n>", "maximum number of appointments booked in a day by all callers with a withheld number")
    .option("--same-day <from-to|off>", "part of each day, such as 11:30-12:30, that callers book on that day only")
    .option("--holidays <country[/region]|off>", "close on public holidays, such as BJ or CA/QC")
    .addOption(listOption("--open-on <date or rule>", "stay open on this holiday", holidaysIn))
    .addOption(listOption("--closed-on <date or rule>", "undo --open-on", holidaysIn))
    .action((flags: RulesFlags) => showOrChange(flags, context));
}

/** Without a rule to change, the command only shows. */
export function isWrite(command: Command): boolean {
  return Object.keys(changeOf(command.opts<RulesFlags>())).length > 0;
}

async function showOrChange(flags: RulesFlags, context: Context): Promise<void> {
  const { clinic, ports } = await openBookings(flags, context);
  const { stores } = ports.database;
  const before = (await stores.rules.find()) ?? defaultBookingRules;
  const change = changeOf(flags);
  const isChange = Object.keys(change).length > 0;
  const after = isChange ? await changeRules(before, change, ports) : before;
  const isDryRun = flags.dryRun === true;
  if (isChange && !isDryRun) {
    const changed = { before: rulesJson(before), after: rulesJson(after) };
    const describe = () => ({ action: "clinic:rules", clinic, ...changed });
    await changeAndRecord(() => stores.rules.save(after), describe, context);
  }
  context.output.result(
    { dry_run: isDryRun, clinic: clinic.slug, changed: isChange && !isDryRun, ...rulesJson(after) },
    () =>
      [...(isChange ? [isDryRun ? "The rules would be:" : "The rules are now:"] : []), ...rulesText(after)].join("\n"),
  );
}

function changeOf(flags: RulesFlags): RulesChange {
  const given = numbers.flatMap(({ name, flag, field, least, most }) => {
    const text = flags[name];
    return text === undefined ? [] : [[field, numberFrom(text, { where: flag, least, most })] as const];
  });
  return {
    ...Object.fromEntries(given),
    ...(flags.sameDay === undefined ? {} : { sameDay: sameDayFrom(flags.sameDay) }),
    ...(flags.holidays === undefined ? {} : { holidays: flags.holidays }),
    ...(flags.openOn === undefined ? {} : { openOn: flags.openOn }),
    ...(flags.closedOn === undefined ? {} : { closedOn: flags.closedOn }),
  };
}

function sameDayFrom(text: string): Interval | null {
  if (text.toLowerCase() === "off") return null;
  const { fromTime, toTime } = partOfDayFrom(text, "--same-day");
  return { opens: fromTime, closes: toTime };
}

const numbers = [
  { name: "slotMinutes", flag: "--slot-minutes", field: "slotMinutes", least: 5, most: 480 },
  { name: "noticeMinutes", flag: "--notice-minutes", field: "leastNoticeMinutes", least: 0, most: 43_200 },
  { name: "horizonDays", flag: "--horizon-days", field: "horizonDays", least: 0, most: 730 },
  { name: "cutoffMinutes", flag: "--cutoff-minutes", field: "cancelCutoffMinutes", least: 0, most: 43_200 },
  { name: "waitlistMinutes", flag: "--waitlist-minutes", field: "waitlistHoldMinutes", least: 1, most: 10_080 },
  { name: "perCall", flag: "--per-call", field: "mostPerCall", least: 1, most: 20 },
  { name: "perDay", flag: "--per-day", field: "mostPerDay", least: 1, most: 100 },
  { name: "upcoming", flag: "--upcoming", field: "mostUpcoming", least: 1, most: 200 },
  { name: "proven", flag: "--proven", field: "mostProven", least: 1, most: 200 },
  { name: "spread", flag: "--spread", field: "mostSpread", least: 0, most: 200 },
  { name: "withheld", flag: "--withheld", field: "mostWithheld", least: 0, most: 1000 },
] as const;

function rulesJson({ holidays, ...rules }: BookingRules) {
  return {
    slot_minutes: rules.slotMinutes,
    notice_minutes: rules.leastNoticeMinutes,
    horizon_days: rules.horizonDays,
    cutoff_minutes: rules.cancelCutoffMinutes,
    waitlist_minutes: rules.waitlistHoldMinutes,
    per_call: rules.mostPerCall,
    per_day: rules.mostPerDay,
    upcoming: rules.mostUpcoming,
    proven: rules.mostProven,
    spread: rules.mostSpread,
    withheld: rules.mostWithheld,
    same_day: rules.sameDay === null ? null : [rules.sameDay.opens, rules.sameDay.closes],
    holidays:
      holidays === null ? null : { country: holidays.country, region: holidays.region, open_on: holidays.openOn },
  };
}

function rulesText({ holidays, ...rules }: BookingRules): readonly string[] {
  const place = holidays === null ? "" : [holidays.country, holidays.region].filter((part) => part !== null).join("/");
  const openOn = holidays === null || holidays.openOn.length === 0 ? "" : `, but open on ${holidays.openOn.join(", ")}`;
  return [
    `  slot interval     ${counted(rules.slotMinutes, "minute")}`,
    `  minimum notice    ${counted(rules.leastNoticeMinutes, "minute")}`,
    `  horizon           ${counted(rules.horizonDays, "day")}`,
    `  cut-off           ${counted(rules.cancelCutoffMinutes, "minute")}`,
    `  waitlist offer    kept ${counted(rules.waitlistHoldMinutes, "minute")}`,
    `  same-day reserve  ${rules.sameDay === null ? "none" : `${rules.sameDay.opens}-${rules.sameDay.closes}`}`,
    `  callers book      at most ${rules.mostPerCall} per call; for one number ${rules.mostPerDay} a day and ${rules.mostUpcoming} upcoming`,
    `  past that         ${rules.mostSpread === 0 ? "nothing" : `two a day and ${rules.mostSpread} upcoming, on days still half free with the doctor`}`,
    `  proven patients   two a day and ${rules.mostProven} upcoming, from the number on file`,
    `  no number shown   ${rules.mostWithheld} a day by all such callers together`,
    `  public holidays   ${holidays === null ? "open as usual" : `closed on those of ${place}${openOn}`}`,
  ];
}
