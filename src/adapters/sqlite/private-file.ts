import { chmodSync, closeSync, openSync, statSync } from "node:fs";

/**
 * Creates an empty file that only its owner can read, if there is none. Does not open an existing file: closing it
 * again would release the locks that SQLite holds on it in this process (fcntl(2)).
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    keepPrivate(path);
  }
}

/**
 * Removes other users' permissions. Keeps stricter permissions set by an operator, and leaves a folder named by mistake
 * unchanged: others may work in it.
 */
export function keepPrivate(path: string): void {
  const found = statSync(path);
  const mode = found.mode & 0o777;
  if (!found.isFile() || (mode & 0o077) === 0) return;
  try {
    chmodSync(path, mode & 0o600);
  } catch (error) {
    // Another user's file: its owner decides who may read it.
    if (codeOf(error) !== "EPERM") throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
