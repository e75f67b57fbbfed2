import { Command, CommanderError } from "commander";
import { packageVersion } from "./adapters/files/package-files.ts";
import { clinicAsOption } from "./commands/clinic-argument.ts";
import { COMMANDS } from "./commands/command-list.ts";
import { joinNounAndVerb, missingVerb } from "./commands/missing-verb.ts";
import { GLOBAL_OPTIONS, createProgram } from "./commands/program.ts";
import type { Context } from "./commands/context.ts";
import type { Clinic } from "./domain/clinic/clinic.ts";
import { createContext } from "./composition/create-context.ts";
import type { Environment } from "./config.ts";
import { AscendiaError } from "./errors.ts";
import { EXIT_CODES, exitCodeOf } from "./terminal/exit-code.ts";
import { type Output, type Streams, humanOutput, jsonOutput, isUnattended, wantsColour } from "./terminal/output.ts";
import type { KeyStream } from "./terminal/keys.ts";
import { noPrompt, terminalPrompt } from "./terminal/prompt.ts";
import { fittingWidth, wrapped } from "./terminal/text-width.ts";

/** The parts of `process` that the program uses. */
export interface Invocation extends Streams {
  readonly env: Environment;
  readonly stdin: KeyStream & { readonly isTTY?: boolean } & AsyncIterable<string | Uint8Array>;
  cwd(): string;
}

interface GlobalFlags {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
  readonly envFile?: string;
  readonly db?: string;
}

/** @returns the exit code (terminal/exit-code.ts) */
export async function main(words: readonly string[], world: Invocation): Promise<number> {
  const argv = words.length === 0 ? ["--help"] : joinNounAndVerb(words);
  const { flags, command } = readLeniently(argv);
  const output = chooseOutput(command, flags, world);
  const cwd = folderOf(world);
  if (cwd === undefined) return report(folderGone(), output, command);
  const width = fittingWidth(world.stdout);
  const writeOut = (text: string): void => void world.stdout.write(wrapped(text, width));
  const context = createContext({
    env: world.env,
    cwd,
    // Accessing the stream opens it, which few commands need.
    stdin: { [Symbol.asyncIterator]: () => world.stdin[Symbol.asyncIterator]() },
    flags,
    output,
    prompt: isInteractive(world, flags) ? terminalPrompt(() => world.stdin) : noPrompt(),
    dispatch: async (line, on) => {
      const treeFor = (asked: readonly string[]) =>
        createProgram(asked, on, { version: packageVersion, writeOut, width });
      const program = await treeFor(line);
      const chosen = program.commands.find((one) => one.name() === firstCommand(line));
      const settled = chosen === undefined ? line : await clinicAsOption(line, chosen, (named) => known(named, on));
      try {
        await program.parseAsync(settled, { from: "user" });
      } catch (error) {
        throw await completed(error, chosen, treeFor);
      }
    },
  });
  try {
    await context.run(argv);
    return EXIT_CODES.ok;
  } catch (error) {
    return report(error, output, command);
  } finally {
    await context.close();
  }
}

/** Whether a command line changes something, so that it must finish even if nobody reads its output. */
export function changesSomething(words: readonly string[]): boolean {
  const { command } = readLeniently(joinNounAndVerb(words));
  return COMMANDS.some(({ name, writes }) => name === command && writes);
}

/** undefined if the folder was deleted: then Node throws. */
function folderOf(world: Invocation): string | undefined {
  try {
    return world.cwd();
  } catch {
    return undefined;
  }
}

function folderGone(): AscendiaError {
  return new AscendiaError("failed", "The folder in which this command was started was removed.", {
    hint: "Change to the folder of your installation with cd and run the command again.",
  });
}

/** Adds a hint with a command that can be run as it is. */
async function completed(
  error: unknown,
  ran: Command | undefined,
  treeFor: (argv: readonly string[]) => Promise<Command>,
): Promise<unknown> {
  const clinic: unknown = ran?.getOptionValue("clinic");
  if (!(error instanceof AscendiaError) || typeof clinic !== "string") return error;
  const { adviceForClinic } = await import("./commands/advised-line.ts");
  return adviceForClinic(error, clinic, async (name) => {
    const { commands } = await treeFor([name]);
    return commands.find((one) => one.name() === name);
  });
}

/** Also undefined if the database cannot be opened: the command itself reports that. */
async function known(named: string, context: Context): Promise<Clinic | undefined> {
  try {
    return await (await context.store()).clinics.find(named);
  } catch (error) {
    if (error instanceof AscendiaError) return undefined;
    throw error;
  }
}

function report(error: unknown, output: Output, command: string): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT_CODES.ok;
    output.failure(usageError(error, command));
    return EXIT_CODES.usage;
  }
  if (error instanceof Error && error.name === "ExitPromptError") return EXIT_CODES.interrupted;
  output.failure(error);
  return error instanceof AscendiaError ? exitCodeOf(error.code) : EXIT_CODES.failed;
}

/** Commander's own message, with its suggestion as our hint. */
function usageError(error: CommanderError, command: string): AscendiaError {
  const [message = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  const noun = error.code === "commander.unknownCommand" ? /'([a-z]+)'/u.exec(message)?.[1] : undefined;
  const alone = noun === undefined ? undefined : missingVerb(noun);
  if (alone !== undefined) return alone;
  if (error.code === "commander.help")
    return new AscendiaError("usage", "A command is needed.", { hint: "ascendia --help" });
  const named = COMMANDS.some(({ name }) => name === command) ? ` ${command}` : "";
  return new AscendiaError("usage", message.replace("command-argument value", "the value"), {
    hint: suggestion?.replace(/[()]/g, "") ?? `See ascendia help${named}.`,
  });
}

interface LenientLine {
  readonly flags: GlobalFlags;
  /**
   * The first command on the line, or the program's own name. A later one is an argument: `audit:list --action
   * fleet:apply`.
   */
  readonly command: string;
}

/** Reads only the global flags and the command's name: the real parser reports errors later. */
function readLeniently(argv: readonly string[]): LenientLine {
  const scanner = new Command().allowUnknownOption().allowExcessArguments().helpOption(false).exitOverride();
  scanner.configureOutput({ writeErr: () => {} });
  for (const option of GLOBAL_OPTIONS) scanner.addOption(option);
  try {
    const flags = scanner.parse([...argv], { from: "user" }).opts<GlobalFlags>();
    return { flags, command: firstCommand(scanner.args) };
  } catch {
    return { flags: { color: true, json: argv.includes("--json") }, command: firstCommand(argv) };
  }
}

function firstCommand(words: readonly string[]): string {
  return words.find((word) => COMMANDS.some(({ name }) => name === word)) ?? "ascendia";
}

function chooseOutput(command: string, flags: GlobalFlags, world: Invocation): Output {
  const { quiet = false, verbose = false } = flags;
  if (flags.json === true) return jsonOutput(world, { command, quiet, verbose });
  const colour = flags.color && wantsColour(world.env, world.stdout.isTTY === true);
  return humanOutput(world, { quiet, verbose, colour });
}

function isInteractive(world: Invocation, flags: GlobalFlags): boolean {
  if (flags.json === true || world.stdout.isTTY !== true || isUnattended(world.env)) return false;
  return world.stdin.isTTY === true;
}
