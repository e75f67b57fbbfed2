import { type PatientDetails, isOurNumber, isPatientsNumber } from "../../domain/booking/patients/patient.ts";
import type { PatientClaim } from "../../domain/booking/patients/patient-identity.ts";
import type { ToolArguments } from "../../domain/call/line/call-context.ts";
import type { Language, Translated } from "../../domain/language/language.ts";
import { languageWords } from "../../domain/language/all-words.ts";
import { mentionsDate, understandBirthDate } from "../../domain/language/dates/understand-birth-date.ts";
import { isPlaceholder, understandName } from "../../domain/language/answers/understand-name.ts";
import { type UnderstoodTelephone, understandTelephone } from "../../domain/language/answers/understand-telephone.ts";
import type { WallDate } from "../../domain/time/wall-date.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";

type Detail<T> =
  | { readonly value: T }
  /** `asks`: what to ask the caller again. */
  | { readonly question: { readonly message: string }; readonly asks: "name" | "phone" };

/** The person who has the visit; `note`: what the caller should hear about the number. */
export interface PatientGiven {
  readonly details: PatientDetails;
  readonly note: string | null;
}

/**
 * The name and phone number to book under. A caller who gives no number, or one of the clinic's own numbers, can be
 * reached on the number they call from.
 */
export async function patientDetails(context: FunctionContext): Promise<Detail<PatientGiven>> {
  const named = await patientsNamed(context, 1);
  if ("question" in named) return named;
  const { patients, note } = named.value;
  return { value: { details: patients[0], note } };
}

/** The patients of a booking, with the number of the person who calls for them. */
export interface PatientsGiven {
  readonly patients: readonly [PatientDetails, ...PatientDetails[]];
  readonly note: string | null;
}

/** As many patients as `people`, all with the caller's number. */
export async function patientsNamed(context: FunctionContext, people: number): Promise<Detail<PatientsGiven>> {
  const said = readArgument(context.request.args, "patient_name") ?? "";
  const { language } = context.spoken;
  const parts =
    people === 1
      ? [said]
      : withLastName(
          said.split(betweenNames).filter((part) => part.trim() !== ""),
          language,
        );
  if (parts.length !== people) return { question: { message: askNames(people, language) }, asks: "name" };
  const names: string[] = [];
  for (const part of parts) {
    const name = understandName(part, language);
    if (name.kind !== "understood") {
      const question = name.kind === "ask" ? name.question : languageWords[language].names.questions.whichName;
      return { question: { message: question }, asks: "name" };
    }
    names.push(name.value);
  }
  const phone = await phoneToNote(context);
  if ("question" in phone) return phone;
  // One birth date cannot belong to several people.
  const born = people === 1 ? (birthDateSaid(context.request.args, context) ?? null) : null;
  const { number, note } = phone.value;
  const [first = "", ...others] = names;
  const { verify } = await context.bookings.database.stores.privacy.find();
  const birthDateProves = verify === "birth-date";
  const patientOf = (name: string): PatientDetails => ({ name, phone: number, birthDate: born, birthDateProves });
  return { value: { patients: [patientOf(first), ...others.map(patientOf)], note } };
}

const betweenNames = /\s*(?:[,;&/]|\b(?:et|and|puis|then|y|luego)\b)\s*/iu;

/** "Awa et Koffi Test": the last name at the end belongs to everyone. */
function withLastName(parts: readonly string[], language: Language): readonly string[] {
  const last = understandName(parts.at(-1) ?? "", language);
  const lastName = last.kind === "understood" ? last.value.split(" ").slice(1).join(" ") : "";
  if (lastName === "" || parts.slice(0, -1).some((part) => /\S\s+\S/u.test(part))) return parts;
  return parts.map((part, index) => (index < parts.length - 1 ? `${part.trim()} ${lastName}` : part));
}

function askNames(people: number, language: Language): string {
  return askEachName[language](people);
}

const askEachName: Translated<(people: number) => string> = {
  fr: (people) => `Donnez-moi, l'un après l'autre, le prénom et le nom des ${people} personnes.`,
  en: (people) => `Please give me the first and last names of the ${people} people, one after the other.`,
  es: (people) => `Deme, uno por uno, el nombre y el apellido de las ${people} personas.`,
};

async function phoneToNote(
  context: FunctionContext,
): Promise<Detail<{ readonly number: string; readonly note: string | null }>> {
  const { request, spoken, bookings } = context;
  const { language } = spoken;
  const { callerNumber } = request;
  const said = phoneSaid(request.args);
  const number = said === undefined ? callerNumber : telephone(said, context);
  if (typeof number !== "string") {
    return { question: { message: number?.kind === "ask" ? number.question : askPhone[language] }, asks: "phone" };
  }
  if (await isPatientsNumber(number, bookings)) return { value: { number, note: null } };
  const hasOtherLine = callerNumber !== null && (await isPatientsNumber(callerNumber, bookings));
  if (!hasOtherLine || !(await isOurNumber(number, bookings)))
    return { question: { message: askOtherPhone[language] }, asks: "phone" };
  return { value: { number: callerNumber, note: clinicsNumber[language] } };
}

