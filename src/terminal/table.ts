import { plainText } from "../domain/language/plain-text.ts";
import { displayWidth, shortened, wrapped } from "./text-width.ts";

/** How a table fits its terminal. */
export interface Fit {
  /** In characters; undefined: no limit. */
  readonly width: number | undefined;
  /** Titles of the columns that are never shortened or hidden; without them, the first. */
  readonly keep?: readonly string[];
}

interface Column {
  readonly title: string;
  /** Its index in the head. */
  readonly at: number;
  readonly mayYield: boolean;
  readonly natural: number;
  width: number;
}

const GAP = 2;
/** A shorter cell would be unreadable. */
const LEAST = 8;

let terminalWidth: number | undefined;

/** Tables drawn by `work` fit into the width unless they name their own. */
export function atWidth<T>(width: number | undefined, work: () => T): T {
  const outer = terminalWidth;
  terminalWidth = width;
  try {
    return work();
  } finally {
    terminalWidth = outer;
  }
}

/**
 * Columns without borders, separated by two spaces, as in `gh` and `kubectl`. If they are too wide, the last columns
 * that may yield are hidden, which a line below the table says, and the widest of the others are shortened.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[], fit: Partial<Fit> = {}): string {
  const { width = terminalWidth, keep = head.slice(0, 1) } = fit;
  const cells = rows.map((row) => head.map((_, at) => cellText(row[at] ?? "")));
  const all = measured(head, cells, keep);
  const columns = width === undefined ? all : fitted(all, width);
  const lines = [head.map((title) => title.toUpperCase()), ...cells].map((row) => drawn(row, columns));
  const hidden = all.filter((column) => !columns.includes(column)).map(({ title }) => title);
  if (hidden.length === 0 || width === undefined) return lines.join("\n");
  const note = `Hidden at this width: ${hidden.join(", ")}. Widen the terminal or use --json to see them.`;
  return [...lines, wrapped(note, width)].join("\n");
}

function measured(
  head: readonly string[],
  cells: readonly (readonly string[])[],
  keep: readonly string[],
): readonly Column[] {
  return head.map((title, at) => {
    let natural = displayWidth(title);
    for (const row of cells) natural = Math.max(natural, displayWidth(row[at] ?? ""));
    return { title, at, mayYield: !keep.includes(title), natural, width: natural };
  });
}

function fitted(all: readonly Column[], available: number): readonly Column[] {
  const columns = [...all];
  const least = ({ mayYield, natural }: Column) => (mayYield ? Math.min(natural, LEAST) : natural);
  while (totalOf(columns.map(least)) > available) {
    const last = columns.findLastIndex(({ mayYield }) => mayYield);
    if (last === -1) break;
    columns.splice(last, 1);
  }
  let excess = totalOf(columns.map(({ width }) => width)) - available;
  while (excess > 0) {
    const yielding = columns.filter((column) => column.mayYield && column.width > LEAST);
    const widest = Math.max(...yielding.map(({ width }) => width));
    const broad = yielding.filter(({ width }) => width === widest);
    if (broad.length === 0) break;
    // Down to the next in width, or as far as is needed.
    const next = Math.max(LEAST, ...yielding.filter(({ width }) => width < widest).map(({ width }) => width));
    const cut = Math.min(widest - next, Math.ceil(excess / broad.length));
    for (const column of broad) {
      const own = Math.min(cut, Math.max(excess, 0));
      column.width -= own;
      excess -= own;
    }
  }
  return columns;
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
}

function drawn(row: readonly string[], columns: readonly Column[]): string {
  let line = "";
  let wanted = 0;
  let taken = 0;
  for (const { at, width } of columns) {
    const cell = shortened(row[at] ?? "", width);
    line += " ".repeat(Math.max(0, wanted - taken)) + cell;
    taken = Math.max(wanted, taken) + displayWidth(cell);
    wanted += width + GAP;
  }
  return line.trimEnd();
}

/** A cell with several lines would look like several rows, so its line ends are shown. */
function cellText(text: string): string {
  return terminalSafe(text).replaceAll(/\s*\n\s*/gu, " ⏎ ");
}

/** Text from callers or Retell must not be able to move the cursor, recolour the screen or reverse a line. */
export function terminalSafe(text: string): string {
  return plainText(text);
}

/** `1 edge`, `2 edges`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
