import { join, resolve } from "node:path";
import type { SqlDatabase } from "./adapters/sql/database.ts";
import { systemClock } from "./adapters/system/clock.ts";
import { newId } from "./adapters/system/ids.ts";
import { withSettingsFiles } from "./adapters/system/settings-files.ts";
import type { Context } from "./commands/context.ts";
import { readConfig, type Config, type Environment } from "./config.ts";
import type { Output } from "./terminal/output.ts";
import type { Prompt } from "./terminal/prompt.ts";

interface ContextParts {
  readonly env: Environment;
  readonly cwd: string;
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
    close: async () => {
      for (const resource of open.toReversed()) await resource.close();
    },
  };
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
