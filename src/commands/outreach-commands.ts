import { type CommandEntry, group, reads, writes } from "./command-entry.ts";

/** The commands that call patients, and the rules for when. */
export const outreachCommands: readonly CommandEntry[] = group("Outreach:", [
  writes(
    "call:place",
    "call a patient about an appointment, or give a notice, now or later; costs money",
    () => import("./call/place.ts"),
  ),
  writes("call:cancel", "call off one planned call", () => import("./call/cancel.ts")),
  writes("call:stop", "end an active call", () => import("./call/stop.ts")),
  reads(
    "call:explain",
    "check every reminder rule for a contact and show when the next call may go out",
    () => import("./call/explain.ts"),
  ),
  writes("contact:add", "add a person that a clinic may call", () => import("./contact/add.ts")),
  writes(
    "contact:import",
    "import the people a clinic may call, and their appointments",
    () => import("./contact/import.ts"),
  ),
  reads("contact:list", "list a clinic's contacts and their states", () => import("./contact/list.ts")),
  reads("contact:show", "show a contact with every planned or placed call", () => import("./contact/show.ts")),
  writes("contact:done", "mark the staff follow-up for a contact as done", () => import("./contact/done.ts")),
  writes(
    "contact:opt-out",
    "stop a clinic from calling a number, or allow it again",
    () => import("./contact/opt-out.ts"),
  ),
  writes("reminder:policy", "show or change a clinic's reminder rules", () => import("./reminder/policy.ts")),
  reads(
    "reminder:plan",
    "show who would be called and when, and why others would not",
    () => import("./reminder/plan.ts"),
  ),
  writes("reminder:run", "order the reminder calls of the next 24 hours", () => import("./reminder/run.ts")),
  writes("outreach:pause", "pause new calls for one clinic or all", () => import("./outreach/pause.ts")),
  writes("outreach:resume", "resume calls", () => import("./outreach/resume.ts")),
  reads(
    "outreach:status",
    "show planned and active calls, today's outcomes and the lines in use",
    () => import("./outreach/status.ts"),
  ),
]);
