/**
 * What carriers send in place of a number that is withheld or unknown. Each identifies no one, however many patients
 * once called with it. Digits that spell a word do so on a telephone keypad.
 */
interface Placeholder {
  /** As digits, or as a word in lower case. */
  readonly text: string;
  readonly source: string;
}

const keypad = "Twilio, voice request parameter From: a withheld caller id as keypad digits";
const sip = "RFC 3323 4.1 and RFC 3325 9: the anonymous user of SIP";
const words = "Twilio and Retell hand SIP display words on in the place of the number (docs/retell.md 4.2)";
const misspelt = "carriers that spell the word with letters swapped; seen next to the Twilio digits";
const nil = "2600Hz Kazoo, caller id privacy: an anonymous caller's number is zeros";

export const withheldNumbers: readonly Placeholder[] = [
  { text: "266696687", source: `${keypad} (ANONYMOUS)` },
  { text: "7378742833", source: `${keypad} (RESTRICTED)` },
  { text: "2562533", source: `${keypad} (BLOCKED)` },
  { text: "8656696", source: `${keypad} (UNKNOWN), ${misspelt}` },
  { text: "8665696", source: `${keypad} (UNKNOWN)` },
  { text: "86282452253", source: `${keypad} (UNAVAILABLE)` },
  { text: "7748283", source: `${keypad} (PRIVATE)` },
  { text: "94844353", source: `${keypad} (WITHHELD)` },
  { text: "688632732", source: `${keypad} (OUT OF AREA)` },
  { text: "anonymous", source: sip },
  { text: "anonymous.invalid", source: sip },
  { text: "restricted", source: words },
  { text: "unknown", source: words },
  { text: "unavailable", source: words },
  { text: "private", source: words },
  { text: "blocked", source: words },
  { text: "withheld", source: words },
  { text: "no caller id", source: words },
  { text: "out of area", source: words },
  { text: "0", source: nil },
];

const placeholders: ReadonlySet<string> = new Set(withheldNumbers.map(({ text }) => text));

/** Carriers put a plus, an international prefix or the 1 of North America in front of the digits. */
const prefixes = /^(?:\+|00|011)?1?/u;

/** Whether the number stands for an unknown caller rather than for a line. */
export function isWithheldNumber(written: string): boolean {
  const text = written.trim().toLowerCase();
  const digits = text.replaceAll(/[\s().-]/gu, "");
  if (digits === "" || placeholders.has(text)) return true;
  if (!/^\+?\d+$/u.test(digits)) return true;
  const bare = digits.replace(/^\+/u, "");
  return placeholders.has(bare) || placeholders.has(digits.replace(prefixes, "")) || isOneDigit(bare);
}

/** Such as 0000000000 and 1111111111, also behind a country code's 1. */
function isOneDigit(digits: string): boolean {
  return /^1?(\d)\1*$/u.test(digits) || digits === "1234567890" || digits === "11234567890";
}
