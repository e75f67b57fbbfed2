import { hostname, userInfo } from "node:os";

/** Who runs the program, as far as the system knows: `user@host`. In a container the user may have no name. */
export function systemActor(): string {
  return `${userName()}@${hostname()}`;
}

export function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && "code" in error) return "unknown";
    throw error;
  }
}

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Resolves at the first SIGINT or SIGTERM; a second one then ends the process in the usual way. Aborting
 * `listening` ends the wait.
 */
export function untilStopped(listening?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const leave = (): void => {
      for (const signal of signals) process.off(signal, stop);
    };
    const stop = (): void => {
      // Leave only after all listeners have run: the spinner's own listener ends the process if it finds no other.
      setImmediate(leave);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
    listening?.addEventListener("abort", leave);
  });
}
