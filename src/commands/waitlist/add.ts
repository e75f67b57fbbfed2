import { type Command, Option } from "commander";
import { requireType } from "../../domain/booking/names/find-by-name.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import { type JoinedWaitlist, type WaitlistRequest, joinWaitlist } from "../../domain/booking/visits/waitlist.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { parseTelephone } from "../../domain/clinic/telephone/telephone.ts";
import { type DayPart, dayParts } from "../../domain/time/wall-date.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { type ClinicBookings, type WriteFlags, addClinicOption, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { dateFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";

interface AddFlags extends WriteFlags {
  readonly patient?: string;
  readonly phone?: string;
  readonly doctor?: string;
  readonly type?: string;
  readonly from?: string;
  readonly to?: string;
  readonly part?: DayPart;
  readonly calls: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("put a patient on the waitlist; the clinic calls them when a slot becomes free")
    .option("--patient <name>", "the patient's full name")
    .option("--phone <number>", "the patient's phone number")
    .option("--doctor <doctor>", "doctor id or name (default: any)")
    .option("--type <type>", "appointment type, id or name")
    .option("--from <date>", "first date that suits, such as 2026-03-03 or tomorrow")
    .option("--to <date>", "last date that suits (default: the first)")
    .addOption(new Option("--part <part>", "part of the day").choices(dayParts))
    .option("--no-calls", "the patient wants no calls about it; staff inform them")
    .action((flags: AddFlags) => add(flags, context));
}

async function add(flags: AddFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, ports } = bookings;
  const request = await requestOf(flags, bookings, context);
  const isDryRun = flags.dryRun === true;
  const before = new Set((await ports.database.stores.waitlist.inLine()).map(({ id }) => id));
  const joined = isDryRun
    ? await rehearse((inner) => joinWaitlist(request, inner), ports)
    : await changeAndRecord(() => joinWaitlist(request, ports), describe, context);
  const isKnown = before.has(joined.entry.id);
  const { entry, patient, place } = joined;
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    id: isDryRun && !isKnown ? null : entry.id,
    patient: patient.name,
    phone: maskNumber(patient.phone) ?? null,
    place,
    repeated: isKnown,
    calls: entry.mayCall,
  };
  context.output.result(data, () => {
    const verb = isKnown ? "Already on the waitlist" : isDryRun ? "Would add" : "Added";
    return terminalSafe(`${verb}: ${patient.name}, number ${place} in line${entry.mayCall ? "" : ", without calls"}.`);
  });

  function describe({ entry: { id, mayCall } }: JoinedWaitlist) {
    const isOld = before.has(id);
    return {
      action: "waitlist:add",
      clinic,
      before: isOld ? { id } : null,
      after: isOld ? { id } : { id, calls: mayCall },
    };
  }
}

async function requestOf(flags: AddFlags, bookings: ClinicBookings, context: Context): Promise<WaitlistRequest> {
  const { clinic, stores } = bookings;
  const ask = (message: string, flag: string): Promise<string> => context.prompt.text({ message, flag });
  const name = flags.patient ?? (await ask("Patient's full name?", "--patient"));
  const phone = parseTelephone(flags.phone ?? (await ask("Patient's phone?", "--phone")), clinic.country, "--phone");
  const from = flags.from ?? (await ask("First date that suits?", "--from"));
  const when = { clinic, clock: context.clock };
  const firstDate = dateFrom(from, "--from", when);
  const doctor = flags.doctor === undefined ? null : await chosenDoctor(flags.doctor, bookings, context);
  const types = flags.type === undefined ? [] : await stores.booking.stores.types.list();
  return {
    patient: { name, phone },
    doctorId: doctor?.id ?? null,
    typeId: flags.type === undefined ? null : requireType(flags.type, types).id,
    firstDate,
    lastDate: flags.to === undefined ? firstDate : dateFrom(flags.to, "--to", when),
    dayPart: flags.part ?? null,
    mayCall: flags.calls,
  };
}
