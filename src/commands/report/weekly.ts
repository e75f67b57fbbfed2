import { MINUTE_MS } from "../../clock.ts";
import type { Command } from "commander";
import { type ClinicReport, type WeekFigures, clinicReport } from "../../domain/report/clinic-report.ts";
import { centsText, dollarsText } from "../../domain/report/exact-cents.ts";
import { type Week, spanOfWeek, weekBefore, weekNamed, weekOf } from "../../domain/report/week.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { missingText } from "./view.ts";

interface WeeklyFlags extends ClinicFlag {
  readonly week?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description(
      "show a clinic's week in figures, compared with the week before; its owner gets the same report by email",
    )
    .option("--week <week>", "2026-W48, or any date in the week (default: the last complete week)")
    .action((flags: WeeklyFlags) => weekly(flags, context));
}

async function weekly(flags: WeeklyFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const now = context.clock.now();
  const current = weekOf(todayIn(clinic.timezone, context.clock));
  const week = flags.week === undefined ? weekBefore(current) : weekNamed(flags.week, "--week");
  if (week.firstDate > current.firstDate) {
    throw new AscendiaError("usage", `--week: ${week.name} has not begun.`, { hint: `This week is ${current.name}.` });
  }
  const sources = { records: stores.records, bookings: stores.booking.stores, holidays: ports.holidays };
  const report = await clinicReport(week, clinic, sources);
  const isOver = spanOfWeek(week, clinic.timezone).to <= now;
  const { figures, before } = report;
  const data = {
    clinic: clinic.slug,
    week: week.name,
    first_date: week.firstDate,
    last_date: week.lastDate,
    timezone: clinic.timezone,
    is_over: isOver,
    figures: figuresJson(figures),
    week_before: before === null ? null : figuresJson(before),
  };
  context.output.result(data, () => reportText(report, { isOver, name: clinic.name, week }));
}

function figuresJson(figures: WeekFigures) {
  return {
    calls: figures.calls,
    answered: figures.answered,
    booked: figures.booked,
    saved_after_hours: figures.savedAfterHours,
    messages: figures.messages,
    no_shows: figures.noShows,
    duration_ms: figures.durationMs,
    cost_cents: centsText(figures.cents),
    unpriced_calls: figures.unpriced,
  };
}

const ROWS: readonly (readonly [label: string, value: (figures: WeekFigures) => string])[] = [
  ["calls answered", ({ answered }) => String(answered)],
  ["booked", ({ booked }) => String(booked)],
  ["saved after hours", ({ savedAfterHours }) => String(savedAfterHours)],
  ["messages", ({ messages }) => String(messages)],
  ["no-shows", ({ noShows }) => String(noShows)],
  ["minutes", ({ durationMs }) => String(Math.round(durationMs / MINUTE_MS))],
  ["cost", ({ cents }) => `$${dollarsText(cents)}`],
];

interface Shown {
  readonly name: string;
  readonly week: Week;
  readonly isOver: boolean;
}

function reportText({ figures, before }: ClinicReport, { name, week, isOver }: Shown): string {
  const rows = ROWS.map(([label, value]) => [label, value(figures), before === null ? "" : value(before)]);
  const lines = [
    `${name}, ${week.firstDate} to ${week.lastDate}${isOver ? "" : " (not over yet)"}`,
    table(["", week.name, before === null ? "" : weekBefore(week).name], rows),
  ];
  if (before === null) lines.push("It is the clinic's first week.");
  lines.push(...missingText(figures.unpriced));
  return lines.join("\n");
}
