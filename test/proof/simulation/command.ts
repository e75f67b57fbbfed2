import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly seconds: number;
  /** The process's peak memory in megabytes, sampled every 50 ms. */
  readonly peakMb: number;
  /** CPU time of all its threads, which other load affects less than wall-clock time. */
  readonly cpuSeconds: number;
}

/** Runs a real `ascendia` process in a folder. */
export async function ascendia(
  argv: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<CommandRun> {
  const env = { PATH: process.env["PATH"], LOG_LEVEL: "error", ...more };
  const began = performance.now();
  const child = spawn(process.execPath, [resolve("bin/ascendia.js"), ...argv], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let [peakMb, cpuSeconds] = [0, 0];
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid));
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(child.pid));
  }, 50);
  const [stdout] = await Promise.all([text(child.stdout), once(child, "exit")]);
  clearInterval(watch);
  return { code: child.exitCode ?? -1, stdout, seconds: (performance.now() - began) / 1000, peakMb, cpuSeconds };
}

/** Linux records the peak itself; elsewhere nothing is measured. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Linux counts in hundredths of a second: the 14th and 15th field, after the name in parentheses. */
function cpuSecondsOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
