import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { plainType, planOffer, planType } from "../../domain/booking/clinic-setup.ts";
import type { AppointmentType } from "../../domain/booking/ports.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { type TypeFlags, addTypeOptions, leaveDefault, offeringDoctors, typeChange } from "./options.ts";
import { typeJson, typeSaid } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addTypeOptions(command).action((flags: TypeFlags) => add(flags, context));
}

async function add(flags: TypeFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openBookings(flags, context);
  const { types } = stores.booking.stores;
  const doctors = await stores.doctors.list();
  const type = await planType(await typeOf(flags, doctors, context), types);
  const wanted = offeringDoctors(flags, doctors) ?? null;
  const offers = await planOffer({ typeId: type.id, doctorIds: wanted }, doctors, types);
  const offering = doctors.filter(({ id }) => wanted?.includes(id) ?? true);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const make = async (): Promise<void> => {
      await types.add(type);
      await leaveDefault(type, types);
      for (const { doctor, typeIds } of offers) await types.setForDoctor(doctor.id, typeIds);
    };
    const after = typeJson(type, offering);
    await changeAndRecord(make, () => ({ action: "type:add", clinic, before: null, after }), context);
  }
  context.output.result(
    { dry_run: isDryRun, clinic: clinic.slug, type: typeJson(type, offering) },
    () =>
      `${isDryRun ? "Would add" : "Added"}: ${typeSaid(type)}; offered by ${
        wanted === null ? "every doctor" : offering.map(({ name }) => doctorName(name)).join(", ")
      }.`,
  );
}

async function typeOf(flags: TypeFlags, doctors: readonly Doctor[], context: Context): Promise<AppointmentType> {
  const ask = (message: string, flag: string): Promise<string> => context.prompt.text({ message, flag });
  const fr = flags.nameFr ?? (await ask("Name in French?", "--name-fr"));
  const en = flags.nameEn ?? (await ask("Name in English?", "--name-en"));
  const minutes = flags.minutes ?? (await ask("How many minutes?", "--minutes"));
  return { ...plainType, id: context.newId(), name: { fr, en }, ...typeChange({ ...flags, minutes }, doctors) };
}
