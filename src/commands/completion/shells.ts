import type { CompletionTable, Takes } from "./completion-table.ts";

/** Quotes any text as one word for sh, bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A leading star means every command. */
function pattern(place: string): string {
  return place.startsWith("*") ? `*${quoted(place.slice(1))}` : quoted(place);
}

/** The part that bash and zsh share: the words before the cursor, and the values of options and arguments. */
export function sharedFunctions({ values }: CompletionTable): string {
  const cases = values.map(({ takes, places }) => `    ${places.map(pattern).join("|")}) ${assigned(takes)} ;;`);
  return [
    "# Prints what can be completed at a place; fails when nothing can.",
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

export function bashCompletion(table: CompletionTable): string {
  const { commands, options } = table;
  return [
    "# bash completion of ascendia, made by: ascendia completion bash",
    "",
    sharedFunctions(table),
    "",
    `_ascendia_commands() { kind=words; candidates=(${wordsForBash(commands)}); }`,
    "",
    "_ascendia_options() {",
    "  kind=words",
    "  case $1 in",
    ...commands.map((command) => `    ${quoted(command.name)}) candidates=(${wordsForBash(command.options)}) ;;`),
    `    *) candidates=(${wordsForBash(options)}) ;;`,
    "  esac",
    "}",
  ].join("\n");
}

function wordsForBash(list: readonly { readonly name: string }[]): string {
  return list.map(({ name }) => quoted(name)).join(" ");
}

export function fishCompletion({ commands, options, values }: CompletionTable): string {
  return [
    "# fish completion of ascendia, made by: ascendia completion fish",
    "",
    "# Prints what can be completed at a place; fails when nothing can.",
    "function __ascendia_takes",
    "    switch $argv[1]",
    ...values.flatMap(({ takes, places }) => [
      `        case ${places.map(fishQuoted).join(" ")}`,
      `            printf '%s\\n' ${taken(takes)}`,
    ]),
    "        case '*'",
    "            return 1",
    "    end",
    "end",
    "",
    "function __ascendia_commands",
    ...describedForFish(commands, "    "),
    "end",
    "",
    "function __ascendia_options",
    '    switch "$argv[1]"',
    ...commands.flatMap((command) => [
      `        case ${fishQuoted(command.name)}`,
      ...describedForFish(command.options, "            "),
    ]),
    "        case '*'",
    ...describedForFish(options, "            "),
    "    end",
    "end",
  ].join("\n");
}

function taken(takes: Takes): string {
  return takes.kind === "words" ? ["words", ...takes.words].map(fishQuoted).join(" ") : takes.kind;
}

/** One line each: word, tab, description. */
function describedForFish(
  words: readonly { readonly name: string; readonly summary: string }[],
  indent: string,
): readonly string[] {
  const pairs = words.map(({ name, summary }) => `${fishQuoted(name)} ${fishQuoted(summary)}`);
  return [`${indent}printf '%s\\t%s\\n' ${pairs.join(" ")}`];
}

/** Within single quotes fish only knows \' and \\. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll(/['\\]/gu, String.raw`\$&`)}'`;
}

export function zshCompletion(table: CompletionTable): string {
  const { commands, options } = table;
  return [
    "#compdef ascendia",
    "# zsh completion of ascendia, made by: ascendia completion zsh",
    "",
    sharedFunctions(table),
    "",
    "_ascendia_commands() {",
    "  kind=described",
    `  described=(${describedForZsh(commands)})`,
    "}",
    "",
    "_ascendia_options() {",
    "  kind=described",
    "  case $1 in",
    ...commands.map((command) => `    ${quoted(command.name)}) described=(${describedForZsh(command.options)}) ;;`),
    `    *) described=(${describedForZsh(options)}) ;;`,
    "  esac",
    "}",
  ].join("\n");
}

/** A colon ends the word, so colons inside it are escaped. */
function describedForZsh(words: readonly { readonly name: string; readonly summary: string }[]): string {
  return words.map(({ name, summary }) => quoted(`${name.replaceAll(":", String.raw`\:`)}:${summary}`)).join(" ");
}
