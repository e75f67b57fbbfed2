import { type CommandEntry, group, reads, writes } from "./command-entry.ts";
import { outreachCommands } from "./outreach-commands.ts";

/** In the order of the help. `clinic:list` is commands/clinic/list.ts and nothing else. */
export const COMMANDS: readonly CommandEntry[] = [
  ...group("Start:", [
    writes("init", "set this folder up: .env, question by question or by flags", () => import("./init/init.ts")),
    reads("demo", "three clinics on one agent, answered and called, on a local sandbox", () => import("./demo.ts")),
  ]),
  ...group("Agent:", [
    writes(
      "agent:create",
      "create the master agent from the template and publish it",
      () => import("./agent/create.ts"),
    ),
    writes(
      "agent:adopt",
      "take an agent of the Retell account for the master agent, as it is",
      () => import("./agent/adopt.ts"),
    ),
    reads(
      "agent:validate",
      "check a flow, an export or the template for mistakes",
      () => import("./agent/validate.ts"),
    ),
    reads("agent:graph", "draw a flow as a picture or a page", () => import("./agent/graph.ts")),
    reads(
      "agent:show",
      "show what is live: versions, tags, engine, and which clinics get which version",
      () => import("./agent/show.ts"),
    ),
    reads(
      "agent:versions",
      "list the versions of the agent and the snapshots that were kept",
      () => import("./agent/versions.ts"),
    ),
    reads("agent:export", "write a version of the agent as a template", () => import("./agent/export.ts")),
    reads("agent:diff", "compare the template with Retell and say which side changed", () => import("./agent/diff.ts")),
    writes("agent:update", "write the template to a new draft version", () => import("./agent/update.ts")),
    writes("agent:publish", "freeze a version after its simulation", () => import("./agent/publish.ts")),
    writes("agent:rollout", "give the callers of some clinics another version", () => import("./agent/rollout.ts")),
    writes("agent:promote", "give the callers of all clinics another version", () => import("./agent/promote.ts")),
    writes("agent:rollback", "give the callers of all clinics the version before", () => import("./agent/rollback.ts")),
  ]),
  ...group("Clinics:", [
    writes(
      "clinic:onboard",
      "store a clinic, get its number and bind it to the master agent",
      () => import("./clinic/onboard.ts"),
    ),
    reads("clinic:list", "list the clinics", () => import("./clinic/list.ts")),
    reads("clinic:show", "show all facts of a clinic", () => import("./clinic/show.ts")),
    writes(
      "clinic:update",
      "change what a clinic is, and what its number carries of it",
      () => import("./clinic/update.ts"),
    ),
    writes(
      "clinic:suspend",
      "stop taking a clinic's calls; callers are told in its language",
      () => import("./clinic/suspend.ts"),
    ),
    writes("clinic:resume", "take a suspended clinic's calls again", () => import("./clinic/resume.ts")),
    writes(
      "clinic:dialogue",
      "show or change how a clinic's calls over the socket are held",
      () => import("./clinic/dialogue.ts"),
    ),
    writes(
      "clinic:default",
      "show or set whose calls come to the socket without a slug",
      () => import("./clinic/default.ts"),
    ),
    writes(
      "clinic:socket-url",
      "print the address of a clinic's socket, or change its secret",
      () => import("./clinic/socket-url.ts"),
    ),
    writes(
      "clinic:instructions",
      "show, set, edit or clear the instructions of calls in mode prompt",
      () => import("./clinic/instructions.ts"),
    ),
    writes(
      "clinic:offboard",
      "export everything, release the number, erase or keep the data, and give a receipt",
      () => import("./clinic/offboard.ts"),
    ),
    writes("doctor:add", "add a doctor to a clinic", () => import("./doctor/add.ts")),
    reads("doctor:list", "list the doctors of a clinic", () => import("./doctor/list.ts")),
    writes("doctor:update", "change a doctor's name, specialty or mail", () => import("./doctor/update.ts")),
    writes(
      "doctor:remove",
      "remove a doctor; coming appointments move to a colleague",
      () => import("./doctor/remove.ts"),
    ),
    writes(
      "clinic:rules",
      "show or change slot interval, notice, horizon, cut-off, holidays",
      () => import("./clinic/rules.ts"),
    ),
    writes(
      "clinic:notices",
      "show or change what a clinic is told by mail, and who of it",
      () => import("./clinic/notices.ts"),
    ),
    writes(
      "clinic:privacy",
      "show or change how long a clinic keeps what was said, and in what form",
      () => import("./clinic/privacy.ts"),
    ),
  ]),
  ...group("Hours and rooms:", [
    reads("hours:show", "show the weekly hours of a clinic and its doctors", () => import("./hours/show.ts")),
    writes("hours:set", "set the weekly hours of a clinic or a doctor", () => import("./hours/set.ts")),
    writes("closure:add", "add a closure, an absence or an extra opening", () => import("./closure/add.ts")),
    reads("closure:list", "list closures, absences and public holidays", () => import("./closure/list.ts")),
    writes("closure:remove", "remove a closure, an absence or an extra opening", () => import("./closure/remove.ts")),
    writes("room:add", "add a treatment room", () => import("./room/add.ts")),
    reads("room:list", "list the treatment rooms", () => import("./room/list.ts")),
    writes("room:update", "rename a room, or take it in or out of use", () => import("./room/update.ts")),
    writes("room:remove", "take a room out of use", () => import("./room/remove.ts")),
    writes("type:add", "add an appointment type", () => import("./type/add.ts")),
    reads("type:list", "list the appointment types and who offers them", () => import("./type/list.ts")),
    writes("type:update", "change an appointment type and who offers it", () => import("./type/update.ts")),
    writes("type:remove", "offer an appointment type no more", () => import("./type/remove.ts")),
  ]),
  ...group("Bookings:", [
    reads("slot:list", "show the free slots of a day or a week as a grid", () => import("./slot/list.ts")),
    reads("appointment:list", "list the appointments of a clinic", () => import("./appointment/list.ts")),
    reads("appointment:show", "show an appointment", () => import("./appointment/show.ts")),
    writes("appointment:book", "book an appointment for a patient", () => import("./appointment/book.ts")),
    writes("appointment:reschedule", "move an appointment", () => import("./appointment/reschedule.ts")),
    writes(
      "appointment:mark",
      "record that an appointment is confirmed, completed or no_show",
      () => import("./appointment/mark.ts"),
    ),
    writes("appointment:cancel", "cancel an appointment", () => import("./appointment/cancel.ts")),
    reads(
      "appointment:export",
      "write an appointment as a calendar file (.ics)",
      () => import("./appointment/export.ts"),
    ),
    reads("waitlist:list", "list who waits for an earlier slot", () => import("./waitlist/list.ts")),
    writes(
      "waitlist:pass-on",
      "keep slots whose offers have lapsed for the next in line",
      () => import("./waitlist/pass-on.ts"),
    ),
  ]),
  ...group("Patients:", [
    reads("patient:list", "list the patients of a clinic", () => import("./patient/list.ts")),
    writes("patient:update", "change where a patient's confirmations go", () => import("./patient/update.ts")),
    reads("patient:export", "write everything that a clinic keeps of one person", () => import("./patient/export.ts")),
    writes("patient:erase", "erase one person from what a clinic keeps", () => import("./patient/erase.ts")),
  ]),
  ...group("Mail:", [
    reads("mail:list", "list the mails that wait, were sent or were refused", () => import("./mail/list.ts")),
    reads("mail:show", "show a mail and what became of it", () => import("./mail/show.ts")),
    reads("mail:preview", "show a kind of mail as a clinic would send it", () => import("./mail/preview.ts")),
    writes("mail:send", "send the mails that wait now, or try refused ones again", () => import("./mail/send.ts")),
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
      "bring a number of the clinic's carrier over a SIP trunk",
      () => import("./number/import.ts"),
    ),
    writes(
      "number:update",
      "change a number's fallback and the countries it may be called from and call",
      () => import("./number/update.ts"),
    ),
    writes(
      "number:release",
      "give a number up; says what it costs and what breaks",
      () => import("./number/release.ts"),
    ),
  ]),
  ...group("Fleet:", [
    reads(
      "fleet:plan",
      "compare Retell with the store and name each departure with its fix",
      () => import("./fleet/plan.ts"),
    ),
    writes(
      "fleet:apply",
      "put right what fleet:plan found and needs nobody's choice",
      () => import("./fleet/apply.ts"),
    ),
  ]),
  ...group("Proof:", [
    reads(
      "check",
      "examine the whole chain, from the environment to each clinic's webhook, with a fix for each fault",
      () => import("./check.ts"),
    ),
    reads(
      "simulate",
      "play Retell and the callers to one clinic or to all, on a copy of the database",
      () => import("./simulate/simulate.ts"),
    ),
  ]),
  ...group("Server:", [
    reads("serve", "answer Retell: inbound calls, functions, events; run jobs", () => import("./serve.ts")),
  ]),
  ...group("Calls:", [
    reads("call:list", "list calls, what came of them and why they ended", () => import("./call/list.ts")),
    reads("call:show", "show a call with its transcript", () => import("./call/show.ts")),
    reads("call:tail", "follow calls and their events as they come", () => import("./call/tail.ts")),
    reads("event:list", "list Retell's events as they were stored", () => import("./event/list.ts")),
    reads("event:show", "show an event as it came", () => import("./event/show.ts")),
    writes("event:replay", "process a stored event again, or send it to a URL", () => import("./event/replay.ts")),
    writes("event:trigger", "send a signed event to a server", () => import("./event/trigger.ts")),
  ]),
  ...outreachCommands,
  ...group("Jobs:", [
    reads("worker", "run jobs outside of the server", () => import("./worker.ts")),
    reads("job:list", "list jobs by state and kind", () => import("./job/list.ts")),
    writes("job:retry", "have failed jobs run again", () => import("./job/retry.ts")),
  ]),
  ...group("Audit:", [
    reads("audit:list", "list who did what when", () => import("./audit/list.ts")),
    reads("audit:verify", "check that the audit log is as it was written", () => import("./audit/verify.ts")),
  ]),
  ...group("Sandbox:", [reads("sandbox", "run the local emulator of Retell's API", () => import("./sandbox.ts"))]),
  ...group("Help:", [
    reads(
      "completion",
      "print what makes bash, zsh or fish complete commands, options and clinics",
      () => import("./completion/completion.ts"),
    ),
    reads("help", "show the help of a command, the exit codes or the environment", () => import("./help.ts")),
  ]),
];
