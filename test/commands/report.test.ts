import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { spreadsheetText } from "../../src/commands/input-files.ts";
import { dateAt } from "../../src/domain/time/zoned-time.ts";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

/** Calls of today, each with this cost. */
async function withCosts(costs: readonly (number | null)[]) {
  const { cwd, data, command, stores } = await storedClinic();
  await stores(() => Promise.resolve());
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  const at = Date.now();
  const usual = { attribution: "known", direction: "inbound", status: "ended", calledAt: at, updatedAt: at } as const;
  const rows = costs.map((costCents, index) => ({
    callId: `call_${index}`,
    clinicId: "clinic-1",
    costCents,
    ...usual,
  }));
  if (rows.length > 0) await database.fleet.insertInto("calls").values(rows).execute();
  await database.close();
  const report = (...argv: readonly string[]) => run(["report:cost", ...argv], { cwd });
  return { cwd, report, data, command };
}

describe("report:cost", () => {
  it("writes an RFC 4180 table whose rows add up exactly", async () => {
    const { cwd, report } = await withCosts([14.1666666667, 0.1, 0.2, null]);
    const { code, stdout } = await report("--csv", "-o", "costs.csv");
    expect([code, stdout]).toEqual([0, "Wrote costs.csv.\n"]);
    const text = readFileSync(join(cwd, "costs.csv"), "utf8");
    expect(text).toMatch(/^clinic,calls,duration_ms,[\s\S]*\r\n$/u);
    expect(parse(text, { columns: true })).toEqual([
      {
        clinic: "clinique-test",
        calls: "4",
        duration_ms: "0",
        cost_cents: "14.4666666667",
        reached_nobody: "0",
        reached_nobody_cents: "0",
        unpriced_calls: "1",
      },
    ]);
    const again = await report("--csv", "-o", "costs.csv");
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("already a file costs.csv")]);
  });

  it("shows the same for people, rounded once", async () => {
    const { report } = await withCosts([0.4, 0.4, 0.4, null]);
    const { stdout } = await report();
    expect(stdout).toMatch(/total +4 +0 +\$0\.01/u);
    expect(stdout).toContain("1 call without a cost yet: ascendia report:cost --fetch");
    expect((await report("--from", "2020-01-01", "--to", "2020-02-01")).stdout).toBe("No calls.\n");
  });

  it.each([
    [["--from", "yesterday"], '--from: "yesterday" is not a date.'],
    [["--from", "2026-11-02", "--to", "2026-11-01"], "--to 2026-11-01 is before --from 2026-11-02."],
    [["--by", "day", "--from", "2016-01-01", "--to", "2026-01-01"], "3654 days are more than 400."],
    [["--from", "0001-01-01"], "days are more than 3700."],
  ])("refuses %j", async (argv, message) => {
    const { report } = await withCosts([]);
    const { code, stderr } = await report(...argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

it.each([
  ["=1+1", "'=1+1"],
  ["  @sum", "'  @sum"],
  ["-cabinet", "'-cabinet"],
  ["\t=x", "'\t=x"],
  ["cabinet-du-nord", "cabinet-du-nord"],
])("a spreadsheet reads %j as text", (text, cell) => {
  expect(spreadsheetText(text)).toBe(cell);
});

describe("report:weekly", () => {
  it("shows this week too, and refuses one that has not begun", async () => {
    const { data, command } = await withCosts([10.5, null]);
    const today = dateAt(Date.now(), "Africa/Porto-Novo");
    const shape = z.object({ is_over: z.boolean(), figures: z.object({ calls: z.number(), cost_cents: z.string() }) });
    const shown = await data(shape, "report:weekly", "--week", today);
    expect(shown).toEqual({ is_over: false, figures: { calls: 2, cost_cents: "10.5" } });
    const { stdout } = await command("report:weekly", "--week", today);
    expect(stdout).toMatch(/\(not over yet\)[\s\S]*cost +\$0\.11[\s\S]*1 call without a cost yet/u);
    const later = await command("report:weekly", "--week", "2199-W01");
    expect([later.code, later.stderr]).toEqual([2, expect.stringContaining("2199-W01 has not begun.")]);
  });
});
