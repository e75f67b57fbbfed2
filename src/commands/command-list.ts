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
    name: "demo",
    group: "Start:",
    summary: "three clinics on one agent, answered and called, on a local sandbox",
    writes: false,
    load: () => import("./demo.ts"),
  },
  {
    name: "agent:create",
    group: "Agent:",
    summary: "create the master agent from the template and publish it",
    writes: true,
    load: () => import("./agent/create.ts"),
  },
  {
    name: "agent:validate",
    group: "Agent:",
    summary: "check a flow, an export or the template for mistakes",
    writes: false,
    load: () => import("./agent/validate.ts"),
  },
  {
    name: "agent:graph",
    group: "Agent:",
    summary: "draw a flow as a picture or a page",
    writes: false,
    load: () => import("./agent/graph.ts"),
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
    name: "doctor:update",
    group: "Clinics:",
    summary: "change a doctor's name, specialty or mail",
    writes: true,
    load: () => import("./doctor/update.ts"),
  },
  {
    name: "doctor:remove",
    group: "Clinics:",
    summary: "remove a doctor; coming appointments move to a colleague",
    writes: true,
    load: () => import("./doctor/remove.ts"),
  },
  {
    name: "clinic:rules",
    group: "Clinics:",
    summary: "show or change slot interval, notice, horizon, cut-off, holidays",
    writes: true,
    load: () => import("./clinic/rules.ts"),
  },
  {
    name: "hours:show",
    group: "Hours and rooms:",
    summary: "show the weekly hours of a clinic and its doctors",
    writes: false,
    load: () => import("./hours/show.ts"),
  },
  {
    name: "hours:set",
    group: "Hours and rooms:",
    summary: "set the weekly hours of a clinic or a doctor",
    writes: true,
    load: () => import("./hours/set.ts"),
  },
  {
    name: "closure:add",
    group: "Hours and rooms:",
    summary: "add a closure, an absence or an extra opening",
    writes: true,
    load: () => import("./closure/add.ts"),
  },
  {
    name: "closure:list",
    group: "Hours and rooms:",
    summary: "list closures, absences and public holidays",
    writes: false,
    load: () => import("./closure/list.ts"),
  },
  {
    name: "closure:remove",
    group: "Hours and rooms:",
    summary: "remove a closure, an absence or an extra opening",
    writes: true,
    load: () => import("./closure/remove.ts"),
  },
  {
    name: "room:add",
    group: "Hours and rooms:",
    summary: "add a treatment room",
    writes: true,
    load: () => import("./room/add.ts"),
  },
  {
    name: "room:list",
    group: "Hours and rooms:",
    summary: "list the treatment rooms",
    writes: false,
    load: () => import("./room/list.ts"),
  },
  {
    name: "room:update",
    group: "Hours and rooms:",
    summary: "rename a room, or take it in or out of use",
    writes: true,
    load: () => import("./room/update.ts"),
  },
  {
    name: "room:remove",
    group: "Hours and rooms:",
    summary: "take a room out of use",
    writes: true,
    load: () => import("./room/remove.ts"),
  },
  {
    name: "type:add",
    group: "Hours and rooms:",
    summary: "add an appointment type",
    writes: true,
    load: () => import("./type/add.ts"),
  },
  {
    name: "type:list",
    group: "Hours and rooms:",
    summary: "list the appointment types and who offers them",
    writes: false,
    load: () => import("./type/list.ts"),
  },
  {
    name: "type:update",
    group: "Hours and rooms:",
    summary: "change an appointment type and who offers it",
    writes: true,
    load: () => import("./type/update.ts"),
  },
  {
    name: "type:remove",
    group: "Hours and rooms:",
    summary: "offer an appointment type no more",
    writes: true,
    load: () => import("./type/remove.ts"),
  },
  {
    name: "slot:list",
    group: "Bookings:",
    summary: "show the free slots of a day or a week as a grid",
    writes: false,
    load: () => import("./slot/list.ts"),
  },
  {
    name: "appointment:list",
    group: "Bookings:",
    summary: "list the appointments of a clinic",
    writes: false,
    load: () => import("./appointment/list.ts"),
  },
  {
    name: "appointment:show",
    group: "Bookings:",
    summary: "show an appointment",
    writes: false,
    load: () => import("./appointment/show.ts"),
  },
  {
    name: "appointment:book",
    group: "Bookings:",
    summary: "book an appointment for a patient",
    writes: true,
    load: () => import("./appointment/book.ts"),
  },
  {
    name: "appointment:reschedule",
    group: "Bookings:",
    summary: "move an appointment",
    writes: true,
    load: () => import("./appointment/reschedule.ts"),
  },
  {
    name: "appointment:cancel",
    group: "Bookings:",
    summary: "cancel an appointment",
    writes: true,
    load: () => import("./appointment/cancel.ts"),
  },
  {
    name: "appointment:export",
    group: "Bookings:",
    summary: "write an appointment as a calendar file (.ics)",
    writes: false,
    load: () => import("./appointment/export.ts"),
  },
  {
    name: "waitlist:list",
    group: "Bookings:",
    summary: "list who waits for an earlier slot",
    writes: false,
    load: () => import("./waitlist/list.ts"),
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
