import type { Command } from "commander";
import { type ExceptionPlan, addException, planException } from "../../domain/booking/setup/closures.ts";
import { shortId } from "../../domain/find-by-id.ts";
import { affectedAppointmentsJson, affectedAppointmentsText } from "../affected-appointments.ts";
import {
  type ClinicBookings,
  type WriteFlags,
  addClinicOption,
  chosenDoctor,
  openBookings,
  reasonFrom,
} from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { dateFrom, partOfDayFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";
import { offersJson, offersLines } from "../waitlist-offers-view.ts";
import { exceptionJson, exceptionSaid } from "./view.ts";

interface AddFlags extends WriteFlags {
  readonly hours?: string;
  readonly doctor?: string;
  readonly open?: boolean;
  readonly reason?: string;
}

interface Dates {
  readonly first: string | undefined;
  readonly last: string | undefined;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("[first]", "date, such as 2026-12-24 or tomorrow")
    .argument("[last]", "last date of a range (default: the first)")
    .option("--hours <from-to>", "part of each day, such as 12:00-18:00 (default: the whole day)")
    .option("--doctor <doctor>", "doctor id or name: an absence (or extra hours) of this doctor only")
    .option("--open", "extra opening instead of a closure; needs --hours")
    .option("--reason <text>", "note for the staff")
    .action((first: string | undefined, last: string | undefined, flags: AddFlags) =>
      add({ first, last }, flags, context),
    );
}

async function add(dates: Dates, flags: AddFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, ports } = bookings;
  const doctor = flags.doctor === undefined ? null : await chosenDoctor(flags.doctor, bookings, context);
  const plan = await planException(
    {
      kind: flags.open === true ? "open" : "closed",
      doctorId: doctor?.id ?? null,
      ...(await datesOf(dates, bookings, context)),
      ...(flags.hours === undefined ? null : partOfDayFrom(flags.hours, "--hours")),
      reason: reasonFrom(flags),
    },
    ports,
  );
  const { exception, isKnown, warning, affected } = plan;
  const isDryRun = flags.dryRun === true;
  if (warning !== null) {
    const week = `ascendia slot:list --clinic ${clinic.slug} --week ${exception.firstDate}`;
    context.output.warn(`${warning} See the week with: ${week}`);
  }
  const after = exceptionJson(exception);
  const offers =
    isDryRun || isKnown
      ? []
      : await changeAndRecord(
          () => addException(exception, ports),
          () => ({ action: "closure:add", clinic, before: null, after, reason: exception.reason }),
          context,
        );
  const said = exceptionSaid(exception, doctor);
  context.output.result(
    {
      dry_run: isDryRun,
      clinic: clinic.slug,
      added: !isKnown && !isDryRun,
      closure: exceptionJson(exception),
      warning,
      appointments_outside: affectedAppointmentsJson(affected),
      waitlist_offers: offersJson(offers),
    },
    () =>
      [
        `${outcomeOf(plan, isDryRun)}: ${said}`,
        ...(isDryRun ? [] : [`Undo with: ascendia closure:remove ${shortId(exception.id)} --clinic ${clinic.slug}`]),
        ...affectedAppointmentsText(affected, clinic.timezone),
        ...offersLines(offers, clinic),
      ].join("\n"),
  );
}

function outcomeOf({ isKnown }: ExceptionPlan, isDryRun: boolean): string {
  if (isKnown) return "Already there, so nothing was added";
  return isDryRun ? "Would add" : "Added";
}

async function datesOf({ first, last }: Dates, { clinic }: ClinicBookings, { prompt, clock }: Context) {
  const text = first ?? (await prompt.text({ message: "First date?", flag: "<first>" }));
  const firstDate = dateFrom(text, "<first>", { clinic, clock });
  const lastDate = last === undefined ? firstDate : dateFrom(last, "<last>", { clinic, clock });
  return { firstDate, lastDate };
}
