import type { ApiDate } from "../../src/sandbox/sandbox-options.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import Retell from "retell-sdk";
import { afterEach, beforeEach, expect, onTestFinished } from "vitest";
import * as z from "zod";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createContext } from "../../src/composition/create-context.ts";
import { type RunningSandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { humanOutput } from "../../src/terminal/output.ts";
import { noPrompt } from "../../src/terminal/prompt.ts";
import { boughtClinicFile, clinicFile } from "../fakes/clinic-file.ts";
import { newFolder, run } from "../fakes/world.ts";

const key = "key_of_the_test_sandbox";

/** One installation on a sandbox of its own; `dashboard` is the official SDK, for edits from outside. */
export interface Installation {
  readonly cwd: string;
  readonly sandbox: RunningSandbox;
  readonly dashboard: Retell;
}

interface More {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

let here: Installation;

/** With `asOf`, Retell answers as its API of that month. */
export function onInstallation(asOf?: ApiDate): void {
  beforeEach(async () => {
    const cwd = newFolder();
    const dated = asOf === undefined ? {} : { asOf };
    const sandbox = await startSandbox({
      databasePath: join(cwd, "retell.db"),
      apiKey: key,
      clock: systemClock,
      ...dated,
    });
    const dashboard = new Retell({ apiKey: key, baseURL: sandbox.url, maxRetries: 0, logLevel: "off" });
    here = { cwd, sandbox, dashboard };
  });
  afterEach(() => here.sandbox.close());
}

export function installation(): Installation {
  return here;
}

export function ascendia(argv: readonly string[], { env = {}, ...more }: More = {}) {
  const access = { RETELL_BASE_URL: here.sandbox.url, RETELL_API_KEY: key };
  return run(argv, { cwd: here.cwd, env: { ...access, ...env }, ...more });
}

const envelope = z.object({ ok: z.boolean(), data: z.unknown(), error: z.unknown() }).partial();

/** A command's data under --json, and its exit code. */
export async function told(argv: readonly string[], more?: More) {
  const { code, stdout, stderr } = await ascendia([...argv, "--json"], more);
  const { data, error } = envelope.parse(JSON.parse(stdout === "" ? "{}" : stdout));
  return { code, data, error, stderr };
}

/** The data of a command that must succeed. */
export async function dataOf(argv: readonly string[], more?: More): Promise<unknown> {
  const { code, data, error, stderr } = await told(argv, more);
  expect({ code, error, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, error: undefined, stderr: "" });
  return data;
}

export async function asked(path: string, init: RequestInit = {}): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const response = await fetch(`${here.sandbox.url}${path}`, { ...init, headers });
  return response.status === 204 ? undefined : response.json();
}

const requestLog = z.object({ items: z.array(z.object({ operation: z.string() })) });

export async function writes(): Promise<readonly string[]> {
  return requestLog.parse(await asked("/_sandbox/requests?writes=true")).items.map(({ operation }) => operation);
}

/** The requests sent to Retell during the work, including reads. */
export async function requestsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  await asked("/_sandbox/requests", { method: "DELETE" });
  await work();
  return requestLog.parse(await asked("/_sandbox/requests")).items.map(({ operation }) => operation);
}

export async function fault(body: object): Promise<void> {
  await asked("/_sandbox/faults", { method: "POST", body: JSON.stringify(body) });
}

export const cotonou = "clinique-sainte-therese";
export const austin = "austin-test-clinic";
export const cotonouNumber = "+2290197000001";
export const austinNumber = "+15125550100";

/** The agent, a clinic with an imported number and one with a bought number. */
export async function twoClinics(more?: More): Promise<void> {
  await dataOf(["agent:create"], more);
  for (const content of [clinicFile, boughtClinicFile]) {
    writeFileSync(join(here.cwd, "clinic.json"), JSON.stringify(content));
    await dataOf(["clinic:onboard", "--file", "clinic.json", "--yes"], more);
  }
}

/** The installation's own server on a free port, and with `jobs` its worker; closed after the test. @returns its address */
export async function serving({ jobs = false, ...more }: More & { readonly jobs?: boolean } = {}): Promise<string> {
  const silent = { stdout: new PassThrough(), stderr: new PassThrough() };
  const context = createContext({
    env: { RETELL_BASE_URL: here.sandbox.url, RETELL_API_KEY: key, LOG_LEVEL: "silent", ...more.env },
    cwd: here.cwd,
    stdin: new PassThrough(),
    flags: {},
    output: humanOutput(silent, { quiet: true, verbose: false, colour: false }),
    prompt: noPrompt(),
    dispatch: () => Promise.reject(new Error("the server runs no commands")),
  });
  context.allowNewDatabase();
  const server = await context.startServer({ host: "127.0.0.1", port: 0 });
  const worker = jobs ? await context.startWorker() : undefined;
  onTestFinished(async () => {
    await worker?.stop();
    await server.close(0);
    await context.close();
  });
  return server.url;
}
