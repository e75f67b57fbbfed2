import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as z from "zod";
import { table } from "../../src/terminal/table.ts";
import { Cluster } from "./many-servers/cluster.ts";

const ENGINES = ["SQLite", "PGlite", "PostgreSQL"] as const;

/** One suite for each store or group of related stores. */
const SUITES = [
  ...readdirSync("test/contract")
    .toSorted()
    .map((name) => join("test/contract", name)),
  "test/adapters/sql/servers.test.ts",
];

const QUICK = ["test/contract/job-queue.test.ts"];

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

type Count = Readonly<Record<(typeof ENGINES)[number], number>>;

/** Runs the suites that every engine must pass on all three engines; the same number of tests passes on each. */
export async function run({ quick }: { readonly quick: boolean }) {
  const suites = quick ? QUICK : SUITES;
  const folder = mkdtempSync(join(tmpdir(), "ascendia-engines-"));
  const cluster = await Cluster.start();
  try {
    const { testResults } = await tested(suites, { url: cluster.url, folder });
    const counts = testResults.map(({ name, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status !== "passed").map(({ fullName }) => fullName);
      for (const one of failed) say(`not passed: ${one}`);
      return { suite: basename(name, ".test.ts"), failed: failed.length, count: countOf(assertionResults) };
    });
    const rows = counts.map(({ suite, failed, count }) => [
      suite,
      ...ENGINES.map((engine) => String(count[engine])),
      String(failed),
      isEqual(count) && failed === 0 ? "yes" : "NO",
    ]);
    const sum = (engine: (typeof ENGINES)[number]) => counts.reduce((total, { count }) => total + count[engine], 0);
    rows.push(["all", ...ENGINES.map((engine) => String(sum(engine))), "", ""]);
    say(table(["suite", ...ENGINES.map((engine) => `passed on ${engine}`), "not passed", "equal"], rows));
    const passed = counts.filter(({ count, failed }) => isEqual(count) && failed === 0).length;
    return { passed, total: suites.length };
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly url: string;
  readonly folder: string;
}

/** One file at a time, because all of them empty the same database. */
async function tested(suites: readonly string[], { url, folder }: Place): Promise<z.infer<typeof report>> {
  const output = join(folder, "report.json");
  const argv = ["vitest", "run", ...suites, "--no-file-parallelism", "--reporter=json", `--outputFile=${output}`];
  const child = spawn("npx", argv, { env: { ...process.env, ASCENDIA_TEST_POSTGRES: url }, stdio: "ignore" });
  await once(child, "exit");
  return report.parse(JSON.parse(readFileSync(output, "utf8")));
}

function countOf(tests: readonly { readonly fullName: string; readonly status: string }[]): Count {
  const on = (engine: string) =>
    tests.filter(({ fullName, status }) => status === "passed" && fullName.includes(engine)).length;
  return { SQLite: on("SQLite"), PGlite: on("PGlite"), PostgreSQL: on("PostgreSQL") };
}

function isEqual({ SQLite: sqlite, PGlite: pglite, PostgreSQL: postgres }: Count): boolean {
  return sqlite > 0 && sqlite === pglite && pglite === postgres;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
