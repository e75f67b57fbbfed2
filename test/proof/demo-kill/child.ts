import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { RunningProxy } from "./proxy.ts";

const binary = resolve("bin/ascendia.js");

export interface Ended {
  readonly code: number | null;
  readonly wasKilled: boolean;
  readonly output: string;
  readonly milliseconds: number;
}

export interface Child {
  readonly ended: Promise<Ended>;
  kill(): void;
}

/** The built program in a process of its own, its Retell behind the proxy. */
export function start(argv: readonly string[], cwd: string, proxy: RunningProxy): Child {
  const env = { PATH: process.env["PATH"], RETELL_BASE_URL: proxy.url, RETELL_API_KEY: proxy.apiKey };
  const began = performance.now();
  const child = spawn(process.execPath, [binary, ...argv], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
  const ended = new Promise<Ended>((done) => {
    child.on("close", (code, signal) => {
      done({ code, wasKilled: signal === "SIGKILL", output, milliseconds: performance.now() - began });
    });
  });
  return { ended, kill: () => void child.kill("SIGKILL") };
}
