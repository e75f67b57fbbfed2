import { AscendiaError } from "../../../errors.ts";
import { foldText } from "../../language/fold-text.ts";
import type { Language, Translated } from "../../language/language.ts";
import type { HolidayRules } from "../booking-rules.ts";
import type { Holiday, HolidayCalendar, HolidayPlace } from "../ports.ts";

/** Public holidays from the `date-holidays` library, corrected; its data is loaded on first use. */
export function publicHolidays(): HolidayCalendar {
  const years = new Map<string, Promise<readonly Holiday[]>>();
  return {
    ofYear: (place, year, language = "en") => {
      const key = `${place.country} ${place.region ?? ""} ${year} ${language}`;
      const known = years.get(key) ?? loadYear(place, year, language);
      years.set(key, known);
      return known;
    },
  };
}

async function loadYear(
  { country, region }: HolidayPlace,
  year: number,
  language: Language,
): Promise<readonly Holiday[]> {
  const { default: Holidays } = await import("date-holidays");
  const countries = new Holidays();
  if (!(country in countries.getCountries())) {
    throw new AscendiaError("invalid", `No public holidays are known for country "${country}".`, {
      hint: "Use the ISO code of the country, for example BJ or CA, or leave public holidays off.",
    });
  }
  const regions = Object.keys(countries.getStates(country) ?? {});
  if (region !== null && !regions.includes(region)) {
    throw new AscendiaError("invalid", `No public holidays are known for region "${region}" of ${country}.`, {
      hint: regions.length === 0 ? `Leave the region out: ${country} has none.` : `Use one of ${regions.join(", ")}.`,
    });
  }
  const options = { types: ["public" as const] };
  const holidays = region === null ? new Holidays(country, options) : new Holidays(country, region, options);
  const corrections = holidayCorrections.filter((each) => each.country === country);
  const dropped = new Set(corrections.flatMap((each) => each.dropped));
  for (const { rule, name } of corrections.flatMap(({ added }) => added)) {
    holidays.setHoliday(rule, { name, type: "public" });
  }
  return holidays
    .getHolidays(year, language)
    .filter(({ rule }) => !dropped.has(rule))
    .map(({ date, name, rule }) => ({ date: date.slice(0, 10), name, rule }))
    .toSorted((a, b) => a.date.localeCompare(b.date));
}

/**
 * The holidays that a clinic at this address observes unless it says otherwise: those of its country, and of the
 * region that the address names ("Austin, TX 78701", "Montréal (Québec)"). null: none are known for the country.
 */
export async function holidaysAt({
  country,
  address,
}: {
  readonly country: string;
  readonly address: string;
}): Promise<HolidayRules | null> {
  const { default: Holidays } = await import("date-holidays");
  const countries = new Holidays();
  if (!(country in countries.getCountries())) return null;
  const states = Object.entries(countries.getStates(country, "en") ?? {});
  const places = address.split(/[,()\n]/u).slice(1);
  const isNamed = ([code, name]: readonly [string, string]): boolean =>
    places.some((place) => new RegExp(`^\\s*${code}\\b`, "u").test(place) || foldText(place) === foldText(name));
  const [region] = states.findLast((state) => isNamed(state)) ?? [];
  return { country, region: region ?? null, openOn: [] };
}

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
