import type { CompletionTable, Takes } from "./completion-table.ts";

/** One word of sh, bash and zsh, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A star at the beginning means every command. */
function pattern(place: string): string {
  return place.startsWith("*") ? `*${quoted(place.slice(1))}` : quoted(place);
}

/** What bash and zsh have in common: the words before the cursor, and what an option or an argument takes. */
export function sharedFunctions({ values }: CompletionTable): string {
  const cases = values.map(({ takes, places }) => `    ${places.map(pattern).join("|")}) ${assigned(takes)} ;;`);
  return [
    "# What a place of a command takes; fails where it takes nothing.",
    "_ascendia_takes() {",
    "  kind=''",
    "  candidates=()",
    '  case "$1 $2" in',
    ...cases,
    "    *) return 1 ;;",
    "  esac",
    "}",
  ].join("\n");
}

function assigned(takes: Takes): string {
  if (takes.kind !== "words") return `kind=${takes.kind}`;
  return `kind=words; candidates=(${takes.words.map(quoted).join(" ")})`;
}
