import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

/** A server in a separate process. */
export interface Served {
  readonly name: string;
  readonly port: number;
  /** CPU time of all its threads since it started, in milliseconds; Linux counts in steps of ten. */
  cpuMs(): number;
  /** Memory in use, in megabytes. */
  memoryMb(): number;
  stop(): Promise<void>;
}

export interface Building {
  /** The folder of a build, whose bin/ascendia.js is run. */
  readonly build: string;
  /** The server works in this file's folder. */
  readonly databasePath: string;
  /** Default: the file. */
  readonly url?: string;
  readonly flags?: readonly string[];
  readonly logLevel?: string;
}

const listening = z.object({ data: z.object({ listening: z.url() }) });

/** A build's own `ascendia serve`. */
export async function serveBuild(name: string, { build, databasePath, ...more }: Building): Promise<Served> {
  const { flags = [], logLevel = "info", url = `sqlite:${databasePath}` } = more;
  const command = ["serve", "--port", "0", "--json", "--db", url, ...flags];
  const child = spawn(process.execPath, [...profiling(), resolve(build, "bin/ascendia.js"), ...command], {
    cwd: join(databasePath, ".."),
    env: { PATH: process.env["PATH"], LOG_LEVEL: logLevel },
    stdio: ["ignore", "pipe", process.env["BENCH_LOG"] === undefined ? "ignore" : "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { data } = listening.parse(JSON.parse(line));
    return served(name, Number(new URL(data.listening).port), child);
  }
  throw new Error(`${name} ended with ${String(child.exitCode)} before it listened`);
}

/** `BENCH_PROFILE=folder npm run bench calls` writes a CPU profile of each server to the folder. */
function profiling(): readonly string[] {
  const folder = process.env["BENCH_PROFILE"];
  return folder === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${resolve(folder)}`];
}

/** Runs an export of a bundled bench in a separate process, which prints the port it listens on. */
export async function serveExport(name: string, module: string, call: string): Promise<Served> {
  const script = `const m = await import(${JSON.stringify(module)}); console.log(await m.${call});`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [text]: unknown[] = await once(child.stdout, "data");
  return served(name, Number(String(text)), child);
}

function served(name: string, port: number, child: ChildProcess): Served {
  return {
    name,
    port,
    cpuMs: () => ticksOf(child.pid) * 10,
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Reads the 14th and 15th field of /proc/<pid>/stat, which come after the name in parentheses. */
function ticksOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
