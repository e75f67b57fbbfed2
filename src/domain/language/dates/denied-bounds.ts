/** What remains when one side of a time is denied. */
const opposites: Readonly<Record<string, string>> = {
  after: "before",
  before: "onwards",
  by: "onwards",
  to: "onwards",
};

/** What a bound applies to: a time, or a day. */
const CLOCK = /^(?:[NC]\d|noon|midnight)/u;
const DAY = /^(?:[WMORDS]\d|F:|Um|Uw)/u;

/** "Ten after nine", "two days before Christmas": not bounds. */
const MEASURE = /^(?:[NOA]\d*|C\d\S*|U[dwfmy]|quarter|half|minutes)$/u;

/**
 * "I can't after four", "pas libre avant dix heures", "not off till five": a caller who denies one side of a time wants
 * the other. A day in between is the one they refer to: "I can't do Thursday after three".
 *
 * @returns the same number of tokens, with the bound replaced and its denial removed
 */
export function withDeniedBounds(tokens: readonly string[]): readonly string[] {
  const meant = tokens.map((token) => (token === "bad" ? "not" : token));
  let denial: number | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token === "not" || token === "bad") denial = index;
    else if (endsClause.has(token)) denial = undefined;
    const opposite = opposites[token];
    if (opposite === undefined || denial === undefined || namesDays(tokens.slice(denial, index))) continue;
    const bounded = boundedAt(tokens, index);
    if (bounded === undefined) continue;
    meant[denial] = "?";
    // "Pas après le dix": the tenth itself is free.
    meant[index] = bounded === "day" && token === "after" ? "by" : opposite;
  }
  return meant;
}

const endsClause: ReadonlySet<string> = new Set([",", "contrast", "correct"]);

/**
 * Whether a clause ends with the token: "ten is too early let's do eleven" denies only ten. "Ça ne va pas jeudi" and
 * "jeudi ça ne va pas après seize heures" continue.
 */
export function endsDenial(tokens: readonly string[], at: number): boolean {
  const next = tokens[at + 1];
  if (tokens[at] !== "bad" || next === undefined || goesOn.test(next)) return false;
  const start = tokens.slice(0, at).findLastIndex((token) => endsClause.has(token));
  return tokens.slice(start + 1, at).some((token) => DAY.test(token) || CLOCK.test(token));
}

const goesOn = /^(?:after|before|by|to|onwards|at|Q.*|,|contrast|correct)$/u;

/** "Not Tuesday, Thursday after three", heard without the comma. */
function namesDays(tokens: readonly string[]): boolean {
  return tokens.filter((token) => DAY.test(token)).length > 1;
}

function boundedAt(tokens: readonly string[], at: number): "time" | "day" | undefined {
  const before = tokens[at - 1] ?? "";
  const [next = "", afterNext = ""] = tokens.slice(at + 1);
  if (MEASURE.test(before)) return undefined;
  if (CLOCK.test(next) || (isAround.test(next) && CLOCK.test(afterNext))) return "time";
  const isDay = next === "the" ? /^[WMORDSNFU]/u.test(afterNext) : DAY.test(next);
  return isDay && !DAY.test(before) && tokens[at] !== "to" ? "day" : undefined;
}

const isAround = /^(?:at|around)$/u;
