import type { Command } from "commander";
import { VARIABLES, readConfig } from "../config.ts";
import { type ExitCode, exitCodes } from "../terminal/exit-code.ts";
import type { Output } from "../terminal/output.ts";
import { table } from "../terminal/table.ts";
import { TERMINAL_VARIABLES } from "../terminal/terminal-variables.ts";
import type { Context } from "./context.ts";

interface HelpTopic {
  readonly summary: string;
  readonly tell: (output: Output) => void;
}

/** What `ascendia help` tells beside the commands. */
export const HELP_TOPICS: Readonly<Record<string, HelpTopic>> = {
  "exit-codes": {
    summary: "what the program ends with, and when",
    tell: (output) => output.result({ exit_codes: exitCodes() }, (data) => exitCodesText(data.exit_codes)),
  },
  environment: {
    summary: "the variables that are read, and from where",
    tell: (output) => output.result(environmentJson(), environmentText),
  },
};

function exitCodesText(codes: readonly ExitCode[]): string {
  const rows = codes.map(({ code, meaning, errors }) => [String(code), meaning, errors.join(", ")]);
  return [
    table(["code", "meaning", "error.code under --json"], rows),
    "",
    "A mistake of ascendia's own ends with 1 too; its error.code is internal.",
    "After 5 the same command goes on where it stopped. 6 is no success: nothing was there to be judged.",
  ].join("\n");
}

interface VariableRow {
  readonly name: string;
  readonly purpose: string;
  /** null: none, or it depends on something else. */
  readonly usual: string | null;
  readonly secret: boolean;
}

function environmentJson() {
  const usual = readConfig({}, ".ascendia");
  const variables = Object.entries(VARIABLES).map(([name, variable]): VariableRow => {
    const secret = "isSecret" in variable;
    const value = secret ? null : usual[variable.field];
    return { name, purpose: variable.purpose, usual: value === null ? null : String(value), secret };
  });
  const terminal = Object.entries(TERMINAL_VARIABLES).map(([name, purpose]) => ({ name, purpose }));
  return { variables, terminal };
}

function environmentText({ variables, terminal }: ReturnType<typeof environmentJson>): string {
  const rows = variables.map(({ name, purpose, usual, secret }) => [
    name,
    usual ?? "",
    secret ? `${purpose} *` : purpose,
  ]);
  return [
    table(["variable", "default", "meaning"], rows),
    "",
    "A flag (--db, --port) counts before the environment, the environment before .env (or --env-file), and .env before",
    "ascendia.config.json, which never holds a secret (*). `ascendia init` writes .env.",
    "",
    table(
      ["of the terminal", "meaning"],
      terminal.map(({ name, purpose }) => [name, purpose]),
    ),
  ].join("\n");
}

export function configure(command: Command, context: Context): void {
  const topics = Object.entries(HELP_TOPICS).map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  command
    .argument("[command|topic]", "whose help to show")
    .addHelpText("after", ["", "Topics:", ...topics].join("\n"))
    .action((name: string | undefined) => help(name, command, context));
}

async function help(name: string | undefined, command: Command, context: Context): Promise<void> {
  const program = command.parent;
  const topic = Object.entries(HELP_TOPICS).find(([known]) => known === name)?.[1];
  if (topic !== undefined) return topic.tell(context.output);
  const asked = name === undefined ? program : program?.commands.find((known) => known.name() === name);
  if (asked !== null && asked !== undefined) return asked.outputHelp();
  // As a command line it is refused with the nearest name, or with what can be done with that noun.
  return context.run([name ?? ""]);
}
