import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { doctorsOffering } from "../../domain/booking/setup/doctors-offering.ts";
import { planOffer, planType } from "../../domain/booking/setup/clinic-setup.ts";
import { requireType } from "../../domain/booking/names/find-by-name.ts";
import { perLanguage } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { type TypeFlags, addTypeOptions, leaveDefault, namesGiven, offeringDoctors, typeChange } from "./options.ts";
import { typeJson, typeSaid } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addTypeOptions(command.argument("<type>", "id or name")).action((type: string, flags: TypeFlags) =>
    update(type, flags, context),
  );
}

async function update(wanted: string, flags: TypeFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const { types } = stores.booking.stores;
  const doctors = await stores.doctors.list();
  const before = requireType(wanted, await types.list());
  const doctorIds = offeringDoctors(flags, doctors);
  const given = namesGiven(flags);
  const name = perLanguage((language) => given[language] ?? before.name[language]);
  const type = await planType({ ...before, ...typeChange(flags, doctors, before), name }, types);
  if (doctorIds === undefined && JSON.stringify(type) === JSON.stringify(before)) throw nothingGiven();
  const offers = doctorIds === undefined ? [] : await planOffer({ typeId: type.id, doctorIds }, doctors, types);
  const offeredBefore = doctorsOffering(before, doctors, await types.ofDoctors());
  const offering =
    doctorIds === undefined ? offeredBefore : doctors.filter(({ id }) => doctorIds?.includes(id) ?? true);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const make = async (): Promise<void> => {
      await types.update(type);
      await leaveDefault(type, types);
      for (const { doctor, typeIds } of offers) await types.setForDoctor(doctor.id, typeIds);
    };
    const changed = { before: typeJson(before, offeredBefore), after: typeJson(type, offering) };
    await changeAndRecord(make, () => ({ action: "type:update", clinic, ...changed }), context);
  }
  context.output.result(
    { dry_run: isDryRun, clinic: clinic.slug, type: typeJson(type, offering) },
    () =>
      `${isDryRun ? "Would change to" : "Changed to"}: ${typeSaid(type)}; offered by ${offering.map((each) => doctorName(each.name)).join(", ")}.\n` +
      "Existing appointments keep their length.",
  );
}

function nothingGiven(): AscendiaError {
  return new AscendiaError("usage", "Nothing to change.", {
    hint: "Pass a new value with --name-fr, --name-en, --name-es, --minutes, --minutes-with, --buffer-before, --buffer-after, --reasons, --patients, --default, --doctor or --every-doctor.",
  });
}
