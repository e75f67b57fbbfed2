import { chmodSync, closeSync, openSync, statSync } from "node:fs";

/**
 * An empty file for its owner alone, where there is none. One that exists is not opened: closing it again would give up
 * the locks that SQLite holds on it in this process (fcntl(2)).
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    keepPrivate(path);
  }
}

/** Takes the rights of others away. An operator who gave even fewer rights keeps them so. */
export function keepPrivate(path: string): void {
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  try {
    chmodSync(path, mode & 0o600);
  } catch (error) {
    // Another user's file: its owner decides who reads it.
    if (codeOf(error) !== "EPERM") throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
