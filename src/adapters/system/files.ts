import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { AscendiaError } from "../../errors.ts";

/** The folder of ascendia's own package.json. The bundle is flat and the source is not, so it is searched upwards. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("ascendia's package.json is missing from the installation");
    folder = parent;
  }
  return folder;
}

/**
 * Where a file that is read lies: in the working folder, else, for templates/ and examples/, in the installed package,
 * so that what a hint or page names is found wherever ascendia runs.
 */
export function inputPlace(cwd: string, path: string): string {
  const own = resolve(cwd, path);
  if (existsSync(own) || !/^(?:templates|examples)\//u.test(path)) return own;
  const shipped = join(packageRoot(), path);
  return existsSync(shipped) ? shipped : own;
}

export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) return String(manifest.version);
  throw new Error("ascendia's package.json has no version");
}

interface InputPlaces {
  /** Resolves relative paths against this folder. */
  readonly placeOf: (path: string) => string;
  readonly stdin: AsyncIterable<string | Uint8Array>;
}

/** The text of a file, or of standard input for `-`. */
export async function readInput(path: string, { placeOf, stdin }: InputPlaces): Promise<string> {
  if (path === "-") return textOf(await readAll(stdin), "Standard input");
  return textOf(await bytesOf(path, placeOf(path)), path);
}

async function bytesOf(path: string, place: string): Promise<Uint8Array> {
  try {
    return await readFile(place);
  } catch (error) {
    throw new AscendiaError("invalid", `Cannot read ${path}: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Check the path and its permissions.",
      cause: error,
    });
  }
}

async function readAll(stdin: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stdin) parts.push(typeof part === "string" ? Buffer.from(part) : part);
  return Buffer.concat(parts);
}

/** A list in another encoding would be imported with garbled names, which the agent would then say on the phone. */
function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AscendiaError("invalid", `${name} is not UTF-8 text.`, {
      hint: "Save it as UTF-8; a spreadsheet offers that as “CSV UTF-8”. Nothing was done.",
      cause: error,
    });
  }
}

/**
 * The keys of ascendia.config.json and the variables they stand for. Secrets stay out of that file because it belongs
 * in git.
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

/** Environment over `.env` over `ascendia.config.json`. A file named by the user must exist. */
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
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
  } catch (error) {
    throw new AscendiaError("not_configured", `${path} is not JSON: ${String(error)}.`, { cause: error });
  }
  throw new AscendiaError("not_configured", `${path} must hold a JSON object.`);
}

/** Makes the folder and those above it. @throws failed when it cannot be made */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new AscendiaError(
      "failed",
      `The folder ${path} cannot be made: ${error instanceof Error ? error.message : ""}.`,
      {
        hint: "Check the path and its permissions.",
        cause: error,
      },
    );
  }
}

/** The names of a folder's files; undefined where the path is no folder. */
export async function folderFiles(path: string): Promise<readonly string[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true ? readdir(path) : undefined;
}

/** Replaces the file; a new one is readable by its owner alone, as what is exported can be about patients. */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content, { mode: 0o600 });
  } catch (error) {
    throw new AscendiaError("failed", `Cannot write ${path}: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Check the path and its permissions.",
      cause: error,
    });
  }
}

/**
 * Writes a file that only its owner may read, completely or not at all: it gets its name when all bytes are on the
 * disk.
 * @throws failed if it cannot be written
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.part`;
  try {
    await rm(draft, { force: true });
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(draft, await modeOf(path));
    await rename(draft, path);
  } catch (error) {
    throw new AscendiaError("failed", `Cannot write ${path}: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Check that the folder exists and that you may write there.",
      cause: error,
    });
  }
}

/** Stricter permissions set by an operator stay. */
async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode & 0o600;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0o600;
    throw error;
  }
}
