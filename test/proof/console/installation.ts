import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { main } from "../../../src/main.ts";
import { httpPlayer } from "../../../src/sandbox/player/player.ts";
import { startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { Recorder, inputOf } from "../../fakes/streams.ts";
import { freePort } from "../event-storm/server.ts";

const apiKey = "key_of_the_console_proof";

const facts = z.object({ data: z.object({ console: z.string() }) });

export const CLINICS = ["austin", "cotonou", "montreal"] as const;

/** A folder with an agent and three clinics, a sandbox that plays calls, and a real `serve --console`. */
export async function installConsole() {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-console-"));
  const settings = { databasePath: join(folder, "retell.db"), apiKey, clock: systemClock };
  const sandbox = await startSandbox({ ...settings, callPlayer: httpPlayer({ apiKey, clock: systemClock }) });
  const [port, consolePort] = [await freePort(), await freePort()];
  const env = {
    RETELL_BASE_URL: sandbox.url,
    RETELL_API_KEY: apiKey,
    ASCENDIA_PUBLIC_URL: `http://127.0.0.1:${port}`,
    ASCENDIA_CONSOLE_PORT: String(consolePort),
    LOG_LEVEL: "error",
  };
  const outcome = async (argv: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const [stdout, stderr] = [new Recorder(), new Recorder()];
    const world = { env: { ...env, ...more }, cwd: () => folder, stdin: inputOf(""), stdout, stderr };
    return { code: await main(argv, world), stdout: stdout.text, stderr: stderr.text };
  };
  const ascendia = async (...argv: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await outcome(argv);
    if (code !== 0) throw new Error(`${argv.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };
  await ascendia("agent:create", "--yes");
  for (const name of CLINICS) {
    await ascendia("clinic:onboard", "--file", resolve("templates", "demo", `${name}.json`), "--yes");
  }
  let server: ChildProcess | undefined;
  return {
    folder,
    env,
    ascendia,
    /** The same, whatever its exit code. */
    outcome,
    apiKey,
    server: `http://127.0.0.1:${port}`,
    inStore: async (work: (store: Store) => Promise<void>): Promise<void> => {
      const store = sqlStore(await openDatabase(join(folder, ".ascendia", "sandbox.db"), "sandbox"));
      try {
        await work(store);
      } finally {
        await store.close();
      }
    },
    /** @returns the console's address */
    serve: async (...more: readonly string[]): Promise<string> => {
      const argv = [resolve("bin/ascendia.js"), "serve", "--console", "--port", String(port), "--json", ...more];
      const child = spawn(process.execPath, argv, {
        cwd: folder,
        env: { ...env, PATH: process.env["PATH"] },
        stdio: ["ignore", "pipe", "inherit"],
      });
      server = child;
      for await (const line of createInterface({ input: child.stdout })) {
        return facts.parse(JSON.parse(line)).data.console;
      }
      throw new Error("the server ended before it listened");
    },
    stopServing: () => ended(server),
    /** CPU time of the server so far, in milliseconds; null if the system does not report it. */
    processorMs: (): number | null => processorMs(server?.pid),
    close: async (): Promise<void> => {
      await ended(server);
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type ConsoleInstallation = Awaited<ReturnType<typeof installConsole>>;

async function ended(server: ChildProcess | undefined): Promise<void> {
  if (server === undefined || server.exitCode !== null) return;
  const exited = once(server, "exit");
  server.kill("SIGTERM");
  await exited;
}

/**
 * Linux counts in hundredths of a second: the 14th and 15th field, after a name that may contain anything but a closing
 * parenthesis.
 */
function processorMs(pid: number | undefined): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
