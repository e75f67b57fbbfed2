import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { RetellAccess, Patience } from "../adapters/retell/client.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { withSettingsFiles } from "../adapters/files/settings-files.ts";
import type { Context, SandboxPlace } from "../commands/context.ts";
import type { TextOrder } from "../domain/fleet/text-confirmation.ts";
import { type Config, SANDBOX_API_KEY } from "../config.ts";
import { type Surroundings, once } from "./surroundings.ts";

/** Retell, real or emulated. */
export function retellParts(surroundings: Surroundings): Pick<Context, "retell" | "accountOf" | "startSandbox"> {
  const open = new Map<string | null, ReturnType<typeof retellPlatforms>>();
  return {
    retell: async (account = null) => {
      const opened = open.get(account) ?? openAccount(account, surroundings);
      open.set(account, opened);
      return opened;
    },
    accountOf: (apiKey) => accountOf(apiKey, surroundings),
    startSandbox: (place) => startSandboxOf(surroundings.config(), place),
  };
}

async function openAccount(account: string | null, surroundings: Surroundings) {
  const patience = patienceOf(surroundings);
  if (account === null) return retellPlatforms(await retellAccess(surroundings), patience);
  const { accountAccess } = await import("./accounts.ts");
  const startSandbox = async (own: { readonly apiKey: string; readonly databasePath: string }) => {
    const place = { host: "127.0.0.1", port: 0, ...own };
    const sandbox = await startSandboxOf(surroundings.config(), place);
    surroundings.keepOpen(sandbox);
    return sandbox;
  };
  return retellPlatforms(await accountAccess(account, surroundings, startSandbox), patience);
}

/** Uses a key other than the configured one, so it reads only Retell's address from the configuration. */
async function accountOf(apiKey: string, { parts: { env, cwd, flags } }: Surroundings) {
  const { retellClient } = await import("../adapters/retell/client.ts");
  const { retellAccount } = await import("../adapters/retell/client.ts");
  const baseUrl = withSettingsFiles(env, cwd, flags.envFile)["RETELL_BASE_URL"] ?? null;
  return retellAccount(retellClient({ apiKey, baseUrl, timeoutMs: 10_000 }));
}

function patienceOf({ parts: { output } }: Surroundings): Patience {
  return {
    wait: (ms) => wait(ms),
    onWait: (ms) => output.note(`Retell is limiting requests: continuing in ${Math.ceil(ms / 1000)} s.`),
  };
}

/** The code that places calls controls their rate itself, so it must see a refusal at once. */
async function retellPlatforms(access: RetellAccess, patience: Patience) {
  const { retellClient } = await import("../adapters/retell/client.ts");
  const { retellAgentPlatform } = await import("../adapters/retell/agent-platform.ts");
  const { retellNumberPlatform } = await import("../adapters/retell/number-platform.ts");
  const { retellNumberPins } = await import("../adapters/retell/number-platform.ts");
  const client = retellClient({ ...access, patience });
  const numbers = retellNumberPlatform(client);
  const { retellAccount } = await import("../adapters/retell/client.ts");
  const { retellCallPlatform, retellCallCosts } = await import("../adapters/retell/call-platform.ts");
  const { retellChatAgents, sendText } = await import("../adapters/retell/call-platform.ts");
  const account = retellAccount(client);
  const { retellRawAnswers } = await import("../adapters/retell/client.ts");
  const answers = retellRawAnswers(client);
  const { retellTests } = await import("../adapters/retell/agent-platform.ts");
  const { retellWebCalls } = await import("../adapters/retell/call-platform.ts");
  const calls = retellCallPlatform(retellClient(access));
  return {
    agents: retellAgentPlatform(client),
    numbers,
    pins: retellNumberPins(client, numbers),
    account,
    answers,
    chats: retellChatAgents(client),
    sendText: (order: TextOrder) => sendText(retellClient(access), order),
    calls,
    webCalls: retellWebCalls(client),
    costs: retellCallCosts(client),
    tests: retellTests(client),
  };
}

/**
 * Access to Retell, to the sandbox at the base URL, or to our own sandbox on this installation's file, which closes
 * with the context.
 */
async function retellAccess({ config: settings, keepOpen }: Surroundings): Promise<RetellAccess> {
  const config = settings();
  const { retellApiKey: apiKey, retellBaseUrl, retellTimeoutMs: timeoutMs, mode } = config;
  if (mode === "live" || retellBaseUrl !== null) return { apiKey, baseUrl: retellBaseUrl, timeoutMs };
  const sandbox = await startSandboxOf(config, { host: "127.0.0.1", port: 0 });
  keepOpen(sandbox);
  return { apiKey, baseUrl: sandbox.url, timeoutMs };
}

/** Uses the installation's only file of emulated Retell state, unless a clinic's account has its own. */
async function startSandboxOf(
  { stateFolder, retellApiKey, mode, templatePath }: Config,
  place: SandboxPlace & { readonly apiKey?: string; readonly databasePath?: string },
) {
  const { startSandbox } = await import("../sandbox/start-sandbox.ts");
  const { httpPlayer } = await import("../sandbox/player/player.ts");
  const apiKey = place.apiKey ?? (mode === "sandbox" ? retellApiKey : SANDBOX_API_KEY);
  const callPlayer = httpPlayer({ apiKey, clock: systemClock });
  return startSandbox({
    testPlayer: { play: (test) => playTest(test, templatePath) },
    databasePath: join(stateFolder, "retell.db"),
    apiKey,
    clock: systemClock,
    callPlayer,
    ...place,
  });
}

const testScripts = once(async () => (await import("../adapters/quickjs/script-runner.ts")).createScriptRunner());

/** The simulator plays the emulator's tests, with callers who use the words of our template. */
async function playTest(test: { readonly definition: unknown; readonly flow: unknown }, templatePath: string | null) {
  const { playTestCase } = await import("../simulator/retell-tests/play-test-case.ts");
  const { readUnderstanding } = await import("../adapters/templates/template-files.ts");
  const understanding = await readUnderstanding(templatePath ?? undefined);
  return playTestCase(test, { scripts: await testScripts(), understanding, now: systemClock.now() });
}
