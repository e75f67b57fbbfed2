import { foldText } from "../language/fold-text.ts";
import { languages } from "../language/language.ts";
import { getCountries } from "libphonenumber-js/min";

/** Made when the first country is read: it takes some milliseconds. */
let byName: ReadonlyMap<string, string> | undefined;

/** The two letters of a country, from them or from its name in a language of ours; undefined: it is neither. */
export function countryCode(written: string): string | undefined {
  byName ??= codesByName();
  return byName.get(foldText(written.trim()));
}

function codesByName(): ReadonlyMap<string, string> {
  const codes = getCountries();
  const found = new Map<string, string>(codes.map((code) => [code.toLowerCase(), code]));
  for (const language of languages) {
    const names = new Intl.DisplayNames([language], { type: "region" });
    for (const code of codes) found.set(foldText(names.of(code) ?? code), code);
  }
  return found;
}
