import { findPhoneNumbersInText, isSupportedCountry } from "libphonenumber-js/min";

/** Phone numbers in a sentence as E.164; national ones are read as numbers of the clinic's country. */
export function findPhoneNumbers(
  text: string,
  country: string,
): readonly { readonly number: string; readonly text: string }[] {
  const found = isSupportedCountry(country) ? findPhoneNumbersInText(text, country) : findPhoneNumbersInText(text);
  return found.map(({ number, startsAt, endsAt }) => ({ number: number.number, text: text.slice(startsAt, endsAt) }));
}
