const listeners = new Set<() => void>();

/**
 * Heard by every worker of this process when a job was ordered, though perhaps not yet committed: a worker's question
 * to the database waits for the transaction at hand. Orders of other processes are found by asking now and then.
 */
export const orderSignal = {
  ring: (): void => {
    for (const listener of listeners) listener();
  },
  /** @returns what ends the listening */
  listen: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
