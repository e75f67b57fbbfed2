import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { Endpoint } from "./child.ts";

const started = z.object({ data: z.object({ url: z.string(), api_key: z.string() }) });

export interface SandboxProcess extends Endpoint {
  close(): Promise<void>;
}

async function readyLine(lines: AsyncIterable<string>) {
  for await (const line of lines) return started.parse(JSON.parse(line)).data;
  throw new Error("the sandbox ended before it said where it listens");
}

/** `ascendia sandbox` in a separate process, with its data in that folder. */
export async function startSandboxProcess(cwd: string): Promise<SandboxProcess> {
  const argv = [resolve("bin/ascendia.js"), "sandbox", "--port", "0", "--json"];
  const env = { PATH: process.env["PATH"], RETELL_API_KEY: "key_of_the_proof", RETELL_BASE_URL: "http://127.0.0.1:1" };
  const child = spawn(process.execPath, argv, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const { url, api_key: apiKey } = await readyLine(createInterface({ input: child.stdout }));
  return {
    url,
    apiKey,
    close: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
