import { foldText } from "../fold-text.ts";
import { type Language, otherLanguages } from "../language.ts";
import { speechTokens } from "../dates/speech-tokens.ts";
import { languageWords } from "../all-words.ts";
import { namedByParts } from "./named-by-parts.ts";
import { longestAnswer, straightened, understandName } from "./understand-name.ts";

const capitalised = /(?<!\p{L})(?!I(?!\p{L}|\.))\p{Lu}[\p{L}'-]*(?: (?!I(?!\p{L}|\.))\p{Lu}[\p{L}'.-]*){1,5}/gu;

/** Before a name that is said in passing. */
const beforeName =
  /(?:^|[,.;:!?]|(?<!\p{L})(?:pour|for|para|is|c'est|it's|es|nom|name|nombre|moi|me|ici|soy|am|i'm|suis|appelle|named|called|monsieur|madame|mademoiselle|mme|mr|mrs|ms|patient|patiente|son|daughter|wife|husband|mother|father|mom|mum|dad|baby|fils|fille|femme|mari|mère|père|maman|papa|bébé|hijo|hija|esposa|esposo|mamá|papá|hi|hello|bonjour|bonsoir|allo|allô|hola))\s*$/iu;

/** Of "We have Blue Cross", "j'habite à Saint Denis" and "Thursday Morning" none: nothing before them says that a name comes. */
function introducedRuns(said: string, language: Language): readonly string[] {
  return [...said.matchAll(capitalised)].flatMap((match) => {
    const [run] = match;
    const isDay = speechTokens(run, language).known >= run.split(" ").length;
    return beforeName.test(said.slice(0, match.index)) && !isDay ? [run] : [];
  });
}

/** The name of a patient whom a caller mentions in passing; never one of `others`. */
export function nameInPassing(text: string, language: Language, others: readonly string[]): string | undefined {
  const said = spokenSentence(text);
  return nameAmong([...introductions(said, language), ...introducedRuns(said, language)], language, others);
}

/**
 * The name in a sentence, if it has one: after a lead-in, or as a run of capitalised words; never one of `others`, the
 * names the sentence may mention as well.
 */
export function nameInSentence(text: string, language: Language, others: readonly string[]): string | undefined {
  const said = spokenSentence(text);
  const introduced = introductions(said, language);
  const runs = [...said.matchAll(capitalised)].map(([run]) => run);
  const labelled = namedByParts(said, false);
  return nameAmong([...(labelled === said ? [] : [labelled]), ...introduced, ...runs], language, others);
}

function spokenSentence(text: string): string {
  return straightened(text.slice(0, longestAnswer)).replaceAll(/\+?\d[\d .()-]*/gu, ", ");
}

function nameAmong(found: readonly string[], language: Language, others: readonly string[]): string | undefined {
  return found
    .map((each) => understandName(each, language))
    .flatMap((understood) => (understood.kind === "understood" ? [understood.value] : []))
    .find((name) => !isOneOf(name, others));
}

function introductions(said: string, language: Language): readonly string[] {
  const ends = [language, ...otherLanguages(language)].flatMap((each) =>
    [...said.matchAll(languageWords[each].names.introducing)].map((match) => match.index + match[0].length),
  );
  return ends.flatMap((from) => {
    const name = /^\p{L}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*){0,5}/u.exec(said.slice(from))?.[0];
    // The pattern ignores case for the lead-in; a name begins with a capital. "It's Thursday" says no name.
    const isDay = name !== undefined && /^W\d/u.test(speechTokens(name, language).tokens[0] ?? "");
    return name !== undefined && /^\p{Lu}/u.test(name) && !isDay ? [name] : [];
  });
}

function isOneOf(name: string, others: readonly string[]): boolean {
  const words = plainWords(name);
  return others.some((other) => {
    const otherWords = new Set(plainWords(other));
    return words.every((word) => otherWords.has(word));
  });
}

function plainWords(name: string): readonly string[] {
  return foldText(name).match(/[\p{L}\p{N}]+/gu) ?? [];
}
