import type { JobKinds, JobOrder } from "./ports.ts";

/** Of each kind with a period the next time it is due. Its key is that time, so that all processes order the same job. */
export function occurrencesAhead(kinds: JobKinds, now: number): readonly JobOrder[] {
  return Object.entries(kinds).flatMap(([kind, { everyMs }]) => {
    if (everyMs === undefined) return [];
    const dueAt = (Math.floor(now / everyMs) + 1) * everyMs;
    return [{ kind, key: new Date(dueAt).toISOString(), payload: "{}", dueAt }];
  });
}
