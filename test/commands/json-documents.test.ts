import { expect, it } from "vitest";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

/** Commands on one clinic with an appointment; `run` checks every document against its published schema. */
const ON_A_CLINIC: readonly (readonly string[])[] = [
  ["room:add", "Salle 1"],
  ["room:list"],
  ["room:update", "Salle 1", "--name", "Salle verte"],
  ["type:add", "--name-fr", "Contrôle", "--name-en", "Check-up", "--minutes", "30"],
  ["type:list"],
  ["doctor:add", "--name", "Koffi Test", "--specialty", "Dentiste"],
  ["doctor:list"],
  ["doctor:update", "Koffi Test", "--specialty", "Orthodontiste"],
  ["doctor:remove", "Koffi Test", "--yes"],
  ["hours:show"],
  ["hours:set", "Mon-Fri 08:00-13:00"],
  ["hours:add", "Mon-Fri 09:00-11:00", "--from", coming.tuesday],
  ["closure:add", coming.friday],
  ["closure:list"],
  ["slot:list", "--date", coming.tuesday],
  booking("awa", "09:00"),
  ["appointment:list"],
  ["waitlist:list"],
  ["waitlist:pass-on"],
  ["message:list"],
  ["patient:list"],
  ["contact:list"],
  ["clinic:rules"],
  ["clinic:notices"],
  ["clinic:privacy"],
  ["clinic:dialogue"],
  ["clinic:instructions", "show"],
  ["reminder:policy"],
  ["reminder:plan"],
  ["reminder:run", "--dry-run"],
  ["outreach:status"],
  ["mail:list"],
  ["call:list"],
  ["event:list"],
];

const ON_ALL: readonly (readonly string[])[] = [
  ["clinic:list"],
  ["clinic:show", "clinique-test"],
  ["clinic:default"],
  ["job:list"],
  ["job:retry", "--dead", "--dry-run"],
  ["audit:list"],
  ["audit:verify"],
  ["agent:validate"],
  ["agent:create"],
  ["agent:show"],
  ["agent:versions"],
  ["agent:export"],
  ["agent:diff"],
  ["agent:update"],
  ["agent:publish", "--skip-simulation"],
  ["number:list"],
  ["outreach:pause", "--all", "--reason", "Maintenance"],
  ["outreach:resume", "--all"],
  ["simulate", "--list"],
  ["help", "exit-codes"],
];

it("each kind of command prints what docs/json describes", async () => {
  const { command, cwd } = await storedClinic();
  const failed: string[] = [];
  for (const line of ON_A_CLINIC) {
    const { code, stdout } = await command(...line, "--json");
    if (code !== 0) failed.push(`${line.join(" ")}: ${stdout}`);
  }
  for (const line of ON_ALL) {
    const { code, stdout } = await run([...line, "--json"], { cwd });
    if (code !== 0) failed.push(`${line.join(" ")}: ${stdout}`);
  }
  expect(failed).toEqual([]);
});
