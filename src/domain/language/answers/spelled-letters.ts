import { foldText } from "../fold-text.ts";
import { languages } from "../language.ts";
import { languageWords } from "../all-words.ts";
import { withoutDescription } from "./described-letters.ts";
import type { SpellingWords } from "../words/language-words.ts";

const spellings = languages.map((language) => languageWords[language].spelling);

const twice: ReadonlySet<string> = new Set(spellings.flatMap((words) => [...words.twice]));

/** "A comme Anatole", "B as in boy". */
const example = new RegExp(`\\b(\\p{L}) (?:${eitherOf(({ as }) => as)}) \\p{L}+`, "giu");

const leadIn = new RegExp(`(?:${eitherOf(({ leadIns }) => leadIns)})\\s*$`, "iu");

function eitherOf(part: (words: SpellingWords) => string): string {
  return spellings.map(part).join("|");
}

/** "K-O-deux S-I" is heard in two words: the first of them is "K-O-deux". */
const spelledWithTwice = new RegExp(`^(?:\\p{L}-)*(?:${[...twice].join("|")})(?:-\\p{L})*$`, "u");

const fewestLetters = 3;

interface SpelledLetters {
  readonly rest: string;
  readonly letters: string;
  /** Whether nothing was said before the letters. */
  readonly isFirst: boolean;
}

/** The letters a caller spelled ("K O deux F I" is "koffi"), and the other words. */
export function spelledLetters(text: string): SpelledLetters {
  const said = withoutDescription(text);
  const words = said
    .replaceAll(example, "$1")
    .split(/[\s,]+/u)
    .flatMap((word) => (spelledWithTwice.test(foldText(word)) ? word.split("-") : [word]));
  const runs: Run[] = [];
  for (let index = 0; index < words.length;) {
    const run = runAt(words, index);
    if (run.letters.length >= fewestLetters) runs.push({ from: index, to: index + run.length, letters: run.letters });
    index += Math.max(1, run.length);
  }
  const echoes = runs.filter((run) => isEcho(run, words));
  const run = runs.find((each) => !echoes.includes(each)) ?? runs[0];
  if (run === undefined) return { rest: said, letters: "", isFirst: false };
  return { rest: withoutRuns(words, [...new Set([run, ...echoes])]), letters: run.letters, isFirst: run.from === 0 };
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly letters: string;
}

/** "Test, T E S T": the word before the letters, spelled as it was heard. */
function isEcho({ from, letters }: Run, words: readonly string[]): boolean {
  return foldText(words[from - 1] ?? "").replaceAll(/[^\p{L}]/gu, "") === letters;
}

function withoutRuns(words: readonly string[], runs: readonly Run[]): string {
  const starts = [0, ...runs.map(({ to }) => to).toSorted((a, b) => a - b)];
  const pieces = starts.map((start) => {
    const end = Math.min(words.length, ...runs.map(({ from }) => from).filter((from) => from >= start));
    return words.slice(start, end).join(" ").replace(leadIn, "").trim();
  });
  return pieces.join(" ").trim();
}

function runAt(words: readonly string[], start: number): { readonly letters: string; readonly length: number } {
  let letters = "";
  let index = start;
  while (index < words.length) {
    const word = foldText(words[index] ?? "").replaceAll(/[.:]/gu, "");
    const next = foldText(words[index + 1] ?? "").replaceAll(/[.:]/gu, "");
    if (twice.has(word) && /^\p{L}(?:-\p{L})*$/u.test(next)) {
      letters += next.charAt(0) + next.replaceAll("-", "");
      index += 2;
    } else if (isLetter(word)) {
      letters += word;
      index += 1;
    } else if (letters !== "" && /^\p{L}(?:-\p{L}){1,20}$/u.test(word)) {
      letters += word.replaceAll("-", "");
      index += 1;
    } else if (letters === "" && /^\p{L}(?:-\p{L}){2,20}$/u.test(word)) {
      letters += word.replaceAll("-", "");
      index += 1;
    } else break;
  }
  return { letters, length: index - start };
}

function isLetter(word: string): boolean {
  return /^\p{Script=Latin}$/u.test(word);
}
