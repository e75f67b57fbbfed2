import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { CopiedInstallation } from "./adapters/simulation/copied-world.ts";
import type { SqlDatabase } from "./adapters/sql/database.ts";
import type { RetellAccess } from "./adapters/retell/client.ts";
import { systemClock } from "./adapters/system/clock.ts";
import { newId, requestIds } from "./adapters/system/ids.ts";
import { sha256 } from "./adapters/system/sha256.ts";
import { packageRoot } from "./adapters/system/package-root.ts";
import { withSettingsFiles } from "./adapters/system/settings-files.ts";
import type { Context, SandboxPlace, SimulationPorts } from "./commands/context.ts";
import { readConfig, SANDBOX_API_KEY, type Config, type Environment } from "./config.ts";
import type { BookingPorts } from "./domain/booking/ports.ts";
import type { Clinic } from "./domain/clinic/clinic.ts";
import type { SignedPost } from "./domain/organisation/check/ports.ts";
import type { SimulatedAgent } from "./domain/simulation/ports.ts";
import type { Clock } from "./domain/time/ports.ts";
import type { Address, RunningServer } from "./server/listen.ts";
import type { ServerPorts } from "./server/ports.ts";
import type { Output } from "./terminal/output.ts";
import { noPrompt, type Prompt } from "./terminal/prompt.ts";

interface ContextParts {
  readonly env: Environment;
  readonly cwd: string;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly flags: { readonly db?: string; readonly envFile?: string; readonly yes?: boolean };
  readonly output: Output;
  readonly prompt: Prompt;
  /** Runs a command line on a context (commands/program.ts). */
  readonly dispatch: (argv: readonly string[], context: Context) => Promise<void>;
  /** A copy of the installation's database to work on instead (SqlDatabase.serialize). */
  readonly snapshot?: Uint8Array;
}

