import type { PatientClaim, PatientDetails } from "../../domain/booking/patient.ts";
import type { ToolArguments } from "../../domain/call/call-context.ts";
import { parseTelephone } from "../../domain/clinic/telephone.ts";
import type { Translated } from "../../domain/language/language.ts";
import { isWallDate } from "../../domain/time/wall-date.ts";
import { AscendiaError } from "../../errors.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";
import type { Resolved } from "./resolve.ts";

/** Name and phone to book under. A caller who gives no number can be reached on the one they call from. */
export function patientDetails({ request, spoken }: FunctionContext): Resolved<PatientDetails> {
  const { args, callerNumber, clinic } = request;
  const name = patientName(args);
  if (name === undefined) return { question: { message: askName[spoken.language] } };
  const given = readArgument(args, "patient_phone");
  const phone = given === undefined ? (callerNumber ?? undefined) : telephone(given, clinic.country);
  if (phone === undefined) return { question: { message: askPhone[spoken.language] } };
  return { value: { name, phone, birthDate: birthDate(args) ?? null } };
}

/**
 * How the caller proves whose appointment it is: what they say now, else what they said to an earlier tool of this
 * call, which the signed call records, else the number they call from. undefined: they have proved nothing.
 */
export function patientClaim({ request }: FunctionContext): PatientClaim | undefined {
  const { args, earlier, clinic, callerNumber } = request;
  for (const stated of [args, ...earlier]) {
    const claim = claimIn(stated, clinic.country);
    if (claim !== undefined) return claim;
  }
  return callerNumber === null ? undefined : { phone: callerNumber };
}

function claimIn(args: ToolArguments, country: string): PatientClaim | undefined {
  const [given, name, born] = [readArgument(args, "patient_phone"), patientName(args), birthDate(args)];
  const phone = given === undefined ? undefined : telephone(given, country);
  if (phone !== undefined) return { phone, name };
  return name === undefined || born === undefined ? undefined : { name, birthDate: born };
}

/** Nobody's name is longer; what is, a model garbled. */
const longestName = 120;

/** A name has letters in it, and none of the characters that steer a screen. */
function patientName(args: ToolArguments): string | undefined {
  const name = readArgument(args, "patient_name")
    ?.replaceAll(/\p{C}+/gu, " ")
    .trim();
  return name !== undefined && /\p{L}/u.test(name) && name.length <= longestName ? name : undefined;
}

function birthDate(args: ToolArguments): string | undefined {
  const text = readArgument(args, "birth_date");
  return text !== undefined && isWallDate(text) ? text : undefined;
}

/** undefined: what was said is no number of that country nor an international one. */
function telephone(written: string, country: string): string | undefined {
  try {
    return parseTelephone(written, country, "patient_phone");
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "invalid") return undefined;
    throw error;
  }
}

const askName: Translated = { fr: "À quel nom, s'il vous plaît ?", en: "What name is it under, please?" };

const askPhone: Translated = {
  fr: "Je n'ai pas bien noté le numéro de téléphone. Pouvez-vous le répéter, chiffre par chiffre ?",
  en: "I did not get the phone number. Could you say it again, digit by digit?",
};
