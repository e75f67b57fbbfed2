import { AscendiaError } from "../errors.ts";

/** Retell's own bodies are seven levels deep; what an organisation puts in `metadata` is not much deeper. */
const DEEPEST = 64;

const QUOTE = 34;
const BACKSLASH = 92;
/** `[` and `{` are equal with this bit set, as are `]` and `}`. */
const CURLY_BIT = 32;
const OPENING = 123;
const CLOSING = 125;

/** Whether JSON text is nested so deeply that traversing it could exhaust the stack. */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (code === QUOTE) isText = !isText;
    else if (isText) {
      if (code === BACKSLASH) index += 1;
    } else if ((code | CURLY_BIT) === OPENING) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if ((code | CURLY_BIT) === CLOSING) depth -= 1;
  }
  return false;
}

export function tooDeep(): AscendiaError {
  return new AscendiaError("invalid", `The body is nested more than ${DEEPEST} levels deep`);
}
