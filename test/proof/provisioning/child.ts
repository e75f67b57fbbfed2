import { spawn } from "node:child_process";
import { resolve } from "node:path";

/** The Retell that the program uses: the sandbox, or a proxy in front of it. */
export interface Endpoint {
  readonly url: string;
  readonly apiKey: string;
  /** How long the program waits for an answer. */
  readonly timeoutMs?: number;
}

const binary = resolve("bin/ascendia.js");

/** Less than the SDK's minute, so that a Retell that never answers can be tried often. */
export const briefMs = 2500;

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

/** Starts the built program in a separate process. */
export function start(argv: readonly string[], cwd: string, { url, apiKey, timeoutMs = briefMs }: Endpoint): Child {
  const env = {
    PATH: process.env["PATH"],
    RETELL_BASE_URL: url,
    RETELL_API_KEY: apiKey,
    RETELL_TIMEOUT_MS: String(timeoutMs),
  };
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
