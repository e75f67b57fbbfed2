import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { plainType, planOffer, planType } from "../../domain/booking/setup/clinic-setup.ts";
import type { AppointmentType } from "../../domain/booking/ports.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { type Language, languageFacts } from "../../domain/language/language.ts";
import { openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import {
  type TypeFlags,
  addTypeOptions,
  leaveDefault,
  namesFrom,
  namesGiven,
  offeringDoctors,
  typeChange,
} from "./options.ts";
import { typeJson, typeSaid } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addTypeOptions(command).action((flags: TypeFlags) => add(flags, context));
}

async function add(flags: TypeFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const { types } = stores.booking.stores;
  const doctors = await stores.doctors.list();
  const type = await planType(await typeOf(flags, { language: clinic.language, doctors }, context), types);
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

/** French and English clinics name a type in both languages; any other clinic only in its own. */
function namedIn(language: Language): readonly Language[] {
  return language === "fr" || language === "en" ? ["fr", "en"] : [language];
}

interface Clinics {
  readonly language: Language;
  readonly doctors: readonly Doctor[];
}

async function typeOf(flags: TypeFlags, { language, doctors }: Clinics, context: Context): Promise<AppointmentType> {
  const ask = (message: string, flag: string): Promise<string> => context.prompt.text({ message, flag });
  const given = namesGiven(flags);
  for (const each of namedIn(language)) {
    given[each] ??= await ask(`Name in ${languageFacts(each).englishName}?`, `--name-${each}`);
  }
  const name = namesFrom(given, language);
  const minutes = flags.minutes ?? (await ask("How many minutes?", "--minutes"));
  return { ...plainType, id: context.newId(), name, ...typeChange({ ...flags, minutes }, doctors) };
}
