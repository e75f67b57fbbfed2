/** Numbers that cost the caller extra or reach no person: never dialled, and never stored for a patient. */
export type RefusedKind = "premium-rate" | "shared-cost" | "personal" | "pager" | "satellite" | "voicemail";

const byType: Readonly<Record<string, RefusedKind>> = {
  PREMIUM_RATE: "premium-rate",
  SHARED_COST: "shared-cost",
  PERSONAL_NUMBER: "personal",
  PAGER: "pager",
  VOICEMAIL: "voicemail",
};

/** Calling codes without a country (ITU-T E.164 Annex D); they alone let libphonenumber recognise satellite numbers. */
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

/** null: an ordinary number. The large metadata with the types is loaded when the first number is checked. */
export async function refusedKindOf(phoneNumber: string): Promise<RefusedKind | null> {
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/max");
  const parsed = parsePhoneNumberFromString(phoneNumber);
  if (parsed === undefined) return null;
  const code = parsed.countryCallingCode;
  const national = parsed.nationalNumber;
  const special = code === "1" ? northAmerican.find(([pattern]) => pattern.test(national))?.[1] : undefined;
  return special ?? byCallingCode[code] ?? byType[parsed.getType() ?? ""] ?? null;
}
