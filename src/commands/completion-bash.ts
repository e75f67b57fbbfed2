import { quoted, sharedFunctions } from "./completion-shell.ts";
import type { CompletionTable } from "./completion-table.ts";

export function bashCompletion(table: CompletionTable): string {
  const { commands, options } = table;
  return [
    "# bash completion of ascendia, made by: ascendia completion bash",
    "",
    sharedFunctions(table),
    "",
    `_ascendia_commands() { kind=words; candidates=(${words(commands)}); }`,
    "",
    "_ascendia_options() {",
    "  kind=words",
    "  case $1 in",
    ...commands.map((command) => `    ${quoted(command.name)}) candidates=(${words(command.options)}) ;;`),
    `    *) candidates=(${words(options)}) ;;`,
    "  esac",
    "}",
  ].join("\n");
}

function words(list: readonly { readonly name: string }[]): string {
  return list.map(({ name }) => quoted(name)).join(" ");
}
