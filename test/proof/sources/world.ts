import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { WebSocket } from "ws";
import { z } from "zod";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { main } from "../../../src/main.ts";
import { startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { Recorder, inputOf } from "../../fakes/streams.ts";

export const SECRET = "a-secret-of-the-proof";
export const PUBLIC_URL = "https://voice.example.com";
const apiKey = "key_of_the_proof";

/** One requirement, in our words, and whether the product meets it. */
export interface Statement {
  readonly source: "A" | "B" | "C";
  readonly says: string;
  readonly holds: () => boolean | Promise<boolean>;
}

const envelope = z.object({ data: z.record(z.string(), z.unknown()).optional(), error: z.unknown().optional() });
const listening = z.object({ data: z.object({ listening: z.string() }) });
const logged = z.object({ items: z.array(z.looseObject({ operation: z.string() })) });

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

/** The product's commands and its server in this process, on a sandbox over HTTP. */
export async function openWorld() {
  const cwd = mkdtempSync(join(tmpdir(), "ascendia-sources-"));
  const sandbox = await startSandbox({ databasePath: join(cwd, "retell.db"), apiKey, clock: systemClock });
  const env = {
    RETELL_API_KEY: apiKey,
    RETELL_BASE_URL: sandbox.url,
    ASCENDIA_PUBLIC_URL: PUBLIC_URL,
    ASCENDIA_OUTCOME_SECRET: SECRET,
    LOG_LEVEL: "error",
  };
  const stdin = Object.assign(inputOf(""), { isTTY: false });
  const started = (argv: readonly string[], more: Readonly<Record<string, string>> = {}, folder = cwd) => {
    const [stdout, stderr] = [new Recorder(), new Recorder()];
    const code = main(argv, { env: { ...env, ...more }, cwd: () => folder, stdin, stdout, stderr });
    return { code, stdout, stderr };
  };
  const run = async (...argv: readonly string[]) => {
    const { code, stdout, stderr } = started([...argv, "--json"]);
    const exit = await code;
    return { code: exit, ...envelope.parse(JSON.parse(stdout.text)), stderr: stderr.text };
  };
  /** The data of a command that must succeed, parsed by the shape. */
  const data = async <T>(shape: z.ZodType<T>, ...argv: readonly string[]): Promise<T> => {
    const { code, data: found, error } = await run(...argv);
    if (code !== 0) throw new Error(`${argv.join(" ")}: ${JSON.stringify(error)}`);
    return shape.parse(found);
  };
  const headers = { authorization: `Bearer ${apiKey}` };
  let server: { readonly url: string; readonly ended: Promise<number> } | undefined;
  const url = (): string => server?.url ?? "";
  const send = async (path: string, body: string, more: Readonly<Record<string, string>>): Promise<Answer> => {
    const began = performance.now();
    const init = { method: "POST", body, headers: { "content-type": "application/json", ...more } };
    const response = await fetch(`${url()}${path}`, init);
    const answer = z.record(z.string(), z.unknown()).parse(await response.json());
    return { status: response.status, body: answer, ms: performance.now() - began };
  };
  return {
    cwd,
    run,
    data,
    started,
    file: (name: string, text: string): string => {
      writeFileSync(join(cwd, name), text);
      return name;
    },
    read: (name: string): string => readFileSync(join(cwd, name), "utf8"),
    demo: (name: string): string => resolve("templates", "demo", `${name}.json`),
    serve: async (): Promise<void> => {
      const { code, stdout } = started(["serve", "--port", "0", "--json"]);
      while (stdout.text === "") await soon();
      server = { url: listening.parse(JSON.parse(stdout.text)).data.listening, ended: code };
    },
    /** Sends a request as Retell does. */
    signed: (path: string, body: object): Promise<Answer> => {
      const raw = JSON.stringify(body);
      return send(path, raw, { "x-retell-signature": signBody(raw, apiKey, Date.now()) });
    },
    send,
    /** The sandbox's requests for an operation. */
    asked: async (operation: string) => {
      const response = await fetch(`${sandbox.url}/_sandbox/requests?limit=100000`, { headers });
      return logged.parse(await response.json()).items.filter((item) => item.operation.endsWith(`/${operation}`));
    },
    retell: async (path: string, body?: object): Promise<unknown> => {
      const init =
        body === undefined
          ? { headers }
          : {
              method: "POST",
              body: JSON.stringify(body),
              headers: { ...headers, "content-type": "application/json" },
            };
      return (await fetch(`${sandbox.url}${path}`, init)).json();
    },
    /** The first message on the socket, or the status with which it refuses. */
    socket: (path: string): Promise<string> =>
      new Promise((settle) => {
        const line = new WebSocket(`${url().replace("http", "ws")}${path}`);
        line.on("message", (frame: Buffer) => {
          settle(frame.toString());
          line.close();
        });
        line.on("unexpected-response", (_request, response) => settle(String(response.statusCode)));
        line.on("error", () => settle("refused"));
      }),
    close: async (): Promise<void> => {
      process.emit("SIGTERM", "SIGTERM");
      await server?.ended;
      await sandbox.close();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

export function soon(): Promise<void> {
  return new Promise((resume) => setTimeout(resume, 25));
}

/** Waits up to five seconds for a job's effect. */
export async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return true;
    await soon();
  }
  return false;
}
