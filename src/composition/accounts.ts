import { statSync } from "node:fs";
import { join } from "node:path";
import type { SigningKeys } from "../adapters/retell/signature.ts";
import type { RetellAccess } from "../adapters/retell/client.ts";
import { settingsFilePath, withSettingsFiles } from "../adapters/files/settings-files.ts";
import { asKeys, isLoopback, sendsInTheClear, withoutTrailingSlash } from "../config.ts";
import type { RetellWire } from "../domain/call/signed-request.ts";
import { AscendiaError } from "../errors.ts";
import type { Surroundings } from "./surroundings.ts";

/** A clinic's own Retell account, identified by the name of the variable that holds its key. */
export interface AccountSettings {
  readonly apiKey: string;
  /** The keys that Retell signs this account's webhooks with. */
  readonly webhookKeys: readonly string[];
  /** null: Retell itself, or in sandbox mode a separate sandbox. */
  readonly baseUrl: string | null;
}

/**
 * Read on every call, so that a running server accepts a key that is added later. The key is in the environment, or in
 * the settings file, which then must be readable only by its owner.
 * @throws not_configured
 */
export function accountSettings(account: string, surroundings: Surroundings): AccountSettings {
  const { env, cwd, flags } = surroundings.parts;
  const variables = withSettingsFiles(env, cwd, flags.envFile);
  const apiKey = variables[account]?.trim() ?? "";
  if (apiKey === "") {
    throw new AscendiaError("not_configured", `The key of the Retell account ${account} is missing: it is not set.`, {
      hint: `Set it in the environment or in .env: ${account}=…`,
    });
  }
  if (env[account] === undefined) refuseReadableFile(account, settingsFilePath(cwd, flags.envFile));
  const signing = variables[`${account}_WEBHOOK_KEYS`]?.trim();
  const webhookKeys = signing === undefined ? [apiKey] : asKeys(signing);
  if (webhookKeys === undefined) throw unusable(`${account}_WEBHOOK_KEYS`, "one key, or two separated by a comma");
  return { apiKey, webhookKeys, baseUrl: baseUrlOf(account, variables, surroundings) };
}

function baseUrlOf(
  account: string,
  variables: Readonly<Record<string, string | undefined>>,
  { config }: Surroundings,
): string | null {
  const name = `${account}_BASE_URL`;
  const written = variables[name]?.trim();
  if (written === undefined || written === "") return null;
  const url = withoutTrailingSlash(written);
  if (url === undefined) throw unusable(name, "a URL such as https://api.example.com");
  if (sendsInTheClear(url)) throw unusable(name, "an https URL: plain http is allowed only for this machine");
  const { mode } = config();
  if (mode === "sandbox" && !isLoopback(url)) throw unusable(name, "the address of a sandbox on this machine, as here");
  if (mode === "live" && isLoopback(url)) throw unusable(name, "unset: a sandbox cannot serve a live installation");
  return url;
}

function unusable(name: string, expected: string): AscendiaError {
  return new AscendiaError("not_configured", `${name} must be ${expected}.`, {
    hint: "Correct it in the environment or in .env.",
  });
}

const OTHERS_MAY = 0o077;

function refuseReadableFile(account: string, path: string): void {
  if (process.platform === "win32" || (statSync(path).mode & OTHERS_MAY) === 0) return;
  throw new AscendiaError("not_configured", `${path} holds the key ${account}, and other users may read the file.`, {
    hint: `Restrict it: chmod 600 ${path}`,
  });
}

/** How to reach a clinic's account. In sandbox mode each has its own emulated account. */
export async function accountAccess(
  account: string,
  surroundings: Surroundings,
  startSandbox: (place: {
    readonly apiKey: string;
    readonly databasePath: string;
  }) => Promise<{ readonly url: string }>,
): Promise<RetellAccess> {
  const { apiKey, baseUrl } = accountSettings(account, surroundings);
  const { mode, retellTimeoutMs: timeoutMs, stateFolder } = surroundings.config();
  if (mode === "live" || baseUrl !== null) return { apiKey, baseUrl, timeoutMs };
  const sandbox = await startSandbox({ apiKey, databasePath: join(stateFolder, `retell-${account}.db`) });
  return { apiKey, baseUrl: sandbox.url, timeoutMs };
}

/** Sends like Retell, signed with the key of the account that the request names. */
export async function accountWire(surroundings: Surroundings): Promise<RetellWire> {
  const { retellWire } = await import("../adapters/retell/retell-wire.ts");
  const { systemClock } = await import("../adapters/system/clock.ts");
  const ownKey = () => surroundings.config().webhookKeys[0] ?? surroundings.config().retellApiKey;
  const keyOf = (account: string | null): string => {
    if (account === null) return ownKey();
    const { webhookKeys, apiKey } = accountSettings(account, surroundings);
    return webhookKeys[0] ?? apiKey;
  };
  return { send: async (request) => retellWire(keyOf(request.account ?? null), systemClock).send(request) };
}

/**
 * The keys of the installation and of clinics' own accounts. Nothing is accepted from an account without a key here.
 */
export function signingKeys(accounts: readonly string[], surroundings: Surroundings): SigningKeys {
  const found = new Map<string, readonly string[]>();
  for (const account of accounts) {
    try {
      found.set(account, accountSettings(account, surroundings).webhookKeys);
    } catch (error) {
      if (!(error instanceof AscendiaError)) throw error;
    }
  }
  return { own: surroundings.config().webhookKeys, accounts: found };
}
