import { bookingPhrases } from "../../domain/booking/speech/phrases.ts";
import type { AppointmentType } from "../../domain/booking/ports.ts";
import {
  type StatedVisit,
  type TypeOfVisit,
  typeOfVisit,
  typeWhenUnclear,
} from "../../domain/booking/slots/visit-type.ts";
import type { ToolArguments } from "../../domain/call/line/call-context.ts";
import { doctorInSentence } from "../../domain/clinic/doctor-name.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { type Language, joinAlternatives, joinChoices } from "../../domain/language/language.ts";
import { foldText } from "../../domain/language/fold-text.ts";
import { isPlaceholder } from "../../domain/language/answers/understand-name.ts";
import { firstVisitAnswer } from "../../domain/language/answers/visit-words.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";
import type { Resolved } from "./resolve.ts";

/** The open question; the flow sends it back as `asked`, so that nothing is asked twice. */
type Asked = Exclude<TypeOfVisit["kind"], "one">;

type TypeMeant =
  | { readonly value: AppointmentType | null }
  | {
      readonly question: { readonly message: string };
      readonly asks: Asked;
      /** The existing types, if an unknown id was passed. */
      readonly types?: readonly TypeOffered[];
    };

interface TypeOffered {
  readonly id: string;
  readonly name: string;
}

/**
 * The appointment type that fits the caller's reason, or the question to ask. An unclear reason is asked about once;
 * after that, the clinic's default type is booked.
 */
export async function chooseAppointmentType(context: FunctionContext): Promise<FunctionAnswer> {
  const { language } = context.spoken;
  const meant = await typeMeant(context);
  if ("question" in meant) {
    const before = readArgument(context.request.args, "asked");
    const asked = before === undefined ? meant.asks : `${before} ${meant.asks}`;
    return { ...meant.question, chosen: "false", ...askedIn(meant), asked };
  }
  if (meant.value === null) return { message: "", chosen: "true" };
  return { message: meant.value.name[language], chosen: "true", type_id: meant.value.id };
}

/** The fields that accompany the question: what it asks for and, after an unknown id, the existing types. */
export function askedIn(resolved: object): { readonly asked?: string; readonly types?: readonly TypeOffered[] } {
  if (!("asks" in resolved) || typeof resolved.asks !== "string") return {};
  const types = "types" in resolved && Array.isArray(resolved.types) ? { types: resolved.types } : {};
  return { asked: resolved.asks, ...types };
}

/**
 * The type by its id or name, otherwise by the reason; null: none was named, or the clinic has no types. An id that a
 * model made up is refused with the list of existing types, because another type has another length.
 */
export async function typeMeant(context: FunctionContext): Promise<TypeMeant> {
  const { request, bookings, spoken } = context;
  const types = await bookings.database.stores.types.list();
  const id = readArgument(request.args, "type_id");
  const named = id === undefined ? undefined : types.find((type) => type.id === id || isNamed(type, id));
  if (named !== undefined || types.length === 0) return { value: named ?? null };
  const visit = visitStated(request.args);
  if (visit === undefined) {
    return id === undefined || isPlaceholder(id) ? { value: null } : unknownType(types, spoken.language);
  }
  const found = typeOfVisit(visit, types);
  if (found.kind === "one") return { value: found.type };
  if (wasAsked(found.kind, context, types)) return { value: typeWhenUnclear(visit, types) ?? null };
  return { question: { message: questionOf(found, spoken.language) }, asks: found.kind };
}

function isNamed({ name }: AppointmentType, text: string): boolean {
  return Object.values(name).some((each) => foldText(each) === foldText(text));
}

function unknownType(types: readonly AppointmentType[], language: Language): TypeMeant {
  return {
    question: { message: questionOf({ kind: "which", among: types }, language) },
    asks: "which",
    types: types.map(({ id, name }) => ({ id, name: name[language] })),
  };
}

/** If none of these doctors offers the type, asks back with the doctors who do. */
export async function doctorsForType(
  doctors: readonly Doctor[] | null,
  type: AppointmentType | null,
  { bookings, spoken }: FunctionContext,
): Promise<Resolved<readonly Doctor[] | null>> {
  if (type === null) return { value: doctors };
  const offered = await bookings.database.stores.types.ofDoctors();
  const offers = ({ id }: Doctor): boolean => offered.get(id)?.includes(type.id) ?? true;
  const able = (doctors ?? spoken.doctors).filter(offers);
  const others = spoken.doctors.filter(offers).map(({ name }) => doctorInSentence(name, spoken.language));
  const [asked] = doctors ?? [];
  if (able.length > 0 || asked === undefined || others.length === 0) return { value: doctors === null ? null : able };
  const words = bookingPhrases[spoken.language];
  const names = joinChoices(others, spoken.language);
  return {
    question: {
      message: words.notWithDoctor(type.name[spoken.language], doctorInSentence(asked.name, spoken.language), names),
    },
  };
}

/** `new_patient` is a yes or no, or the caller's own words. */
function visitStated(args: ToolArguments): StatedVisit | undefined {
  const said = readArgument(args, "new_patient");
  const reason = readArgument(args, "reason");
  if (said === undefined && reason === undefined) return undefined;
  return { reason: reason ?? "", isNew: said === undefined ? null : (firstVisitAnswer(said) ?? null) };
}

/** Whether the flow says so, or an earlier function of the call answered with the same question. */
function wasAsked(kind: Asked, { request }: FunctionContext, types: readonly AppointmentType[]): boolean {
  const { args, earlier } = request;
  if ((readArgument(args, "asked") ?? "").split(" ").includes(kind)) return true;
  // The signed call may already list this very invocation (docs/retell.md 6.1).
  const [latest, ...others] = earlier;
  const before = latest !== undefined && JSON.stringify(latest) !== JSON.stringify(args) ? earlier : others;
  return before
    .map((each) => visitStated(each))
    .some((visit) => visit !== undefined && typeOfVisit(visit, types).kind === kind);
}

function questionOf(found: Exclude<TypeOfVisit, { readonly kind: "one" }>, language: Language): string {
  const words = bookingPhrases[language];
  if (found.kind === "new_or_known") return words.isFirstVisit;
  const names = found.among.slice(0, mostTypes).map(({ name }) => inSentence(name[language]));
  return words.whichType(joinAlternatives(names, language));
}

/** More than a caller can remember. */
const mostTypes = 5;

/** Lowercases "Vaccination" within a sentence; abbreviations such as ECG stay unchanged. */
function inSentence(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
