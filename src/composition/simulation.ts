import { join, resolve } from "node:path";
import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import { packageRoot } from "../adapters/system/package-root.ts";
import type { Context, SimulationPorts } from "../commands/context.ts";
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
async function simulationPorts({ config, database: opened, parts, keepOpen }: Surroundings): Promise<SimulationPorts> {
  const database = await opened();
  const {
    copiedWorld,
    remoteWorld,
    fleetThreads,
    recordFolder,
    openSqliteCopy,
    readScenarioFiles,
    createScriptRunner,
    readPhrases,
    calledPeople,
  } = await loadSimulator();
  const key = config().retellApiKey;
  const scripts = createScriptRunner();
  const { templatePath } = config();
  const agentAt = (url: string) => simulatedAgentAt(url, { database, templatePath });
  const bookings = await bookingsOf();
  const phrases = { fr: await readPhrases("fr"), en: await readPhrases("en") };
  const { cwd, env, flags } = parts;
  let snapshot: Uint8Array = new Uint8Array();
  const copy = async (now: number) => {
    const socket = simulatedSocket();
    const serving = { key, logLevel: "error", address: { host: "127.0.0.1", port: 0 }, templatePath } as const;
    return copiedWorld({
      database: openSqliteCopy(snapshot),
      key,
      now,
      scripts,
      agentAt,
      serve: (installation) =>
        startServerOn(installation, {
          ...serving,
          brain: (call) => socket.brain(call),
          around: (functions) => socket.around(functions),
        }),
      socketAt: (url, installation) => socket.worldAt(url, installation.database),
      booking: (clinic, installation) => bookings(installation)(clinic),
      called: calledPeople,
      phrases,
    });
  };
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
      keepOpen(world);
      return [world];
    },
    openHelpers: () => {
      const threads = fleetThreads({ env, cwd, flags, snapshot });
      keepOpen(threads);
      return threads.helpers;
    },
    record: (folder) => recordFolder(resolve(cwd, folder)),
    stopwatch: () => performance.now(),
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
