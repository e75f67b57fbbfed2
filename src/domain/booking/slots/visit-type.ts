import { type VisitWords, holdsPhrase, likeness, saidToBeNew, visitWords } from "../../language/answers/visit-words.ts";
import type { AppointmentType } from "../ports.ts";
import { defaultType } from "./slot.ts";

/** What a caller says about the visit they want to book. */
export interface StatedVisit {
  readonly reason: string;
  /** null: they did not say whether the patient has been to the clinic. */
  readonly isNew: boolean | null;
}

/**
 * `which`: the reason fits none of these types, or several equally well. `new_or_known`: the type depends on whether
 * the patient is new.
 */
export type TypeOfVisit =
  | { readonly kind: "one"; readonly type: AppointmentType }
  | { readonly kind: "which"; readonly among: readonly AppointmentType[] }
  | { readonly kind: "new_or_known" };

/** The type that fits the reason, at a clinic with types. */
export function typeOfVisit({ reason, isNew }: StatedVisit, types: readonly AppointmentType[]): TypeOfVisit {
  const [only, other] = types;
  if (only !== undefined && other === undefined) return { kind: "one", type: only };
  const newcomer = isNew ?? saidToBeNew(reason) ?? null;
  const fitting = mostLike(reason, types);
  if (newcomer !== null) return oneOf(fitting, types, newcomer);
  if (fitting.length === 0) return { kind: "which", among: types };
  const [ifNew, ifKnown] = [oneOf(fitting, types, true), oneOf(fitting, types, false)];
  if (ifNew.kind !== "one" && ifKnown.kind !== "one") return { kind: "which", among: fitting };
  if (ifNew.kind === "one" && ifKnown.kind === "one" && ifNew.type.id === ifKnown.type.id) return ifNew;
  return { kind: "new_or_known" };
}

/** What to book when the reason stays unclear; undefined: the clinic has no type. */
export function typeWhenUnclear(
  { reason, isNew }: StatedVisit,
  types: readonly AppointmentType[],
): AppointmentType | undefined {
  const newcomer = isNew ?? saidToBeNew(reason) ?? null;
  const open = newcomer === null ? types : types.filter((type) => isFor(type, newcomer));
  return defaultType(open) ?? defaultType(types);
}

/** Replaces a type for the other kind of patient by the default type for this kind. */
function oneOf(fitting: readonly AppointmentType[], types: readonly AppointmentType[], newcomer: boolean): TypeOfVisit {
  const open = fitting.filter((type) => isFor(type, newcomer));
  const [first, second] = open;
  if (first !== undefined && second === undefined) return { kind: "one", type: first };
  const among = types.filter((type) => isFor(type, newcomer));
  const [forNew, otherForNew] = among.filter(({ patients }) => patients === "new");
  if (fitting.length === 0 && forNew !== undefined && otherForNew === undefined) return { kind: "one", type: forNew };
  if (first !== undefined || fitting.length === 0) return { kind: "which", among: open.length > 1 ? open : among };
  const instead = defaultType(among.filter(({ patients }) => patients !== "anyone")) ?? defaultType(among);
  return instead === undefined ? { kind: "which", among: types } : { kind: "one", type: instead };
}

function isFor({ patients }: AppointmentType, newcomer: boolean): boolean {
  return patients === "anyone" || patients === (newcomer ? "new" : "known");
}

/** The clinic's own words for a type count most: it knows what its patients say. */
const ownWordsScore = 5;

function mostLike(reason: string, types: readonly AppointmentType[]): readonly AppointmentType[] {
  const said = visitWords(reason);
  const scored = types.map((type) => ({ type, score: scoreOf(said, type) }));
  const best = Math.max(...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ type }) => type);
}

function scoreOf(said: VisitWords, { name, reasons }: AppointmentType): number {
  const own = reasons.some((phrase) => holdsPhrase(said, phrase)) ? ownWordsScore : 0;
  return own + Math.max(...[...Object.values(name), ...reasons].map((text) => likeness(said, visitWords(text))));
}
