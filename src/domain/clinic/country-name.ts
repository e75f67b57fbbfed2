import { foldText } from "../language/fold-text.ts";
import { languages } from "../language/language.ts";
import { getCountries } from "libphonenumber-js/min";

let byName: ReadonlyMap<string, string> | undefined;

/** The two letters of a country, from them or from its name in a language of ours; undefined: it is neither. */
export function countryCode(written: string): string | undefined {
  byName ??= new Map(
    getCountries().flatMap((code) => [
      [code.toLowerCase(), code] as const,
      ...languages.map((language) => {
        const name = new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
        return [foldText(name), code] as const;
      }),
    ]),
  );
  return byName.get(foldText(written.trim()));
}
