import type { Translated } from "../language/language.ts";

/** Where the law differs from the data of `date-holidays`, in its rules' grammar. */
interface HolidayCorrection {
  readonly country: string;
  /** A rule of the library that no longer holds as it is. */
  readonly dropped: readonly string[];
  readonly added: readonly { readonly rule: string; readonly name: Translated }[];
  /** At least two, with what each says. */
  readonly sources: readonly string[];
}

const vodun: Translated = {
  fr: "Fête des religions traditionnelles",
  en: "Traditional Religions Day",
  es: "Fiesta de las religiones tradicionales",
};
const vodunEve: Translated = {
  fr: "Veille de la fête des religions traditionnelles",
  en: "Eve of Traditional Religions Day",
  es: "Víspera de la fiesta de las religiones tradicionales",
};

export const holidayCorrections: readonly HolidayCorrection[] = [
  {
    country: "BJ",
    dropped: ["01-10"],
    added: [
      { rule: "01-10 prior to 2025", name: vodun },
      { rule: "2nd friday in January since 2025", name: vodun },
      { rule: "thursday before 2nd friday in January since 2025", name: vodunEve },
    ],
    sources: [
      "Law 2024-32 of 2 September 2024, articles 2 and 3, quoted in beninintelligent.com, 13 September 2024: the second Friday of January and the Thursday before it",
      "agenceafrique.com, January 2025: 9 and 10 January 2025 are public holidays under that law",
      "lanouvelletribune.info, 2 January 2026: 8 and 9 January 2026 are public holidays under that law",
    ],
  },
];