export interface StatedClaim {
  readonly claim: PatientClaim;
  /** Whether the caller stated any of it, so that it counts as an attempt. */
  readonly isStated: boolean;
}

/**
 * The caller's proof of whose appointment it is. Each factor is what they say now, or what they last said to an earlier
 * tool of this call, which the signed call records. Without a stated number, the number they call from counts.
 */
export async function statedClaim(context: FunctionContext): Promise<StatedClaim> {
  const { args, earlier, callerNumber } = context.request;
  const statements = [args, ...earlier];
  const latest = <T>(read: (stated: ToolArguments) => T | undefined): T | undefined =>
    statements.map(read).find((value) => value !== undefined);
  const said = latest(phoneSaid);
  const number = said === undefined ? undefined : telephone(said, context);
  const name = latest((stated) => patientName(stated, context));
  const born = latest((stated) => birthDate(stated, context));
  const isStated = [number, name, born].some((factor) => factor !== undefined);
  // A shared or unclear number proves nothing and does not replace the caller ID.
  const isOwn = typeof number === "string" && (await isPatientsNumber(number, context.bookings));
  const phone = number === undefined ? (callerNumber ?? undefined) : isOwn ? number : undefined;
  return { claim: { phone, name, birthDate: born }, isStated };
}

/**
 * Words instead of a name are stated and match nobody, even if they mention a patient ("la femme de Moussa Test", "pas
 * Moussa Test"). Letters may still spell one.
 */
function patientName(args: ToolArguments, { spoken }: FunctionContext): string | undefined {
  const said = readArgument(args, "patient_name");
  if (said === undefined || isPlaceholder(said)) return undefined;
  const understood = understandName(said, spoken.language);
  if (understood.kind === "understood") return understood.value;
  return /\p{L}{2}/u.test(said) ? NOBODY : said;
}

const NOBODY = "";

function phoneSaid(args: ToolArguments): string | undefined {
  return numberSaid(args, "patient_phone");
}

/** A placeholder that a model writes for a number it did not hear counts as no number. */
function numberSaid(args: ToolArguments, name: string): string | undefined {
  const text = readArgument(args, name);
  return text === undefined || isPlaceholder(text) ? undefined : text;
}

/** E.164 if the argument is clear, otherwise the question to ask; undefined: no number was said. */
export function telephoneSaid(args: ToolArguments, name: string, context: FunctionContext) {
  const said = numberSaid(args, name);
  return said === undefined ? undefined : telephone(said, context);
}

function birthDateSaid(args: ToolArguments, { request, bookings, spoken }: FunctionContext): WallDate | undefined {
  const text = readArgument(args, "birth_date") ?? readArgument(args, "patient_name");
  if (text === undefined) return undefined;
  const today = todayIn(spoken.zone, bookings.clock);
  return understandBirthDate(text, { today, language: spoken.language, country: request.clinic.country });
}

/** A date that is stated but not understood is a factor that does not match, not a missing one. */
function birthDate(args: ToolArguments, context: FunctionContext): PatientClaim["birthDate"] {
  const understood = birthDateSaid(args, context);
  if (understood !== undefined) return understood;
  const text = readArgument(args, "birth_date");
  return text !== undefined && mentionsDate(text, context.spoken.language) ? null : undefined;
}

/** E.164 if the number is clear. */
function telephone(
  text: string,
  { request, spoken }: FunctionContext,
): string | Exclude<UnderstoodTelephone, { kind: "understood" }> {
  const { clinic, callerNumber } = request;
  const facts = { language: spoken.language, country: clinic.country, callerNumber };
  const understood = understandTelephone(text, facts);
  return understood.kind === "understood" ? understood.value : understood;
}

const askPhone: Translated = {
  fr: "Je n'ai pas bien noté le numéro de téléphone. Pouvez-vous le répéter, chiffre par chiffre ?",
  en: "I did not get the phone number. Could you say it again, digit by digit?",
  es: "No anoté bien el número de teléfono. ¿Me lo repite, número por número, por favor?",
};

const clinicsNumber: Translated = {
  fr: "Le numéro que j'ai entendu est celui de la clinique : j'ai noté celui d'où vous appelez.",
  en: "The number I heard is the clinic's own, so I noted the one you are calling from.",
  es: "El número que escuché es el de la clínica, así que anoté el número del que llama.",
};

export const askOtherPhone: Translated = {
  fr: "La clinique ne peut pas appeler ce numéro. Pouvez-vous m'en donner un autre, mobile ou fixe ?",
  en: "The clinic cannot call that number. Could you give me another one, a mobile or a landline?",
  es: "La clínica no puede llamar a ese número. ¿Me da otro, celular o de casa?",
};
