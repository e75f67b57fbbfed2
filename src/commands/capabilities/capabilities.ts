import type { Argument, Command, Option } from "commander";
import { VARIABLES } from "../../config.ts";
import { type ServedPath, servedPaths } from "../../server/served-paths.ts";
import { type ExitCode, exitCodes } from "../../terminal/exit-code.ts";
import { isListOption } from "../list-option.ts";
import { takesClinic } from "../clinic-argument.ts";
import type { CommandTree } from "../command-entry.ts";
import type { Context } from "../context.ts";
import { notesOf } from "../examples.ts";

interface DescribedArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly choices: readonly string[] | null;
}

interface DescribedOption {
  readonly flags: string;
  readonly name: string;
  readonly description: string;
  readonly takes_value: boolean;
  /** Takes several values: repeated, or separated by commas. */
  readonly is_list: boolean;
  readonly choices: readonly string[] | null;
}

export interface DescribedCommand {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  readonly description: string;
  /** Changes the store or Retell, and so takes --dry-run. */
  readonly writes: boolean;
  readonly arguments: readonly DescribedArgument[];
  readonly options: readonly DescribedOption[];
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Codes with a meaning of their own here, in words; null: none. */
  readonly exit: string | null;
  /** JSON Schema of what --json prints, in the package. */
  readonly schema: string;
}

export interface Capabilities {
  readonly commands: readonly DescribedCommand[];
  readonly global_options: readonly DescribedOption[];
  readonly exit_codes: readonly ExitCode[];
  readonly routes: readonly ServedPath[];
  readonly variables: readonly { readonly name: string; readonly purpose: string; readonly secret: boolean }[];
}

export function configure(command: Command, context: Context, tree: CommandTree): void {
  command
    .description(
      "describe every command, option, exit code, HTTP path and variable of this version in machine-readable form",
    )
    .action(() => capabilities(tree, context));
}

async function capabilities(tree: CommandTree, context: Context): Promise<void> {
  const program = await tree.program(tree.names);
  const described: Capabilities = {
    commands: program.commands.map((command) => describedCommand(command, tree)),
    global_options: program.options.map(describedOption),
    exit_codes: exitCodes(),
    routes: servedPaths(),
    variables: Object.entries(VARIABLES).map(([name, variable]) => ({
      name,
      purpose: variable.purpose,
      secret: "isSecret" in variable,
    })),
  };
  context.output.result(described, capabilitiesText);
}

const clinicArgument: DescribedArgument = {
  name: "clinic",
  description: "the same as --clinic",
  required: false,
  variadic: false,
  choices: null,
};

function describedCommand(command: Command, { entries }: CommandTree): DescribedCommand {
  const name = command.name();
  const entry = entries.find((one) => one.name === name);
  const { examples, exit } = notesOf(name);
  return {
    name,
    group: (entry?.group ?? "").replace(/:$/u, ""),
    summary: command.summary(),
    description: command.description(),
    writes: entry?.writes ?? false,
    arguments: [
      ...(takesClinic(command) ? [clinicArgument] : []),
      ...command.registeredArguments.map(describedArgument),
    ],
    options: command.options.filter(({ hidden }) => !hidden).map(describedOption),
    examples: examples.map((line) => `ascendia ${name} ${line}`.trimEnd()),
    exit: exit ?? null,
    schema: `docs/json/${name.replaceAll(":", "-")}.schema.json`,
  };
}

function describedArgument(argument: Argument): DescribedArgument {
  return {
    name: argument.name(),
    description: argument.description,
    required: argument.required,
    variadic: argument.variadic,
    choices: argument.argChoices ?? null,
  };
}

function describedOption(option: Option): DescribedOption {
  return {
    flags: option.flags,
    name: option.long ?? option.short ?? option.flags,
    description: option.description,
    takes_value: option.required || option.optional,
    is_list: isListOption(option),
    choices: option.argChoices ?? null,
  };
}

function capabilitiesText({ commands, routes }: Capabilities): string {
  const lines = commands.map(({ name, writes, arguments: words, options }) => {
    const places = words.map((word) => (word.required ? `<${word.name}>` : `[${word.name}]`));
    const flags = options.map((option) => option.name);
    return [`${name}${writes ? " (writes)" : ""}`, ...places, ...flags].join(" ");
  });
  return [
    ...lines,
    "",
    ...routes.map(({ method, path, proof }) => `${method} ${path} (${proof === "none" ? "open" : proof})`),
    "",
    "Everything, with descriptions, examples and schemas: ascendia capabilities --json",
  ].join("\n");
}
