import { chmod, mkdir, open, readFile, readdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { AscendiaError } from "../../errors.ts";

interface InputPlaces {
  /** Resolves relative paths against the working folder. */
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
    throw new AscendiaError("invalid", `Cannot read ${path}: ${osReason(error)}.`, {
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

/**
 * Only UTF-8 is accepted: a list in another encoding would be imported with garbled names, which the agent would say on
 * the phone.
 */
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

/** Creates the folder and its parents. @throws failed when it cannot be created */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new AscendiaError("failed", `The folder ${path} cannot be created: ${osReason(error)}.`, {
      hint: "Check the path and its permissions.",
      cause: error,
    });
  }
}

/** The names of a folder's files; undefined if the path is not a folder. */
export async function folderFiles(path: string): Promise<readonly string[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true ? readdir(path) : undefined;
}

/**
 * Replaces the file once all bytes are on the disk, so that a full disk destroys nothing. Only its owner can read a new
 * file, because exports can be about patients. Writes directly to devices and pipes.
 */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || !found.isFile()) await writeFile(path, content, { mode: 0o600 });
    else await replaceFile(await realpath(path), content, found.mode & 0o777);
  } catch (error) {
    throw new AscendiaError("failed", `Cannot write ${path}: ${osReason(error)}.`, {
      hint: "Check the path and its permissions.",
      cause: error,
    });
  }
}

async function replaceFile(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const draft = `${path}.part`;
  try {
    await writeFile(draft, content, { mode });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Writes a file that only its owner can read, completely or not at all: it gets its name once all bytes are on the
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
    throw new AscendiaError("failed", `Cannot write ${path}: ${osReason(error)}.`, {
      hint: "Check that the folder exists and that you may write there.",
      cause: error,
    });
  }
}

/** Keeps stricter permissions set by an operator. */
async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode & 0o600;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0o600;
    throw error;
  }
}

const words: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EEXIST: "there is a file of that name",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a folder",
  ELOOP: "its links form a loop",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "there is no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of the path is a file, not a folder",
  EPERM: "it is not permitted",
  EROFS: "the disk is read-only",
};

/** Why the operating system refused a file, in words. Includes the system's error code, to look it up. */
function osReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = words[code];
  return known === undefined ? error.message : `${known} (${code})`;
}
