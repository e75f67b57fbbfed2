import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * `node build/ascii.mjs dist`: writes the chunks that every start reads without characters beyond ASCII, as escapes, and
 * moves the columns of their source maps along. With one such character V8 keeps two bytes of each: that takes 2 ms.
 */

const BEYOND = /[^\0-\x7f]/;
/** In UTF-16 units: an escape holds one. */
const EACH = /[^\0-\x7f]/g;
/** `\u1234` for one unit. */
const LONGER_BY = 5;

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder)) if (/^(?:start|records)-.*\.cjs$/u.test(name)) writeAsAscii(name);

function writeAsAscii(name) {
  const path = join(folder, name);
  const lines = readFileSync(path, "utf8").split("\n");
  const map = JSON.parse(readFileSync(`${path}.map`, "utf8"));
  const mappings = map.mappings.split(";");
  for (const [at, line] of lines.entries()) {
    if (!BEYOND.test(line)) continue;
    // There the escape would mean something else.
    const [kept] = /\\[^\0-\x7f]|String\.raw`[^`]*[^\0-\x7f]/u.exec(line) ?? [];
    if (kept !== undefined) throw new Error(`${name}: write the last character of ${kept} as an escape`);
    lines[at] = line.replaceAll(EACH, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    mappings[at] = moved(mappings[at] ?? "", line);
  }
  writeFileSync(path, lines.join("\n"));
  writeFileSync(`${path}.map`, JSON.stringify({ ...map, mappings: mappings.join(";") }));
}

/** The segments of one line (tc39.es/ecma426): each begins with its distance from the column of the one before. */
function moved(segments, line) {
  const places = [...line.matchAll(EACH)].map(({ index }) => index);
  let [column, newColumn, passed] = [0, 0, 0];
  return segments
    .split(",")
    .map((segment) => {
      const [, first = "", rest = ""] = /^([g-z0-9+/]*[A-Za-f])(.*)$/u.exec(segment) ?? [];
      column += decoded(first);
      while (passed < places.length && places[passed] < column) passed += 1;
      const before = newColumn;
      newColumn = column + passed * LONGER_BY;
      return encoded(newColumn - before) + rest;
    })
    .join(",");
}

/** Base 64 VLQ of a distance that is never negative: its lowest bit is the sign. */
function decoded(text) {
  return [...text].reduce((sum, digit, at) => sum + (DIGITS.indexOf(digit) & 31) * 32 ** at, 0) / 2;
}

function encoded(distance) {
  let left = distance * 2;
  let text = "";
  do {
    const digit = left % 32;
    left = Math.floor(left / 32);
    text += DIGITS[digit + (left > 0 ? 32 : 0)];
  } while (left > 0);
  return text;
}
