import type { Command } from "commander";
import { VARIABLES, readConfig } from "../config.ts";
import { type ExitCode, exitCodes } from "../terminal/exit-code.ts";
import { type Output, TERMINAL_VARIABLES } from "../terminal/output.ts";
import { table } from "../terminal/table.ts";
import type { Context } from "./context.ts";

interface HelpTopic {
  readonly summary: string;
  readonly print: (output: Output) => void;
}

/** The topics of `ascendia help` besides the commands. */
export const HELP_TOPICS: Readonly<Record<string, HelpTopic>> = {
  "exit-codes": {
    summary: "all exit codes and their meanings",
    print: (output) => output.result({ exit_codes: exitCodes() }, (data) => exitCodesText(data.exit_codes)),
  },
  environment: {
    summary: "all environment variables and where they are read from",
    print: (output) => output.result(environmentJson(), environmentText),
  },
};

function exitCodesText(codes: readonly ExitCode[]): string {
  const rows = codes.map(({ code, meaning, errors }) => [String(code), meaning, errors.join(", ")]);
  return [
    table(["code", "meaning", "error.code under --json"], rows),
    "",
    "A bug in ascendia also exits with 1; its error.code is internal.",
    "After 5, run the same command again: it continues where it stopped. 6 is not a success: there was nothing to check.",
  ].join("\n");
}

interface VariableRow {
  readonly name: string;
  readonly purpose: string;
  /** null: no default, or one that depends on something else. */
  readonly usual: string | null;
  readonly secret: boolean;
}

function environmentJson() {
  const usual = readConfig({}, ".ascendia");
  const variables = Object.entries(VARIABLES).map(([name, variable]): VariableRow => {
    const secret = "isSecret" in variable;
    const value = secret ? null : usual[variable.field];
    return {
      name,
      purpose: variable.purpose,
      usual: value === null || typeof value === "object" ? null : String(value),
      secret,
    };
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
    "Flags (--db, --port) override the environment, which overrides .env (or --env-file), which overrides",
    "ascendia.config.json, which must not contain secrets (*). `ascendia init` writes .env.",
    "",
    table(
      ["terminal variable", "meaning"],
      terminal.map(({ name, purpose }) => [name, purpose]),
    ),
  ].join("\n");
}

export function configure(command: Command, context: Context): void {
  const topics = Object.entries(HELP_TOPICS).map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  command
    .argument("[command|topic]", "command or topic to show")
    .addHelpText("after", ["", "Topics:", ...topics].join("\n"))
    .action((name: string | undefined) => help(name, command, context));
}

async function help(name: string | undefined, command: Command, context: Context): Promise<void> {
  const program = command.parent;
  const topic = Object.entries(HELP_TOPICS).find(([known]) => known === name)?.[1];
  if (topic !== undefined) return topic.print(context.output);
  const asked = name === undefined ? program : program?.commands.find((known) => known.name() === name);
  if (asked !== null && asked !== undefined) return asked.outputHelp();
  // Run as a command line, it fails with the closest name, or lists the verbs of that noun.
  return context.run([name ?? ""]);
}
