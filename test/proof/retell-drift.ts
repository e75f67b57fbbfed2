import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { isObject } from "../../src/flow/parse/unwrap-flow.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { table } from "../../src/terminal/table.ts";
import { type Endpoint, start } from "./provisioning/child.ts";
import { changedRetell, newEvent, newModel, newNode, newReason, unknownKey } from "./retell-drift/changed-retell.ts";
import { callId, deliveredEvents } from "./retell-drift/served-events.ts";
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

/** Every command of the agent's life cycle, on a Retell that has changed in every way at once. */
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
    const endpoint = { url: retell.url, apiKey, timeoutMs: 20_000 };
    const rows: Row[] = [];
    for (const step of [...provisioning, published(quick), ...life]) rows.push(await taken(step, folder, endpoint));
    rows.push(["export has every key", "", exportHolds(join(folder, "out.json")) ? "yes" : "NO"]);
    const stored = await storedAt(sandbox.url, apiKey);
    rows.push(["update sent every key back", "", sentBack(stored.flow) ? "yes" : "NO"]);
    const statuses = await deliveredEvents(folder, endpoint, stored.number);
    rows.push(["serve takes the events", statuses.join(" "), statuses.every((one) => one === 200) ? "yes" : "NO"]);
    for (const step of events) rows.push(await taken(step, folder, endpoint));
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
  readonly hides?: readonly string[];
}

type Row = readonly [what: string, exit: string, holds: string];
type Step = readonly [argv: readonly string[], wanted: Wanted];

const provisioning: readonly Step[] = [
  [["agent:create"], { code: 0 }],
  [["clinic:onboard", "--file", "clinic.json", "--yes"], { code: 0 }],
  [["agent:update", "--template", "template.json"], { code: 0 }],
];

/** In its full form, the simulation plays every scenario on the changed version before it is published. */
const published = (quick: boolean): Step => [
  ["agent:publish", "--yes", ...(quick ? ["--skip-simulation"] : [])],
  { code: 0, says: [unknownKey] },
];

const life: readonly Step[] = [
  [["agent:rollout", "--version", "1", "--percent", "100", "--yes", "--skip-simulation"], { code: 0 }],
  [["agent:promote", "--version", "1", "--yes", "--skip-simulation"], { code: 0 }],
  [["fleet:plan"], { code: 0 }],
  [["agent:rollback", "--to", "0", "--yes"], { code: 0 }],
  [["agent:diff", "--template", "template.json"], { code: 0 }],
  [["agent:export", "-o", "out.json", "--force"], { code: 0, says: [unknownKey] }],
];

const events: readonly Step[] = [
  [["event:list", "--call", callId], { code: 0, says: [newEvent, "call_ended", "call_analyzed"] }],
  [["event:show", `call_ended:${callId}`], { code: 0, says: [unknownKey, newReason] }],
  [["call:show", callId], { code: 0, says: [newReason] }],
  [["call:list", "--reason", newReason], { code: 0, says: [callId] }],
  [["check", "--retell"], { code: 3, says: [unknownKey, newModel, newEvent, newReason] }],
  [["agent:refresh-catalog"], { code: 0, says: [newModel, newEvent, newReason] }],
  [["check", "--retell"], { code: 3, says: [unknownKey], hides: [newModel, newEvent, newReason] }],
];

async function taken([argv, wanted]: Step, folder: string, endpoint: Endpoint): Promise<Row> {
  const { code, output } = await start(argv, folder, endpoint).ended;
  const { says = [], hides = [] } = wanted;
  const isSaid = says.every((text) => output.includes(text)) && !hides.some((text) => output.includes(text));
  const holds = code === wanted.code && isSaid;
  process.stdout.write(`${argv[0] ?? ""}: ${holds ? "as it should" : `exit ${code}, ${output.slice(-600)}`}\n`);
  return [argv[0] ?? "", String(code), holds ? "yes" : `NO: ${output.slice(-600)}`];
}

/** The newest flow and the clinic's number, read from the emulator itself, behind the proxy. */
async function storedAt(url: string, apiKey: string) {
  const listed = async (path: string): Promise<readonly unknown[]> => {
    const answer: unknown = await (
      await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } })
    ).json();
    const items: readonly unknown[] = isObject(answer) && Array.isArray(answer["items"]) ? answer["items"] : [];
    return items;
  };
  const [flow] = await listed("/v2/list-conversation-flows");
  const [number] = await listed("/v2/list-phone-numbers");
  return { flow, number: isObject(number) ? String(number["phone_number"]) : "" };
}

const isMarked = (value: unknown): boolean => isObject(value) && value[unknownKey] === "kept";

/** Whether the request that changed the flow contained the unknown fields that the changed Retell had shown. */
function sentBack(flow: unknown): boolean {
  if (!isObject(flow) || !Array.isArray(flow["nodes"])) return false;
  const nodes: readonly unknown[] = flow["nodes"];
  const edges = nodes.flatMap((node): readonly unknown[] =>
    isObject(node) && Array.isArray(node["edges"]) ? node["edges"] : [],
  );
  return (
    flow[unknownKey] === true &&
    edges.length > 10 &&
    edges.every(isMarked) &&
    nodes.every((node) => isMarked(node) || (isObject(node) && node["id"] === newNode.id))
  );
}

function changedTemplate(): string {
  const template = shippedTemplate();
  return JSON.stringify({ ...template, agent: { ...template.agent, reminder_trigger_ms: 12_345 } });
}

/** Whether the file contains unknown keys, the new node and the model's new name wherever Retell shows them. */
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
