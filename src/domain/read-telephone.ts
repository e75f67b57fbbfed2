import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { boundedCache } from "./bounded-cache.ts";

/** A call uses the same numbers repeatedly, and libphonenumber reads slowly. */
const numbers = boundedCache<PhoneNumber | null>(5_000);

/**
 * A number written with a plus and its country code, or in the national form of `country`. It may be too short or too
 * long, or of no existing range: ask `isPossible()` or `isValid()`.
 */
export function readTelephone(written: string, country?: CountryCode): PhoneNumber | undefined {
  return (
    numbers(`${country ?? ""} ${written}`, () => parsePhoneNumberFromString(written, country) ?? null) ?? undefined
  );
}