/** The composition root: the one place besides main.ts that names adapters, each loaded when first asked for. */
export function createContext(parts: ContextParts): Context & { close(): Promise<void> } {
  const open: { close(): Promise<void> }[] = [];
  const config = once(() => configOf(parts));
  const database = once(async (): Promise<SqlDatabase> => {
    if (parts.snapshot !== undefined) return (await import("./adapters/sql/sqlite.ts")).openSqliteCopy(parts.snapshot);
    const { openDatabase } = await import("./adapters/sql/open-database.ts");
    const { databasePath, mode } = config();
    const opened = await openDatabase(databasePath, mode);
    open.push(opened);
    return opened;
  });
  const context: Context & { close(): Promise<void> } = {
    output: parts.output,
    prompt: parts.prompt,
    clock: systemClock,
    agreed: parts.flags.yes === true,
    cwd: parts.cwd,
    config,
    newId,
    digest: sha256,
    store: once(async () => (await import("./adapters/sql/store.ts")).sqlStore(await database())),
    journal: once(async () => {
      const { SqlJournal } = await import("./adapters/sql/journal.ts");
      return new SqlJournal((await database()).fleet, systemClock);
    }),
    agentVersions: once(async () => {
      const { SqlAgentVersionStore } = await import("./adapters/sql/agent-version-store.ts");
      return new SqlAgentVersionStore((await database()).fleet);
    }),
    audit: once(async () => {
      const { SqlAuditLog } = await import("./adapters/sql/audit-log.ts");
      const { systemActor } = await import("./adapters/system/actor.ts");
      const parts = { clock: systemClock, digest: sha256, actor: systemActor() };
      return new SqlAuditLog((await database()).fleet, parts);
    }),
    exclusively: async (work) => {
      const { withProcessLock } = await import("./adapters/sql/process-lock.ts");
      return withProcessLock(`${config().databasePath}.lock`, work);
    },
    retell: once(async () => retellPlatforms(await retellAccess(config(), open))),
    startSandbox: (place) => startSandboxOf(config(), place),
    startServer: async (address) => {
      const { sqlClinicRevisions } = await import("./adapters/sql/clinic-revisions.ts");
      const { retellApiKey: key, logLevel } = config();
      const opened = await database();
      const installation = { database: opened, revisions: sqlClinicRevisions(opened), clock: systemClock, newId };
      return startServerOn(installation, { key, logLevel, address });
    },
    languageModel: once(async () => {
      const { configuredModel } = await import("./adapters/llm/configured-model.ts");
      return configuredModel(config());
    }),
    scriptRunner: once(async () => (await import("./adapters/quickjs/script-runner.ts")).createScriptRunner()),
    simulation: once(async () => simulationPorts(await database(), { config: config(), parts, open })),
    wait,
    untilStopped: async (listening) => (await import("./adapters/system/until-stopped.ts")).untilStopped(listening),
    secret: (variable) => withSettingsFiles(parts.env, parts.cwd, parts.flags.envFile)[variable],
    scenarioFiles: async (path) => {
      const { readScenarioFiles } = await import("./adapters/simulation/scenario-files.ts");
      return readScenarioFiles(resolve(parts.cwd, path));
    },
    shippedFile: (path) => join(packageRoot(), path),
    readInput: async (path) => {
      const { readInput } = await import("./adapters/system/read-input.ts");
      return readInput(path, { resolve: (name) => resolve(parts.cwd, name), stdin: parts.stdin });
    },
    writeOutput: async (path, content) => {
      const { writeOutput } = await import("./adapters/system/write-output.ts");
      return writeOutput(resolve(parts.cwd, path), content);
    },
    writePrivately: async (path, text) => {
      const { writePrivateFile } = await import("./adapters/system/write-private-file.ts");
      return writePrivateFile(resolve(parts.cwd, path), text);
    },
    probes: once(async () => {
      const { retellWire } = await import("./adapters/simulation/retell-wire.ts");
      const wire = retellWire(config().retellApiKey, systemClock);
      const mailServer = async (url: string) => (await import("./adapters/mail/mail-server.ts")).reachMailServer(url);
      return { send: (request: SignedPost) => wire.send(request), mailServer };
    }),
    painter: once(async () => {
      const { drawSvg } = await import("./adapters/graphviz/draw-svg.ts");
      return { svg: drawSvg, png: async (svg: string) => (await import("./adapters/resvg/draw-png.ts")).drawPng(svg) };
    }),
    run: (argv) => parts.dispatch(argv, context),
    elsewhere: async (place, work) => {
      const there = createContext({ ...parts, ...place, env: { LOG_LEVEL: "error" }, flags: { yes: true }, prompt: noPrompt() });
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

interface Surroundings {
  readonly config: Config;
  readonly parts: ContextParts;
  readonly open: { close(): Promise<void> }[];
}

/** The simulator's worlds: the server on a copy of the database, or one that runs elsewhere. */
async function simulationPorts(database: SqlDatabase, { config, parts, open }: Surroundings): Promise<SimulationPorts> {
  const [{ copiedWorld }, { remoteWorld }, { fleetThreads }, { recordFolder }, { openSqliteCopy }, { readScenarioFiles }, { createScriptRunner }] =
    await Promise.all([
      import("./adapters/simulation/copied-world.ts"),
      import("./adapters/simulation/remote-world.ts"),
      import("./adapters/simulation/fleet-threads.ts"),
      import("./adapters/simulation/record-folder.ts"),
      import("./adapters/sql/sqlite.ts"),
      import("./adapters/simulation/scenario-files.ts"),
      import("./adapters/quickjs/script-runner.ts"),
    ]);
  const key = config.retellApiKey;
  const scripts = createScriptRunner();
  const agentAt = (url: string) => simulatedAgentAt(url, database);
  const bookings = await bookingsOf();
  const { cwd, env, flags } = parts;
  let snapshot: Uint8Array = new Uint8Array();
  const copy = (now: number) =>
    copiedWorld({
      database: openSqliteCopy(snapshot),
      key,
      now,
      scripts,
      agentAt,
      serve: (installation) =>
        startServerOn(installation, { key, logLevel: "error", address: { host: "127.0.0.1", port: 0 } }),
      booking: (clinic, installation) => bookings(installation)(clinic),
    });
  const remote = async (url: string) =>
    remoteWorld({
      url,
      key,
      scripts,
      clock: systemClock,
      agent: await agentAt(url),
      booking: bookings({ database, clock: systemClock, newId }),
    });
  return {
    scenarioFiles: (path) =>
      readScenarioFiles(path === undefined ? join(packageRoot(), "templates", "scenarios") : resolve(cwd, path)),
    openWorlds: async ({ now, url }) => {
      snapshot = database.serialize();
      const world = await (url === undefined ? copy(now) : remote(url.replace(/\/+$/, "")));
      open.push(world);
      return [world];
    },
    openHelpers: () => {
      const threads = fleetThreads({ env, cwd, flags, snapshot });
      open.push(threads);
      return threads.helpers;
    },
    record: (folder) => recordFolder(resolve(cwd, folder)),
    stopwatch: () => performance.now(),
  };
}

interface BookingSurroundings {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  newId(): string;
}

/** How the bookings of one clinic are reached on a database. */
async function bookingsOf() {
  const { sqlStore } = await import("./adapters/sql/store.ts");
  const { publicHolidays } = await import("./domain/booking/holidays.ts");
  const holidays = publicHolidays();
  return (surroundings: BookingSurroundings) => {
    const { database, clock } = surroundings;
    const store = sqlStore(database);
    return (clinic: Clinic): BookingPorts => ({
      clinic,
      database: store.scope(clinic.id).booking,
      holidays,
      clock,
      newId: () => surroundings.newId(),
    });
  };
}

interface Serving {
  readonly key: string;
  readonly logLevel: string;
  readonly address: Address;
}

/** The HTTP server: what `serve` runs on the installation's database, and the simulator on a copy of it. */
async function startServerOn(installation: CopiedInstallation, serving: Serving): Promise<RunningServer> {
  const { key, logLevel, address } = serving;
  const { listen } = await import("./server/listen.ts");
  const { clinicFunctions } = await import("./server/functions/clinic-functions.ts");
  const { CallerCards } = await import("./domain/call/caller-cards.ts");
  const { SqlCallEventStore } = await import("./adapters/sql/call-event-store.ts");
  const { sqlStore } = await import("./adapters/sql/store.ts");
  const { verifySignature } = await import("./adapters/retell/signature.ts");
  const { readPhrases } = await import("./adapters/templates/template-files.ts");
  const { openLog } = await import("./adapters/system/log.ts");
  const { assertMigrated } = await import("./adapters/sql/migrate.ts");
  const { database, clock, revisions } = installation;
  const log = openLog(logLevel);
  const store = sqlStore(database);
  const phrases = { fr: await readPhrases("fr"), en: await readPhrases("en") };
  const ports: ServerPorts = {
    clinics: store.clinics,
    cards: new CallerCards({ store, revisions, speech: { phrases, voices: {} }, clock }),
    events: new SqlCallEventStore(database.fleet),
    functions: clinicFunctions((await bookingsOf())(installation)),
    verify: (rawBody, signature) => verifySignature(rawBody, signature, { key, nowMs: clock.now() }),
    ready: () => assertMigrated(database),
    clock,
    log,
    newRequestId: requestIds(),
  };
  const server = await listen(ports, address);
  return { ...server, close: () => server.close().finally(() => log.close()) };
}

async function simulatedAgentAt(url: string, database: SqlDatabase): Promise<SimulatedAgent> {
  const { readTemplate } = await import("./adapters/templates/template-files.ts");
  const { SqlAgentStore } = await import("./adapters/sql/agent-store.ts");
  const { simulatedAgent } = await import("./domain/simulation/simulated-agent.ts");
  const master = await new SqlAgentStore(database.fleet).master();
  const identity = { agentId: master?.agentId ?? "agent_simulated", version: master?.version ?? 0 };
  return simulatedAgent(await readTemplate({ PUBLIC_URL: url }), identity);
}

async function retellPlatforms(access: RetellAccess) {
  const { retellClient } = await import("./adapters/retell/client.ts");
  const { retellAgentPlatform } = await import("./adapters/retell/agent-platform.ts");
  const { retellNumberPlatform } = await import("./adapters/retell/number-platform.ts");
  const { retellNumberPins } = await import("./adapters/retell/number-pins.ts");
  const client = retellClient(access);
  const numbers = retellNumberPlatform(client);
  const { retellAccount } = await import("./adapters/retell/account.ts");
  const account = retellAccount(client);
  return { agents: retellAgentPlatform(client), numbers, pins: retellNumberPins(client, numbers), account };
}

/** Retell, the sandbox at the base URL, or one of our own on this installation's file, closed with the rest. */
async function retellAccess(config: Config, open: { close(): Promise<void> }[]): Promise<RetellAccess> {
  const { retellApiKey: apiKey, retellBaseUrl, retellTimeoutMs: timeoutMs, mode } = config;
  if (mode === "live" || retellBaseUrl !== null) return { apiKey, baseUrl: retellBaseUrl, timeoutMs };
  const sandbox = await startSandboxOf(config, { host: "127.0.0.1", port: 0 });
  open.push(sandbox);
  return { apiKey, baseUrl: sandbox.url, timeoutMs };
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
