import { jsonOrText } from "../../json.ts";
import type { Job } from "../../domain/job/ports.ts";
import type { Columns } from "../pages.ts";

export function jobJson(job: Job) {
  return {
    id: job.id,
    clinic_id: job.clinicId,
    kind: job.kind,
    key: job.key,
    payload: jsonOrText(job.payload),
    state: job.state,
    due_at: instant(job.dueAt),
    attempts: job.attempts,
    leased_until: job.leasedUntil === null ? null : instant(job.leasedUntil),
    last_error: job.lastError,
    created_at: instant(job.createdAt),
    ended_at: job.endedAt === null ? null : instant(job.endedAt),
  };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

export const jobColumns: Columns<Job> = {
  head: ["job", "kind", "key", "state", "due (UTC)", "attempts", "last error"],
  empty: "No matching jobs.",
  cells: ({ id, kind, key, state, dueAt, attempts, lastError }) => [
    id,
    kind,
    key,
    state,
    instant(dueAt).slice(0, 19).replace("T", " "),
    String(attempts),
    lastError ?? "",
  ],
};

interface Counted {
  readonly kind: string;
  readonly state: string;
  readonly jobs: number;
}

export function countsText(counts: readonly Counted[]): string {
  return counts.map(({ kind, state, jobs }) => `${kind} ${state} ${jobs}`).join(" · ");
}
