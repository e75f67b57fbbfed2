import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { RunningConsole } from "../console/start-console.ts";
import { AscendiaError, ERROR_CODES } from "../errors.ts";
import type { ContextParts } from "./surroundings.ts";

/** The first message to the console's process, which inherits the server's environment. */
export const consoleOrderSchema = z.object({
  cwd: z.string(),
  flags: z.object({ db: z.string().optional(), envFile: z.string().optional() }),
  host: z.string(),
  port: z.number(),
  logFormat: z.enum(["auto", "json", "lines"]).optional(),
});

export type ConsoleOrder = z.infer<typeof consoleOrderSchema>;

/** The only answer to it. */
const consoleWordSchema = z.union([
  z.object({ url: z.string(), port: z.number() }),
  z.object({ failed: z.object({ code: z.enum(ERROR_CODES), message: z.string(), hint: z.string().optional() }) }),
]);

export type ConsoleWord = z.infer<typeof consoleWordSchema>;

interface Surrounding {
  readonly env: ContextParts["env"];
  readonly log: { error(fields: object, message: string): void };
}

/** How long the console may take to stop before it is killed. */
const CLOSING_MS = 10_000;
const RESTART_MS = 1000;

/** undefined in a program that is not bundled (its own tests), which serves the console itself. */
export function consoleEntry(): string | undefined {
  const entry = fileURLToPath(new URL("./console-process.cjs", import.meta.url));
  return existsSync(entry) ? entry : undefined;
}

/**
 * Runs the console in a separate process with its own database connection, so that callers never wait for it, however
 * expensive its pages and however many people watch. If the process dies, it is restarted on the same port.
 * @throws the error that kept it from starting
 */
export async function startConsoleProcess(
  entry: string,
  order: ConsoleOrder,
  { env, log }: Surrounding,
): Promise<RunningConsole> {
  const first = await begun(entry, order, env);
  const place = { ...order, port: first.port };
  const keeper = new Keeper(() => begun(entry, place, env), log);
  const kept = keeper.keep(first.child);
  const close = async (): Promise<void> => {
    await keeper.stop();
    await kept;
  };
  return { url: first.url, port: first.port, close };
}

/** Restarts the process until it is stopped. */
class Keeper {
  readonly #begin: () => Promise<{ readonly child: ChildProcess }>;
  readonly #log: Surrounding["log"];
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;

  constructor(begin: () => Promise<{ readonly child: ChildProcess }>, log: Surrounding["log"]) {
    this.#begin = begin;
    this.#log = log;
  }

  async keep(running: ChildProcess): Promise<void> {
    this.#child = running;
    while (!this.#stopping.signal.aborted) {
      if (this.#child === undefined) await this.#restart();
      else await this.#watch(this.#child);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#child !== undefined) await ended(this.#child);
  }

  async #watch(child: ChildProcess): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    if (this.#stopping.signal.aborted) return;
    const { exitCode: code, signalCode: signal } = child;
    this.#log.error({ code, signal }, "the console ended and is being restarted");
    this.#child = undefined;
  }

  async #restart(): Promise<void> {
    await wait(RESTART_MS);
    if (this.#stopping.signal.aborted) return;
    try {
      const { child } = await this.#begin();
      this.#child = child;
      if (this.#stopping.signal.aborted) await ended(child);
    } catch (error) {
      this.#log.error({ reason: String(error) }, "the console could not be restarted");
    }
  }
}

async function begun(entry: string, order: ConsoleOrder, env: Surrounding["env"]) {
  // Anything it prints goes to the log's stream: the server's standard output is for results.
  const child = fork(entry, [], { env: { ...env }, execArgv: [], stdio: ["ignore", 2, 2, "ipc"] });
  child.send(order);
  const word = await firstWord(child);
  if ("url" in word) return { child, ...word };
  await ended(child);
  const { code, message, hint } = word.failed;
  throw new AscendiaError(code, message, hint === undefined ? {} : { hint });
}

function firstWord(child: ChildProcess): Promise<ConsoleWord> {
  return new Promise((resolve, reject) => {
    const failed = (why: string): void => reject(new AscendiaError("failed", `The console did not start: ${why}.`));
    child.once("message", (said) => {
      const word = consoleWordSchema.safeParse(said);
      if (word.success) resolve(word.data);
      else failed("its first message is not the address it listens on");
    });
    child.once("error", (error) => failed(error.message));
    child.once("exit", (code, signal) => failed(`its process ended with ${signal ?? String(code)}`));
  });
}

/** Closing the channel ends the process. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  if (child.connected) child.disconnect();
  const limit = setTimeout(() => child.kill("SIGKILL"), CLOSING_MS);
  await exited;
  clearTimeout(limit);
}
