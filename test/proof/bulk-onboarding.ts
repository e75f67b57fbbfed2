import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { table } from "../../src/terminal/table.ts";
import { clinicTable } from "../fakes/clinic-table.ts";
import { type FleetState, fleetState, resultFile } from "./bulk-onboarding/state.ts";
import { type Ended, type Endpoint, start } from "./provisioning/child.ts";
import { forgetRequests, requestCounts } from "./provisioning/request-counts.ts";
import { startSandboxProcess } from "./provisioning/sandbox-process.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

interface Check {
  readonly name: string;
  readonly found: string;
  readonly isRight: boolean;
}

const purchase = "POST /create-phone-number";
const command = ["clinic:onboard", "--from", "clinics.csv", "--yes", "--json"];

/** 1,000 clinics (30 with --quick) from one table; the program is killed twice with -9 on the way and run again. */
export async function run({ quick, seed }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const clinics = quick ? 30 : 1000;
  const folder = mkdtempSync(join(tmpdir(), "ascendia-bulk-"));
  const sandbox = await startSandboxProcess(folder);
  try {
    writeFileSync(join(folder, "clinics.csv"), clinicTable(clinics));
    const { code, output } = await start(["agent:create"], folder, sandbox).ended;
    if (code !== 0) throw new Error(`agent:create failed: ${output}`);
    await forgetRequests(sandbox);
    const checks = await play({ folder, sandbox, clinics, seed });
    process.stdout.write(
      `${table(
        ["what", "found", "as it should be"],
        checks.map(({ name, found, isRight }) => [name, found, isRight ? "yes" : "NO"]),
      )}\n`,
    );
    return { passed: checks.filter(({ isRight }) => isRight).length, total: checks.length };
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Setting {
  readonly folder: string;
  readonly sandbox: Endpoint;
  readonly clinics: number;
  readonly seed: number;
}

async function play(setting: Setting): Promise<readonly Check[]> {
  const { folder, sandbox, clinics, seed } = setting;
  // In the second sixth and in the last but one.
  const moments = [seed % 7, (seed >> 3) % 7].map((shift, index) =>
    Math.floor((clinics * (7 + shift + index * 21)) / 42),
  );
  const first = await killedAfter(moments[0] ?? 0, setting);
  const second = await killedAfter(moments[1] ?? 0, setting);
  const last = await timed(start(command, folder, sandbox).ended);
  const counts = await requestCounts(sandbox);
  const state = await fleetState(folder, sandbox);
  const account = resultFile(folder);
  await forgetRequests(sandbox);
  const again = await timed(start(command, folder, sandbox).ended);
  const more = await requestCounts(sandbox);
  const unchanged = resultFile(folder).counts["unchanged"] ?? 0;
  return [
    ...[first, second].map(({ ended, at }, index) => ({
      name: `run ${index + 1}, killed with -9`,
      found: `${ended.wasKilled ? "killed" : "ended first"} at ${at} purchases after ${seconds(ended)}`,
      isRight: ended.wasKilled && at < clinics,
    })),
    { name: "run 3, to the end", found: `exit ${last.code} after ${seconds(last)}`, isRight: last.code === 0 },
    ...stateChecks(state, clinics),
    {
      name: "rows accounted for in the result file",
      found: `${account.rows.length}, ${account.counts["failed"]} failed, ${account.counts["not_done"]} not done`,
      isRight: account.rows.length === clinics && account.counts["failed"] === 0 && account.counts["not_done"] === 0,
    },
    callCheck(counts, clinics),
    {
      name: "the same again",
      found: `exit ${again.code}, ${unchanged} unchanged, ${total(more)} call after ${seconds(again)}`,
      isRight: again.code === 0 && unchanged === clinics && total(more) === 1,
    },
  ];
}

interface Killing {
  readonly ended: Ended;
  readonly at: number;
}

/** Kills the program after that many purchases were requested in total. */
async function killedAfter(purchases: number, { folder, sandbox }: Setting): Promise<Killing> {
  const child = start(command, folder, sandbox);
  let isOver = false;
  const ended = child.ended.finally(() => (isOver = true));
  for (;;) {
    const at = (await requestCounts(sandbox))[purchase] ?? 0;
    if (isOver) return { ended: await ended, at };
    if (at >= purchases) {
      child.kill();
      return { ended: await ended, at };
    }
    await wait(20);
  }
}

function stateChecks(
  { active, clinics: stored, numbers, owned, orphans, mails }: FleetState,
  clinics: number,
): readonly Check[] {
  const whole = (name: string, count: number) => ({ name, found: String(count), isRight: count === clinics });
  return [
    { name: "clinics active", found: `${active} of ${stored}`, isRight: active === clinics && stored === clinics },
    whole("numbers at Retell", numbers),
    whole("numbers bound to their own clinic's webhook", owned),
    { name: "orphans: paid for, used by no clinic", found: String(orphans), isRight: orphans === 0 },
    whole("welcome mails waiting", mails),
  ];
}

/**
 * A purchase in progress when the process was killed is found by one listing per run, so nothing is requested twice.
 */
function callCheck(counts: Readonly<Record<string, number>>, clinics: number): Check {
  const runs = 3;
  const least = clinics + runs + 1;
  const made = total(counts);
  const parts = Object.entries(counts).map(([operation, times]) => `${times} × ${operation}`);
  return {
    name: "calls made, all three runs",
    found: `${made} (${parts.join(", ")}); least possible ${least}: a purchase each, a listing a run, one to read back`,
    isRight: made === least && counts[purchase] === clinics,
  };
}

async function timed(ended: Promise<Ended>): Promise<Ended> {
  const done = await ended;
  if (done.code !== 0) process.stdout.write(`${done.output.slice(-2000)}\n`);
  return done;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, times) => sum + times, 0);
}

function seconds({ milliseconds }: Ended): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
