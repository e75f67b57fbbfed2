import Table from "cli-table3";
import { plainText } from "../domain/language/plain-text.ts";

/** How a table fits its terminal. */
export interface Fit {
  /** In characters; undefined: no limit. */
  readonly width: number | undefined;
  /** Titles of the columns that are never shortened. */
  readonly keep: readonly string[];
}

export interface TableColumn {
  /** Its index in the head. */
  readonly at: number;
  readonly natural: number;
  readonly width: number;
}

const gap = 2;
/** A shorter cell would be unreadable. */
const least = 8;

/** Shrinks the widest columns first; when all are at the minimum and the table is still too wide, drops the last ones. */
export function fittingColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width: available, keep }: Fit = { width: undefined, keep: [] },
): readonly TableColumn[] {
  const columns = head.map((title, at) => {
    const natural = Math.max(...[title, ...rows.map((row) => row[at] ?? "")].map((cell) => widthOf(cell)));
    return { at, natural, width: natural, mayYield: !keep.includes(title) };
  });
  if (available === undefined) return columns;
  for (let excess = totalOf(columns) - available; excess > 0; excess -= 1) {
    const [widest] = columns
      .filter(({ mayYield, width }) => mayYield && width > least)
      .toSorted((one, other) => other.width - one.width);
    if (widest === undefined) break;
    widest.width -= 1;
  }
  while (totalOf(columns) > available) {
    const last = columns.findLastIndex(({ mayYield }) => mayYield);
    if (last === -1) break;
    columns.splice(last, 1);
  }
  return columns;
}

function totalOf(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, gap * (columns.length - 1));
}

/** The width of the longest line, in characters. */
function widthOf(cell: string): number {
  return Math.max(...cell.split("\n").map((line) => Array.from(line).length));
}

const PLAIN_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
} as const;

/** Columns without borders, separated by two spaces, as in `gh` and `kubectl`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], fit?: Fit): string {
  const cells = rows.map((row) => row.map((cell) => cellText(cell)));
  const columns = fittingColumns(head, cells, fit);
  const drawn = new Table({
    head: columns.map(({ at }) => (head[at] ?? "").toUpperCase()),
    colWidths: columns.map(({ width, natural }) => (width < natural ? width : null)),
    truncate: "…",
    chars: PLAIN_BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  drawn.push(...cells.map((row) => columns.map(({ at }) => row[at] ?? "")));
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** A cell with several lines would look like several rows; so its line ends are shown. */
function cellText(text: string): string {
  return terminalSafe(text).replaceAll(/\s*\n\s*/gu, " ⏎ ");
}

/** Text that came from callers or Retell must not be able to move the cursor, recolour the screen or turn lines round. */
export function terminalSafe(text: string): string {
  return plainText(text);
}

/** `1 edge`, `2 edges`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
