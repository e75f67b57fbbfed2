import type { Command } from "commander";
import { type PeriodRequest, planPeriod } from "../../domain/booking/setup/clinic-setup.ts";
import { shortId } from "../../domain/find-by-id.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import { parseOpeningHours } from "../../domain/clinic/opening-hours.ts";
import { affectedAppointmentsJson, affectedAppointmentsText } from "../affected-appointments.ts";
import { type ClinicBookings, type WriteFlags, addClinicOption, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { dateFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";
import { periodJson, periodSaid } from "./view.ts";

interface AddFlags extends WriteFlags {
  readonly from?: string;
  readonly to?: string;
  readonly doctor?: string;
  readonly everyOtherWeek?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("[hours]", 'such as "Mon-Thu 09:00-15:00; Fri 09:00-12:00"; other days are closed')
    .option("--from <date>", "first date, such as 2027-02-08")
    .option("--to <date>", "last date (default: until hours:remove)")
    .option("--every-other-week", "apply in the week of --from and every other week after it")
    .option("--doctor <doctor>", "doctor id or name: hours of this doctor only")
    .action((hours: string | undefined, flags: AddFlags) => add(hours, flags, context));
}

async function add(text: string | undefined, flags: AddFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores, ports } = bookings;
  const { period, affected, unchanged } = await planPeriod(await requestOf(text, flags, { bookings, context }), ports);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const describe = () => ({ action: "hours:add", clinic, before: null, after: periodJson(period) });
    await changeAndRecord(() => stores.openingHours.addPeriod(period), describe, context);
  }
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    period: periodJson(period),
    doctors_with_own_hours: unchanged.map(({ id }) => id),
    appointments_outside: affectedAppointmentsJson(affected),
  };
  const doctors = await stores.doctors.list();
  context.output.result(data, () =>
    [
      `${isDryRun ? "Would add" : "Added"} ${periodSaid(period, doctors)}`,
      ...(isDryRun ? [] : [`Remove it with: ascendia hours:remove ${shortId(period.id)} --clinic ${clinic.slug}`]),
      ...unchanged.map(({ name }) => `${doctorName(name)} keeps hours of their own: add these too with --doctor`),
      ...affectedAppointmentsText(affected, clinic.timezone),
    ].join("\n"),
  );
}

async function requestOf(
  text: string | undefined,
  flags: AddFlags,
  { bookings, context }: { readonly bookings: ClinicBookings; readonly context: Context },
): Promise<PeriodRequest> {
  const { clinic } = bookings;
  const doctor = flags.doctor === undefined ? null : await chosenDoctor(flags.doctor, bookings, context);
  const ask = (message: string, flag: string): Promise<string> => context.prompt.text({ message, flag });
  const hours = parseOpeningHours(text ?? (await ask('Hours, such as "Mon-Thu 09:00-15:00"?', "<hours>")));
  const from = flags.from ?? (await ask("First date?", "--from"));
  const day = { clinic, clock: context.clock };
  return {
    doctor,
    hours,
    firstDate: dateFrom(from, "--from", day),
    lastDate: flags.to === undefined ? null : dateFrom(flags.to, "--to", day),
    everyWeeks: flags.everyOtherWeek === true ? 2 : 1,
  };
}
