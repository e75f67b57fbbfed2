import { type Message, type Urgency, urgencies } from "../../domain/call/message.ts";
import { isPatientsNumber } from "../../domain/booking/patients/patient.ts";
import { spokenNumber } from "../../domain/clinic/telephone/telephone.ts";
import type { Language, Translated } from "../../domain/language/language.ts";
import { oneLine } from "../../domain/language/plain-text.ts";
import { understandName } from "../../domain/language/answers/understand-name.ts";
import { takeMessage as take } from "../../domain/mail/contents/take-message.ts";
import { redactTranscript } from "../../domain/privacy/redact-transcript.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { FunctionContext } from "./function-context.ts";
import { askOtherPhone, telephoneSaid } from "./patient-arguments.ts";
import { readArgument } from "./read-argument.ts";

/**
 * Stores the caller's message for the team and reads it back. Asks once for a missing or unclear number; then takes the
 * message without one, which is better than no message.
 */
export async function takeMessage(context: FunctionContext): Promise<FunctionAnswer> {
  const { request, bookings, spoken } = context;
  const { args, callId } = request;
  const words = spokenWords[spoken.language];
  const text = oneLine(readArgument(args, "message") ?? "");
  if (text === "") return { message: words.whichMessage, taken: "false" };
  const number = await callbackNumber(context);
  const wasAsked = readArgument(args, "number_asked") === "true";
  if (number.question !== null && !wasAsked) return { message: number.question, taken: "false" };
  const left = {
    callId,
    name: callerName(context),
    phone: number.phone,
    text: await keptText(text, context),
    urgency: urgencyOf(args),
  };
  const message = await take(left, bookings);
  if (message === undefined) return { message: words.tooMany, taken: "refused" };
  bookings.noteMessage?.(message.urgency);
  return {
    message: readBack(message, { text, country: request.clinic.country, language: spoken.language }),
    taken: "true",
  };
}

interface CallbackNumber {
  /** E.164; null: no number is known. */
  readonly phone: string | null;
  /** The question to ask if the number is missing or unclear. */
  readonly question: string | null;
}

/** The number that the caller gives, otherwise the one they call from; never one that is costly to call back. */
async function callbackNumber(context: FunctionContext): Promise<CallbackNumber> {
  const { args, callerNumber: shown } = context.request;
  const isOrdinary = shown !== null && (await isPatientsNumber(shown, context.bookings));
  const callerNumber = isOrdinary ? shown : null;
  const said = telephoneSaid(args, "callback_number", context);
  if (typeof said === "string" && (await isPatientsNumber(said, context.bookings))) {
    return { phone: said, question: null };
  }
  if (typeof said === "string") return { phone: callerNumber, question: askOtherPhone[context.spoken.language] };
  if (said?.kind === "ask") return { phone: callerNumber, question: said.question };
  return {
    phone: callerNumber,
    question: callerNumber === null ? spokenWords[context.spoken.language].whichNumber : null,
  };
}

function callerName({ request, spoken }: FunctionContext): string | null {
  const said = readArgument(request.args, "caller_name");
  if (said === undefined) return null;
  const understood = understandName(said, spoken.language);
  return understood.kind === "understood" ? understood.value : oneLine(said);
}

function urgencyOf(args: FunctionContext["request"]["args"]): Urgency {
  const said = readArgument(args, "urgency");
  return urgencies.find((urgency) => urgency === said?.toLowerCase()) ?? "normal";
}

/**
 * If the clinic redacts transcripts, numbers, addresses and birth dates are removed from the text; the callback number
 * is stored separately.
 */
async function keptText(text: string, { bookings, spoken }: FunctionContext): Promise<string> {
  const { redactTranscripts } = await bookings.database.stores.privacy.find();
  const year = new Date(bookings.clock.now()).getUTCFullYear();
  return redactTranscripts ? redactTranscript(text, spoken.language, year) : text;
}

interface Words {
  readonly whichMessage: string;
  readonly whichNumber: string;
  readonly noted: Readonly<Record<Urgency, string>>;
  readonly text: (text: string) => string;
  readonly number: (number: string) => string;
  readonly noNumber: string;
  readonly tooMany: string;
}

const spokenWords: Translated<Words> = {
  fr: {
    whichMessage: "Quel message dois-je transmettre à l'équipe ?",
    whichNumber: "À quel numéro l'équipe peut-elle vous rappeler ?",
    noted: { normal: "C'est noté pour l'équipe.", urgent: "C'est noté pour l'équipe, comme urgent." },
    text: (text) => `Je lui transmets : « ${text} »`,
    number: (number) => `Numéro de rappel : ${number}.`,
    noNumber: "L'équipe n'a pas de numéro où vous rappeler.",
    tooMany: "Je ne peux plus prendre de message pendant cet appel.",
  },
  en: {
    whichMessage: "What message may I pass on to the team?",
    whichNumber: "What number can the team call you back on?",
    noted: { normal: "That is noted for the team.", urgent: "That is noted for the team, as urgent." },
    text: (text) => `I am passing on: "${text}"`,
    number: (number) => `Number to call back: ${number}.`,
    noNumber: "The team has no number to call you back on.",
    tooMany: "I cannot take another message in this call.",
  },
  es: {
    whichMessage: "¿Qué mensaje le paso al equipo?",
    whichNumber: "¿A qué número le puede llamar el equipo?",
    noted: {
      normal: "Ya anoté su mensaje para el equipo.",
      urgent: "Ya anoté su mensaje para el equipo, como urgente.",
    },
    text: (text) => `Les voy a decir: "${text}"`,
    number: (number) => `Número para llamarle: ${number}.`,
    noNumber: "El equipo no tiene un número para llamarle.",
    tooMany: "Ya no puedo tomar otro mensaje en esta llamada.",
  },
};

/** Longer messages are not read back in full: the caller has just spoken them. */
const MOST_READ_BACK = 240;

function readBack(
  { phone, urgency }: Pick<Message, "phone" | "urgency">,
  { text, country, language }: { readonly text: string; readonly country: string; readonly language: Language },
): string {
  const words = spokenWords[language];
  const said = text.length > MOST_READ_BACK ? [] : [words.text(text)];
  const number = phone === null ? words.noNumber : words.number(spokenNumber(phone, country, language));
  return [words.noted[urgency], ...said, number].join(" ");
}
