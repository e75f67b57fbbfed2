import { languages } from "../language.ts";
import { languageWords } from "../all-words.ts";
import type { SpellingWords } from "../words/language-words.ts";

/** Before a spelled letter, a mark is dropped: "O apostrophe S A M". */
const amongLetters = markBefore("(?:apostrophe|hyphen)", String.raw`\p{L}(?!\p{L})`);
const apostrophe = markBefore("apostrophe", String.raw`\p{L}{2}`);
const hyphen = markBefore("hyphen", String.raw`\p{L}{2}`);

/** Only in lower case: "Stacey Dash Sample" has three names. */
function markBefore(mark: string, next: string): RegExp {
  const said = mark.replaceAll(/apostrophe|hyphen/gu, (kind) => saidIn(kind === "hyphen" ? "hyphen" : "apostrophe"));
  return new RegExp(String.raw`(?<=\p{L}) ${said} (?=${next})`, "gu");
}

function saidIn(mark: keyof Pick<SpellingWords, "apostrophe" | "hyphen">): string {
  return `(?:${languages.map((language) => languageWords[language].spelling[mark]).join("|")})`;
}

/** "O apostrophe Sample" becomes "O'Sample", "Anne tiret Marie" becomes "Anne-Marie". */
export function withSpokenMarks(said: string): string {
  return said.replaceAll(amongLetters, " ").replaceAll(apostrophe, "'").replaceAll(hyphen, "-");
}
