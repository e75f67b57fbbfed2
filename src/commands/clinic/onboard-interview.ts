import {
  formatOpeningHours,
  openingHoursFromJson,
  openingHoursToJson,
  parseOpeningHours,
} from "../../domain/clinic/opening-hours.ts";
import { countryCode } from "../../domain/clinic/requests/clinic-request.ts";
import { fieldProblem } from "../../domain/clinic/requests/read-clinic-request.ts";
import { assertZoneOfCountry, usualZoneOf } from "../../domain/time/zones-of-country.ts";
import { parseZone } from "../../domain/time/zoned-time.ts";
import { languageFacts, languages } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import type { Prompt } from "../../terminal/prompt.ts";
import type { KeptAnswers } from "./onboard-answers.ts";
import { askForNumber, exampleOf } from "../ask-for-number.ts";
import { type ClinicDraft, doctorFromText } from "../clinic-draft.ts";

type Fields = Record<string, unknown>;
type Field = Parameters<typeof fieldProblem>[0];

interface Question {
  readonly field: Field;
  /** Its name in the list of answers that can be changed. */
  readonly label: string;
  /** Asks and stores the answer; the user can keep an earlier one. */
  ask(fields: Fields, interview: Interview): Promise<void>;
}

interface Interview {
  readonly prompt: Prompt;
  readonly now: number;
}

interface TextOptions {
  readonly message: (fields: Fields) => string;
  readonly flag: string;
  readonly isOptional?: true;
  readonly initial?: (fields: Fields, now: number) => string | undefined;
  readonly check?: (text: string, fields: Fields, now: number) => string | undefined;
  /** Turns the typed text into the stored value. */
  readonly read?: (text: string) => string;
}

function textQuestion(field: Field, label: string, options: TextOptions): Question {
  const { message, flag, isOptional, initial, check, read = (text) => text.trim() } = options;
  return {
    field,
    label,
    ask: async (fields, { prompt, now }) => {
      const before = fields[field];
      const start = typeof before === "string" ? before : initial?.(fields, now);
      const problem = (text: string) =>
        inWords(fieldProblem(field, read(text), fields["country"]), label) ?? check?.(read(text), fields, now);
      const answer = await prompt.text({
        message: message(fields),
        flag,
        ...(start !== undefined && { initial: start }),
        validate: (text) => (isOptional === true && text.trim() === "") || (problem(text) ?? true),
      });
      if (isOptional === true && answer.trim() === "") delete fields[field];
      else fields[field] = read(answer);
    },
  };
}

