import { Command, Option } from "commander";
import { exitCodes } from "../terminal/exit-code.ts";
import { AscendiaError } from "../errors.ts";
import { takesClinic, usageWithClinic } from "./clinic-argument.ts";
import type { CommandEntry, CommandTree } from "./command-entry.ts";
import { COMMANDS } from "./command-list.ts";
import type { Context } from "./context.ts";
import { beginsWithCommand } from "./missing-verb.ts";

const codes = exitCodes().map(({ code, meaning }) => `${code} ${meaning}`);

const NOTES = `
Exit codes: ${codes.slice(0, 5).join(" · ")}
            ${codes.slice(5).join(" · ")}
Without RETELL_API_KEY, every command works on a local sandbox. Results go to stdout, everything else to stderr.
More: ascendia help exit-codes, ascendia help environment`;

/** The global flags, accepted anywhere on the command line. */
export const GLOBAL_OPTIONS = [
  new Option("--json", "print one JSON document"),
  new Option("--yes", "answer yes to all prompts"),
  new Option("--quiet", "hide progress on stderr"),
  new Option("--verbose", "print more on stderr, with stack traces for bugs"),
  new Option("--no-color", "disable colours"),
  new Option("--env-file <file>", "read variables from this file instead of .env"),
  new Option("--db <url>", "database to use, as sqlite:PATH or postgres://USER@HOST/DATABASE"),
] as const;

const HELP_WIDTH = 80;

interface ProgramFacts {
  /** Asked for only by --version: it is read from a file. */
  readonly version: () => string;
  /** Where help and version are printed; commands inherit it when they are created. */
  readonly writeOut: (text: string) => void;
  /** The terminal's width; undefined: no limit, and help uses its default. */
  readonly width?: number | undefined;
}

/** The commands that argv names, loaded; if it names none or asks for help, all others too, by name only. */
export async function createProgram(
  argv: readonly string[],
  context: Context,
  { version, writeOut, width }: ProgramFacts,
): Promise<Command> {
  const program = new Command("ascendia");
  program
    .description("Provision and operate one Retell AI voice agent for many medical clinics.")
    .usage("<command> [options]")
    .configureHelp({ showGlobalOptions: true, subcommandTerm: (command) => command.name() })
    .configureOutput({ writeOut, writeErr: () => {}, getOutHelpWidth: () => width ?? HELP_WIDTH })
    .exitOverride()
    .addHelpText("after", NOTES);
  for (const option of GLOBAL_OPTIONS) program.addOption(option);
  // After a command's name, --version belongs to that command: a version of the agent.
  if (!COMMANDS.some(({ name }) => argv.includes(name))) program.version(version());
  const asksForHelp = argv.some((word) => word === "help" || word === "--help" || word === "-h");
  const helpNotes = asksForHelp ? (await import("./examples.ts")).helpNotes : undefined;
  // The others serve only help and suggestions after a mistyped name, and take longer to set up than most commands run.
  const isNamed = !asksForHelp && beginsWithCommand(argv);
  for (const entry of isNamed ? COMMANDS.filter(({ name }) => argv.includes(name)) : COMMANDS) {
    program.commandsGroup(entry.group);
    const command = program.command(entry.name).summary(entry.summary).description(entry.summary);
    if (!argv.includes(entry.name)) continue;
    await load(entry, command, context);
    if (helpNotes !== undefined) command.addHelpText("after", helpNotes(entry.name));
  }
  return program;
}

function treeOf(context: Context): CommandTree {
  const silent = { version: () => "", writeOut: () => {} };
  return {
    names: COMMANDS.map(({ name }) => name),
    entries: COMMANDS,
    program: (argv) => createProgram(argv, context, silent),
  };
}

async function load(entry: CommandEntry, command: Command, context: Context): Promise<void> {
  const module = await entry.load();
  command.allowExcessArguments(true).hook("preAction", () => refuseExcess(command));
  if (entry.writes) {
    command.option("--dry-run", "show what would happen, change nothing");
    command.hook("preAction", () => {
      if (module.isWrite?.(command) ?? true) context.output.note(target(context));
    });
  }
  module.configure(command, context, treeOf(context));
  if (takesClinic(command)) command.usage(usageWithClinic(command));
}

/** Commander's message counts the surplus words, and miscounts when the first one is a clinic. */
function refuseExcess(command: Command): void {
  const own = command.registeredArguments;
  const [extra] = own.some(({ variadic }) => variadic) ? [] : command.args.slice(own.length);
  if (extra === undefined) return;
  const line = command.parent instanceof Command ? command.parent.args : [];
  const flag = line[line.indexOf(extra) - 1];
  const option = command.options.find(({ long, short }) => flag !== undefined && (long === flag || short === flag));
  const isSwitch = option !== undefined && !option.required && !option.optional;
  throw new AscendiaError("usage", `${command.name()} does not take the argument "${extra}".`, {
    hint: isSwitch ? `${flag} takes no value.` : `See ascendia help ${command.name()}.`,
  });
}

function target(context: Context): string {
  const { mode, databaseName } = context.config();
  const where = mode === "sandbox" ? "sandbox (nothing reaches Retell)" : "live Retell account";
  return `${where} · database ${databaseName}`;
}
