import { AscendiaError } from "../../errors.ts";

/**
 * Characters that affect whatever displays a text, rather than being part of it: control characters (terminal commands
 * begin with ESC or CSI), direction marks and overrides, and invisible characters that language models read and people
 * do not see (Unicode 16, general category Cc; Bidi_Control; block Tags; of Cf those without a use in names, such as
 * the zero width space; Variation_Selector, which can spell any text, except the two that emoji use). Line breaks and
 * tabs are not included.
 */
const acting =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- such characters are what this finds.
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFE00-\uFE0D\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}\u{E0100}-\u{E01EF}]/gu;

/**
 * A carriage return that does not end a line goes back to the line's start and lets the following text overwrite it.
 */
const overwriting = /\r(?!\n)/gu;

const separators = /[\u2028\u2029]/gu;

/** Few names and addresses contain any of this; all others are already one line of plain text. */
const unusual = /[^ -~À-ɏ]| {2}|^ | $/u;

/**
 * Text from others, safe to display or to put into a prompt: its letters and lines, without control or invisible
 * characters.
 */
export function plainText(text: string): string {
  return text.replaceAll(acting, "").replaceAll(overwriting, " ").replaceAll(separators, "\n");
}

/** The same as one line, so that a name cannot start a line that looks like another speaker's. */
export function oneLine(text: string): string {
  if (!unusual.test(text)) return text;
  return plainText(text).replaceAll(/\s+/gu, " ").trim();
}

/** Whether an operator's text is one line without hidden characters; surrounding white space does not matter. */
export function isOneLine(text: string): boolean {
  return plainText(text) === text && !/[\n\r\t]/u.test(text.trim());
}

/**
 * Whether a text was decoded correctly: undecodable bytes become U+FFFD, and half a surrogate pair is not a character.
 */
export function isDecoded(text: string): boolean {
  return !/[\uFFFD\p{Cs}]/u.test(text);
}

/** Whether a text contains a placeholder in Retell's syntax (docs/retell.md 10), which a prompt might fill in. */
export function holdsVariable(text: string): boolean {
  return text.includes("{{") || text.includes("}}");
}

const unseen = new RegExp(`${acting.source}|${separators.source}`, "gu");

/** The JSON with control and invisible characters as JSON escapes: lossless, and safe to view in a terminal. */
export function escapedJson(json: string): string {
  return json.replaceAll(unseen, (found) =>
    Array.from({ length: found.length }, (_, index) => unicodeEscape(found.charCodeAt(index))).join(""),
  );
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/** Longer than any name that is spoken on the telephone. */
const LONGEST_NAME = 300;

/** @throws invalid when it is too long to be spoken or listed */
export function assertSayableName(name: string, what: string): void {
  if (name.length <= LONGEST_NAME) return;
  throw new AscendiaError("invalid", `${what} is longer than ${LONGEST_NAME} characters.`, { hint: "Shorten it." });
}
