import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { AscendiaError } from "../../errors.ts";
import { readWrittenJson } from "../../json.ts";

/**
 * The keys of ascendia.config.json and the variables that they set. The file has no secrets, because it belongs in git.
 */
const CONFIG_KEYS: Readonly<Record<string, string>> = {
  retellBaseUrl: "RETELL_BASE_URL",
  retellTimeoutMs: "RETELL_TIMEOUT_MS",
  masterAgentId: "RETELL_MASTER_AGENT_ID",
  template: "ASCENDIA_TEMPLATE",
  phrases: "ASCENDIA_PHRASES",
  liveTranscripts: "ASCENDIA_LIVE_TRANSCRIPTS",
  suite: "ASCENDIA_SUITE",
  voices: "ASCENDIA_VOICES",
  databaseUrl: "ASCENDIA_DATABASE_URL",
  publicUrl: "ASCENDIA_PUBLIC_URL",
  port: "ASCENDIA_PORT",
  mailFrom: "MAIL_FROM",
  openaiBaseUrl: "OPENAI_BASE_URL",
  model: "ASCENDIA_MODEL",
  outboundLines: "ASCENDIA_OUTBOUND_LINES",
  reservedLines: "ASCENDIA_RESERVED_LINES",
  callsPerSecond: "ASCENDIA_CALLS_PER_SECOND",
  logLevel: "LOG_LEVEL",
};

type Variables = Readonly<Record<string, string | undefined>>;

/** The environment overrides `.env`, which overrides `ascendia.config.json`. A file named by the user must exist. */
export function withSettingsFiles(env: Variables, cwd: string, envFile: string | undefined): Variables {
  return { ...configFile(join(cwd, "ascendia.config.json")), ...envFileOf(cwd, envFile), ...env };
}

/** The file that `withSettingsFiles` reads secrets from. */
export function settingsFilePath(cwd: string, envFile: string | undefined): string {
  return envFile ?? join(cwd, ".env");
}

function envFileOf(cwd: string, named: string | undefined): Variables {
  const path = settingsFilePath(cwd, undefined);
  if (named === undefined) return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
  if (!existsSync(named)) {
    throw new AscendiaError("usage", `There is no file ${named}.`, { hint: "Check the path after --env-file." });
  }
  return parseEnv(readFileSync(named, "utf8"));
}

function configFile(path: string): Variables {
  if (!existsSync(path)) return {};
  const content = parseJson(path);
  const unknown = Object.keys(content).filter((key) => !Object.hasOwn(CONFIG_KEYS, key));
  if (unknown.length > 0) {
    throw new AscendiaError("not_configured", `Unknown keys in ${path}: ${unknown.join(", ")}.`, {
      hint: `Known keys: ${Object.keys(CONFIG_KEYS).join(", ")}. Keys and passwords belong in the environment or .env.`,
    });
  }
  const variables: Record<string, string> = {};
  for (const [key, variable] of Object.entries(CONFIG_KEYS)) {
    if (Object.hasOwn(content, key)) variables[variable] = String(Reflect.get(content, key));
  }
  return variables;
}

function parseJson(path: string): object {
  const read = readWrittenJson(readFileSync(path, "utf8"));
  if ("trouble" in read) throw new AscendiaError("not_configured", `${path} is not JSON: ${read.trouble}.`);
  const { value } = read;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new AscendiaError("not_configured", `${path} must contain a JSON object.`);
}
