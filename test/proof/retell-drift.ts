import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { isObject } from "../../src/flow/unwrap-flow.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { table } from "../../src/terminal/table.ts";
import { start } from "./provisioning/child.ts";
import { changedRetell, newModel, newNode, unknownKey } from "./retell-drift/changed-retell.ts";
import { shippedTemplate } from "../domain/agent/shipped.ts";

interface ProofOptions {
  readonly quick: boolean;
}

const clinic = {
  name: "Clinique de la Lagune",
  slug: "lagune",
  address: "12 rue des Cocotiers, Cotonou",
  country: "BJ",
  timezone: "Africa/Porto-Novo",
  language: "fr",
  owner_email: "owner@example.com",
  hours: { mon: [["08:00", "12:00"]], tue: [["08:00", "12:00"]] },
  doctors: [{ name: "Ada Houngbo", specialty: "cardiology" }],
  number: { buy: { country: "US", area_code: 415 } },
};

/** Each command of the agent's life against a Retell that has changed in every way at once. */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-drift-"));
  const apiKey = "key_of_the_proof";
  const options = { unknownFields: "keep", unknownVoices: "accept" } as const;
  const sandbox = await startSandbox({ databasePath: join(folder, "retell.db"), apiKey, clock: systemClock, options });
  const retell = await changedRetell(sandbox.url);
  try {
    writeFileSync(join(folder, ".env"), "ASCENDIA_PUBLIC_URL=https://voice.example.com\n", { mode: 0o600 });
    writeFileSync(join(folder, "clinic.json"), JSON.stringify(clinic));
    writeFileSync(join(folder, "template.json"), changedTemplate());
    const rows: (readonly [string, string, string])[] = [];
    for (const [argv, wanted] of steps(quick)) {
      const child = start(argv, folder, { url: retell.url, apiKey, timeoutMs: 20_000 });
      const { code, output } = await child.ended;
      const holds = code === wanted.code && (wanted.says ?? []).every((text) => output.includes(text));
      rows.push([argv.slice(0, 1).join(" "), String(code), holds ? "yes" : `NO: ${output.slice(-600)}`]);
      process.stdout.write(`${argv[0] ?? ""}: ${holds ? "as it should" : `exit ${code}, ${output.slice(-600)}`}\n`);
    }
    rows.push(["export has every key", "", exportHolds(join(folder, "out.json")) ? "yes" : "NO"]);
    process.stdout.write(`${table(["command", "exit", "as it should"], rows)}\n`);
    return { passed: rows.filter(([, , holds]) => holds === "yes").length, total: rows.length };
  } finally {
    await retell.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Wanted {
  readonly code: number;
  readonly says?: readonly string[];
}

function steps(quick: boolean): readonly (readonly [readonly string[], Wanted])[] {
  const skip = quick ? ["--skip-simulation"] : [];
  return [
    [["agent:create"], { code: 0 }],
    [["clinic:onboard", "--file", "clinic.json", "--yes"], { code: 0 }],
    [["agent:update", "--template", "template.json"], { code: 0 }],
    [["agent:publish", "--yes", ...skip], { code: 0, says: [unknownKey] }],
    [["agent:rollout", "--version", "1", "--percent", "100", "--yes", "--skip-simulation"], { code: 0 }],
    [["agent:promote", "--version", "1", "--yes", "--skip-simulation"], { code: 0 }],
    [["fleet:plan"], { code: 0 }],
    [["agent:rollback", "--to", "0", "--yes"], { code: 0 }],
    [["agent:diff", "--template", "template.json"], { code: 0 }],
    [["agent:export", "-o", "out.json"], { code: 0, says: [unknownKey] }],
    [["check", "--retell"], { code: 3, says: [unknownKey, newModel] }],
  ];
}

function changedTemplate(): string {
  const template = shippedTemplate();
  return JSON.stringify({ ...template, agent: { ...template.agent, reminder_trigger_ms: 12_345 } });
}

/** Unknown keys, the new node and the model's new name are in the file, wherever Retell shows them. */
function exportHolds(file: string): boolean {
  const text = readFileSync(file, "utf8");
  const flow: unknown = JSON.parse(text);
  if (!isObject(flow) || !isObject(flow["flow"])) return false;
  const nodes: readonly unknown[] = Array.isArray(flow["flow"]["nodes"]) ? flow["flow"]["nodes"] : [];
  const known = nodes.filter((node) => isObject(node) && node["id"] !== newNode.id);
  return (
    known.length > 10 &&
    known.every((node) => isObject(node) && node[unknownKey] === "kept") &&
    nodes.some((node) => isObject(node) && node["beam"] === newNode.beam) &&
    flow["flow"][unknownKey] === true &&
    text.includes(newModel)
  );
}
