import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

interface Place {
  readonly folder: string;
  /** The value of --db. */
  readonly database: string;
  readonly port: number;
  readonly logLevel?: string;
  readonly flags?: readonly string[];
}

/** A real `ascendia serve` that can be killed and started again on its port. */
export class KilledServer {
  readonly port: number;
  readonly #place: Place;
  #child: ChildProcess | undefined;

  constructor(place: Place) {
    this.#place = place;
    this.port = place.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const { folder, database, logLevel = "error", flags: more = [] } = this.#place;
    const flags = ["--port", String(this.port), "--job-lease", "1", "--json", "--db", database, ...more];
    const env = { PATH: process.env["PATH"], LOG_LEVEL: logLevel };
    const argv = [resolve("bin/ascendia.js"), "serve", ...flags];
    const child = spawn(process.execPath, argv, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
    this.#child = child;
    await firstLine(child);
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

/** @throws if the process ends before it prints anything */
async function firstLine({ stdout }: { readonly stdout: Readable }): Promise<void> {
  const { done } = await createInterface({ input: stdout })[Symbol.asyncIterator]().next();
  if (done === true) throw new Error("the server ended before it listened");
}

/** The reference: a process that reads a body and answers 200. */
export async function startBareServer(port: number): Promise<{ stop(): Promise<void> }> {
  const program = `require("node:http").createServer((request, response) => {
    request.on("data", () => {});
    request.on("end", () => response.writeHead(200, { "content-type": "application/json" }).end('{"received":true}'));
  }).listen(${port}, "127.0.0.1", () => console.log("listening"));`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  await firstLine(child);
  return {
    stop: async () => {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}
