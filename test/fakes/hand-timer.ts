/** A timer whose time passes only when the test says so. */
export function handTimer() {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly end: () => void }>();
  return {
    wait: (milliseconds: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const entry = { at: now + milliseconds, end: () => resolve() };
        waiting.add(entry);
        signal.addEventListener("abort", () => waiting.delete(entry) && resolve());
      }),
    /** Ends the due waits in order; everything that follows from one wait has run before the next ends. */
    pass: async (milliseconds: number): Promise<void> => {
      const until = now + milliseconds;
      for (;;) {
        await settle();
        const next = [...waiting].filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined) break;
        waiting.delete(next);
        now = next.at;
        next.end();
      }
      now = until;
    },
  };
}

/** Waits until everything that needs no time to pass has run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
