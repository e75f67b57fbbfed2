import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { main } from "../../src/main.ts";
import { table } from "../../src/terminal/table.ts";
import { displayWidth, wrapped } from "../../src/terminal/text-width.ts";
import { addTestClinic, austin, cotonou, empty } from "../commands/simulate-fixture.ts";
import { terminal } from "../fakes/streams.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

const WIDTHS = [0, 1, 19, 20, 40, 60, 80, 100, 200];
const COMMANDS = [
  "clinic:list",
  "audit:list",
  "doctor:list --clinic austin-family",
  "hours:show --clinic austin-family",
  "clinic:show austin-family",
  "job:list",
  "help",
];

let cwd: string;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "ascendia-widths-"));
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  const store = sqlStore(database);
  for (const clinic of [cotonou, austin, empty]) await addTestClinic(store, clinic);
  await database.close();
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function shownAt(columns: number, line: string) {
  const [stdout, stderr] = [terminal(columns), terminal(columns)];
  const env = { CI: "1", NO_COLOR: "1" };
  const code = await main(line.split(" "), { env, cwd: () => cwd, stdin: noInput(), stdout, stderr });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

async function* noInput(): AsyncGenerator<string> {}

describe.each(COMMANDS)("%s", (line) => {
  it.each(WIDTHS)("ends at %i columns", async (columns) => {
    const { code, stdout } = await shownAt(columns, line);
    expect(code).toBe(0);
    expect(stdout.length).toBeLessThan(100_000);
  });
});

it.each([40, 60, 80, 100, 200])("clinic:list fits into %i columns and keeps the clinics' names", async (columns) => {
  const { stdout } = await shownAt(columns, "clinic:list");
  for (const shown of stdout.split("\n")) expect(displayWidth(shown)).toBeLessThanOrEqual(columns);
  expect(stdout).toContain("clinique-cotonou");
});

it("check finishes on terminals without a width", async () => {
  const { stdout, stderr } = await shownAt(0, "check");
  expect(stdout).toContain("environment");
  expect(stdout.length + stderr.length).toBeLessThan(100_000);
});

it("a table says what it hides", () => {
  const cells = [["one", "a long second cell", "a long third cell", "a long fourth cell"]];
  const drawn = table(["slug", "second", "third", "fourth"], cells, { width: 30 });
  expect(drawn.split("\n")).toEqual([
    "SLUG  SECOND       THIRD",
    "one   a long sec…  a long thi…",
    "Hidden at this width: fourth.",
    "Widen the terminal or use",
    "--json to see them.",
  ]);
});

it("columns stay aligned under double-width letters and zero-width marks", () => {
  const drawn = table(
    ["name", "city"],
    [
      ["王医生", "Lagos"],
      ["e\u0301te", "Paris"],
    ],
  );
  expect(drawn).toBe("NAME    CITY\n王医生  Lagos\ne\u0301te     Paris");
});

it("text wraps at words, under its own indent, and keeps longer words whole", () => {
  const text = "  next: ascendia clinic:onboard --file a.json\nhttps://voice.example.com/webhooks/retell";
  expect(wrapped(text, 24)).toBe(
    "  next: ascendia\n  clinic:onboard --file\n  a.json\nhttps://voice.example.com/webhooks/retell",
  );
  expect(wrapped(text, undefined)).toBe(text);
});

function clinicRows(count: number): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, index) => [`clinic-${index}`, "active", "+14155550100", `${index % 60}`]);
}

it("tens of thousands of rows are drawn at once", () => {
  const started = process.cpuUsage();
  table(["slug", "status", "number", "webhook"], clinicRows(20_000), { width: 80 });
  // While the time grew with the square of the rows, this took more than a minute.
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
});
