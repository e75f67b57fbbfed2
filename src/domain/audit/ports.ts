/** One mutating act: what it was and what it changed. Who and when are added by the log. */
export interface AuditEntry {
  /** Names this act alone: recorded again by a command that continues, it is still one entry. */
  readonly act: string;
  /** The command, such as `agent:publish`. */
  readonly action: string;
  /** What was changed, such as `agent:<id>` or `clinic:<slug>`. Never a patient's name or number. */
  readonly subject: string;
  /** JSON values; null where there was, or is, nothing. */
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
}

/** What an operation that changes something needs. */
export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
}

/** An entry as it stands in the log. `before` and `after` are JSON texts, so that every byte of them is sealed. */
export interface AuditRecord {
  readonly seq: number;
  readonly act: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string | null;
  /** The hash of the record before; empty for the first. */
  readonly previousHash: string;
  readonly hash: string;
}

/** The last record, as noted beside the log. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export interface AuditFilter {
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly actor?: string | undefined;
  readonly sinceAt?: number | undefined;
  readonly limit: number;
}

export interface AuditTrail {
  /** Newest first. */
  list(filter: AuditFilter): Promise<readonly AuditRecord[]>;
  /** Every record in order of `seq`, fetched as it is read. */
  all(): AsyncIterable<AuditRecord>;
  /** What is noted beside the log; undefined before the first entry. */
  head(): Promise<AuditHead | undefined>;
}
