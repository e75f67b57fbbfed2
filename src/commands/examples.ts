/** What `help` shows below the options of a command. Loaded only for help, so it does not slow down any other start. */
interface HelpNotes {
  /** Arguments and options after the command's name; "" for the command alone. */
  readonly examples: readonly string[];
  /** Exit codes with a meaning of their own in this command. */
  readonly exit?: string;
}

const C = "--clinic cocotiers";

const NOTES: Readonly<Record<string, HelpNotes>> = {
  init: { examples: ["--sandbox", "--retell-key-env RETELL_KEY --public-url https://voice.example.com"] },
  demo: { examples: ["", "--json"] },
  "calendar:connect": {
    examples: [
      `${C} --doctor "Awa Mensah" --ics https://calendar.example.com/awa/basic.ics`,
      `${C} --ics-env CLINIC_CALENDAR --trust 1d`,
      `${C} --doctor Awa --caldav https://cloud.example.com/remote.php/dav/calendars/awa/work/ --user awa --password-env AWA_CALENDAR --write`,
    ],
  },
  "calendar:list": { examples: [C] },
  "calendar:sync": { examples: [C], exit: "1 a calendar could not be read" },
  "calendar:status": { examples: [C] },
  "calendar:test": { examples: [`${C} 7f3a`, `${C} 7f3a --dry-run`] },
  "calendar:disconnect": { examples: [`${C} 7f3a`] },
  "deploy:init": {
    examples: ["systemd --domain voice.example.com", "compose --domain voice.example.com --folder deploy --dry-run"],
    exit: "3 existing files were edited; nothing was written",
  },
  backup: {
    examples: ["/var/backups/ascendia/ --keep 48", "before-upgrade.db.age --passphrase-env BACKUP_PASSPHRASE"],
  },
  "db:copy": {
    examples: [
      "--to postgres://ascendia@db.example.com/ascendia --dry-run",
      "--to postgres://ascendia@db.example.com/ascendia --follow",
      "--to sqlite:copy.db",
    ],
  },
  "db:reopen": { examples: ["--dry-run", ""], exit: "1 the database has not moved away" },
  restore: { examples: ["before-upgrade.db.age --passphrase-env BACKUP_PASSPHRASE --dry-run", "backup.db"] },
  "alert:list": { examples: ["", "--all --clinic cocotiers --json"] },
  "alert:test": { examples: [""], exit: "1 an address did not accept the notice" },
  "alert:mute": { examples: ["1a2b3c4d --reason 'the carrier works on it'"] },
  "report:weekly": { examples: [C, `${C} --week 2026-W48 --json`] },
  "report:cost": { examples: ["--csv", "--by month --from 2026-01-01", "--fetch --dry-run"] },
  "db:status": { examples: ["", "--json"] },
  "agent:create": {
    examples: ["--dry-run", "--template my-agent.json", "--engine custom-llm --clinic cocotiers", "--engine text"],
  },
  "agent:adopt": { examples: ["agent_0123456789abcdef0123456789 --dry-run", "agent_0123456789abcdef0123456789"] },
  "agent:refresh-catalog": { examples: ["--dry-run", ""] },
  "agent:validate": {
    examples: [
      "",
      "export.json --strict --json",
      "agent.json --accept-change golden-voicemail:phrases.fr.voicemail --reason 'longer number'",
    ],
    exit: "1 errors found, or warnings with --strict; 6 nothing to check",
  },
  "agent:graph": {
    examples: ["--output flow.svg", "export.json --output flow.html --coverage report.json"],
    exit: "6 the flow has no nodes",
  },
  "agent:show": { examples: ["", "--json"] },
  "agent:versions": { examples: [""] },
  "agent:export": { examples: ["--output agent.json", "--version 3 --output agent.json"] },
  "agent:diff": { examples: ["", "--rendered cocotiers"], exit: "0 no differences; 3 differences found" },
  "agent:update": { examples: ["--dry-run", "--template agent.json --theirs"] },
  "agent:publish": { examples: ["", "--version 4 --skip-simulation --reason 'simulated in CI'"] },
  "agent:rollout": {
    examples: ["--version 4 --percent 10", "--version 4 --clinic cocotiers", "--version 4 --clinic cocotiers,mirabel"],
  },
  "agent:promote": { examples: ["--version 4 --dry-run", "--version 4 --yes"] },
  "agent:rollback": { examples: ["--dry-run", "--to 3 --reason 'wrong greeting'"] },
  "clinic:onboard": {
    examples: [
      "--file clinic.json --dry-run",
      "--from clinics.csv --max-purchases 20 --yes",
      "--from clinics.csv --update --dry-run",
    ],
    exit: "3 with --from: some clinics differ from the store and were not changed",
  },
  "clinic:signup": { examples: ["", "--open", "--close"] },
  "signup:list": { examples: ["", "--all --json"] },
  "signup:show": { examples: ["6e1d42f0"] },
  "signup:approve": {
    examples: [
      "6e1d42f0 --buy US:512 --dry-run",
      "6e1d42f0 --import 0197000009 --termination-uri trunk.example.com --yes",
    ],
  },
  "signup:refuse": { examples: ['6e1d42f0 --reason "no clinic"'] },
  "clinic:list": { examples: ["", "--json"] },
  "clinic:show": { examples: ["cocotiers", "cocotiers --json"] },
  "clinic:update": { examples: ["cocotiers --phone +22921301234", "cocotiers --rebind"] },
  "clinic:suspend": {
    examples: ["cocotiers --answer message", "cocotiers --answer forward --forward-to +22921301234"],
  },
  "clinic:resume": { examples: ["cocotiers"] },
  "clinic:dialogue": { examples: ["cocotiers", "cocotiers --mode prompt --responsiveness 0.8"] },
  "clinic:default": { examples: ["cocotiers", "--none"] },
  "clinic:socket-url": { examples: ["cocotiers", "cocotiers --rotate"] },
  "clinic:instructions": { examples: ["show cocotiers", "set cocotiers --file instructions.txt"] },
  "clinic:phrases": {
    examples: [
      "list cocotiers --key greeting",
      'set cocotiers --key greeting --text "Les Cocotiers, bonjour ! {{notice}} Que puis-je faire pour vous ?"',
      'set --all --language fr --key goodbye --text "Merci, au revoir."',
    ],
  },
  "voice:list": { examples: ["", "--language fr"] },
  "clinic:offboard": {
    examples: ["cocotiers --keep --dry-run", "cocotiers --erase --export cocotiers.json --yes --confirm cocotiers"],
  },
  "doctor:add": { examples: [`${C} --name "Awa Test" --specialty Dentiste`] },
  "doctor:list": { examples: [C] },
  "doctor:update": { examples: [`"Awa Test" ${C} --specialty Orthodontiste`] },
  "doctor:late": { examples: [`"Awa Test" 40 ${C}`, `"Awa Test" off ${C}`] },
  "doctor:remove": { examples: [`"Awa Test" ${C} --move-to "Luc Test"`] },
  "clinic:rules": { examples: [C, `${C} --notice-minutes 120 --holidays BJ`] },
  "clinic:notices": { examples: ["cocotiers", "cocotiers --call-summaries on --digest 7"] },
  "clinic:privacy": { examples: ["cocotiers", "cocotiers --retention-days 90 --redact on"] },
  "hours:show": { examples: [C] },
  "hours:set": {
    examples: [`"Mon-Fri 08:00-12:30,14:00-18:00" ${C}`, `"Mon,Wed 09:00-12:00" ${C} --doctor "Awa Test"`],
  },
  "hours:add": {
    examples: [
      `"Mon-Thu 09:00-15:00" ${C} --from 2027-02-08 --to 2027-03-09`,
      `"Mon,Wed 08:00-12:00" ${C} --from 2026-12-07 --every-other-week --doctor "Awa Test"`,
    ],
  },
  "hours:remove": { examples: [`09380901 ${C}`] },
  "closure:add": { examples: [`2026-12-24 2026-12-26 ${C}`, `2026-12-31 --hours 12:00-18:00 ${C}`] },
  "closure:list": { examples: [C] },
  "closure:remove": { examples: [`09380901 ${C}`] },
  "room:add": { examples: [`"Salle 1" ${C}`] },
  "room:list": { examples: [C] },
  "room:update": { examples: [`"Salle 1" ${C} --name "Salle A"`, `"Salle 1" ${C} --no-active`] },
  "room:remove": { examples: [`"Salle 1" ${C}`] },
  "type:add": { examples: [`${C} --name-fr Contrôle --name-en Check-up --minutes 20`] },
  "type:list": { examples: [C] },
  "type:update": { examples: [`Check-up ${C} --minutes 30`] },
  "type:remove": { examples: [`Check-up ${C}`] },
  "slot:list": { examples: [`${C} --date tomorrow`, `${C} --week 2026-12-01`] },
  "appointment:list": { examples: [C, `${C} --from 2026-12-01 --to 2026-12-07`] },
  "appointment:show": { examples: [`c68cf7d0 ${C}`] },
  "appointment:book": {
    examples: [`${C} --date tomorrow --time 09:30 --doctor "Awa Test" --patient "Luc Test" --phone +22997000001`],
  },
  "appointment:repeat": { examples: [`c68cf7d0 ${C} --times 5`, `c68cf7d0 ${C} --times 3 --every-weeks 2`] },
  "appointment:reschedule": { examples: [`c68cf7d0 ${C} --date 2026-12-03 --time 10:00`] },
  "appointment:mark": { examples: [`c68cf7d0 completed ${C}`] },
  "appointment:cancel": { examples: [`c68cf7d0 ${C} --dry-run`] },
  "appointment:export": { examples: [`c68cf7d0 ${C} --output visit.ics`] },
  "waitlist:add": {
    examples: [`${C} --patient "Awa Test" --phone 0197000061 --from tomorrow --to 2027-03-31`],
  },
  "waitlist:remove": { examples: [`3f2a9c1e ${C} --dry-run`] },
  "waitlist:list": { examples: [C] },
  "waitlist:pass-on": { examples: [`${C} --dry-run`] },
  "patient:list": { examples: ["cocotiers"] },
  "patient:update": { examples: ["cocotiers 5f2a91c0 --email luc@example.com"] },
  "patient:export": { examples: ["cocotiers 5f2a91c0 --output luc.json"] },
  "patient:erase": {
    examples: ["cocotiers 5f2a91c0 --dry-run", "cocotiers 5f2a91c0 --cancel --yes --confirm cocotiers"],
  },
  "message:list": { examples: [C, `${C} --all --reveal`] },
  "message:show": { examples: [`4f1c20aa ${C}`] },
  "message:done": { examples: [`4f1c20aa ${C} --reason "called back"`] },
  "mail:list": { examples: ["--state failed", C] },
  "mail:show": { examples: ["7be1d204 --reveal"] },
  "mail:preview": { examples: [`welcome ${C}`, `call-summary ${C} --html --output summary.html`] },
  "mail:send": { examples: ["", "--failed"] },
  "number:list": { examples: ["", "--state orphan"] },
  "number:bind": { examples: ["cocotiers", "cocotiers --number +14155550100"] },
  "number:import": { examples: ["cocotiers --number +22921301234 --termination-uri trunk.example.com"] },
  "number:update": { examples: ["cocotiers --fallback +22921305678 --allow-inbound BJ,TG"] },
  "number:release": { examples: ["+14155550100 --dry-run", "+14155550100 --yes --confirm +14155550100"] },
  "fleet:plan": { examples: ["", "--only webhook_wrong --json"], exit: "0 no drift; 3 drift found" },
  "fleet:apply": { examples: ["--dry-run", "--yes"] },
  check: {
    examples: ["", `${C} --json`, "--watch --every 5m --notify-url https://chat.example.com/hooks/clinic"],
    exit: "1, 3, 4 or 5: the worst failed check decides",
  },
  simulate: {
    examples: [
      "--clinic cocotiers --scenario book",
      "--all --json --junit junit.xml",
      "--clinic cocotiers --scenario book --on retell --yes",
    ],
    exit: "1 failed calls, or another clinic's data revealed; 3 flaky, or worse than the baseline; 6 nothing was proved",
  },
  serve: { examples: ["", "--port 8080 --host 0.0.0.0", "--console", "--record"] },
  listen: { examples: ["", "--clinic cocotiers --expand", "--forward-to http://127.0.0.1:8790"] },
  replay: { examples: ["", "--day 2026-11-28 --json", "--listen 8790", "--url http://127.0.0.1:8790"] },
  "console:open": { examples: ["", C, `${C} --email reception@example.com`, "--role viewer"] },
  "console:sessions": { examples: [""] },
  "console:revoke": { examples: ["5d2b7c1a", C, "--all"] },
  "call:list": { examples: [`${C} --limit 20`, "--reason dial_no_answer", "--tool-error --since 7d"] },
  "call:show": { examples: ["call_8f3c"] },
  talk: { examples: [C] },
  "call:why": { examples: ["call_8f3c"] },
  "call:hotspots": { examples: [`${C} --since 7d`] },
  "call:to-scenario": { examples: ["call_8f3c", "call_8f3c call_91d2 --folder scenarios"] },
  "call:tail": { examples: [C, "--json"] },
  "event:list": { examples: ["--event call_ended", C] },
  "event:show": { examples: ["call_ended:call_8f3c"] },
  "event:replay": { examples: ["call_ended:call_8f3c", "call_ended:call_8f3c --to http://127.0.0.1:8787"] },
  "event:trigger": { examples: [`call_inbound ${C}`, `call_started ${C}`, "call_ended --set call.duration_ms=60000"] },
  worker: { examples: ["", "--job-lease 60"] },
  "job:list": { examples: ["", "--state dead"] },
  "job:retry": { examples: ["3d0c55aa", "--dead --kind send-mail"] },
  "audit:list": { examples: ["--since 2026-11-21", "--action agent:publish"] },
  "audit:verify": { examples: ["", "--json"], exit: "1 the log was changed" },
  sandbox: { examples: ["", "--port 9999 --faults faults.yaml"] },
  capabilities: { examples: ["--json"] },
  completion: { examples: ["bash"] },
  help: { examples: ["clinic:onboard", "exit-codes"] },
  "call:place": {
    examples: [
      `${C} --to +22997000001`,
      `${C} --contact 5f2a91c0 --at "2026-12-01 09:30"`,
      `${C} --to +22997000001 --about "Your documents are ready." --consent "asked at the desk"`,
    ],
  },
  "call:cancel": { examples: [`5f2a91c0 ${C}`] },
  "call:stop": { examples: [`call_5f2a91c0 ${C}`] },
  "contact:add": { examples: [`${C} --name "Awa Test" --phone 0197000001 --consent "asked at the desk"`] },
  "call:explain": { examples: [`5f2a91c0 ${C}`] },
  "contact:import": { examples: [`contacts.csv ${C} --dry-run`, `contacts.csv ${C} --errors failed.csv`] },
  "contact:list": { examples: [C, `${C} --follow-up`] },
  "contact:show": { examples: [`5f2a91c0 ${C}`] },
  "contact:done": { examples: [`5f2a91c0 ${C} --reason "called back"`] },
  "contact:opt-out": { examples: [`+22997000001 ${C}`, `5f2a91c0 ${C} --undo --reason "asked at the desk"`] },
  "reminder:policy": { examples: [C, `${C} --on --lead 48h,24h --hours 09:00-19:00`] },
  "reminder:plan": { examples: [C, "--all --at 2026-12-01T09:00"] },
  "reminder:run": { examples: ["--all --dry-run"] },
  "outreach:pause": { examples: [`${C} --reason "phone lines down"`, "--all --reason incident"] },
  "outreach:resume": { examples: ["--all"] },
  "outreach:status": { examples: [C, "--all"] },
};

export function notesOf(name: string): HelpNotes {
  return NOTES[name] ?? { examples: [] };
}

/** The text below a command's options. */
export function helpNotes(name: string): string {
  const { examples, exit } = notesOf(name);
  const lines = examples.map((line) => `  ascendia ${name} ${line}`.trimEnd());
  return [
    "",
    ...(lines.length === 0 ? [] : ["Examples:", ...lines, ""]),
    ...(exit === undefined ? [] : [`Exit codes: ${exit}. Others: ascendia help exit-codes.`]),
    name === "call:tail"
      ? "With --json: one JSON document per line."
      : `With --json: {"ok": true, "command": "${name}", "data": …} or {"ok": false, …, "error": …}.`,
    `JSON Schema: docs/json/${name.replace(":", "-")}.schema.json.`,
  ].join("\n");
}
