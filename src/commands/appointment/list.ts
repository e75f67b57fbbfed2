import type { Command } from "commander";
import { type AppointmentDetails, listedDetails } from "../../domain/booking/visits/appointment-details.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { PageRequest } from "../../domain/page.ts";
import { addDays } from "../../domain/time/wall-date.ts";
import { startOfDay, todayIn } from "../../domain/time/zoned-time.ts";
import { allRows } from "../../domain/page.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicFlag, addClinicOption, chosenDoctor, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { recordList, revealed } from "../record-change.ts";
import { appointmentColumns, appointmentJson } from "./view.ts";

interface ListFlags extends ClinicFlag, PageFlags {
  readonly from?: string;
  readonly to?: string;
  readonly doctor?: string;
  readonly all?: boolean;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(addClinicOption(command), "patients, doctors and ids")
    .option("--from <date>", "first date (default: today)")
    .option("--to <date>", "last date (default: 30 days later)")
    .option("--doctor <doctor>", "id or name")
    .option("--all", "include cancelled, moved and past appointments")
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const { from, to } = await datesOf(flags, clinic, context);
  const doctor = flags.doctor === undefined ? null : await chosenDoctor(flags.doctor, { stores }, context);
  const filter = {
    starting: { from: startOfDay(from, clinic.timezone), to: startOfDay(addDays(to, 1), clinic.timezone) },
    isActiveOnly: flags.all !== true,
    doctorId: doctor?.id,
  };
  const source = {
    read: async (page: PageRequest) => listedDetails(await stores.lists.appointments({ ...filter, ...page }), stores),
    placeOf: ({ appointment: { startsAt, id } }: AppointmentDetails) => ({ by: startsAt, id }),
  };
  const shown = { clinic, reveal: flags.reveal === true };
  const record = async (appointments: number | "all"): Promise<void> => {
    const read = { subject: `clinic:${clinic.slug}`, shown: { from, to, appointments } };
    await recordList({ action: revealed("appointment:list", shown), count: appointments, ...read }, context);
  };
  const columns = appointmentColumns(shown);
  if (flags.stream === true) {
    await record("all");
    for await (const each of allRows(flags, source)) {
      context.output.item(appointmentJson(each, shown), () => tabbed(each, columns));
    }
    return;
  }
  const page = await readPage(flags, source);
  await record(page.rows.length);
  const appointments = page.rows.map((each) => appointmentJson(each, shown));
  context.output.result({ clinic: clinic.slug, from, to, appointments, next: page.next }, () =>
    pageTable(page, columns),
  );
}

async function datesOf(flags: ListFlags, clinic: Clinic, { clock }: Context) {
  const given = async (text: string, flag: string) => {
    const { dateFrom } = await import("../date-arguments.ts");
    return dateFrom(text, flag, { clinic, clock });
  };
  const from = flags.from === undefined ? todayIn(clinic.timezone, clock) : await given(flags.from, "--from");
  const to = flags.to === undefined ? addDays(from, 30) : await given(flags.to, "--to");
  if (from <= to) return { from, to };
  throw new AscendiaError("invalid", `--to (${to}) is before --from (${from}).`, {
    hint: "Swap --from and --to.",
  });
}
