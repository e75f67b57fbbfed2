import type { Command } from "commander";
import type { Context } from "./context.ts";

/** The command tree itself, for a command that describes it. */
export interface CommandTree {
  readonly names: readonly string[];
  /** The program with the options of the commands named in `argv`; of the others names and summaries only. */
  program(argv: readonly string[]): Promise<Command>;
}

/** What a command file exports: its arguments, options and action. Loaded only when that command is asked for. */
export interface CommandModule {
  configure(command: Command, context: Context, tree: CommandTree): void;
  /** Of a writing command that can also only show: whether this line, parsed, is to write. */
  isWrite?(command: Command): boolean;
}

export interface CommandEntry {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  /** Changes the store or Retell: gets --dry-run, and says before acting which mode and database it works on. */
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
