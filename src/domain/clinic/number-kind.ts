/** Numbers that cost their callers or reach no person at a telephone; what a clinic never dials nor keeps for a patient. */
export type RefusedKind = "premium-rate" | "shared-cost" | "personal" | "pager" | "satellite" | "voicemail";

const byType: Readonly<Record<string, RefusedKind>> = {
  PREMIUM_RATE: "premium-rate",
  SHARED_COST: "shared-cost",
  PERSONAL_NUMBER: "personal",
  PAGER: "pager",
  VOICEMAIL: "voicemail",
};

/** Calling codes of no country (ITU-T E.164 Annex D); libphonenumber tells satellites from mobiles by them alone. */
const byCallingCode: Readonly<Record<string, RefusedKind>> = {
  "808": "shared-cost",
  "870": "satellite",
  "878": "personal",
  "881": "satellite",
  "882": "satellite",
  "883": "satellite",
  "979": "premium-rate",
};

/** Of North America, beyond what libphonenumber knows: exchange 976 is premium in every area, 700 a carrier's own service. */
const northAmerican: readonly (readonly [RegExp, RefusedKind])[] = [
  [/^\d{3}976\d{4}$/u, "premium-rate"],
  [/^9(?:00|76)/u, "premium-rate"],
  [/^700/u, "personal"],
  [/^5(?:00|2[1-9]|33|44|66|77|88)/u, "personal"],
];

/** null: a number like any other. Types are in the large metadata, which is read when the first number is judged. */
export async function refusedKindOf(phoneNumber: string): Promise<RefusedKind | null> {
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/max");
  const parsed = parsePhoneNumberFromString(phoneNumber);
  if (parsed === undefined) return null;
  const code = parsed.countryCallingCode;
  const national = parsed.nationalNumber;
  const special = code === "1" ? northAmerican.find(([pattern]) => pattern.test(national))?.[1] : undefined;
  return special ?? byCallingCode[code] ?? byType[parsed.getType() ?? ""] ?? null;
}
