import { getExampleNumber, isSupportedCountry } from "libphonenumber-js/min";
import examples from "libphonenumber-js/mobile/examples";

/** A mobile number in the form in which people of the country write one, for a question. */
export function exampleNumber(country: string): string | undefined {
  const code = country.toUpperCase();
  return isSupportedCountry(code) ? getExampleNumber(code, examples)?.formatNational() : undefined;
}
