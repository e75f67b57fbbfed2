import { type Command, Option } from "commander";
import { requireDoctor } from "../../domain/booking/names/find-by-name.ts";
import {
  type AppointmentType,
  type AppointmentTypeStore,
  type PatientsOfType,
  patientsOfTypes,
} from "../../domain/booking/ports.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import {
  type Language,
  type Translated,
  languageFacts,
  languages,
  perLanguage,
} from "../../domain/language/language.ts";
import { oneLine } from "../../domain/language/plain-text.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption } from "../clinic-option.ts";
import { numberFrom } from "../date-arguments.ts";
import { listOption, textListOption } from "../list-option.ts";

export interface TypeFlags extends WriteFlags {
  readonly nameFr?: string;
  readonly nameEn?: string;
  readonly nameEs?: string;
  readonly minutes?: string;
  readonly bufferBefore?: string;
  readonly bufferAfter?: string;
  readonly minutesWith?: readonly string[];
  readonly reasons?: string;
  readonly patients?: PatientsOfType;
  readonly default?: boolean;
  readonly doctor?: readonly string[];
  readonly everyDoctor?: boolean;
}

export function addTypeOptions(command: Command): Command {
  const named = languages.reduce(
    (options, language) =>
      options.option(`--name-${language} <name>`, `name that callers hear in ${languageFacts(language).englishName}`),
    addClinicOption(command),
  );
  return named
    .option("--minutes <n>", "length of the visit")
    .option("--buffer-before <n>", "minutes before the visit that keep doctor and room busy")
    .option("--buffer-after <n>", "minutes after the visit that keep doctor and room busy")
    .addOption(
      listOption("--minutes-with <doctor=n>", 'length with one doctor, such as "Awa Test=20"; "=usual" removes it'),
    )
    .addOption(
      textListOption(
        "--reasons <words>",
        'what callers who want it say, such as "vaccin,rappel"; replaces the earlier list',
      ),
    )
    .addOption(new Option("--patients <who>", "who may book it").choices(patientsOfTypes))
    .option("--default", "book this type when a caller's reason is unclear")
    .option("--no-default", "do not book this type by default")
    .addOption(listOption("--doctor <doctor>", "only these doctors offer it"))
    .option("--every-doctor", "every doctor offers it");
}

type GivenNames = Partial<Record<Language, string | undefined>>;

/** The names given, by language. */
export function namesGiven({ nameFr, nameEn, nameEs }: TypeFlags): GivenNames {
  return { fr: nameFr, en: nameEn, es: nameEs };
}

/** A name in each language: where none was given, that of the clinic's language, else the first given. */
export function namesFrom(given: GivenNames, language: Language): Translated {
  const first = [given[language], ...Object.values(given)].find((name) => name !== undefined) ?? "";
  return perLanguage((each) => given[each] ?? first);
}

type TypeChange = Partial<Omit<AppointmentType, "id" | "name" | "active">>;

/** The fields from the flags. @throws invalid */
export function typeChange(flags: TypeFlags, doctors: readonly Doctor[], type?: AppointmentType): TypeChange {
  const { minutes, bufferBefore: before, bufferAfter: after, reasons, patients, default: isDefault } = flags;
  const buffer = { least: 0, most: 240 };
  return {
    ...(flags.minutesWith === undefined ? {} : { minutesWith: minutesWith(flags.minutesWith, doctors, type) }),
    ...(reasons === undefined ? {} : { reasons: reasonsFrom(reasons) }),
    ...(patients === undefined ? {} : { patients }),
    ...(isDefault === undefined ? {} : { isDefault }),
    ...(minutes === undefined ? {} : { minutes: numberFrom(minutes, { where: "--minutes", ...visit }) }),
    ...(before === undefined
      ? {}
      : { bufferBeforeMinutes: numberFrom(before, { where: "--buffer-before", ...buffer }) }),
    ...(after === undefined ? {} : { bufferAfterMinutes: numberFrom(after, { where: "--buffer-after", ...buffer }) }),
  };
}

const visit = { least: 5, most: 480 };

/** "Awa Test=20": minutes with that doctor; "Awa Test=usual": as long as with the others. */
function minutesWith(
  given: readonly string[],
  doctors: readonly Doctor[],
  type?: AppointmentType,
): AppointmentType["minutesWith"] {
  const minutes = new Map(Object.entries(type?.minutesWith ?? {}));
  for (const each of given) {
    const [, name = "", length = ""] = /^(.*\S)\s*=\s*(\S+)$/u.exec(each.trim()) ?? [];
    if (name === "") {
      throw new AscendiaError("usage", `--minutes-with: "${each}" names no doctor and length.`, {
        hint: 'Write the doctor, = and the minutes: --minutes-with "Awa Test=20".',
      });
    }
    const { id } = requireDoctor(name, doctors);
    if (length === "usual") minutes.delete(id);
    else minutes.set(id, numberFrom(length, { where: "--minutes-with", ...visit }));
  }
  return Object.fromEntries(minutes);
}

const longestReason = 60;
const mostReasons = 50;

function reasonsFrom(text: string): readonly string[] {
  const words = text.split(",").map(oneLine);
  const reasons = [...new Set(words.filter((word) => word !== ""))];
  if (reasons.length <= mostReasons && reasons.every((reason) => reason.length <= longestReason)) return reasons;
  throw new AscendiaError("invalid", "--reasons: too many or too long.", {
    hint: `At most ${mostReasons} words or phrases of ${longestReason} characters, separated by commas.`,
  });
}

/** At most one type is the default. */
export async function leaveDefault(
  type: AppointmentType,
  types: Pick<AppointmentTypeStore, "list" | "update">,
): Promise<void> {
  if (!type.isDefault) return;
  const others = (await types.list()).filter(({ id, isDefault }) => isDefault && id !== type.id);
  for (const other of others) await types.update({ ...other, isDefault: false });
}

/** Ids of the doctors who will offer it; null: every doctor; undefined: no change. */
export function offeringDoctors(
  { doctor: named, everyDoctor }: TypeFlags,
  doctors: readonly Doctor[],
): readonly string[] | null | undefined {
  if (named !== undefined && everyDoctor === true) {
    throw new AscendiaError("usage", "--doctor and --every-doctor cannot be combined.", {
      hint: "Pass only one of them.",
    });
  }
  if (everyDoctor === true) return null;
  return named?.map((each) => requireDoctor(each, doctors).id);
}
