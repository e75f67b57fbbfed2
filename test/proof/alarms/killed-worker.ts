import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { SqlJobQueue } from "../../../src/adapters/sql/calls/job-stores.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { type Check, check } from "./checks.ts";
import { startReceiver, webhookSecret } from "./receiver.ts";

const binary = resolve("bin/ascendia.js");
const longestMs = 60_000;

/** A real worker, killed with -9 after it judged and before it sent, and while it sends; then another starts. */
export async function provedKills(kills: number): Promise<readonly Check[]> {
  const between: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) between.push(await killedBeforeSending());
  const [copies, ids] = await killedWhileSending();
  return [
    check(
      `killed between judging and sending, ${kills} times: copies of the notice`,
      between.join(),
      Array(kills).fill("1").join(),
    ),
    check("killed after the receiver took it, before it answered: copies", copies, 2),
    check("under one id", ids, 1),
  ];
}

/** No recipient is listening, so nothing can have been sent when the process dies. */
async function killedBeforeSending(): Promise<number> {
  const here = await plantedInstallation();
  const free = await startReceiver();
  await free.close();
  const first = here.startWorker(free.url);
  await here.until(() => here.judged() > 0);
  await end(first, "SIGKILL");
  here.passTime();
  const receiver = await startReceiver({ port: free.port });
  const second = here.startWorker(receiver.url);
  await here.until(() => here.sent() > 0);
  await end(second, "SIGTERM");
  await receiver.close();
  here.remove();
  return receiver.received.length;
}

async function killedWhileSending(): Promise<readonly [copies: number, ids: number]> {
  const here = await plantedInstallation();
  const silent = await startReceiver({ answers: false });
  const first = here.startWorker(silent.url);
  await new Promise<void>((taken) => silent.onTaken(taken));
  await end(first, "SIGKILL");
  await silent.close();
  here.passTime();
  const receiver = await startReceiver({ port: silent.port });
  const second = here.startWorker(receiver.url);
  await here.until(() => here.sent() > 0);
  await end(second, "SIGTERM");
  await receiver.close();
  here.remove();
  const all = [...silent.received, ...receiver.received];
  return [all.length, new Set(all.map(({ id }) => id)).size];
}

/** A job that failed permanently, and a judgement that is due now. */
async function plantedInstallation() {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-alarms-"));
  const path = join(folder, ".ascendia", "sandbox.db");
  const opened = await openDatabase(path, "sandbox");
  const queue = new SqlJobQueue(opened.fleet);
  const now = Date.now();
  await queue.order({ kind: "dies", key: "1", payload: "{}", dueAt: now });
  const [job] = await queue.take({ kinds: ["dies"], limit: 1, now, leasedUntil: now + 1 });
  if (job !== undefined) await queue.settle(job, { state: "dead", endedAt: now, lastError: "planted" });
  await queue.order({ kind: "judge-alerts", key: "proof", payload: "{}", dueAt: now });
  await opened.close();
  const database = new BetterSqlite3(path, { timeout: 10_000 });
  const count = (from: string): number =>
    database.prepare<[], number>(`select count(*) from ${from}`).pluck().get() ?? 0;
  return {
    judged: () => count("alerts"),
    sent: () => count("jobs where kind = 'send-alerts' and state = 'done'"),
    startWorker: (url: string) => startWorker(folder, url),
    /** Ends the leases of the jobs that the killed worker had begun. */
    passTime: () =>
      void database.prepare("update jobs set ready_at = 0, due_at = 0, leased_until = 0 where ended_at is null").run(),
    until: async (isSo: () => boolean): Promise<void> => {
      const deadline = performance.now() + longestMs;
      while (!isSo()) {
        if (performance.now() > deadline) throw new Error("it did not come to it");
        await wait(2);
      }
    },
    remove: (): void => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startWorker(cwd: string, url: string): ChildProcess {
  const alerts = { ASCENDIA_ALERT_URL: url, ASCENDIA_ALERT_SECRET: webhookSecret };
  const env = { PATH: process.env["PATH"], LOG_LEVEL: "error", ...alerts };
  return spawn(process.execPath, [binary, "worker"], { cwd, env, stdio: "ignore" });
}

async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
}
