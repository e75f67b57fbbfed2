import { type CommandEntry, group, reads, writes } from "./command-entry.ts";
import { outreachCommands } from "./outreach-commands.ts";

/** In the order of the help. The code of `clinic:list` is in commands/clinic/list.ts. */
export const COMMANDS: readonly CommandEntry[] = [
  ...group("Start:", [
    writes("init", "set up this folder: create .env from questions or flags", () => import("./init/init.ts")),
    reads("demo", "run three clinics on one agent in a local sandbox, with simulated calls", () => import("./demo.ts")),
  ]),
  ...group("Agent:", [
    writes(
      "agent:create",
      "create the master agent from the template and publish it",
      () => import("./agent/create.ts"),
    ),
    writes(
      "agent:adopt",
      "use an agent that the Retell account already has as the master agent",
      () => import("./agent/adopt.ts"),
    ),
    writes(
      "agent:validate",
      "check a flow, an export or the template for mistakes",
      () => import("./agent/validate.ts"),
    ),
    reads("agent:graph", "draw a flow as a picture or a page", () => import("./agent/graph.ts")),
    reads(
      "agent:show",
      "show live versions, tags and engine, and which clinics get which version",
      () => import("./agent/show.ts"),
    ),
    reads("agent:versions", "list the versions and snapshots of the agent", () => import("./agent/versions.ts")),
    reads("agent:export", "write a version of the agent as a template", () => import("./agent/export.ts")),
    reads(
      "agent:diff",
      "compare the template with Retell and show which side changed",
      () => import("./agent/diff.ts"),
    ),
    writes("agent:update", "write the template to a new draft version", () => import("./agent/update.ts")),
    writes("agent:publish", "simulate a draft version and freeze it", () => import("./agent/publish.ts")),
    writes("agent:rollout", "move the callers of some clinics to a version", () => import("./agent/rollout.ts")),
    writes("agent:promote", "move the callers of all clinics to a version", () => import("./agent/promote.ts")),
    writes(
      "agent:rollback",
      "move the callers of all clinics back to the previous version",
      () => import("./agent/rollback.ts"),
    ),
  ]),
  ...group("Clinics:", [
    writes(
      "clinic:onboard",
      "add a clinic: store it, get its number and bind it to the master agent",
      () => import("./clinic/onboard.ts"),
    ),
    reads("clinic:list", "list the clinics", () => import("./clinic/list.ts")),
    reads("clinic:show", "show a clinic's details", () => import("./clinic/show.ts")),
    writes("clinic:update", "change a clinic's details and update its number", () => import("./clinic/update.ts")),
    writes(
      "clinic:suspend",
      "stop taking a clinic's calls; callers hear why in the clinic's language",
      () => import("./clinic/suspend.ts"),
    ),
    writes("clinic:resume", "take calls for a suspended clinic again", () => import("./clinic/resume.ts")),
    writes(
      "clinic:dialogue",
      "show or change how a clinic's socket calls are handled",
      () => import("./clinic/dialogue.ts"),
    ),
    writes(
      "clinic:default",
      "show or set the clinic for socket calls without a slug",
      () => import("./clinic/default.ts"),
    ),
    writes(
      "clinic:socket-url",
      "print a clinic's socket address, or change its secret",
      () => import("./clinic/socket-url.ts"),
    ),
    writes(
      "clinic:instructions",
      "show, set, edit or clear the instructions for calls in prompt mode",
      () => import("./clinic/instructions.ts"),
    ),
    writes(
      "clinic:phrases",
      "list, set or reset what the assistant says, at one clinic or at all",
      () => import("./clinic/phrases.ts"),
    ),
    reads("voice:list", "list the voices of the Retell account", () => import("./voice/list.ts")),
    writes(
      "clinic:offboard",
      "export everything, release the number, erase or keep the data, and print a receipt",
      () => import("./clinic/offboard.ts"),
    ),
    writes("doctor:add", "add a doctor to a clinic", () => import("./doctor/add.ts")),
    reads("doctor:list", "list the doctors of a clinic", () => import("./doctor/list.ts")),
    writes("doctor:update", "change a doctor's name, specialty or email address", () => import("./doctor/update.ts")),
    writes(
      "doctor:remove",
      "remove a doctor and move upcoming appointments to a colleague",
      () => import("./doctor/remove.ts"),
    ),
    writes(
      "clinic:rules",
      "show or change the booking rules: slot interval, notice, horizon, cut-off, holidays",
      () => import("./clinic/rules.ts"),
    ),
    writes(
      "clinic:notices",
      "show or change a clinic's email notices and their recipients",
      () => import("./clinic/notices.ts"),
    ),
    writes(
      "clinic:privacy",
      "show or change a clinic's data retention and transcript redaction",
      () => import("./clinic/privacy.ts"),
    ),
  ]),
  ...group("Hours and rooms:", [
    reads("hours:show", "show the weekly hours of a clinic and its doctors", () => import("./hours/show.ts")),
    writes("hours:set", "set the weekly hours of a clinic or a doctor", () => import("./hours/set.ts")),
    writes("hours:add", "add hours for a time of the year or every second week", () => import("./hours/add.ts")),
    writes("hours:remove", "remove hours added for a period", () => import("./hours/remove.ts")),
    writes("closure:add", "add a closure, an absence or an extra opening", () => import("./closure/add.ts")),
    reads("closure:list", "list closures, absences and public holidays", () => import("./closure/list.ts")),
    writes("closure:remove", "remove a closure, an absence or an extra opening", () => import("./closure/remove.ts")),
    writes(
      "calendar:connect",
      "let the events of a calendar kept elsewhere block a doctor's slots",
      () => import("./calendar/connect.ts"),
    ),
    reads("calendar:list", "list connected calendars and their state", () => import("./calendar/list.ts")),
    writes("calendar:sync", "read connected calendars now", () => import("./calendar/sync.ts")),
    writes("calendar:disconnect", "stop reading a calendar", () => import("./calendar/disconnect.ts")),
    writes("room:add", "add a treatment room", () => import("./room/add.ts")),
    reads("room:list", "list the treatment rooms", () => import("./room/list.ts")),
    writes("room:update", "rename a room, or take it into or out of use", () => import("./room/update.ts")),
    writes("room:remove", "take a room out of use", () => import("./room/remove.ts")),
    writes("type:add", "add an appointment type", () => import("./type/add.ts")),
    reads("type:list", "list the appointment types and who offers them", () => import("./type/list.ts")),
    writes("type:update", "change an appointment type and who offers it", () => import("./type/update.ts")),
    writes("type:remove", "stop offering an appointment type", () => import("./type/remove.ts")),
  ]),
  ...group("Bookings:", [
    reads("slot:list", "show the free slots of a day or a week as a grid", () => import("./slot/list.ts")),
    reads("appointment:list", "list the appointments of a clinic", () => import("./appointment/list.ts")),
    reads("appointment:show", "show an appointment", () => import("./appointment/show.ts")),
    writes("appointment:book", "book an appointment for a patient", () => import("./appointment/book.ts")),
    writes("appointment:repeat", "book a patient's following visits", () => import("./appointment/repeat.ts")),
    writes("appointment:reschedule", "move an appointment", () => import("./appointment/reschedule.ts")),
    writes(
      "appointment:mark",
      "record that an appointment is confirmed, completed or a no-show",
      () => import("./appointment/mark.ts"),
    ),
    writes("appointment:cancel", "cancel an appointment", () => import("./appointment/cancel.ts")),
    reads(
      "appointment:export",
      "write an appointment as a calendar file (.ics)",
      () => import("./appointment/export.ts"),
    ),
    writes("waitlist:add", "put a patient on the waitlist", () => import("./waitlist/add.ts")),
    writes("waitlist:remove", "take a patient off the waitlist", () => import("./waitlist/remove.ts")),
    reads("waitlist:list", "list patients waiting for an earlier slot", () => import("./waitlist/list.ts")),
    writes(
      "waitlist:pass-on",
      "offer slots with expired offers to the next patient in line",
      () => import("./waitlist/pass-on.ts"),
    ),
  ]),
  ...group("Patients:", [
    reads("patient:list", "list the patients of a clinic", () => import("./patient/list.ts")),
    writes("patient:update", "change a patient's email address for confirmations", () => import("./patient/update.ts")),
    reads("patient:export", "export everything a clinic stores about one person", () => import("./patient/export.ts")),
    writes("patient:erase", "erase one person's data from a clinic", () => import("./patient/erase.ts")),
  ]),
  ...group("Messages:", [
    reads("message:list", "list the messages that callers left", () => import("./message/list.ts")),
    reads("message:show", "show a message that a caller left", () => import("./message/show.ts")),
    writes("message:done", "mark a caller's message as done", () => import("./message/done.ts")),
  ]),
  ...group("Mail:", [
    reads("mail:list", "list emails: waiting, sent or failed", () => import("./mail/list.ts")),
    reads("mail:show", "show an email and its delivery status", () => import("./mail/show.ts")),
    reads("mail:preview", "preview a kind of email as a clinic would send it", () => import("./mail/preview.ts")),
    writes("mail:send", "send waiting emails now, or retry failed ones", () => import("./mail/send.ts")),
  ]),
  ...group("Numbers:", [
    reads(
      "number:list",
      "list every number at Retell with its clinic, agent, webhook, state and price",
      () => import("./number/list.ts"),
    ),
    writes(
      "number:bind",
      "bind a clinic's number to the master agent and to the clinic's webhook",
      () => import("./number/bind.ts"),
    ),
    writes(
      "number:import",
      "import a number from the clinic's carrier over a SIP trunk",
      () => import("./number/import.ts"),
    ),
    writes(
      "number:update",
      "change a number's fallback and its allowed inbound and outbound countries",
      () => import("./number/update.ts"),
    ),
    writes(
      "number:release",
      "release a number, after showing its price and what depends on it",
      () => import("./number/release.ts"),
    ),
  ]),
  ...group("Fleet:", [
    reads("fleet:plan", "show drift and how to fix it", () => import("./fleet/plan.ts")),
    writes("fleet:apply", "apply the repairs that need no decision", () => import("./fleet/apply.ts")),
  ]),
  ...group("Checks:", [
    reads(
      "check",
      "check the whole chain, from the environment to each clinic's webhook, with a fix for each problem",
      () => import("./check.ts"),
    ),
    reads(
      "simulate",
      "simulate calls to one clinic or all, on a copy of the database",
      () => import("./simulate/simulate.ts"),
    ),
  ]),
  ...group("Server:", [
    reads("serve", "serve Retell: inbound calls, functions and events; run jobs", () => import("./serve.ts")),
    writes("deploy:init", "write the files that run this installation on a server", () => import("./deploy/init.ts")),
    writes(
      "console:open",
      "make a one-time link to sign in to the console, printed or mailed",
      () => import("./console/open.ts"),
    ),
    reads("console:sessions", "list who is signed in to the console", () => import("./console/sessions.ts")),
    writes("console:revoke", "sign someone out of the console", () => import("./console/revoke.ts")),
  ]),
  ...group("Calls:", [
    reads("call:list", "list calls, their outcomes and why they ended", () => import("./call/list.ts")),
    reads("call:show", "show a call with its transcript", () => import("./call/show.ts")),
    reads("call:to-scenario", "make a scenario of a recorded call", () => import("./call/to-scenario.ts")),
    reads("call:tail", "follow calls and events live", () => import("./call/tail.ts")),
    reads("event:list", "list stored events from Retell", () => import("./event/list.ts")),
    reads("event:show", "show an event as received", () => import("./event/show.ts")),
    writes("event:replay", "process a stored event again, or send it to a URL", () => import("./event/replay.ts")),
    writes("event:trigger", "send a signed event to a server", () => import("./event/trigger.ts")),
  ]),
  ...outreachCommands,
  ...group("Jobs:", [
    reads("worker", "run jobs outside the server", () => import("./worker.ts")),
    reads("job:list", "list jobs by state and kind", () => import("./job/list.ts")),
    writes("job:retry", "run failed jobs again", () => import("./job/retry.ts")),
  ]),
  ...group("Database:", [
    reads(
      "backup",
      "write a consistent, checked copy of the database, also while the server runs",
      () => import("./database/backup.ts"),
    ),
    writes("restore", "put a backup in the place of a database that is gone", () => import("./database/restore.ts")),
    reads(
      "db:status",
      "examine the database file: damage, schema, latest backup",
      () => import("./database/status.ts"),
    ),
  ]),
  ...group("Audit:", [
    reads("audit:list", "list who did what, and when", () => import("./audit/list.ts")),
    reads("audit:verify", "verify that the audit log was not changed", () => import("./audit/verify.ts")),
  ]),
  ...group("Sandbox:", [reads("sandbox", "run the local emulator of Retell's API", () => import("./sandbox.ts"))]),
  ...group("Help:", [
    reads(
      "capabilities",
      "describe every command, exit code and HTTP path, for programs",
      () => import("./capabilities/capabilities.ts"),
    ),
    reads(
      "completion",
      "print a shell completion script for bash, zsh or fish",
      () => import("./completion/completion.ts"),
    ),
    reads("help", "show the help of a command, the exit codes or the environment", () => import("./help.ts")),
  ]),
];
