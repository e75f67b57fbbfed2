import Table from "cli-table3";
import { type Fit, fittingColumns } from "./table-fit.ts";

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

/** Columns without borders, as `gh` and `kubectl` print them: readable, and cut apart by two spaces. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], fit?: Fit): string {
  const columns = fittingColumns(head, rows, fit);
  const drawn = new Table({
    head: columns.map(({ at }) => (head[at] ?? "").toUpperCase()),
    colWidths: columns.map(({ width, natural }) => (width < natural ? width : null)),
    truncate: "…",
    chars: PLAIN_BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  drawn.push(...rows.map((row) => columns.map(({ at }) => terminalSafe(row[at] ?? ""))));
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Text that came from callers or Retell must not be able to move the cursor or recolour the screen. */
export function terminalSafe(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this removes.
  return text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, "");
}
