import { join, resolve } from "node:path";
import type { SqlDatabase } from "./adapters/sql/database.ts";
import { systemClock } from "./adapters/system/clock.ts";
import { newId } from "./adapters/system/ids.ts";
import { packageRoot } from "./adapters/system/package-root.ts";
import { withSettingsFiles } from "./adapters/system/settings-files.ts";
import type { Context, SandboxPlace } from "./commands/context.ts";
import { readConfig, SANDBOX_API_KEY, type Config, type Environment } from "./config.ts";
import type { Output } from "./terminal/output.ts";
import type { Prompt } from "./terminal/prompt.ts";

interface ContextParts {
  readonly env: Environment;
  readonly cwd: string;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly flags: { readonly db?: string; readonly envFile?: string; readonly yes?: boolean };
  readonly output: Output;
  readonly prompt: Prompt;
}

/** The composition root: the one place besides main.ts that names adapters, each loaded when first asked for. */
export function createContext(parts: ContextParts): Context & { close(): Promise<void> } {
  const open: { close(): Promise<void> }[] = [];
  const config = once(() => configOf(parts));
  const database = once(async (): Promise<SqlDatabase> => {
    const { openDatabase } = await import("./adapters/sql/open-database.ts");
    const { databasePath, mode } = config();
    const opened = await openDatabase(databasePath, mode);
    open.push(opened);
    return opened;
  });
  return {
    output: parts.output,
    prompt: parts.prompt,
    clock: systemClock,
    agreed: parts.flags.yes === true,
    config,
    newId,
    store: once(async () => (await import("./adapters/sql/store.ts")).sqlStore(await database())),
    journal: once(async () => {
      const { SqlJournal } = await import("./adapters/sql/journal.ts");
      return new SqlJournal((await database()).fleet, systemClock);
    }),
    retell: once(async () => {
      const { baseUrl, apiKey } = await retellAccess(config(), open);
      const { retellClient } = await import("./adapters/retell/client.ts");
      const { retellAgentPlatform } = await import("./adapters/retell/agent-platform.ts");
      const { retellNumberPlatform } = await import("./adapters/retell/number-platform.ts");
      const client = retellClient({ apiKey, baseUrl });
      return { agents: retellAgentPlatform(client), numbers: retellNumberPlatform(client) };
    }),
    startSandbox: (place) => startSandboxOf(config(), place),
    untilStopped: async () => (await import("./adapters/system/until-stopped.ts")).untilStopped(),
    secret: (variable) => withSettingsFiles(parts.env, parts.cwd, parts.flags.envFile)[variable],
    shippedFile: (path) => join(packageRoot(), path),
    readInput: async (path) => {
      const { readInput } = await import("./adapters/system/read-input.ts");
      return readInput(path, { resolve: (name) => resolve(parts.cwd, name), stdin: parts.stdin });
    },
    close: async () => {
      for (const resource of open.toReversed()) await resource.close();
    },
  };
}

/** Retell, the sandbox at the base URL, or one of our own on this installation's file, closed with the rest. */
async function retellAccess(config: Config, open: { close(): Promise<void> }[]) {
  const { retellApiKey: apiKey, retellBaseUrl, mode } = config;
  if (mode === "live" || retellBaseUrl !== null) return { apiKey, baseUrl: retellBaseUrl };
  const sandbox = await startSandboxOf(config, { host: "127.0.0.1", port: 0 });
  open.push(sandbox);
  return { apiKey, baseUrl: sandbox.url };
}

/** On the installation's one file of emulated Retell state. A real key never becomes the sandbox's. */
async function startSandboxOf({ stateFolder, retellApiKey, mode }: Config, place: SandboxPlace) {
  const { startSandbox } = await import("./adapters/sandbox/start-sandbox.ts");
  const apiKey = mode === "sandbox" ? retellApiKey : SANDBOX_API_KEY;
  return startSandbox({ databasePath: join(stateFolder, "retell.db"), apiKey, clock: systemClock, ...place });
}

function configOf({ env, cwd, flags }: ContextParts): Config {
  const variables = withSettingsFiles(env, cwd, flags.envFile);
  const chosen = flags.db === undefined ? variables : { ...variables, ASCENDIA_DATABASE_URL: flags.db };
  const config = readConfig(chosen, join(cwd, ".ascendia"));
  return { ...config, databasePath: resolve(cwd, config.databasePath) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
