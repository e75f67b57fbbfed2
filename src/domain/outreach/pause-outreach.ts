import type { Pause, PauseStore } from "./ports.ts";

export interface PauseChange {
  readonly before: Pause | null;
  readonly after: Pause | null;
}

/** Calls that are under way go on; none begins. Paused again, the first reason stays. */
export async function pauseOutreach(pauses: PauseStore, pause: Pause): Promise<PauseChange> {
  const before = (await pauses.find()) ?? null;
  if (before === null) await pauses.save(pause);
  return { before, after: before ?? pause };
}

export async function resumeOutreach(pauses: PauseStore): Promise<PauseChange> {
  const before = (await pauses.find()) ?? null;
  if (before !== null) await pauses.remove();
  return { before, after: null };
}
