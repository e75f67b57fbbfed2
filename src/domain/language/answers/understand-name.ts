import { boundedCache } from "../../bounded-cache.ts";
import { foldText } from "../fold-text.ts";
import { type Language, languages, otherLanguages } from "../language.ts";
import { type Understood, speechTokens } from "../dates/speech-tokens.ts";
import { withoutDescription } from "./described-letters.ts";
import { spelledLetters } from "./spelled-letters.ts";
import { spokenCapitals } from "./spoken-capitals.ts";
import { withSpokenMarks } from "./spoken-marks.ts";
import { inOrder, saidWhole, withSpelling, wordsOfName } from "./words-of-name.ts";
import { namedByParts } from "./named-by-parts.ts";
import { describesAnother, isSomebodys } from "./described-by-another.ts";
import { withoutPauses } from "../pauses.ts";
import { isOnlyAnswer } from "./understand-answer.ts";
import { languageWords } from "../all-words.ts";
import type { NameQuestions } from "../words/language-words.ts";

/** A person's name, for writing and speech: "Awa Test". */
type UnderstoodName = Understood<string>;

/** No name is longer; a longer text was garbled by a model. */
const longestName = 120;

const longestAnswer = 240;

const mostWords = 8;

/**
 * The name in an answer to "what name is it under?": without lead-ins, titles and spellings, with corrected capitals.
 * Placeholders, and a relative without a name, lead to a question.
 */
export function understandName(text: string, language: Language): UnderstoodName {
  return understoodNames(`${language} ${text}`, () => nameHeard(text, language));
}

const understoodNames = boundedCache<UnderstoodName>(5_000);

function nameHeard(text: string, language: Language): UnderstoodName {
  const said = namedByParts(straightened(withoutPauses(text).slice(0, longestAnswer)), false);
  const corrected = text.length > longestAnswer ? undefined : correction.exec(said)?.[1];
  const meant = corrected === undefined ? undefined : nameIn(corrected, language);
  return meant?.kind === "understood" ? meant : nameIn(said, language, text.length > longestAnswer);
}

/** "Awa Exemple, non pardon, Awa Exempla": the last name counts. */
const correction =
  /^\p{L}.*[\s,](?:non pardon|no sorry|no perdón|non|pardon|perdón|perdon|enfin|plutôt|je veux dire|mejor dicho|digo|no|sorry|i mean|I mean)[\s,]+(\p{L}.*)$/u;

