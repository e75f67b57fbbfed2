import { setTimeout as wait } from "node:timers/promises";
import Retell from "retell-sdk";
import type { CallAttempt } from "../../src/domain/outreach/attempt.ts";
import { table } from "../../src/terminal/table.ts";
import { type LostDial, lostDials } from "./lost-dial/faults.ts";
import { patient, planCall, prepared, storedDial } from "./lost-dial/planned-call.ts";
import { type Child, type Endpoint, start } from "./provisioning/child.ts";
import { type Installation, install, remove } from "./provisioning/installation.ts";
import { requestCounts } from "./provisioning/request-counts.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

interface Outcome {
  readonly fault: LostDial;
  readonly dial: CallAttempt | undefined;
  /** The sandbox's calls to the patient. */
  readonly callIds: readonly string[];
  readonly requests: number;
  readonly lookups: number;
  readonly kills: number;
  readonly seconds: number;
}

/** Concurrent processes: they mostly wait. */
const lanes = 4;
/** A worker that found Retell slow retries after growing pauses. */
const patienceMs = 60_000;

/** Each fault while a worker places one call: one phone rings, and the store knows which call it is. */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const chosen = lostDials.filter(({ isQuick }) => isQuick === true || !quick);
  const folder = await prepared();
  try {
    const outcomes: Outcome[] = [];
    const left = [...chosen];
    const lane = async (): Promise<void> => {
      for (let fault = left.shift(); fault !== undefined; fault = left.shift())
        outcomes.push(await tried(fault, folder));
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const inOrder = chosen.flatMap((fault) => outcomes.filter((outcome) => outcome.fault === fault));
    report(inOrder);
    return { passed: inOrder.filter(isRight).length, total: chosen.length };
  } finally {
    remove({ folder });
  }
}

function isRight({ dial, callIds, fault, kills }: Outcome): boolean {
  const isKilled = kills === (fault.kills?.length ?? 0);
  return isKilled && callIds.length === 1 && dial?.state === "placed" && dial.callId === callIds[0];
}

async function tried(fault: LostDial, from: string): Promise<Outcome> {
  const installation = await install({}, from);
  const began = performance.now();
  try {
    for (const planted of fault.faults ?? []) await plant(planted, installation.sandbox);
    const dialId = await planCall(installation);
    let kills = 0;
    for (const point of fault.kills ?? []) {
      const child = worker(installation, installation.proxy);
      installation.proxy.arm(point, () => child.kill());
      if ((await atMost(child)).wasKilled) kills += 1;
    }
    const workers = Array.from({ length: fault.workersAtOnce ?? 1 }, () => worker(installation, installation.sandbox));
    const dial = await settled(dialId, installation);
    for (const child of workers) child.kill();
    await Promise.all(workers.map(({ ended }) => ended));
    const counts = await requestCounts(installation.sandbox);
    return {
      fault,
      dial,
      callIds: await callsTo(patient, installation.sandbox),
      requests: counts["POST /v2/create-phone-call"] ?? 0,
      lookups: counts["POST /v3/list-calls"] ?? 0,
      kills,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await installation.close();
    remove(installation);
  }
}

/** A job whose process died is available again after a second. */
function worker({ folder }: Installation, retell: Endpoint): Child {
  return start(["worker", "--job-lease", "1"], folder, retell);
}

async function atMost(child: Child) {
  const late = setTimeout(() => child.kill(), patienceMs);
  const ended = await child.ended;
  clearTimeout(late);
  return ended;
}

async function settled(dialId: string, installation: Installation): Promise<CallAttempt | undefined> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const dial = await storedDial(dialId, installation);
    const isOpen = dial === undefined || ["planned", "dialling", "unknown"].includes(dial.state);
    if (!isOpen || performance.now() > until) return dial;
    await wait(50);
  }
}

async function plant(fault: object, { url, apiKey }: Endpoint): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/_sandbox/faults`, { method: "POST", headers, body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(`the sandbox refused a fault: ${await answer.text()}`);
}

async function callsTo(number: string, { url, apiKey }: Endpoint): Promise<readonly string[]> {
  const client = new Retell({ apiKey, baseURL: url, logLevel: "off" });
  const { items } = await client.call.list({
    filter_criteria: { to_number: { type: "string", op: "eq", value: number } },
  });
  return items.map(({ call_id: id }) => id);
}

function report(outcomes: readonly Outcome[]): void {
  const lines = outcomes.map((outcome) => [
    outcome.fault.name,
    String(outcome.requests),
    String(outcome.lookups),
    String(outcome.callIds.length),
    outcome.dial?.state ?? "gone",
    outcome.dial?.callId === outcome.callIds[0] ? "yes" : "NO",
    `${outcome.seconds.toFixed(1)} s`,
    isRight(outcome) ? "ok" : `FAILED ${outcome.dial?.reason ?? ""}`,
  ]);
  const headings = ["fault", "asked", "looked up", "calls", "dial", "found again", "took", ""];
  process.stdout.write(`${table(headings, lines)}\n`);
}
