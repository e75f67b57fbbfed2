import type { CompletionTable, Takes } from "./completion-table.ts";

export function fishCompletion({ commands, options, values }: CompletionTable): string {
  return [
    "# fish completion of ascendia, made by: ascendia completion fish",
    "",
    "# What a place of a command takes; fails where it takes nothing.",
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
    ...described(commands, "    "),
    "end",
    "",
    "function __ascendia_options",
    '    switch "$argv[1]"',
    ...commands.flatMap((command) => [
      `        case ${fishQuoted(command.name)}`,
      ...described(command.options, "            "),
    ]),
    "        case '*'",
    ...described(options, "            "),
    "    end",
    "end",
  ].join("\n");
}

function taken(takes: Takes): string {
  return takes.kind === "words" ? ["words", ...takes.words].map(fishQuoted).join(" ") : takes.kind;
}

/** Word, tab, description: one line each. */
function described(
  words: readonly { readonly name: string; readonly summary: string }[],
  indent: string,
): readonly string[] {
  const pairs = words.map(({ name, summary }) => `${fishQuoted(name)} ${fishQuoted(summary)}`);
  return [`${indent}printf '%s\\t%s\\n' ${pairs.join(" ")}`];
}

/** Within single quotes fish knows \' and \\ only. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll(/['\\]/gu, String.raw`\$&`)}'`;
}
