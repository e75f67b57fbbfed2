import { type CommandEntry, group, reads, writes } from "./command-entry.ts";

/** What calls patients, and what decides whether they are called. */
export const outreachCommands: readonly CommandEntry[] = group("Outreach:", [
  writes(
    "call:place",
    "call somebody about their appointment, now or when due; it costs money",
    () => import("./call/place.ts"),
  ),
  reads(
    "call:explain",
    "judge every rule about a contact and say when the next call may go out",
    () => import("./call/explain.ts"),
  ),
  writes(
    "contact:import",
    "import whom a clinic may call about which appointment",
    () => import("./contact/import.ts"),
  ),
  reads("contact:list", "list a clinic's contacts and how they stand", () => import("./contact/list.ts")),
  reads("contact:show", "show a contact with every call planned or made", () => import("./contact/show.ts")),
  writes(
    "contact:done",
    "record that staff did what was left to do about a contact",
    () => import("./contact/done.ts"),
  ),
  writes(
    "contact:opt-out",
    "keep a clinic from calling a number, or let it call again",
    () => import("./contact/opt-out.ts"),
  ),
  writes(
    "reminder:policy",
    "show or change how a clinic reminds: when, whom, how often",
    () => import("./reminder/policy.ts"),
  ),
  reads(
    "reminder:plan",
    "show who would be called when, and why everybody else would not",
    () => import("./reminder/plan.ts"),
  ),
  writes("reminder:run", "order the calls of the next 24 hours", () => import("./reminder/run.ts")),
  writes("outreach:pause", "let no call begin, for a clinic or for all", () => import("./outreach/pause.ts")),
  writes("outreach:resume", "let calls begin again", () => import("./outreach/resume.ts")),
  reads(
    "outreach:status",
    "show what is planned, under way and done today, and the lines in use",
    () => import("./outreach/status.ts"),
  ),
]);
