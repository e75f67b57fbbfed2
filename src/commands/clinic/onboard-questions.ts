import { openingHoursToJson } from "../../domain/clinic/opening-hours-json.ts";
import { parseOpeningHours } from "../../domain/clinic/opening-hours-text.ts";
import { fieldProblem } from "../../domain/clinic/read-clinic-request.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { Prompt } from "../../terminal/prompt.ts";
import { type ClinicDraft, doctorFromText } from "./onboard-flags.ts";
import { askForNumber } from "./onboard-number-questions.ts";

type Fields = Record<string, unknown>;
type Field = Parameters<typeof fieldProblem>[0];

interface FieldQuestion {
  readonly field: Field;
  readonly message: string;
  readonly flag: string;
  readonly isOptional?: true;
}

const before: readonly FieldQuestion[] = [
  { field: "name", message: "Name of the clinic:", flag: "--name" },
  { field: "address", message: "Address, as said to callers:", flag: "--address" },
  { field: "country", message: "Country (two letters, such as BJ):", flag: "--country" },
  { field: "timezone", message: "Time zone (such as Africa/Porto-Novo):", flag: "--timezone" },
];

const after: readonly FieldQuestion[] = [
  {
    field: "transfer_number",
    message: "Number that takes callers who ask for a human (empty for none):",
    flag: "--transfer-number",
    isOptional: true,
  },
  { field: "owner_email", message: "Owner's mail:", flag: "--owner-email" },
];

/** Asks for what the flags left open, each answer checked on the spot. */
export async function askForClinic(draft: ClinicDraft, prompt: Prompt): Promise<ClinicDraft> {
  const fields: Fields = { ...draft.value };
  const isOpen = (field: string): boolean =>
    fields[field] === undefined && !draft.problems.some(({ path }) => path === field);
  for (const question of before) if (isOpen(question.field)) await askField(question, fields, prompt);
  if (isOpen("language")) fields["language"] = await askLanguage(prompt);
  if (isOpen("hours")) fields["hours"] = await askHours(prompt);
  if (isOpen("doctors")) fields["doctors"] = await askDoctors(prompt);
  for (const question of after) if (isOpen(question.field)) await askField(question, fields, prompt);
  if (isOpen("number")) fields["number"] = await askForNumber(fields["country"], prompt);
  return { ...draft, value: fields };
}

async function askField({ field, message, flag, isOptional }: FieldQuestion, fields: Fields, prompt: Prompt) {
  const isSkipped = (answer: string): boolean => isOptional === true && answer.trim() === "";
  const answer = await prompt.text({
    message,
    flag,
    validate: (text) => isSkipped(text) || (fieldProblem(field, text.trim(), fields["country"]) ?? true),
  });
  if (!isSkipped(answer)) fields[field] = answer;
}

function askLanguage(prompt: Prompt): Promise<"fr" | "en"> {
  const choices = [
    { name: "français", value: "fr" },
    { name: "English", value: "en" },
  ] as const;
  return prompt.choice<"fr" | "en">({ message: "Language of the receptionist:", flag: "--language", choices });
}

async function askHours(prompt: Prompt): Promise<unknown> {
  const answer = await prompt.text({
    message: "Opening hours:",
    flag: "--hours",
    initial: "Mon-Fri 08:00-12:30,14:00-18:00",
    validate: hoursProblem,
  });
  return openingHoursToJson(parseOpeningHours(answer));
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

async function askDoctors(prompt: Prompt): Promise<readonly unknown[]> {
  const doctors: unknown[] = [];
  for (;;) {
    const isFirst = doctors.length === 0;
    const answer = await prompt.text({
      message: isFirst ? "Doctor (name; specialty):" : "Another doctor (name; specialty; empty when done):",
      flag: "--doctor",
      validate: (text) => {
        if (text.trim() === "") return isFirst ? "Give at least one doctor." : true;
        return fieldProblem("doctors", [...doctors, doctorFromText(text)], undefined) ?? true;
      },
    });
    if (answer === "") return doctors;
    doctors.push(doctorFromText(answer));
  }
}
