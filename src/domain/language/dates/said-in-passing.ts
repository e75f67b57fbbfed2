/** What a wish for a day or a time begins with. */
const WISH = /^(?:[WMDSRNOCQ]\d?|F:|U[dwm]|asap|open|we|noon|midnight)/u;

const NUMBER = /^[NOC]\d/u;

const endsReason: ReadonlySet<string> = new Set([",", "contrast", "correct"]);

/**
 * Which tokens of a sentence name no day and no time that the caller wants: numbers of houses, minutes of the way, and
 * the reason for a wish that was said before it ("Friday after three, because I work until two").
 *
 * @returns the tokens with those replaced by "?", which means an unknown word; "because" itself too
 */
export function withoutPassing(tokens: readonly string[]): readonly string[] {
  let reason = false;
  let wished = false;
  return tokens.map((token, at) => {
    if (endsReason.has(token)) reason = false;
    if (token === "because") reason = wished;
    if (reason || token === "because" || isAddress(tokens, at) || isDistance(tokens, at)) return unknown;
    wished ||= WISH.test(token);
    return token;
  });
}

const unknown = "?";

/** "12 Main Street", "au 8 bis, rue des Cheminots", "apartment 3". */
function isAddress(tokens: readonly string[], at: number): boolean {
  const [token = "", before] = [tokens[at], tokens[at - 1]];
  if (token === "street" || token === "flat") return true;
  if (!NUMBER.test(token)) return false;
  const name = tokens[at + 1] === unknown ? tokens[at + 2] : tokens[at + 1];
  return before === "flat" || name === "street";
}

/** "Ten minutes away", but neither "ten minutes to nine" nor "dix heures dix minutes". */
function isDistance(tokens: readonly string[], at: number): boolean {
  const [before = "", token = "", unit, next = ""] = [tokens[at - 1], ...tokens.slice(at, at + 3)];
  const isOfClock = /^(?:to|before|after)$/u.test(next) || /^(?:h|minus|plus|and|from)$/u.test(before);
  return /^N\d/u.test(token) && unit === "minutes" && !isOfClock;
}
