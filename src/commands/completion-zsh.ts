import { quoted, sharedFunctions } from "./completion-shell.ts";
import type { CompletionTable } from "./completion-table.ts";

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
    `  described=(${described(commands)})`,
    "}",
    "",
    "_ascendia_options() {",
    "  kind=described",
    "  case $1 in",
    ...commands.map((command) => `    ${quoted(command.name)}) described=(${described(command.options)}) ;;`),
    `    *) described=(${described(options)}) ;;`,
    "  esac",
    "}",
  ].join("\n");
}

/** A colon ends the word, so those in it are escaped. */
function described(words: readonly { readonly name: string; readonly summary: string }[]): string {
  return words.map(({ name, summary }) => quoted(`${name.replaceAll(":", String.raw`\:`)}:${summary}`)).join(" ");
}
