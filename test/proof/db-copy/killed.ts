import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export function copying(folder: string, argv: readonly string[]): ChildProcess {
  const env = { PATH: process.env["PATH"], LOG_LEVEL: "error" };
  return spawn(process.execPath, [resolve("bin/ascendia.js"), "db:copy", ...argv], {
    cwd: folder,
    env,
    stdio: "ignore",
  });
}

/** @returns whether it was still running then */
export async function killed(child: ChildProcess, afterMs: number): Promise<boolean> {
  await Promise.race([wait(afterMs), once(child, "exit")]);
  const wasRunning = child.exitCode === null;
  if (child.exitCode !== null || child.signalCode !== null) return wasRunning;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  return wasRunning;
}
