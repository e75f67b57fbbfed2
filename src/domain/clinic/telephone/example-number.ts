import { getExampleNumber, isSupportedCountry } from "libphonenumber-js/min";
import examples from "libphonenumber-js/mobile/examples";

/** An example mobile number, written as people in the country write it, to show in a question. */
export function exampleNumber(country: string): string | undefined {
  const code = country.toUpperCase();
  return isSupportedCountry(code) ? getExampleNumber(code, examples)?.formatNational() : undefined;
}
