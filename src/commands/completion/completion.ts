import { Argument, type Command, Option } from "commander";
import { AscendiaError } from "../../errors.ts";
import type { CommandTree } from "../command-entry.ts";
import type { Context } from "../context.ts";
import { HELP_TOPICS } from "../help.ts";
import { type CompletionTable, completionTable } from "./completion-table.ts";
import { bashCompletion, fishCompletion, zshCompletion } from "./shells.ts";

const scripts: Readonly<Record<string, (table: CompletionTable) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

const installing = `
For this shell only:   source <(ascendia completion bash)
Permanently:
  bash  ascendia completion bash > ~/.local/share/bash-completion/completions/ascendia
        (needs the bash-completion package; without it, add the line above to ~/.bashrc)
  zsh   ascendia completion zsh > "\${fpath[1]}/_ascendia"     then start a new shell
  fish  ascendia completion fish > ~/.config/fish/completions/ascendia.fish`;

export function configure(command: Command, context: Context, tree: CommandTree): void {
  command
    .addArgument(new Argument("[shell]", "the shell").choices(Object.keys(scripts)))
    // Used by the scripts to complete a clinic.
    .addOption(new Option("--list <what>").choices(["clinics"]).hideHelp())
    .addHelpText("after", installing)
    .action((shell: string | undefined, { list }: { readonly list?: string }) =>
      list === undefined ? printScript(shell, tree, context) : listClinics(context),
    );
}

async function printScript(shell: string | undefined, tree: CommandTree, context: Context): Promise<void> {
  const script = scripts[shell ?? ""];
  if (script === undefined) {
    throw new AscendiaError("usage", "Missing shell: bash, zsh or fish.", { hint: "See ascendia help completion." });
  }
  const [program, bare] = [await tree.program(tree.names), await tree.program([])];
  const tables = script(completionTable(program, bare, Object.keys(HELP_TOPICS)));
  const text = `${tables}\n\n${await context.readInput(context.shippedFile(`templates/completion/ascendia.${shell}`))}`;
  context.output.result({ shell, script: text }, (data) => data.script);
}

/** Pressing TAB must not print errors about the environment or a locked database: it then completes no clinics. */
async function listClinics(context: Context): Promise<void> {
  const clinics = await context.clinicSlugs().catch((error: unknown) => {
    context.output.warn(`cannot list clinics: ${error instanceof Error ? error.message : ""}`);
    return [];
  });
  context.output.result({ clinics }, (data) => data.clinics.join("\n"));
}
