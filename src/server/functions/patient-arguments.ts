import { isPatientsNumber } from "../../domain/booking/caller-number.ts";
import type { PatientClaim } from "../../domain/booking/patient-identity.ts";
import type { PatientDetails } from "../../domain/booking/patient.ts";
import type { ToolArguments } from "../../domain/call/call-context.ts";
import { parseTelephone } from "../../domain/clinic/telephone.ts";
import type { Translated } from "../../domain/language/language.ts";
import { isWallDate } from "../../domain/time/wall-date.ts";
import { AscendiaError } from "../../errors.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";
import type { Resolved } from "./resolve.ts";

/** Name and phone to book under. A caller who gives no number can be reached on the one they call from. */
export async function patientDetails({
  request,
  bookings,
  spoken,
}: FunctionContext): Promise<Resolved<PatientDetails>> {
  const { args, callerNumber, clinic } = request;
  const name = patientName(args);
  if (name === undefined) return { question: { message: askName[spoken.language] } };
  const given = readArgument(args, "patient_phone");
  const phone = given === undefined ? (callerNumber ?? undefined) : telephone(given, clinic.country);
  if (phone === undefined) return { question: { message: askPhone[spoken.language] } };
  if (!(await isPatientsNumber(phone, bookings))) return { question: { message: askOtherPhone[spoken.language] } };
  return { value: { name, phone, birthDate: birthDate(args) ?? null } };
}

export interface StatedClaim {
  readonly claim: PatientClaim;
  /** Whether the caller said any of it, so that it counts as a try. */
  readonly isStated: boolean;
}

/**
 * How the caller proves whose appointment it is: of each factor what they say now, else what they said last to an
 * earlier tool of this call, which the signed call records; and the number they call from where they said none.
 */
export async function statedClaim({ request, bookings }: FunctionContext): Promise<StatedClaim> {
  const { args, earlier, clinic, callerNumber } = request;
  const statements = [args, ...earlier];
  const latest = <T>(read: (stated: ToolArguments) => T | undefined): T | undefined =>
    statements.map(read).find((value) => value !== undefined);
  const given = latest((stated) => telephoneIn(stated, clinic.country));
  const [name, born] = [latest(patientName), latest(birthDate)];
  const isStated = [given, name, born].some((factor) => factor !== undefined);
  // A number that is everybody's proves nothing, and does not make way for the one that is shown.
  const isOwn = given !== undefined && (await isPatientsNumber(given, bookings));
  const phone = given === undefined ? (callerNumber ?? undefined) : isOwn ? given : undefined;
  return { claim: { phone, name, birthDate: born }, isStated };
}

function telephoneIn(stated: ToolArguments, country: string): string | undefined {
  const given = readArgument(stated, "patient_phone");
  return given === undefined ? undefined : telephone(given, country);
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

const askOtherPhone: Translated = {
  fr: "La clinique ne peut pas appeler ce numéro. Pouvez-vous m'en donner un autre, mobile ou fixe ?",
  en: "The clinic cannot call that number. Could you give me another one, a mobile or a landline?",
};
