import type { Command } from "commander";
import { requireDoctor, requireType } from "../../domain/booking/names/find-by-name.ts";
import { slotGrid } from "../../domain/booking/slots/availability.ts";
import { type WallDate, addDays, weekdayNumber } from "../../domain/time/wall-date.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicBookings, type ClinicFlag, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { dateFrom } from "../date-arguments.ts";
import { gridJson, gridView } from "./view.ts";
import { listOption } from "../list-option.ts";

interface ListFlags extends ClinicFlag {
  readonly date?: string;
  readonly week?: string | true;
  readonly doctor?: readonly string[];
  readonly type?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show the free slots of a day or a week, in the clinic's language and zone")
    .option("--date <date>", "one day, such as 2026-03-03 or tomorrow (default: today)")
    .option("--week [date]", "the week of that date instead, Monday to Sunday")
    .addOption(listOption("--doctor <doctor>", "doctor id or name"))
    .option("--type <type>", "appointment type, id or name")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores, ports } = bookings;
  const doctors = await stores.doctors.list();
  const grid = await slotGrid(
    {
      ...datesOf(flags, bookings, context),
      doctorIds: flags.doctor?.map((named) => requireDoctor(named, doctors).id) ?? null,
      typeId: flags.type === undefined ? null : requireType(flags.type, await stores.booking.stores.types.list()).id,
      dayPart: null,
    },
    ports,
  );
  const rooms = await stores.booking.stores.rooms.list();
  context.output.result(gridJson(grid, { clinic, rooms }), (_data, width) => gridView(grid, { clinic, rooms }, width));
}

function datesOf(
  { date, week }: ListFlags,
  { clinic }: ClinicBookings,
  { clock }: Context,
): { readonly firstDate: WallDate; readonly lastDate: WallDate } {
  if (date !== undefined && week !== undefined) {
    throw new AscendiaError("usage", "--date and --week cannot be combined.", {
      hint: "Use --week <date> for the week of a date.",
    });
  }
  const text = date ?? (typeof week === "string" ? week : undefined);
  const where = week === undefined ? "--date" : "--week";
  const day =
    text === undefined
      ? todayIn(clinic.timezone, clock)
      : dateFrom(text, where, { clinic, clock, takesPeriods: week !== undefined });
  if (week === undefined) return { firstDate: day, lastDate: day };
  const monday = addDays(day, 1 - weekdayNumber(day));
  return { firstDate: monday, lastDate: addDays(monday, 6) };
}
