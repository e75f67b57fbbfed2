import { join, resolve } from "node:path";
import type { SqlDatabase } from "../adapters/sql/database.ts";
import { withSettingsFiles } from "../adapters/files/settings-files.ts";
import type { Context } from "../commands/context.ts";
import { type Config, readConfig } from "../config.ts";
import { noPrompt } from "../terminal/prompt.ts";
import { calendarParts } from "./calendars.ts";
import { callingParts } from "./calling.ts";
import { consoleParts } from "./console.ts";
import { databaseFiles } from "./database-files.ts";
import { files, outside } from "./files.ts";
import { heartbeatParts } from "./heartbeat.ts";
import { noticeParts } from "./notices.ts";
import { phraseParts } from "./phrases.ts";
import { recordingParts } from "./recording.ts";
import { records } from "./records.ts";
import { replayParts } from "./replay.ts";
import { retellParts } from "./retell.ts";
import { servingParts } from "./server.ts";
import { simulationParts } from "./simulator.ts";
import { type ContextParts, type Surroundings, once } from "./surroundings.ts";
import { startTalk } from "./talk.ts";
import { mailingParts, workingParts } from "./worker.ts";

/** Config → Context. Opens nothing in advance: every adapter is loaded on first use (composition/). */
export function createContext(parts: ContextParts): Context & { close(): Promise<void> } {
  const open: { close(): Promise<void> }[] = [];
  const keepOpen = (resource: { close(): Promise<void> }): void => void open.push(resource);
  const config = once(() => configOf(parts));
  let ifMissing: "create" | "refuse" = "refuse";
  const database = once(() => openDatabaseOf(parts, { config, keepOpen, ifMissing }));
  const surroundings: Surroundings = { parts, config, database, keepOpen };
  const kept = records(surroundings);
  const retell = retellParts(surroundings);
  const [phrases, disk] = [phraseParts(surroundings), files(surroundings)];
  const dialling = callingParts(surroundings, retell.retell);
  const mailing = mailingParts(surroundings);
  const context: Context & { close(): Promise<void> } = {
    output: parts.output,
    prompt: parts.prompt,
    agreed: parts.flags.yes === true,
    cwd: parts.cwd,
    config,
    allowNewDatabase: () => {
      ifMissing = "create";
    },
    ...mailing,
    ...noticeParts(surroundings, mailing),
    ...calendarParts(surroundings),
    ...outside(surroundings),
    ...kept,
    ...databaseFiles(surroundings),
    ...phrases,
    ...retell,
    ...dialling,
    ...servingParts(surroundings),
    ...heartbeatParts(surroundings),
    ...recordingParts(surroundings),
    ...replayParts(surroundings),
    ...consoleParts(surroundings, { ...kept, ...retell, ...phrases, ...disk }),
    startTalk,
    ...workingParts(surroundings, { ...dialling, ...mailing, ...retell }),
    ...simulationParts(surroundings),
    ...disk,
    run: (argv) => parts.dispatch(argv, context),
    elsewhere: async (place, work) => {
      const env = { LOG_LEVEL: "error" };
      const there = createContext({ ...parts, ...place, env, flags: { yes: true }, prompt: noPrompt() });
      try {
        return await work(there);
      } finally {
        await there.close();
      }
    },
    close: async () => {
      for (const resource of open.toReversed()) await resource.close();
    },
  };
  return context;
}

async function openDatabaseOf(
  { snapshot }: ContextParts,
  {
    config,
    keepOpen,
    ifMissing,
  }: Pick<Surroundings, "config" | "keepOpen"> & {
    readonly ifMissing: "create" | "refuse";
  },
): Promise<SqlDatabase> {
  if (snapshot !== undefined) return (await import("../adapters/sql/sqlite/sqlite.ts")).openSqliteCopy(snapshot);
  const opened = await openInstallation(config(), ifMissing);
  keepOpen(opened);
  return opened;
}

async function openInstallation(
  { databasePath, databaseUrl, databaseName, mode }: Config,
  ifMissing: "create" | "refuse",
): Promise<SqlDatabase> {
  if (databaseUrl === null) {
    const { openDatabase } = await import("../adapters/sql/sqlite/open-database.ts");
    return openDatabase(databasePath, mode, { ifMissing });
  }
  const { openPostgres } = await import("../adapters/sql/postgres/open-postgres.ts");
  return openPostgres(databaseUrl, { mode, ifMissing, name: databaseName });
}

function configOf({ env, cwd, flags }: ContextParts): Config {
  const variables = withSettingsFiles(env, cwd, flags.envFile);
  const chosen = flags.db === undefined ? variables : { ...variables, ASCENDIA_DATABASE_URL: flags.db };
  const config = readConfig(chosen, join(cwd, ".ascendia"));
  const { templatePath, databasePath, databaseUrl, databaseName, phrasesPath, suitePath } = config;
  const placed = (path: string | null): string | null => (path === null ? null : resolve(cwd, path));
  return {
    ...config,
    databasePath: resolve(cwd, databasePath),
    databaseName: databaseUrl === null ? resolve(cwd, databasePath) : databaseName,
    templatePath: placed(templatePath),
    phrasesPath: placed(phrasesPath),
    suitePath: placed(suitePath),
  };
}
