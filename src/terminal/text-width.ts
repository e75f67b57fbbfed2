/** Below this width, or without one (`stty cols 0`), nothing is fitted: every line would be one word. */
const NARROWEST = 20;

/** The width to fit texts into; undefined: no limit, for example without a terminal. */
export function fittingWidth({ isTTY, columns = 0 }: { readonly isTTY?: boolean; readonly columns?: number }) {
  return isTTY === true && columns >= NARROWEST ? columns : undefined;
}

// eslint-disable-next-line no-control-regex -- colours begin with ESC.
const colours = /\u001B\[[\d;]*m/gu;
const asciiOnly = /^[ -~]*$/u;

/** How many columns of a terminal a line takes. */
export function displayWidth(line: string): number {
  if (asciiOnly.test(line)) return line.length;
  const plain = line.replaceAll(colours, "").replaceAll(/[\p{Mn}\p{Me}\u200B-\u200D]/gu, "");
  // Letters of two columns each: Chinese, Japanese, Korean, emoji.
  const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}]/gu;
  return Array.from(plain).length + (plain.match(wide)?.length ?? 0);
}

/** The beginning that fits, with "…" for the rest. */
export function shortened(line: string, width: number): string {
  if (displayWidth(line) <= width) return line;
  let taken = "";
  let columns = 1;
  for (const character of line) {
    columns += displayWidth(character);
    if (columns > width) break;
    taken += character;
  }
  return width < 1 ? "" : `${taken}…`;
}

/**
 * Breaks lines at words and indents each continuation like its line. A longer word stays whole, so that it can be
 * copied.
 */
export function wrapped(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  return text
    .split("\n")
    .map((line) => (displayWidth(line) <= width ? line : wrappedLine(line, width)))
    .join("\n");
}

function wrappedLine(line: string, width: number): string {
  const indent = " ".repeat(Math.min(/^ */u.exec(line)?.[0].length ?? 0, Math.floor(width / 2)));
  const lines: string[] = [];
  let current = "";
  for (const [word] of line.matchAll(/ *[^ ]+/gu)) {
    const fits = current === "" || displayWidth(current) + displayWidth(word) <= width;
    if (fits) {
      current += word;
      continue;
    }
    lines.push(current);
    current = indent + word.trimStart();
  }
  return [...lines, current].join("\n");
}
