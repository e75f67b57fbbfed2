import { foldText } from "./fold-text.ts";

/** Wishes that make sense only after times were offered: after them, before them, or others. */
export type OtherTimes = "later" | "earlier" | "other";

const wishes: readonly (readonly [OtherTimes, RegExp])[] = [
  ["later", /\b(?:plus tard|apres ca|un peu apres|later|after that)\b/u],
  ["earlier", /\b(?:plus tot(?! possible)|avant ca|un peu avant|earlier|sooner|before that)\b/u],
  [
    "other",
    /\b(?:autres? (?:heures?|horaires?|creneaux?|chose)|other times?|another time|anything else|something else|other slots?)\b/u,
  ],
];

/** null: the words hold no such wish. */
export function otherTimes(said: string): OtherTimes | null {
  const text = foldText(said.slice(0, longestSaid));
  return wishes.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

const longestSaid = 500;
