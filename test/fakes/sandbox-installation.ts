import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Retell from "retell-sdk";
import { expect } from "vitest";
import * as z from "zod";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { clinicFile } from "./clinic-file.ts";
import { newFolder, run } from "./world.ts";

const apiKey = "key_of_the_test_sandbox";

const envelope = z.object({ ok: z.boolean(), data: z.unknown(), error: z.looseObject({}) }).partial();
const requestLog = z.object({ items: z.array(z.object({ operation: z.string() })) });

/**
 * A working folder, a sandbox over HTTP, ascendia's commands on both, and the official SDK in the role of the
 * dashboard. To share it among several tests, name a folder that outlives each of them.
 */
export async function openInstallation(cwd = newFolder()) {
  const sandbox = await startSandbox({ databasePath: join(cwd, "retell.db"), apiKey, clock: systemClock });
  const env = { RETELL_BASE_URL: sandbox.url, RETELL_API_KEY: apiKey };
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> =>
    (await fetch(`${sandbox.url}${path}`, { ...init, headers })).json();
  const ascendia = (...argv: readonly string[]) => run(argv, { cwd, env });
  const json = async (...argv: readonly string[]) => {
    const { code, stdout } = await ascendia(...argv, "--json");
    return { code, ...envelope.parse(JSON.parse(stdout)) };
  };
  return {
    cwd,
    databasePath: join(cwd, ".ascendia", "sandbox.db"),
    dashboard: new Retell({ apiKey, baseURL: sandbox.url, maxRetries: 0, logLevel: "off" }),
    close: () => sandbox.close(),
    ascendia,
    /** The exit code and JSON document of a command under --json. */
    json,
    /** The data of a command that must succeed. */
    data: async <T>(shape: z.ZodType<T>, ...argv: readonly string[]): Promise<T> => {
      const { code, data, error } = await json(...argv);
      expect({ code, error }).toEqual({ code: 0, error: undefined });
      return shape.parse(data);
    },
    writes: async (): Promise<readonly string[]> =>
      requestLog
        .parse(await ask("/_sandbox/requests?writes=true&limit=100000"))
        .items.map(({ operation }) => operation),
    fault: (body: object) => ask("/_sandbox/faults", { method: "POST", body: JSON.stringify(body) }),
    file: (name: string, content: unknown): string => {
      writeFileSync(join(cwd, name), JSON.stringify(content, undefined, 2));
      return name;
    },
    readFile: (name: string): string => readFileSync(join(cwd, name), "utf8"),
  };
}

export type Installation = Awaited<ReturnType<typeof openInstallation>>;

/** The nth clinic of a fleet whose clinics differ only in name and number. */
export function numberedClinic(index: number) {
  const digits = String(index).padStart(2, "0");
  const phone = { phone_number: `01970000${digits}`, termination_uri: "trunk.example.com" };
  return { ...clinicFile, name: `Clinique Test ${digits}`, number: { import: phone } };
}
