import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** Numbers nobody has: 555-01xx in North America (NANP), the block that this project keeps for tests elsewhere. */
const fictitious: Readonly<Record<string, string>> = {
  US: "+15125550147",
  CA: "+15145550147",
  BJ: "+2290197000047",
  FR: "+33199000047",
};
const anywhere = "+14155550147";

export interface CallerNumber {
  /** E.164 */
  readonly number: string;
  /** As a person of that country says it. */
  readonly national: string;
}

export function callerNumber(country: string, given?: string): CallerNumber {
  const number = given ?? fictitious[country] ?? anywhere;
  const parsed = parsePhoneNumberFromString(number);
  return { number, national: parsed?.country === country ? parsed.formatNational() : number };
}
