import type { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { boundedCache } from "../../bounded-cache.ts";

/** Numbers that cost the caller extra or reach no person: never dialled, and never stored for a patient. */
export type RefusedKind = "premium-rate" | "shared-cost" | "personal" | "pager" | "satellite" | "voicemail";

const byType: Readonly<Record<string, RefusedKind>> = {
  PREMIUM_RATE: "premium-rate",
  SHARED_COST: "shared-cost",
  PERSONAL_NUMBER: "personal",
  PAGER: "pager",
  VOICEMAIL: "voicemail",
};

/** Calling codes without a country (ITU-T E.164 Annex D). libphonenumber recognises satellite numbers only by these. */
const byCallingCode: Readonly<Record<string, RefusedKind>> = {
  "808": "shared-cost",
  "870": "satellite",
  "871": "satellite",
  "872": "satellite",
  "873": "satellite",
  "874": "satellite",
  "878": "personal",
  "881": "satellite",
  "882": "satellite",
  "883": "satellite",
  "979": "premium-rate",
};

/** Special ranges that libphonenumber treats as ordinary: by calling code, patterns of the national number. */
const bySpecialRange: Readonly<Record<string, readonly (readonly [RegExp, RefusedKind])[]>> = {
  // Exchange 976 is premium in every area. 700 is a carrier's own service. 600 and similar codes are Canada's
  // non-geographic numbers, including satellite terminals. Source: North American Numbering Plan Administration, "Area
  // code map and list".
  "1": [
    [/^\d{3}976\d{4}$/u, "premium-rate"],
    [/^9(?:00|76)/u, "premium-rate"],
    [/^700/u, "personal"],
    [/^5(?:00|2[1-9]|33|44|66|77|88)/u, "personal"],
    [/^6(?:00|22|33|44|55|77|88)/u, "satellite"],
  ],
  // Share-call numbers, charged to mobiles by the minute: ICASA, Numbering Plan Regulations, 2016.
  "27": [[/^86[01]/u, "shared-cost"]],
  // Special rates: ANI, Plano de Desenvolvimento do Sistema de Numeração; ANACOM, "numeração 707, 708".
  "351": [[/^70[78]/u, "shared-cost"]],
};

/** A network connects as soon as it has a whole number, whatever digits follow. */
const MOST_DIGITS_MORE = 3;

const kinds = boundedCache<RefusedKind | null>(5_000);

/** null: an ordinary number. The large type metadata is loaded when the first number is checked. */
export async function refusedKindOf(phoneNumber: string): Promise<RefusedKind | null> {
  const metadata = await import("libphonenumber-js/max");
  return kinds(phoneNumber, () => kindOf(phoneNumber, metadata.parsePhoneNumberFromString));
}

function kindOf(phoneNumber: string, parse: typeof parsePhoneNumberFromString): RefusedKind | null {
  const code = /^\+(\d{3})/u.exec(phoneNumber)?.[1] ?? "";
  const worldwide = byCallingCode[code];
  if (worldwide !== undefined) return worldwide;
  const whole = parse(phoneNumber);
  if (whole === undefined) return null;
  const special = bySpecialRange[whole.countryCallingCode]?.find(([range]) => range.test(whole.nationalNumber));
  if (special !== undefined) return special[1];
  for (let more = 0; more <= MOST_DIGITS_MORE; more += 1) {
    const written = more === 0 ? whole : parse(phoneNumber.slice(0, phoneNumber.length - more));
    const type = written?.getType();
    if (type !== undefined) return byType[type] ?? null;
  }
  return null;
}

const readable: ReadonlySet<string> = new Set(["MOBILE", "FIXED_LINE_OR_MOBILE"]);

const textable = boundedCache<boolean>(5_000);

/** Whether text messages to the number may be read. North American numbers do not show whether they are mobile. */
export async function mayGetTexts(phoneNumber: string): Promise<boolean> {
  const { parsePhoneNumberFromString: parse } = await import("libphonenumber-js/max");
  return textable(phoneNumber, () => readable.has(parse(phoneNumber)?.getType() ?? ""));
}
