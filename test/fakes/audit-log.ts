import type { AuditEntry, AuditLog } from "../../src/domain/audit/audit-log.ts";

/** Stores one entry per act, as the log does. */
export class FakeAuditLog implements AuditLog {
  readonly #acts = new Map<string, AuditEntry>();

  get entries(): readonly AuditEntry[] {
    return [...this.#acts.values()];
  }

  record(entry: AuditEntry): Promise<void> {
    if (!this.#acts.has(entry.act)) this.#acts.set(entry.act, entry);
    return Promise.resolve();
  }
}
