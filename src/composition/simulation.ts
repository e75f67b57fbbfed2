import { join, resolve } from "node:path";
import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import { packageRoot } from "../adapters/system/package-root.ts";
import type { Context, SimulationPorts } from "../commands/context.ts";
import type { ScriptRunner } from "../domain/flow/ports.ts";
import type { SimulatedAgent } from "../domain/simulation/ports.ts";
import { bookingsOf, startServerOn } from "./serving.ts";
import { simulatedSocket } from "./simulated-socket.ts";
import { once, type Surroundings } from "./surroundings.ts";

type Simulation = Pick<Context, "simulation" | "languageModel" | "scriptRunner" | "scenarioFiles">;

export function simulationParts(surroundings: Surroundings): Simulation {
  const { parts, config } = surroundings;
  return {
    simulation: once(() => simulationPorts(surroundings)),
    languageModel: once(async () => {
      const { configuredModel } = await import("../adapters/llm/configured-model.ts");
      return configuredModel(config());
    }),
    scriptRunner: once(async () => (await import("../adapters/quickjs/script-runner.ts")).createScriptRunner()),
    scenarioFiles: async (path) => {
      const { readScenarioFiles } = await import("../adapters/simulation/scenario-files.ts");
      return readScenarioFiles(resolve(parts.cwd, path));
    },
  };
}

/** The simulator's worlds: the server on a copy of the database, or one that runs elsewhere. */
async function simulationPorts(surroundings: Surroundings): Promise<SimulationPorts> {
  const { config, parts, keepOpen } = surroundings;
  const database = await surroundings.database();
  const simulator = await loadSimulator();
  const { fleetThreads, recordFolder, readScenarioFiles, createScriptRunner } = simulator;
  const { retellApiKey: key, templatePath } = config();
  const scripts = createScriptRunner();
  const bookings = await bookingsOf();
  const { cwd, env, flags } = parts;
  let snapshot: Uint8Array = new Uint8Array();
  const agentAt = (url: string) => simulatedAgentAt(url, { database, templatePath });
  const copies = await copier({ simulator, agentAt, bookings, scripts, key, templatePath });
  const copy = (now: number) => copies(simulator.openSqliteCopy(snapshot), now);
  const remote = async (url: string) =>
    simulator.remoteWorld({
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
      keepOpen(world);
      return [world];
    },
    openHelpers: (helpers) => {
      const threads = fleetThreads({ env, cwd, flags, snapshot }, helpers);
      keepOpen(threads);
      return threads.helpers;
    },
    record: (folder) => recordFolder(resolve(cwd, folder)),
    stopwatch: () => performance.now(),
  };
}

interface CopyParts {
  readonly simulator: Awaited<ReturnType<typeof loadSimulator>>;
  readonly bookings: Awaited<ReturnType<typeof bookingsOf>>;
  readonly scripts: ScriptRunner;
  readonly key: string;
  readonly templatePath: string | null;
  agentAt(url: string): Promise<SimulatedAgent>;
}

/** Serves a copy of the database, where simulated calls over the socket go by their scenarios. */
async function copier({ simulator, bookings, scripts, key, templatePath, ...parts }: CopyParts) {
  const { copiedWorld, calledPeople: called, readPhrases } = simulator;
  const phrases = { fr: await readPhrases("fr"), en: await readPhrases("en") };
  const serving = { key, logLevel: "error", address: { host: "127.0.0.1", port: 0 }, templatePath } as const;
  return (database: SqlDatabase, now: number) => {
    const socket = simulatedSocket();
    const hooks = { brain: socket.brain, around: socket.around };
    return copiedWorld({
      database,
      key,
      now,
      scripts,
      agentAt: (url) => parts.agentAt(url),
      serve: (installation) => startServerOn(installation, { ...serving, ...hooks }),
      socketAt: (url, installation) => socket.worldAt(url, installation.database),
      booking: (clinic, installation) => bookings(installation)(clinic),
      called,
      phrases,
    });
  };
}

interface AgentSource {
  readonly database: SqlDatabase;
  readonly templatePath: string | null;
}

async function simulatedAgentAt(url: string, { database, templatePath }: AgentSource): Promise<SimulatedAgent> {
  const { readTemplate } = await import("../adapters/templates/template-files.ts");
  const { SqlAgentStore } = await import("../adapters/sql/agent-store.ts");
  const { simulatedAgent } = await import("../domain/simulation/simulated-agent.ts");
  const master = await new SqlAgentStore(database.fleet).master();
  const identity = { agentId: master?.agentId ?? "agent_simulated", version: master?.version ?? 0 };
  return simulatedAgent(await readTemplate({ PUBLIC_URL: url }, templatePath ?? undefined), identity);
}

async function loadSimulator() {
  const parts = await Promise.all([
    import("../adapters/simulation/copied-world.ts"),
    import("../adapters/simulation/remote-world.ts"),
    import("../adapters/simulation/fleet-threads.ts"),
    import("../adapters/simulation/record-folder.ts"),
    import("../adapters/sql/sqlite.ts"),
    import("../adapters/simulation/scenario-files.ts"),
    import("../adapters/quickjs/script-runner.ts"),
    import("../adapters/templates/template-files.ts"),
    import("../adapters/simulation/called-people.ts"),
  ]);
  const [copied, remote, threads, records, sqlite, scenarios, scripts, templates, called] = parts;
  return {
    ...copied,
    ...remote,
    ...threads,
    ...records,
    ...sqlite,
    ...scenarios,
    ...scripts,
    ...templates,
    ...called,
  };
}
