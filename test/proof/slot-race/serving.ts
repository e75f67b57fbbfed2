import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";

export interface Serving {
  readonly url: string;
  stop(): Promise<void>;
}

const startedSchema = z.object({ data: z.object({ listening: z.string() }) });

interface Place {
  readonly folder: string;
  readonly databasePath: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A real `ascendia serve` on a free port; it is ready once it has printed its address. */
export async function serve({ folder, databasePath, env: more }: Place): Promise<Serving> {
  const argv = [resolve("bin/ascendia.js"), "serve", "--port", "0", "--json", "--db", `sqlite:${databasePath}`];
  const env = { PATH: process.env["PATH"], LOG_LEVEL: "error", ...more };
  const child = spawn(process.execPath, argv, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const { data } = startedSchema.parse(JSON.parse(line));
    return { url: data.listening, stop: () => stop(child) };
  }
  throw new Error(`serve ended with ${String(child.exitCode)} before it listened`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}

/** What the caller hears after a request with Retell's signature. */
const heardSchema = z.object({
  message: z.string(),
  booked: z.string().optional(),
  appointment_id: z.string().optional(),
  available_slots: z.array(z.object({ id: z.string(), time: z.string() })).optional(),
});

export interface Heard {
  readonly status: number;
  readonly answer: z.infer<typeof heardSchema>;
  readonly ms: number;
}

export async function callFunction(url: string, name: string, body: object): Promise<Heard> {
  const text = JSON.stringify(body);
  const began = performance.now();
  const response = await fetch(`${url}/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-retell-signature": signBody(text, SANDBOX_API_KEY, Date.now()) },
    body: text,
  });
  const said = await response.text();
  const heard = heardSchema.safeParse(JSON.parse(said));
  if (!heard.success) throw new Error(`${name} answered ${response.status} ${said.slice(0, 300)}`);
  return { status: response.status, answer: heard.data, ms: performance.now() - began };
}
