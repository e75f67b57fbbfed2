import type { Language } from "../../../src/domain/language/language.ts";
import { bystandersEnglishDangers, bystandersEnglishNone } from "./bystanders-english.ts";
import { bystandersFrenchDangers, bystandersFrenchNone } from "./bystanders-french.ts";
import { bystandersSpanishDangers, bystandersSpanishNone } from "./bystanders-spanish.ts";
import { saidOfRelatives } from "./calm-relatives.ts";
import { everyday } from "./everyday.ts";
import { dangers, noDangers } from "./sentences.ts";
import { dangersInEnglish, noneInEnglish } from "./spoken-english.ts";
import { dangersInFrench, noneInFrench } from "./spoken-french.ts";
import { dangersInSpanish, noneInSpanish } from "./spoken-spanish.ts";
import { describedDangers, describedNone } from "./described.ts";
import { relativesEnglishDangers, relativesEnglishNone } from "./relatives-english.ts";
import { relativesFrenchDangers, relativesFrenchNone } from "./relatives-french.ts";
import { relativesSpanishDangers, relativesSpanishNone } from "./relatives-spanish.ts";
import { saidCalmly } from "./said-calmly.ts";
import { saidInFear } from "./said-in-fear.ts";
import { toldEnglishDangers, toldEnglishNone } from "./told-english.ts";
import { toldFrenchDangers, toldFrenchNone } from "./told-french.ts";
import { toldSpanishDangers, toldSpanishNone } from "./told-spanish.ts";
import { transcribedDangers } from "./transcribed-dangers.ts";
import { transcribedNone } from "./transcribed-none.ts";

const byKind = {
  fr: {
    dangers: [dangersInFrench, toldFrenchDangers, relativesFrenchDangers, bystandersFrenchDangers],
    none: [noneInFrench, toldFrenchNone, relativesFrenchNone, bystandersFrenchNone],
  },
  en: {
    dangers: [dangersInEnglish, toldEnglishDangers, relativesEnglishDangers, bystandersEnglishDangers],
    none: [noneInEnglish, toldEnglishNone, relativesEnglishNone, bystandersEnglishNone],
  },
  es: {
    dangers: [dangersInSpanish, toldSpanishDangers, relativesSpanishDangers, bystandersSpanishDangers],
    none: [noneInSpanish, toldSpanishNone, relativesSpanishNone, bystandersSpanishNone],
  },
} as const;

/** The sentences of danger that train the weights, and that must be recognized in every node. */
export function learntDangers(language: Language): readonly string[] {
  return [
    ...dangers[language],
    ...transcribedDangers[language],
    ...(describedDangers[language] ?? []),
    ...saidInFear[language],
    ...byKind[language].dangers.flat(),
  ];
}

/** Harmless sentences, which must not lead to the emergency node. */
export function learntNone(language: Language): readonly string[] {
  return [
    ...noDangers[language],
    ...transcribedNone[language],
    ...(describedNone[language] ?? []),
    ...saidCalmly[language],
    ...everyday[language],
    ...saidOfRelatives[language],
    ...byKind[language].none.flat(),
  ];
}
