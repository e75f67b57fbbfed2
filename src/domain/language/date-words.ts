import type { DayPart } from "../time/day-part.ts";
import type { Language, Translated } from "./language.ts";

/** What a language has to say about dates, in folded text (see fold-text.ts). */
export interface DateWords {
  /** Monday first. */
  readonly weekdays: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly dayParts: readonly (readonly [RegExp, DayPart])[];
  /** Said around a date without changing it. */
  readonly fillers: ReadonlySet<string>;
  /** Says today once the part of day was taken out ("ce soir", "this afternoon"). */
  readonly thisPart: RegExp;
  readonly today: string;
}

const frenchNumbers =
  "premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt vingt-et-un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six vingt-sept vingt-huit vingt-neuf trente trente-et-un";
const englishOrdinals =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first";
const englishNumbers =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six twenty-seven twenty-eight twenty-nine thirty thirty-one";

const frenchFillers =
  "le la les l' de du des d' un une a au pour vers plutot je j'aimerais voudrais veux peux souhaite souhaiterais venir prendre avoir rendez-vous rdv s'il vous te plait svp si possible euh oui ok alors bonjour merci disons serait c'est date bien sera on pourrait etre mon votre la consultation dispo disponible avez-vous qu'est-ce que quelque chose";
const englishFillers =
  "the on for at of to i i'd i'll we would like want come see get have be can could make it an appointment please if possible um uh er maybe perhaps yes ok okay so well let's say hello hi thanks how about what that is it's date anything something available do you which some time sometime";

export const dateWords: Translated<DateWords> = {
  fr: {
    weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    numbers: numbered([frenchNumbers]),
    dayParts: [
      [/\b(?:(?:en |dans )?(?:fin |milieu |debut )(?:d'|de l'))?(?:dans l')?apres[- ]midi\b/gu, "afternoon"],
      [/\b(?:en |dans la )?(?:fin de )?matin(?:ee)?\b/gu, "morning"],
      [/\b(?:en |dans la )?soir(?:ee)?\b|\ben fin de journee\b/gu, "evening"],
      [/\b(?:a |vers )?midi\b/gu, "afternoon"],
    ],
    fillers: new Set(frenchFillers.split(" ")),
    thisPart: /^(?:ce|cet|cette)$/u,
    today: "aujourd'hui",
  },
  en: {
    weekdays: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    numbers: numbered([englishNumbers, englishOrdinals]),
    dayParts: [
      [/\b(?:early |late |later )?(?:in the )?(?:early |late )?afternoon\b/gu, "afternoon"],
      [/\b(?:early |late )?(?:in the )?morning\b|\bfirst thing\b/gu, "morning"],
      [/\b(?:in the )?evening\b|\bat night\b|\bnight\b/gu, "evening"],
      [/\b(?:at |around )?noon\b|\blunch ?time\b/gu, "afternoon"],
    ],
    fillers: new Set(englishFillers.split(" ")),
    thisPart: /^this$/u,
    today: "today",
  },
};

/** Which language a caller may have slipped into. */
export const otherLanguage: Readonly<Record<Language, Language>> = { fr: "en", en: "fr" };

function numbered(lists: readonly string[]): ReadonlyMap<string, number> {
  return new Map(lists.flatMap((list) => list.split(" ").map((word, index) => [word, index + 1] as const)));
}
