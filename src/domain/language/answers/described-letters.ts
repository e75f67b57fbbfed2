import { languages } from "../language.ts";
import { languageWords } from "../all-words.ts";
import type { SpellingWords } from "../words/language-words.ts";

const twice = languages.flatMap((language) => [...languageWords[language].spelling.twice]).join("|");
/** "a y", "two T's", "un trait d'union", "deux l à la fin". */
const part = `(?:(?:${inAny("counts")}) )?(?:double )?(?:(?:${inAny("marks")})|\\p{L}(?:-\\p{L}|['’]?s)?)(?![\\p{L}'’-])(?: (?:${inAny("where")}))?`;
/** "with a K and a Y": it describes the name and spells nothing. */
const described = `,? (?:${inAny("with")}) ${part}(?: (?:et|and|y) ${part})*`;
/** ", double R, double T": a letter before or behind it would be spelled. */
const doubled = `(?<=\\p{L}{2})(?:, (?:${twice}) \\p{L}(?:['’]?s)?)+(?= ?, ?\\p{L}{2}|\\.?$)`;
const description = `(?:${described}|${doubled})`;

/** "Awa avec un H, Hawa Exemple" says the whole name again. */
const beforeWhole = new RegExp(`^[^,]{1,60}?${description} ?, ?(?=\\p{Lu}[\\p{L}'-]* \\p{Lu})`, "u");
/** "Jane with a J, Specimen" goes on. */
const beforePart = new RegExp(`${description} ?, ?(?=\\p{Lu}[\\p{L}'-]*$)`, "u");
const anywhere = new RegExp(description, "giu");

function inAny(kind: keyof Pick<SpellingWords, "with" | "counts" | "marks" | "where">): string {
  return languages.map((language) => languageWords[language].spelling[kind]).join("|");
}

/** The name without what only says how it is written. */
export function withoutDescription(said: string): string {
  return said.replace(beforeWhole, "").replace(beforePart, " ").replaceAll(anywhere, " ");
}
