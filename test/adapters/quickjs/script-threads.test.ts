import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scriptThreads } from "../../../src/adapters/quickjs/script-threads.ts";
import type { ScriptRunner } from "../../../src/flow/ports.ts";

/** Inside the project, where the thread finds the packages that it imports. */
let folder: string;
let runner: ScriptRunner;

/** A thread runs a file, so its entry is bundled as in the program. */
beforeAll(async () => {
  mkdirSync("build/generated", { recursive: true });
  folder = mkdtempSync(resolve("build/generated", "script-thread-"));
  const bundle = await rolldown({ input: "src/script-thread.ts", platform: "node", external: /^[^./]/u });
  await bundle.write({ dir: folder, format: "cjs", entryFileNames: "thread.cjs" });
  await bundle.close();
  runner = scriptThreads(join(folder, "thread.cjs"), 1);
  // Starts a thread, so that later scripts, whose time is measured, need not wait for one.
  await run("1");
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(expression: string, timeoutMs = 60_000) {
  return runner.run({ code: `return ${expression}`, variables: {}, metadata: {}, timeoutMs });
}

/** Each is a single step of the engine, which checks its limit only between steps. */
test.each([
  "new Array(1e8).join('ab').length",
  "new Array(5e7).fill('x').sort().length",
  "new Array(3e8).indexOf(1)",
  "/^(a+)+$/.test('a'.repeat(40) + 'b')",
])(
  "a long-running call into the engine is ended at the time limit: %s",
  async (expression) => {
    const began = performance.now();
    expect(await run(expression, 300)).toMatchObject({ ok: false });
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(await run("'the next'")).toMatchObject({ ok: true, result: "the next" });
  },
  180_000,
);
