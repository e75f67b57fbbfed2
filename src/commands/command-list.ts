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
    name: "agent:create",
    group: "Agent:",
    summary: "create the master agent from the template and publish it",
    writes: true,
    load: () => import("./agent/create.ts"),
  },
  {
    name: "clinic:onboard",
    group: "Clinics:",
    summary: "store a clinic, get its number and bind it to the master agent",
    writes: true,
    load: () => import("./clinic/onboard.ts"),
  },
  {
    name: "clinic:list",
    group: "Clinics:",
    summary: "list the clinics",
    writes: false,
    load: () => import("./clinic/list.ts"),
  },
  {
    name: "clinic:show",
    group: "Clinics:",
    summary: "show all facts of a clinic",
    writes: false,
    load: () => import("./clinic/show.ts"),
  },
  {
    name: "doctor:add",
    group: "Clinics:",
    summary: "add a doctor to a clinic",
    writes: true,
    load: () => import("./doctor/add.ts"),
  },
  {
    name: "doctor:list",
    group: "Clinics:",
    summary: "list the doctors of a clinic",
    writes: false,
    load: () => import("./doctor/list.ts"),
  },
  {
    name: "simulate",
    group: "Proof:",
    summary: "play Retell and the callers to one clinic or to all, on a copy of the database",
    writes: false,
    load: () => import("./simulate.ts"),
  },
  {
    name: "serve",
    group: "Server:",
    summary: "answer Retell: inbound calls, functions, events",
    writes: false,
    load: () => import("./serve.ts"),
  },
  {
    name: "sandbox",
    group: "Sandbox:",
    summary: "run the local emulator of Retell's API",
    writes: false,
    load: () => import("./sandbox.ts"),
  },
];