/** A problem with a field of clinic.json, in the words of the questions: people who answer them see no such file. */
function inWords(problem: string | undefined, label: string): string | undefined {
  if (problem === undefined) return undefined;
  const [, part = label] = /^\w+\[\d+\]\.(\w+)/u.exec(problem) ?? [];
  return problem.replace(/^[\w[\].]+:? /u, `${part} `).replace(/^(\S+(?: \S+)*?) (?=")/u, "$1: ");
}

const specialtyMissing = "Write the name, a semicolon and the specialty, such as: Awa Mensah; dentist";

const QUESTIONS: readonly Question[] = [
  textQuestion("name", "name", { message: () => "Name of the clinic:", flag: "--name" }),
  textQuestion("address", "address", { message: () => "Address, as spoken to callers:", flag: "--address" }),
  textQuestion("country", "country", {
    message: () => "Country, such as BJ or Bénin:",
    flag: "--country",
    read: (text) => countryCode(text) ?? text.trim(),
  }),
  textQuestion("timezone", "time zone", {
    message: () => "Time zone:",
    flag: "--timezone",
    initial: ({ country }, now) => (typeof country === "string" ? usualZoneOf(country, now) : undefined),
    check: zoneProblem,
  }),
  { field: "language", label: "language", ask: askLanguage },
  { field: "hours", label: "opening hours", ask: askHours },
  { field: "doctors", label: "doctors", ask: askDoctors },
  textQuestion("transfer_number", "number for callers who ask for a person", {
    message: ({ country }) => `Number for callers who ask for a person${exampleOf(country)} (empty for none):`,
    flag: "--transfer-number",
    isOptional: true,
  }),
  textQuestion("owner_email", "owner's email", { message: () => "Owner's email address:", flag: "--owner-email" }),
  {
    field: "number",
    label: "the clinic's number",
    ask: async (fields, { prompt }) => {
      fields["number"] = await askForNumber(fields["country"], prompt);
    },
  },
];

/** A zone of another country is a slip, and callers would hear wrong times. */
function zoneProblem(text: string, { country }: Fields, now: number): string | undefined {
  if (typeof country !== "string") return undefined;
  try {
    assertZoneOfCountry(parseZone(text), country.toUpperCase(), now);
    return undefined;
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return `${error.message} ${(error.hint ?? "").replace(/^Pass .*?\. /u, "")}`.trim();
  }
}

/**
 * Asks for what the flags left open and checks each answer at once. Each answer is stored at once, so that an
 * interrupted interview continues, and can be changed before anything is done with it.
 */
export async function askForClinic(
  draft: ClinicDraft,
  interview: Interview & { readonly kept: KeptAnswers },
): Promise<ClinicDraft> {
  const { kept, prompt } = interview;
  const before = await kept.read();
  const continues = before !== undefined && (await wantsToContinue(before.name, prompt));
  const earlier = Object.entries(continues ? before.fields : {});
  const asked = new Set(earlier.map(([field]) => field));
  // An answer that was left empty is kept as null.
  const fields: Fields = { ...Object.fromEntries(earlier.filter(([, value]) => value !== null)), ...draft.value };
  const isFlag = (field: string): boolean =>
    draft.value[field] !== undefined || draft.problems.some(({ path }) => path === field);
  for (const question of QUESTIONS) {
    if (isFlag(question.field) || asked.has(question.field)) continue;
    await question.ask(fields, interview);
    asked.add(question.field);
    await kept.save({ ...Object.fromEntries([...asked].map((field) => [field, null])), ...fields });
  }
  await changeAnswers(
    QUESTIONS.filter(({ field }) => !isFlag(field)),
    fields,
    interview,
  );
  return { ...draft, value: fields };
}

async function wantsToContinue(name: string, prompt: Prompt): Promise<boolean> {
  const chosen = await prompt.choice({
    message: `Questions about ${name} were not finished.`,
    flag: "--file clinic.json",
    choices: [
      { name: "continue where they stopped", value: "continue" },
      { name: "begin again", value: "again" },
    ],
  });
  return chosen === "continue";
}

/** Repeats until the user has nothing left to change. */
async function changeAnswers(
  questions: readonly Question[],
  fields: Fields,
  interview: Interview & { readonly kept: KeptAnswers },
): Promise<void> {
  for (;;) {
    const chosen = await interview.prompt.choice({
      message: "Are these answers right?",
      flag: "--file clinic.json",
      choices: [
        { name: "yes, go on", value: "" },
        ...questions.map(({ field, label }) => ({
          name: `change ${label}: ${shown(field, fields[field])}`,
          value: field,
        })),
      ],
    });
    const question = questions.find(({ field }) => field === chosen);
    if (question === undefined) return;
    await question.ask(fields, interview);
    // Another country has other zones, telephone numbers and trunks.
    if (question.field === "country") {
      for (const field of ["timezone", "transfer_number", "number"] as const) {
        const dependent = questions.find((each) => each.field === field);
        if (dependent === undefined) continue;
        delete fields[field];
        await dependent.ask(fields, interview);
      }
    }
    await interview.kept.save({ ...Object.fromEntries(questions.map((each) => [each.field, null])), ...fields });
  }
}

/** A part of clinic.json in a few words. */
function shown(field: Field, value: unknown): string {
  if (value === undefined) return "none";
  if (field === "hours") return formatOpeningHours(openingHoursFromJson(value));
  if (Array.isArray(value)) return value.map((entry: unknown) => wordsIn(entry)[0] ?? "").join(", ");
  return typeof value === "string" ? value : wordsIn(value).join(" ");
}

function wordsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === "object" ? [key].concat(wordsIn(inner)) : wordsIn(inner),
  );
}

async function askLanguage(fields: Fields, { prompt }: Interview): Promise<void> {
  const choices = languages.map((value) => ({ name: languageFacts(value).ownName, value }));
  fields["language"] = await prompt.choice({ message: "Language of the receptionist:", flag: "--language", choices });
}

const usualHours: Readonly<Record<string, string>> = {
  fr: "lun-ven 8h-12h30, 14h-18h",
  es: "lun-vie 8:00-12:30, 14:00-18:00",
  en: "Mon-Fri 08:00-12:30,14:00-18:00",
};

async function askHours(fields: Fields, { prompt }: Interview): Promise<void> {
  const answer = await prompt.text({
    message: "Opening hours:",
    flag: "--hours",
    initial: usualHours[String(fields["language"])] ?? usualHours["en"] ?? "",
    validate: hoursProblem,
  });
  fields["hours"] = openingHoursToJson(parseOpeningHours(answer));
}

function hoursProblem(text: string): true | string {
  try {
    parseOpeningHours(text);
    return true;
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return `${error.message} ${error.hint ?? ""}`;
  }
}

/** "Awa Mensah, dentist" is understood too. */
function doctorIn(text: string): Readonly<Record<string, unknown>> {
  return doctorFromText(text.includes(";") ? text : text.replace(",", ";"));
}

async function askDoctors(fields: Fields, { prompt }: Interview): Promise<void> {
  const doctors: unknown[] = [];
  for (;;) {
    const isFirst = doctors.length === 0;
    const answer = await prompt.text({
      message: isFirst ? "Doctor (name; specialty):" : "Another doctor (name; specialty; empty when done):",
      flag: "--doctor",
      validate: (text) => {
        if (text.trim() === "") return isFirst ? "Add at least one doctor." : true;
        const problem = fieldProblem("doctors", [...doctors, doctorIn(text)], undefined);
        return inWords(problem, "doctor")?.replace(/^specialty is missing\..*$/u, specialtyMissing) ?? true;
      },
    });
    if (answer === "") break;
    doctors.push(doctorIn(answer));
  }
  fields["doctors"] = doctors;
}
