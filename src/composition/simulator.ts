import { join, resolve } from "node:path";
import type { SqlDatabase, SqliteDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { inputPlace, packageRoot } from "../adapters/files/package-files.ts";
import { newId } from "../adapters/system/ids.ts";
import type { Context, SimulationPorts } from "../commands/context.ts";
import type { DialogueCall, SocketDirectory } from "../domain/dialogue/ports.ts";
import type { Brain, ScriptRunner } from "../flow/ports.ts";
import type { ServerPorts } from "../server/ports.ts";
import type { SocketScript, SocketWorld, SimulatedAgent } from "../simulator/world.ts";
import type { Voices } from "../domain/call/line/call-speech.ts";
import type { Phrases } from "../domain/call/line/caller-variables.ts";
import { accountWire } from "./accounts.ts";
import { bookingsOf } from "./bookings.ts";
import { installedVoices } from "./voices.ts";
import { acceptedPhrases } from "./phrases.ts";
import { installedTemplate } from "./records.ts";
import { startServerOn } from "./server.ts";
import { type Surroundings, once } from "./surroundings.ts";

/** The agent that answers the clinic's number; it may be the clinic's own. */
async function agentOf(clinicId: string, database: SqlDatabase) {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const number = await sqlStore(database).scope(clinicId).number.find();
  return number?.agentId === null || number === undefined
    ? {}
    : { agent_id: number.agentId, agent_version: number.agentVersion };
}

/** Never in the installation's own database: this is a copy. */
const SIMULATED_KEY = "simulated";

/** Without a secret the socket would be closed, which has nothing to do with the simulation, so one is added. */
async function keyIn(directory: SocketDirectory, clinicId: string): Promise<string> {
  const known = await directory.keyOf(clinicId);
  if (known === null) await directory.setKey(clinicId, SIMULATED_KEY);
  return known ?? SIMULATED_KEY;
}

/** Replaces the server's own dialogue decisions in simulated calls. */
export function simulatedSocket() {
  const scripts = new Map<string, SocketScript>();
  return {
    brain: (call: DialogueCall): Brain => {
      const script = scripts.get(call.line().callId);
      if (script === undefined) throw new RangeError("this server only takes simulated calls");
      return script.brain;
    },
    around: (functions: ServerPorts["functions"]): ServerPorts["functions"] => {
      const entries = Object.entries(functions).map(([name, run]): [string, ServerPorts["functions"][string]] => [
        name,
        async (request) => {
          const script = scripts.get(request.callId);
          const answer = () => run(request);
          return script === undefined ? answer() : script.around({ name, args: request.args }, answer);
        },
      ]);
      return Object.fromEntries(entries);
    },
    worldAt: async (url: string, database: SqlDatabase): Promise<SocketWorld> => {
      const { dialSocket } = await import("../simulator/host/retell-socket.ts");
      const { sqlSocketDirectory } = await import("../adapters/sql/clinics/clinic-settings-stores.ts");
      const { rememberedCall } = await import("../server/llm-socket/call-memory.ts");
      const { readFlowDialogueState } = await import("../domain/dialogue/flow/flow-state.ts");
      const { effectiveDialogue } = await import("../domain/clinic/dialogue-settings.ts");
      const { sqlStore } = await import("../adapters/sql/store.ts");
      const store = sqlStore(database);
      const directory = sqlSocketDirectory(database);
      return {
        dial: async (call, script) => {
          scripts.set(call.callId, script);
          const details = { ...call.details, ...(await agentOf(call.clinicId, database)) };
          const key = await keyIn(directory, call.clinicId);
          const line = await dialSocket(url, { ...call, details, key }, () => performance.now());
          return {
            ...line,
            hangUp: () => {
              line.hangUp();
              scripts.delete(call.callId);
            },
          };
        },
        unfit: async (clinicId) => {
          const own = await store.scope(clinicId).dialogue.read();
          const { mode } = effectiveDialogue(own, await store.dialogueDefaults.read());
          return mode.value === "prompt" ? "its calls follow its own instructions, not the flow" : undefined;
        },
        state: async (clinicId, callId) => {
          const known = await rememberedCall(callId, { states: directory.statesOf(clinicId), now: () => 0 });
          if (known === undefined) return undefined;
          const state = readFlowDialogueState(known.snapshot);
          return (state?.after ?? state?.before)?.flow ?? undefined;
        },
      };
    },
  };
}

type Simulation = Pick<Context, "simulation" | "languageModel" | "speech" | "scriptRunner" | "scenarioFiles" | "suite">;

export function simulationParts(surroundings: Surroundings): Simulation {
  const { parts, config } = surroundings;
  return {
    simulation: once(() => simulationPorts(surroundings)),
    languageModel: once(async () => {
      const { configuredModel } = await import("../adapters/llm/openai-model.ts");
      return configuredModel(config());
    }),
    speech: once(async () => (await import("../adapters/speech/configured-speech.ts")).configuredSpeech(config())),
    scriptRunner: once(async () => (await import("../adapters/quickjs/script-runner.ts")).createScriptRunner()),
    scenarioFiles: async (path) => {
      const { readScenarioFiles } = await import("../simulator/host/scenario-files.ts");
      return readScenarioFiles(inputPlace(parts.cwd, path));
    },
    suite: once(async () => {
      const { readScenarioFiles } = await import("../simulator/host/scenario-files.ts");
      const { extendedSuite } = await import("../simulator/scenario/parse-scenario.ts");
      const { suitePath } = config();
      const { yamlData } = await import("../adapters/templates/yaml-data.ts");
      const built = await yamlData("scenarios");
      const shipped = await readScenarioFiles(join(packageRoot(), "templates", "scenarios"));
      const builtIn = shipped.map(({ file, text }) => ({ file, text, data: built(text) }));
      return extendedSuite(builtIn, suitePath === null ? [] : await readScenarioFiles(suitePath));
    }),
  };
}

/** The simulator's worlds: the server on a copy of the database, or a server that runs elsewhere. */
async function simulationPorts(surroundings: Surroundings): Promise<SimulationPorts> {
  const { config, parts, keepOpen } = surroundings;
  const database = await surroundings.database();
  const simulator = await loadSimulator();
  const { fleetThreads, recordFolder, createScriptRunner } = simulator;
  const { retellApiKey, webhookKeys } = config();
  const { templatePath: configured } = config();
  const templatePath = await installedTemplate(configured, database, parts.output);
  const key = webhookKeys[0] ?? retellApiKey;
  const scripts = createScriptRunner();
  const bookings = await bookingsOf();
  const { cwd, env, flags } = parts;
  let snapshot: Uint8Array = new Uint8Array();
  const agentAt = (url: string) => simulatedAgentAt(url, database, templatePath);
  const phrases = await acceptedPhrases(surroundings, database);
  const voices = await installedVoices(config(), database);
  const copies = copier({ simulator, agentAt, bookings, scripts, key, templatePath, phrases, voices });
  const copy = (start: CopyStart) => copies(simulator.openSqliteCopy(snapshot), start);
  const remote = async (url: string) =>
    simulator.remoteWorld({
      url,
      wire: await accountWire(surroundings),
      scripts,
      clock: systemClock,
      agent: await agentAt(url),
      booking: bookings({ database, clock: systemClock, newId }),
    });
  return {
    openWorlds: async ({ url, ...start }) => {
      snapshot = await database.copy();
      const world = await (url === undefined ? copy(start) : remote(url.replace(/\/+$/, "")));
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
  readonly phrases: Phrases;
  readonly voices: Voices;
  agentAt(url: string): Promise<SimulatedAgent>;
}

interface CopyStart {
  readonly now: number;
  readonly inProcess?: boolean | undefined;
}

/** Serves a copy of the database, where simulated socket calls follow their scenarios. */
function copier({ simulator, bookings, scripts, key, templatePath, phrases, voices, ...parts }: CopyParts) {
  const { copiedWorld, calledPeople: called } = simulator;
  const address = { host: "127.0.0.1", port: 0 };
  const serving = { keys: [key], logLevel: "error", address, templatePath, phrases, voices };
  return (database: SqliteDatabase, { now, inProcess = false }: CopyStart) => {
    const socket = simulatedSocket();
    const hooks = { brain: socket.brain, around: socket.around };
    return copiedWorld({
      database,
      key,
      now,
      inProcess,
      scripts,
      agentAt: (url) => parts.agentAt(url),
      serve: (installation) => startServerOn(installation, { ...serving, ...hooks }),
      socketAt: (url, installation) => socket.worldAt(url, installation.database),
      bookingIn: bookings,
      called,
      phrases,
    });
  };
}

async function simulatedAgentAt(
  url: string,
  database: SqlDatabase,
  templatePath: string | null,
): Promise<SimulatedAgent> {
  const { readTemplate, readUnderstanding } = await import("../adapters/templates/template-files.ts");
  const { SqlAgentStore } = await import("../adapters/sql/fleet/agent-stores.ts");
  const { simulatedAgent } = await import("../simulator/simulated-agent.ts");
  const master = await new SqlAgentStore(database.fleet).master();
  const identity = { agentId: master?.agentId ?? "agent_simulated", version: master?.version ?? 0 };
  const template = await readTemplate({ PUBLIC_URL: url }, templatePath ?? undefined);
  return { ...simulatedAgent(template, identity), understanding: await readUnderstanding(templatePath ?? undefined) };
}

async function loadSimulator() {
  const parts = await Promise.all([
    import("../simulator/host/copied-world.ts"),
    import("../simulator/host/copied-world.ts"),
    import("../simulator/host/threads.ts"),
    import("../simulator/host/scenario-files.ts"),
    import("../adapters/sql/sqlite/sqlite.ts"),
    import("../simulator/host/scenario-files.ts"),
    import("../adapters/quickjs/script-runner.ts"),
    import("../adapters/templates/template-files.ts"),
    import("../simulator/host/copied-world.ts"),
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
