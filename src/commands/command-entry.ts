import type { Command } from "commander";
import type { Context } from "./context.ts";

/** The command tree, for a command that describes it. */
export interface CommandTree {
  readonly names: readonly string[];
  readonly entries: readonly Pick<CommandEntry, "name" | "group" | "writes">[];
  /** The program with the commands that `argv` names; if it names none, with all of them by name and summary. */
  program(argv: readonly string[]): Promise<Command>;
}

/** What a command file exports: its arguments, options and action. Loaded only when that command runs. */
export interface CommandModule {
  configure(command: Command, context: Context, tree: CommandTree): void;
  /** For a command that can write or only show: whether these parsed arguments write. */
  isWrite?(command: Command): boolean;
}

export interface CommandEntry {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  /** Changes the store or Retell: gets --dry-run, and prints the mode and the database before it acts. */
  readonly writes: boolean;
  load(): Promise<CommandModule>;
}

type Load = CommandEntry["load"];

export function reads(name: string, summary: string, load: Load) {
  return { name, summary, writes: false, load };
}

export function writes(name: string, summary: string, load: Load) {
  return { name, summary, writes: true, load };
}

export function group(title: string, entries: readonly Omit<CommandEntry, "group">[]): readonly CommandEntry[] {
  return entries.map((entry) => Object.assign(entry, { group: title }));
}
