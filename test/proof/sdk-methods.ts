import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table } from "../../src/terminal/table.ts";
import { methodTable } from "./sdk-methods/method-table.ts";

/**
 * Each method of the installed SDK is emulated, with its answer's fields and its refusals, or answers 501; nothing in
 * between.
 */
export async function run(): Promise<{ readonly passed: number; readonly total: number }> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-sdk-"));
  try {
    const rows = await methodTable(join(folder, "retell.db"));
    const shown = rows.map(({ method, verb, path, answer, proven }) => [
      method,
      verb,
      withoutIds(path),
      answer,
      proven,
    ]);
    process.stdout.write(`${table(["method", "verb", "path", "answer", "proven"], shown)}\n`);
    for (const { method, faults } of rows) for (const fault of faults) process.stdout.write(`${method}: ${fault}\n`);
    return { passed: rows.filter(({ faults }) => faults.length === 0).length, total: rows.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the ids from a path, because they are long and new in every run. */
const withoutIds = (path: string): string =>
  path.replace(/\/([a-z_]+_[0-9a-f]{20,}|\+\d+|id_\d|11labs-[A-Za-z]+)/gu, "/{id}");
