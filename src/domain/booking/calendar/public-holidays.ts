import { AscendiaError } from "../../../errors.ts";
import { areaCodeOf } from "../../clinic/telephone/telephone.ts";
import { foldText } from "../../language/fold-text.ts";
import type { Language, Translated } from "../../language/language.ts";
import type { HolidayRules } from "../booking-rules.ts";
import type { Holiday, HolidayCalendar, HolidayPlace } from "../ports.ts";

/** Public holidays from the `date-holidays` library, with corrections. Its data is loaded on first use. */
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

interface ClinicPlace {
  readonly country: string;
  readonly address: string;
  readonly phone: string | null;
}

/**
 * The holidays that a clinic observes by default: those of its country, and of the region that its address ("Austin, TX
 * 78701", "Montréal (Québec)"), postcode or phone number shows. null: no holidays are known for the country.
 */
export async function holidaysAt({ country, address, phone }: ClinicPlace): Promise<HolidayRules | null> {
  const { default: Holidays } = await import("date-holidays");
  const countries = new Holidays();
  if (!(country in countries.getCountries())) return null;
  const states = Object.entries(countries.getStates(country, "en") ?? {});
  const region = regionNamed(address, states) ?? regionOfPostcode(address, country) ?? regionOfPhone(phone, country);
  return { country, region: states.some(([code]) => code === region) ? (region ?? null) : null, openOn: [] };
}

const postcode = /\s*\b(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d)\s*$/iu;

/**
 * The region that the last possible part of the address names: "Washington, DC" is in DC, not in Washington. The first
 * part is the street.
 */
function regionNamed(address: string, states: readonly (readonly [string, string])[]): string | undefined {
  const [street = "", ...others] = address.split(/[,()\n]/u);
  // Without commas, a region's code counts only if the postcode follows it.
  const parts = others.length > 0 || !postcode.test(street) ? others : [street.replace(/^.*\s(?=[A-Z]{2}\s)/u, "")];
  for (const part of parts.toReversed()) {
    const place = part.replace(postcode, "").trim();
    const folded = foldText(place);
    const named = states.findLast(
      ([code, name]) =>
        new RegExp(`^${code}\\b|\\s${code}$`, "u").test(place) || ` ${folded}`.endsWith(` ${foldText(name)}`),
    );
    if (named !== undefined) return named[0];
  }
  return undefined;
}

function regionOfPostcode(address: string, country: string): string | undefined {
  const written = (/[\dA-Z][\dA-Z\s]*$/iu.exec(address.trim())?.[0] ?? "").toUpperCase();
  return regionCodes[country]?.postcodes.find(([pattern]) => pattern.test(written))?.[1];
}

function regionOfPhone(phone: string | null, country: string): string | undefined {
  const areaCode = phone === null ? null : areaCodeOf(phone);
  if (areaCode === null) return undefined;
  return Object.entries(regionCodes[country]?.areaCodes ?? {}).find(([, codes]) => codes.includes(areaCode))?.[0];
}

interface RegionCodes {
  readonly postcodes: readonly (readonly [RegExp, string])[];
  readonly areaCodes: Readonly<Record<string, readonly number[]>>;
}

/**
 * Canada Post, Addressing Guidelines: the first letter of a postal code names the province (X: two territories).
 * Canadian Numbering Administrator, area codes in service; those of several provinces are left out.
 */
const regionCodes: Readonly<Record<string, RegionCodes>> = {
  CA: {
    postcodes: [
      [/\b[GHJ]\d[A-Z]\s?\d[A-Z]\d$/u, "QC"],
      [/\b[KLMNP]\d[A-Z]\s?\d[A-Z]\d$/u, "ON"],
      [/\bA\d[A-Z]\s?\d[A-Z]\d$/u, "NL"],
      [/\bB\d[A-Z]\s?\d[A-Z]\d$/u, "NS"],
      [/\bC\d[A-Z]\s?\d[A-Z]\d$/u, "PE"],
      [/\bE\d[A-Z]\s?\d[A-Z]\d$/u, "NB"],
      [/\bR\d[A-Z]\s?\d[A-Z]\d$/u, "MB"],
      [/\bS\d[A-Z]\s?\d[A-Z]\d$/u, "SK"],
      [/\bT\d[A-Z]\s?\d[A-Z]\d$/u, "AB"],
      [/\bV\d[A-Z]\s?\d[A-Z]\d$/u, "BC"],
      [/\bY\d[A-Z]\s?\d[A-Z]\d$/u, "YT"],
    ],
    areaCodes: {
      AB: [368, 403, 587, 780, 825],
      BC: [236, 250, 257, 604, 672, 778],
      MB: [204, 431, 584],
      NB: [428, 506],
      NL: [709, 879],
      ON: [226, 249, 289, 343, 365, 382, 416, 437, 519, 548, 613, 647, 683, 705, 742, 753, 807, 905, 942],
      QC: [263, 354, 367, 418, 438, 450, 468, 514, 579, 581, 819, 873],
      SK: [306, 474, 639],
    },
  },
};

/** Where the law differs from the data of `date-holidays`, in its rules' grammar. */
interface HolidayCorrection {
  readonly country: string;
  /** Rules of the library that no longer hold as written. */
  readonly dropped: readonly string[];
  readonly added: readonly { readonly rule: string; readonly name: Translated }[];
  /** At least two sources, each with what it says. */
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
