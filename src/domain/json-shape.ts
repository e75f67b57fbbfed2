import { AscendiaError } from "../errors.ts";

/** Retell's own bodies are seven levels deep; what a clinic puts in `metadata` is not much deeper. */
const DEEPEST = 64;

/** The most names in one object: more than anyone sends, and few enough to parse quickly. */
const WIDEST = 5_000;

const QUOTE = 34;

const BACKSLASH = 92;

const COLON = 58;

/** `[` and `{` are equal with this bit set, as are `]` and `}`. */
const CURLY_BIT = 32;

const OPENING = 123;

const CLOSING = 125;

/**
 * Why JSON text should not be parsed: it is nested so deeply that traversing it could exhaust the stack, or an object
 * has so many names that parsing it would delay all other requests. undefined: nothing is wrong.
 */
export function shapeProblem(json: string): string | undefined {
  const names = new Uint32Array(DEEPEST + 2);
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (code === QUOTE) index = endOfText(json, index);
    else if (code === COLON) {
      const found = (names[depth] ?? 0) + 1;
      if (found > WIDEST) return `holds an object with more than ${WIDEST} names`;
      names[depth] = found;
    } else if ((code | CURLY_BIT) === OPENING) {
      depth += 1;
      if (depth > DEEPEST) return `is nested more than ${DEEPEST} levels deep`;
      names[depth] = 0;
    } else if ((code | CURLY_BIT) === CLOSING && depth > 0) depth -= 1;
  }
  return undefined;
}

/** Where the string that starts at `start` ends; the end of the JSON if the string is never closed. */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end === -1 ? json.length : end;
}

function isEscaped(json: string, quote: number): boolean {
  let first = quote;
  while (json.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (quote - first) % 2 === 1;
}

export function badShape(problem: string): AscendiaError {
  return new AscendiaError("invalid", `The body ${problem}`);
}
