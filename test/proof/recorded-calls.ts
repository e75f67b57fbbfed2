import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { parseScenario } from "../../src/simulator/scenario/parse-scenario.ts";
import { table } from "../../src/terminal/table.ts";
import { type ConsoleInstallation, installConsole } from "./console/installation.ts";

const CALLS = 50;
const CALLS_QUICK = 12;
/** Tools to change, one after the other. */
const TOOLS = ["review_booking", "take_message", "check_availability", "find_appointment"];

const listed = z.object({
  data: z.object({
    calls: z.array(z.object({ call_id: z.string(), status: z.string(), outcome: z.string().nullable() })),
  }),
});
const converted = z.object({
  data: z.object({ scenarios: z.array(z.object({ scenario: z.string().optional(), file: z.string().optional() })) }),
});
const report = z.object({
  data: z.object({
    clinics: z.array(z.object({ runs: z.array(z.object({ scenario: z.string(), status: z.string() })) })),
  }),
});

interface Row {
  readonly what: string;
  readonly found: string;
  readonly holds: boolean;
}

/**
 * Calls that a real `serve` handled become scenarios, without a model. They pass unchanged, and when one tool of the
 * flow changes, exactly the calls that used it fail.
 */
export async function run({ quick }: { readonly quick: boolean; readonly seed: number }) {
  const installation = await installConsole();
  try {
    await installation.serve();
    const wanted = quick ? CALLS_QUICK : CALLS;
    const calls = await makeCalls(installation, { wanted, quick });
    const rows = await prove(installation, { calls, tools: quick ? TOOLS.slice(0, 1) : TOOLS });
    const drawn = table(
      ["what", "found", "right"],
      rows.map(({ what, found, holds }) => [what, found, holds ? "yes" : "NO"]),
    );
    process.stdout.write(`${drawn}\n`);
    return { passed: rows.filter(({ holds }) => holds).length, total: rows.length };
  } finally {
    await installation.close();
  }
}

interface Wanted {
  readonly wanted: number;
  readonly quick: boolean;
}

/** Simulated callers call the running server, which records these calls like Retell's. */
async function makeCalls(
  { outcome, server }: ConsoleInstallation,
  { wanted, quick }: Wanted,
): Promise<readonly string[]> {
  const clinics = quick ? ["--clinic", "demo-austin", "--filter", "book"] : ["--all"];
  const callers = quick ? ["--clinic", "demo-cotonou", "--filter", "message"] : [];
  for (const who of [clinics, callers].filter((flags) => flags.length > 0)) {
    await outcome(["simulate", ...who, "--url", server, "--allow-writes", "--quiet"]);
  }
  for (let tries = 0; tries < 100; tries += 1) {
    const { stdout } = await outcome(["call:list", "--limit", "200", "--json"]);
    const { calls } = listed.parse(JSON.parse(stdout)).data;
    const over = calls.filter(({ status, outcome: became }) => status === "ended" && became !== null);
    if (over.length >= wanted && over.length === calls.length) return over.map(({ call_id: id }) => id);
    await sleep(200);
  }
  throw new Error(`fewer than ${wanted} calls were recorded`);
}

interface Asked {
  readonly calls: readonly string[];
  readonly tools: readonly string[];
}

async function prove(installation: ConsoleInstallation, { calls, tools }: Asked): Promise<readonly Row[]> {
  const { stdout } = await installation.outcome(["call:to-scenario", ...calls, "--json"]);
  const made = converted
    .parse(JSON.parse(stdout))
    .data.scenarios.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const uses = new Map(made.map((file) => toolsOf(join(installation.folder, file))));
  const before = await statuses(installation, {});
  const passed = [...before.values()].filter((status) => status === "passed").length;
  const rows: Row[] = [
    {
      what: "recorded calls that became scenarios",
      found: `${made.length} of ${calls.length}`,
      holds: made.length >= calls.length - 3,
    },
    { what: "of them pass at once", found: String(passed), holds: passed === made.length && made.length > 0 },
  ];
  for (const tool of tools) {
    const after = await statuses(installation, { ASCENDIA_TEMPLATE: changedTemplate(installation.folder, tool) });
    const users = [...uses].filter(([, used]) => used.has(tool)).map(([name]) => name);
    const failed = [...after].filter(([, status]) => status !== "passed").map(([name]) => name);
    const isSame = users.toSorted().join() === failed.toSorted().join();
    rows.push({
      what: `${tool} changed: those that use it fail, and no other`,
      found: `${failed.length} fail, ${users.length} use it`,
      holds: isSame && users.length > 0 && users.length < made.length,
    });
  }
  return rows;
}

function toolsOf(file: string): readonly [name: string, tools: ReadonlySet<string>] {
  const scenario = parseScenario({ file, text: readFileSync(file, "utf8") });
  return [scenario.name, new Set(scenario.recorded?.map(({ tool }) => tool))];
}

/** The results of all recorded scenarios, each at its own clinic. */
async function statuses(
  { outcome }: ConsoleInstallation,
  env: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await outcome(["simulate", "--suite", "scenarios", "--json"], env);
  const runs = report.parse(JSON.parse(stdout)).data.clinics.flatMap((clinic) => clinic.runs);
  return new Map(runs.filter(({ status }) => status !== "skipped").map(({ scenario, status }) => [scenario, status]));
}

const template = z.looseObject({
  flow: z.looseObject({
    tools: z.array(
      z.looseObject({
        name: z.string(),
        parameters: z.looseObject({ properties: z.record(z.string(), z.unknown()) }),
      }),
    ),
  }),
});

/** The shipped template in which one tool gets an additional argument. @returns its path */
function changedTemplate(folder: string, tool: string): string {
  const path = join(folder, `template-${tool}`);
  cpSync(resolve("templates", "master-agent"), path, { recursive: true });
  const file = join(path, "agent.json");
  const agent = template.parse(JSON.parse(readFileSync(file, "utf8")));
  for (const { name, parameters } of agent.flow.tools) {
    if (name === tool) parameters.properties["planted"] = { type: "string", const: "1" };
  }
  writeFileSync(file, JSON.stringify(agent));
  return path;
}
