import { z } from "zod";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, it } from "vitest";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { clinicTable } from "../fakes/clinic-table.ts";
import {
  ascendia,
  austin,
  austinNumber,
  cotonou,
  cotonouNumber,
  dataOf,
  installation,
  onInstallation,
  twoClinics,
  writes,
} from "./fleet-fixture.ts";
import { shippedTemplate } from "../domain/agent/shipped.ts";

onInstallation();

/** Command lines that would change something; the result must say so, or why not. */
const lines: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "agent:create": [[], ["--force"]],
  "agent:adopt": [["<master>"]],
  "agent:refresh-catalog": [[]],
  "agent:update": [["--template", "template.json"]],
  // Its result is its findings; it writes only with `--accept-change`.
  "agent:validate": [],
  "agent:publish": [["--skip-simulation"]],
  "agent:rollout": [["--version", "0", "--percent", "50", "--skip-simulation"]],
  "agent:promote": [["--version", "0", "--skip-simulation"]],
  "agent:rollback": [["--to", "0"]],
  "clinic:onboard": [["--from", "clinics.csv"]],
  "clinic:update": [[austin, "--slug", "another"]],
  "clinic:suspend": [[cotonou]],
  "clinic:resume": [[cotonou]],
  "clinic:offboard": [
    [austin, "--erase"],
    [cotonou, "--keep"],
  ],
  "doctor:add": [[austin, "--name", "Koffi Test", "--specialty", "Dentist"]],
  "doctor:update": [["Awa Test", "--clinic", austin, "--specialty", "Surgeon"]],
  "doctor:remove": [["Awa Test", "--clinic", austin]],
  "clinic:rules": [["--clinic", austin, "--notice-minutes", "240"]],
  "number:bind": [[cotonou]],
  "number:import": [[cotonou, "--number", cotonouNumber, "--termination-uri", "trunk.example.com"]],
  "number:update": [[austin, "--allow-inbound", "US"]],
  "number:release": [[austinNumber]],
  "fleet:apply": [[], ["--only", "mark_wrong"]],
};

const groups = new Set(["Agent:", "Numbers:", "Fleet:"]);

function contentOfDatabase(): Readonly<Record<string, readonly unknown[]>> {
  const database = keepStatements(new BetterSqlite3(join(installation().cwd, ".ascendia", "sandbox.db")));
  try {
    const tables = database.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck().all();
    return Object.fromEntries(tables.map((name) => [name, database.prepare(`select * from "${name}"`).all()]));
  } finally {
    database.close();
  }
}

it("every writing command of the agent, the numbers and the fleet is covered here", () => {
  const writing = COMMANDS.filter(({ writes: isWriting, group }) => isWriting && groups.has(group));
  expect(writing.map(({ name }) => name).filter((name) => !(name in lines))).toEqual([]);
});

it("a dry run of any of them leaves Retell and the database as they were, and says create, update or unchanged", async () => {
  await twoClinics();
  const { dashboard, cwd } = installation();
  const shipped = JSON.stringify(shippedTemplate(), undefined, 2);
  const template = shipped.replace('"max_call_duration_ms": 900000', '"max_call_duration_ms": 600000');
  writeFileSync(join(cwd, "template.json"), template);
  writeFileSync(join(cwd, "clinics.csv"), clinicTable(3));
  await dataOf(["agent:update", "--template", "template.json"]);
  await dashboard.phoneNumber.update(cotonouNumber, { nickname: "renamed", inbound_webhook_url: null });
  const before = { writes: await writes(), content: contentOfDatabase() };
  const { agent_id: master } = z.object({ agent_id: z.string() }).parse(await dataOf(["agent:show"]));
  for (const [name, variants] of Object.entries(lines)) {
    for (const given of variants) {
      const argv = given.map((word) => (word === "<master>" ? master : word));
      const { code, stdout } = await ascendia([name, ...argv, "--dry-run", "--json"]);
      const line = [name, ...argv].join(" ");
      expect({ line, code, stdout: code === 0 ? "" : stdout }).toEqual({ line, code: 0, stdout: "" });
      expect(stdout).toMatch(/"dry_run":true/u);
      expect({ line, writes: await writes() }).toEqual({ line, writes: before.writes });
      expect({ line, content: contentOfDatabase() }).toEqual({ line, content: before.content });
    }
  }
});
