import type { Clock } from "../clock.ts";
import { serveApp } from "./http/serve-app.ts";
import { createSandboxApp } from "./app.ts";
import { type CallPlayer, noCallPlayer } from "./call-player.ts";
import { readPlayerFile } from "./player/player.ts";
import { readFaultFile } from "./read-fault-file.ts";
import { type SandboxOptions, defaultSandboxOptions } from "./sandbox-options.ts";
import type { Sandbox, SandboxLog } from "./sandbox.ts";
import { type SandboxDatabase, openSandboxDatabase } from "./store/database.ts";
import { deleteFaults, deletePlayers, insertFault, putPlayer } from "./store/records.ts";
import { type TestPlayer, noTestPlayer } from "./test-player.ts";
import { watchBatches } from "./workspace/batch-call.ts";

export interface SandboxSettings {
  readonly databasePath: string;
  readonly apiKey: string;
  readonly clock: Clock;
  readonly host?: string;
  /** 0: any free port. */
  readonly port?: number;
  readonly options?: Partial<SandboxOptions>;
  /** YAML or JSON; its faults replace the stored ones. */
  readonly faultFile?: string;
  /** If absent, no call is answered. Closing the sandbox finishes its calls. */
  readonly callPlayer?: CallPlayer;
  /** If absent, every test ends in an error. */
  readonly testPlayer?: TestPlayer;
  /** YAML or JSON; its scripts replace the stored ones. */
  readonly playerFile?: string;
  readonly random?: () => number;
  readonly log?: SandboxLog;
  /** How often scheduled batch calls are checked. */
  readonly batchCheckMs?: number;
}

export interface RunningSandbox {
  /** The value for RETELL_BASE_URL. */
  readonly url: string;
  readonly apiKey: string;
  close(): Promise<void>;
}

const usualBatchCheckMs = 5000;

const silentLog: SandboxLog = { error: () => undefined };

/** Serves the emulator until `close`. Throws AscendiaError if the database, a control file or the port is unusable. */
export async function startSandbox(settings: SandboxSettings): Promise<RunningSandbox> {
  const faults = settings.faultFile === undefined ? undefined : readFaultFile(settings.faultFile);
  const players = settings.playerFile === undefined ? undefined : readPlayerFile(settings.playerFile);
  const database = await openSandboxDatabase(settings.databasePath);
  const background = backgroundWork(settings.log ?? silentLog);
  const sandbox = sandboxOf(settings, database, background.add);
  try {
    if (faults !== undefined) await plantFaults(faults, database);
    if (players !== undefined) await castPlayers(players, database);
    const server = await serveApp(createSandboxApp(sandbox), settings.host, settings.port);
    const stopBatches = watchBatches(sandbox, settings.batchCheckMs ?? usualBatchCheckMs);
    return {
      url: server.url,
      apiKey: settings.apiKey,
      close: async () => {
        await server.close();
        await stopBatches();
        await background.done();
        await sandbox.callPlayer.finish();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function sandboxOf(settings: SandboxSettings, database: SandboxDatabase, background: Sandbox["background"]): Sandbox {
  return {
    apiKey: settings.apiKey,
    database,
    clock: settings.clock,
    options: { ...defaultSandboxOptions, ...settings.options },
    random: settings.random ?? Math.random,
    callPlayer: settings.callPlayer ?? noCallPlayer,
    testPlayer: settings.testPlayer ?? noTestPlayer,
    background,
    log: settings.log ?? silentLog,
  };
}

function backgroundWork(log: SandboxLog) {
  const running = new Set<Promise<void>>();
  return {
    add: (work: Promise<void>): void => {
      const ended = work
        .catch((error: unknown) => log.error({ err: error }, "The sandbox failed after its answer."))
        .finally(() => running.delete(ended));
      running.add(ended);
    },
    done: async (): Promise<void> => {
      await Promise.all(running);
    },
  };
}

function plantFaults(faults: ReturnType<typeof readFaultFile>, database: SandboxDatabase): Promise<void> {
  return database.write(async (queries) => {
    await deleteFaults(undefined, queries);
    for (const fault of faults) await insertFault(fault, queries);
  });
}

function castPlayers(players: ReturnType<typeof readPlayerFile>, database: SandboxDatabase): Promise<void> {
  return database.write(async (queries) => {
    await deletePlayers(queries);
    for (const player of players) await putPlayer(player, queries);
  });
}
