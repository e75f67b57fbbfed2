import type { Language, Translated } from "../language/language.ts";

const frenchUnits = "une?|deux|trois|quatre|cinq|six|sept|huit|neuf";
const frenchTeens = "dix-sept|dix-huit|dix-neuf|dix|onze|douze|treize|quatorze|quinze|seize";
const englishUnits = "one|two|three|four|five|six|seven|eight|nine";

/** The words of numbers up to 99, and of hundreds, as phone numbers are spoken; longer ones first. */
const words: Translated = {
  fr: [
    String.raw`quatre[- ]vingts?(?:[- ](?:${frenchTeens}|${frenchUnits})\b)?`,
    String.raw`(?:vingt|trente|quarante|cinquante|soixante)(?:(?:-et-|-| et | )(?:${frenchTeens}|${frenchUnits})\b)?`,
    frenchTeens,
    frenchUnits,
    "z[ée]ro|cents?",
  ].join("|"),
  en: [
    String.raw`(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:${englishUnits})\b)?`,
    `(?:double|triple) (?:zero|oh|${englishUnits})`,
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen",
    `zero|oh|${englishUnits}|hundred`,
  ].join("|"),
};

const oneDigit = new RegExp(`^(?:z[ée]ro|zero|oh|${frenchUnits}|${englishUnits})$`, "iu");

/** Said between the words of a number without ending it. A colon would make a list of times a number. */
const gap = String.raw`(?:[\s,.;-]|euh|uh|um|plus)*`;

const wordsOf: Translated<RegExp> = { fr: oneOf(words.fr), en: oneOf(words.en) };
const runs: Translated<RegExp> = { fr: runOf(words.fr), en: runOf(words.en) };

/** Fewer digits are a time, a price or an age. */
const leastDigits = 7;

/** Runs of number words that make seven digits or more, as one who dictates a phone number says them. */
export function withoutSpokenNumbers(text: string, language: Language, mark: string): string {
  return text.replaceAll(runs[language], (run: string) => (isPhoneNumber(run, language) ? mark : run));
}

function isPhoneNumber(run: string, language: Language): boolean {
  const spoken = run.match(wordsOf[language]) ?? [];
  const written = run.match(/\d/gu) ?? [];
  const digits = spoken.reduce((sum, word) => sum + digitsOf(word), written.length);
  return spoken.length > 0 && digits >= leastDigits;
}

function digitsOf(word: string): number {
  if (/^triple /iu.test(word)) return 3;
  return oneDigit.test(word) ? 1 : 2;
}

function oneOf(alternatives: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\d])(?:${alternatives})(?![\p{L}\d])`, "giu");
}

function runOf(alternatives: string): RegExp {
  const one = String.raw`(?:(?:${alternatives})(?![\p{L}\d])|\d{1,4}(?![\p{L}\d]))`;
  return new RegExp(String.raw`(?<![\p{L}\d])${one}(?:${gap}(?<![\p{L}\d])${one}){2,}`, "giu");
}