/** "non, c'est pas Awa, c'est Hawa Exemple". */
const notThisName =
  /^(?:non?,? )?(?:(?:ce n'|c')est |it's |it is |that's |es )?(?:pas|not|no es) \p{L}[\p{L}' -]{0,60}?(?:, ?| (?=(?:c'est|it's|it is|es) ))(?=\p{L})/iu;

/** "Agbo, comme la rue, Rose": the aside only explains the spelling. */
const aside = /, ?(?:comme|as in|like|como) [^,]{1,40},/iu;

/** "Awa et Rose Exemple", "Rose Exemple and her son Luc": two people, although one name is wanted. */
const twoPeople =
  /\p{L}['’\p{L}-]*,? (?:(?:et|and|&) (?:(?:son|sa|her|his|my|mon|ma) \p{Ll}+,? )?\p{Lu}\p{L}|\p{L}+ y (?:su |mi )\p{Ll}+,? \p{Lu}|\p{Lu}\p{L}+ y \p{Lu}\p{L}+ \p{Lu})/u;

/** "My name is John, but it is for my son Tim Exemple". */
const butFor = /\b(?:but|mais|pero)\b[^,.]{0,60}?\b(?:for|pour|para) ((?:my|mon|ma|mi) \p{Ll}[\p{L}-]*,? \p{Lu}.*)$/u;

/** "Exemple. Awa Exemple.", "Awa. Awa Exemple." */
const saidAgain = /^(\p{L}[\p{L}'-]{1,30})\. (?=(?:\p{L}[\p{L}'-]{1,30} ){0,3}\1(?![\p{L}'-]))/u;

/** "my five-year-old son". */
const ofAge =
  /\b(my|mi|mon|ma) (?:[\p{L}\d]{1,12}[ -]years?[ -]old|little|oldest|youngest|older|younger|eldest|elder)(?= \p{L})/iu;

function nameIn(whole: string, language: Language, isTooLong = false): UnderstoodName {
  const other = butFor.exec(whole)?.[1] ?? whole;
  const said = other.replace(notThisName, "").replace(saidAgain, "").replace(ofAge, "$1").replace(aside, ",");
  const questions = languageWords[language].names.questions;
  if (isTooLong || isPlaceholder(said) || isOtherAnswer(said)) return askName(questions.whichName);
  if (twoPeople.test(said)) return askName(questions.whichOfThem);
  const { rest, letters, isFirst } = spelledLetters(said);
  const { words, isRelative } = bareName(rest, language);
  if (words.length === 0) return askWhoElse({ letters, isRelative }, questions);
  const spelled = letters === "" ? words : withSpelling(words, { letters, isFirst });
  const name = spokenCapitals(spelled.join(" "));
  if (!isName(spelled, language) || isPlaceholder(name)) return askName(questions.whichName);
  return { kind: "understood", value: name, words: name };
}

function askWhoElse(
  { letters, isRelative }: { readonly letters: string; readonly isRelative: boolean },
  questions: NameQuestions,
): UnderstoodName {
  if (letters !== "") return askName(questions.spelled(letters.split("").join(" ").toUpperCase()));
  return askName(isRelative ? questions.relative : questions.whichName);
}

/** "Ask her to call me", "Dites-lui de me rappeler": a message, not a name. */
const request =
  /^(?:[Pp]lease )?(?:[Tt]ell|[Aa]sk|[Ll]et|[Dd]ites|[Dd]emandez|[Pp]révenez|[Rr]appelez|[Tt]ransmettez|[Dd]ígales?|[Aa]vísele)[ -]\p{Ll}/u;

/** An answer to another question, written unlike a name: "ça marche", "nine thirty". */
function isOtherAnswer(said: string): boolean {
  const isLowerCase = said === said.toLowerCase();
  if (request.test(said) || ((isLowerCase || said.includes(" ")) && isOnlyAnswer(said))) return true;
  const words = said.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (isSaying(words.map(foldText))) return true;
  return isLowerCase && words.length > 0 && languages.some((each) => speechTokens(said, each).known >= words.length);
}

/** Made only of such words: "La que usted quiera", "Je cherche", "Let me see". */
function isSaying(words: readonly string[]): boolean {
  return (
    words.every((word) => sayingWords.has(word) || namelike.has(word)) && words.some((word) => sayingWords.has(word))
  );
}

/** What callers say in place of a name: they leave the choice open, point at something, or ask for a moment. */
const sayingWords: ReadonlySet<string> = new Set(
  (
    "que usted ustedes quiera quieran quieras quiere guste diga digan prefiera como cualquiera cualquier cosa cosas mismo misma " +
    "mismos mismas otro otra primero primera segunda ultimo ultima ambos ambas siempre ver dejeme deme permitame momento momentito " +
    "mio mios mias suyo suya los las ese esa eso aquel aquella alguno ninguno todos " +
    "vous voulez voudrez preferez comme celle celui ceux meme memes autre autres premier premiere deuxieme dernier derniere deux " +
    "tous toutes mien mienne notre votre cherche attends attendez attendre instant moment numero nom allez voir peu importe " +
    "whatever whichever want prefer that these those both neither either same usual first second last let hold wait just moment " +
    "ahead mine yours ours one ones"
  ).split(" "),
);

/** Words of this kind that are also names; alone, they are not enough. */
const namelike: ReadonlySet<string> = new Set(
  (
    "la le les l lo el un una une des de del du dos tres trois y a ma mes mon mi mia tu su tus je j vas va ce ca qui " +
    "the an of to me my you your it like see on up go this all"
  ).split(" "),
);

function askName(question: string): UnderstoodName {
  return { kind: "ask", question, candidates: [] };
}

/** With one kind of apostrophe and space, spoken marks as characters, and no words that only describe. */
function straightened(text: string): string {
  const straight = text
    .normalize("NFKC")
    .replaceAll(/\p{C}+|<\/?[a-z][^<>]{0,40}>/giu, " ")
    .replaceAll(/[’ʼ`´]/gu, "'")
    .replaceAll(/\s+/gu, " ")
    .trim();
  return withSpokenMarks(withoutDescription(straight));
}

/** Whether the text stands for a missing value: "Unknown", "N/A", "je ne sais pas". */
export function isPlaceholder(text: string): boolean {
  const folded = foldText(text)
    .replaceAll(/[.,;:!?"()[\]{}<>_$%#@*=~|\\]+/gu, " ")
    .replaceAll(/ +/gu, " ")
    .trim();
  if (languages.some((each) => languageWords[each].names.placeholders.has(folded))) return true;
  // Made only of such words: "Unknown Caller", "nom du client". Particles alone may be a name: "Du Le".
  const words = folded.split(" ").filter((word) => word !== "" && !particles.has(word));
  const [once = "", ...more] = new Set(words);
  if (words.length > 1 && more.length === 0) return isPlaceholder(once);
  return folded === "" || (words.length > 0 && words.every((word) => placeholderWords.has(word)));
}

const particles: ReadonlySet<string> = new Set("the of le la l du de del".split(" "));

const placeholderWords: ReadonlySet<string> = new Set(
  (
    "no not non given provided specified available disclosed supplied stated entered applicable required fourni fournie renseigne renseignee precise precisee specifie specifiee communique communiquee indique indiquee disponible donne donnee proporcionado especificado indicado disponible " +
    "unknown anonymous unnamed withheld private caller caller's patient patient's client customer user guest name named first " +
    "last middle full given family firstname lastname fullname patientname callername username " +
    "inconnu inconnue anonyme masque appelant appelante patiente cliente usager nom prenom famille complet " +
    "desconocido desconocida anonimo anonima paciente usuario usuaria nombre apellido completo"
  ).split(" "),
);

interface BareName {
  readonly words: readonly string[];
  readonly isRelative: boolean;
}

/** "ma fille de trois ans, Awa": lower-case words other than particles, before a capital. */
const aboutRelative =
  /^(?!(?:(?:de|du|des|da|do|dos|del|di|la|le|el|al|van|von|der|den|ben|bin|ibn) )*\p{Lu})(?:(?:\p{Ll}[\p{L}'-]{0,20}|\d{1,3}),? ){1,6}(?=\p{Lu})/u;

/** The name without the words around it. */
function bareName(said: string, language: Language): BareName {
  const both = [language, ...otherLanguages(language)];
  let rest = said.replaceAll(/[.!?]+(?=\s|$)(?<!\b(?:\p{L}|[JS]r)\.)/giu, "").trim();
  let isRelative = false;
  for (let stripped = true, turns = 0; stripped && turns < 6; turns += 1) {
    stripped = false;
    for (const each of both) {
      const { leadIns, relatives, titles, relations } = languageWords[each].names;
      if (isSomebodys(rest, relations)) return { words: [], isRelative: true };
      const relative = startsWith(rest, relatives);
      const lead = relative ?? startsWith(rest, leadIns) ?? titleOf(rest, titles);
      if (lead === undefined) continue;
      isRelative ||= relative !== undefined;
      rest = rest.slice(lead).replace(/^[\s,:;-]+/u, "");
      if (relative !== undefined) rest = rest.replace(aboutRelative, "");
      stripped = true;
    }
  }
  if (describesAnother(rest, isRelative)) return { words: [], isRelative: true };
  return { words: wordsOfName(inOrder(saidWhole(namedByParts(rest, true))), both), isRelative };
}

/** Folding may shorten a text, so lengths are compared letter by letter. */
function startsWith(text: string, phrases: readonly string[]): number | undefined {
  const folded = foldText(text);
  const phrase = phrases.find(
    (each) => folded === each || (folded.startsWith(each) && isEnded(each, folded.slice(each.length))),
  );
  if (phrase === undefined) return undefined;
  for (let length = 1; length <= text.length; length += 1) {
    if (foldText(text.slice(0, length)) === phrase && !/^\p{M}/u.test(text.slice(length))) return length;
  }
  return undefined;
}

/** "au nom d'Awa": an apostrophe also ends a word. */
function isEnded(phrase: string, rest: string): boolean {
  return phrase.endsWith("'") || /^[\s,:;]/u.test(rest);
}

function titleOf(text: string, titles: ReadonlySet<string>): number | undefined {
  const [whole = "", word = ""] = /^(?:(?:le|la|el|the) |l')?(\p{L}+)\.?(?=\s)/iu.exec(text) ?? [];
  return word !== "" && titles.has(foldText(word)) ? whole.length : undefined;
}

function isName(words: readonly string[], language: Language): boolean {
  const length = words.join(" ").length;
  if (words.length > mostWords || length > longestName) return false;
  // "Monday" and "Merci" are names if they are written like names.
  const isOther = (word: string): boolean =>
    word === word.toLowerCase() &&
    [language, ...otherLanguages(language)].some((each) => languageWords[each].names.notNames.has(foldText(word)));
  return !words.some(isOther) && !words.every(isTitle) && !words.every(isSmallWord);
}

/** An article alone remains of "un rendez-vous", and is not a name. */
function isSmallWord(word: string): boolean {
  return word === word.toLowerCase() && namelike.has(foldText(word));
}

function isTitle(word: string): boolean {
  return languages.some((each) => languageWords[each].names.titles.has(foldText(word)));
}

const capitalised = /(?<!\p{L})(?!I(?!\p{L}|\.))\p{Lu}[\p{L}'-]*(?: (?!I(?!\p{L}|\.))\p{Lu}[\p{L}'.-]*){1,5}/gu;

/** What comes before a name mentioned in passing. */
const beforeName =
  /(?:^|[,.;:!?]|(?<!\p{L})(?:pour|for|para|is|c'est|it's|es|nom|name|nombre|moi|me|ici|soy|am|i'm|suis|appelle|named|called|monsieur|madame|mademoiselle|mme|mr|mrs|ms|patient|patiente|son|daughter|wife|husband|mother|father|mom|mum|dad|baby|fils|fille|femme|mari|mère|père|maman|papa|bébé|hijo|hija|esposa|esposo|mamá|papá|hi|hello|bonjour|bonsoir|allo|allô|hola))\s*$/iu;

/**
 * Finds nothing in "We have Blue Cross", "j'habite à Saint Denis" and "Thursday Morning": no words before these
 * introduce a name.
 */
function introducedRuns(said: string, language: Language): readonly string[] {
  return [...said.matchAll(capitalised)].flatMap((match) => {
    const [run] = match;
    const isDay = speechTokens(run, language).known >= run.split(" ").length;
    return beforeName.test(said.slice(0, match.index)) && !isDay ? [run] : [];
  });
}

/** The patient's name, if a caller mentions it in passing; never one of `others`. */
export function nameInPassing(text: string, language: Language, others: readonly string[]): string | undefined {
  const said = spokenSentence(text);
  return nameAmong([...introductions(said, language), ...introducedRuns(said, language)], language, others);
}

/**
 * The name in a sentence, if it has one: after a lead-in, or as a run of capitalised words; never one of `others`, the
 * other names that the sentence may mention.
 */
export function nameInSentence(text: string, language: Language, others: readonly string[]): string | undefined {
  const said = spokenSentence(text);
  const introduced = introductions(said, language);
  const runs = [...said.matchAll(capitalised)].map(([run]) => run).filter((run) => !namesWeekday(run, language));
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
    // The pattern ignores case for the lead-in, but a name begins with a capital. "It's Thursday" contains no name.
    const isDay = name !== undefined && /^W\d/u.test(speechTokens(name, language).tokens[0] ?? "");
    return name !== undefined && /^\p{Lu}/u.test(name) && !isDay ? [name] : [];
  });
}

/** "On Wednesday", "Plutôt Mardi". */
function namesWeekday(run: string, language: Language): boolean {
  return speechTokens(run, language).tokens.some((token) => /^W\d/u.test(token));
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
