import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

export interface SocketServerProcess {
  /** `ws://host:port/llm-websocket` */
  readonly address: string;
  readonly url: string;
  residentKb(): number;
  /** How long its thread was ready to run while the machine gave the CPU to others. */
  keptWaitingMs(): number;
  stop(): Promise<number | null>;
}

const startedSchema = z.object({ data: z.object({ listening: z.string() }) });

/** A real `ascendia serve` on a free port. */
export function serveSockets(folder: string, databasePath: string): Promise<SocketServerProcess> {
  const bin = resolve("bin/ascendia.js");
  const argv = [
    bin,
    "serve",
    "--port",
    "0",
    "--json",
    "--no-worker",
    "--finish-calls",
    "3",
    "--db",
    `sqlite:${databasePath}`,
  ];
  return started(argv, folder, (line) => startedSchema.parse(JSON.parse(line)).data.listening);
}

/** The cost of a socket alone: every question is answered at once, with the same frames and no work behind them. */
const ECHO = `
import { WebSocketServer } from "ws";
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false }, () => {
  console.log("http://127.0.0.1:" + server.address().port);
});
server.on("connection", (client) => {
  const say = (response_id) => {
    client.send(JSON.stringify({ response_type: "response", response_id, content: "echo ", content_complete: false }));
    client.send(JSON.stringify({ response_type: "response", response_id, content: "", content_complete: true }));
  };
  client.send(JSON.stringify({ response_type: "config", config: {} }));
  say(0);
  client.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.response_id !== undefined) say(message.response_id);
  });
});
process.on("SIGTERM", () => process.exit(0));
`;

export function serveEcho(): Promise<SocketServerProcess> {
  return started(["--input-type=module", "-e", ECHO], resolve("."), (line) => line.trim());
}

async function started(
  argv: readonly string[],
  cwd: string,
  urlIn: (line: string) => string,
): Promise<SocketServerProcess> {
  const env = { PATH: process.env["PATH"], LOG_LEVEL: "warn" };
  const child = spawn(process.execPath, argv, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = urlIn(line);
    return {
      url,
      address: `${url.replace("http", "ws")}/llm-websocket`,
      residentKb: () => residentKb(child),
      keptWaitingMs: () => keptWaitingMs(child.pid),
      stop: () => stop(child),
    };
  }
  throw new Error(`the server ended with ${String(child.exitCode)} before it listened`);
}

/** The second number in Linux's schedstat (Documentation/scheduler/sched-stats.rst) of the main thread. */
export function keptWaitingMs(pid: number | undefined): number {
  const [, waited] = readFileSync(`/proc/${String(pid)}/schedstat`, "utf8").split(" ");
  return Number(waited) / 1e6;
}

function residentKb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1]);
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
  return child.exitCode;
}
