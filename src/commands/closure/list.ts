import type { Command } from "commander";
import { closuresAndHolidays } from "../../domain/booking/calendar/clinic-calendar.ts";
import { addMonths, todayIn } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicFlag, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { closuresAndHolidaysText, exceptionJson, holidayJson } from "./view.ts";

interface ListFlags extends ClinicFlag {
  readonly from?: string;
  readonly to?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--from <date>", "first date (default: today)")
    .option("--to <date>", "last date (default: a year later)")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const given = async (text: string, flag: string) => {
    const { dateFrom } = await import("../date-arguments.ts");
    return dateFrom(text, flag, { clinic, clock: context.clock });
  };
  const firstDate =
    flags.from === undefined ? todayIn(clinic.timezone, context.clock) : await given(flags.from, "--from");
  const lastDate = flags.to === undefined ? addMonths(firstDate, 12) : await given(flags.to, "--to");
  if (lastDate < firstDate) {
    throw new AscendiaError("invalid", `--to (${lastDate}) is before --from (${firstDate}).`, {
      hint: "Swap --from and --to.",
    });
  }
  const found = await closuresAndHolidays({ firstDate, lastDate }, ports);
  const doctors = await stores.doctors.list();
  const data = {
    clinic: clinic.slug,
    from: firstDate,
    to: lastDate,
    closures: found.exceptions.map((each) => exceptionJson(each)),
    holidays: found.holidays?.map((each) => holidayJson(each)) ?? null,
  };
  context.output.result(data, () => closuresAndHolidaysText(found, { doctors, clinic }));
}
