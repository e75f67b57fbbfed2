import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { checkAgainstPublished, publishedSchemaPath } from "../fakes/published-schemas.ts";
import { newFolder, run } from "../fakes/world.ts";

it("every command has a published schema of what it prints under --json, and nothing else has", () => {
  const published = readdirSync("docs/json").map((file) => `docs/json/${file}`);
  expect(published.toSorted()).toEqual(COMMANDS.map(({ name }) => publishedSchemaPath(name)).toSorted());
});

it("a document names the command that ran, not one that its arguments name", async () => {
  const lines = [
    ["audit:list", "--action", "fleet:apply", "--json"],
    ["--json", "job:list", "--kind", "check"],
    ["--db", "demo", "clinic:list", "--json"],
  ];
  const named = [];
  for (const line of lines) {
    const { stdout } = await run(line, { cwd: newFolder() });
    named.push(/"command":"([^"]+)"/.exec(stdout)?.[1]);
  }
  expect(named).toEqual(["audit:list", "job:list", "clinic:list"]);
});

/** Checks a room list that holds this one room. */
function checkOf(room: object) {
  const text = JSON.stringify({ ok: true, command: "room:list", data: { clinic: "a-clinic", rooms: [room] } });
  return (): void => checkAgainstPublished(["room:list"], text);
}

it("the check of the tests notices a property too many, one too few and one of another type", () => {
  const room = { id: "room-1", name: "Salle 1", active: true };
  expect(checkOf(room)).not.toThrow();
  expect(checkOf({ ...room, patient: "Koffi Test" })).toThrow("must NOT have additional properties");
  expect(checkOf({ id: "room-1", active: true })).toThrow("must have required property 'name'");
  expect(checkOf({ ...room, active: "yes" })).toThrow("must be boolean");
});
