import type { Command } from "commander";
import type { Context } from "./context.ts";

/** What a command file exports: its arguments, options and action. Loaded only when that command is asked for. */
export interface CommandModule {
  configure(command: Command, context: Context): void;
}

export interface CommandEntry {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  /** Changes the store or Retell: gets --dry-run, and says before acting which mode and database it works on. */
  readonly writes: boolean;
  load(): Promise<CommandModule>;
}

/** In the order of the help. `clinic:list` is commands/clinic/list.ts and nothing else. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "clinic:list",
    group: "Clinics:",
    summary: "list the clinics",
    writes: false,
    load: () => import("./clinic/list.ts"),
  },
];
