import type { PageRequest } from "../page.ts";
import { type Digest, canonicalJson } from "../canonical-json.ts";

type Unsealed = Omit<AuditRecord, "hash">;

/** The record with its hash, which covers the whole record including its predecessor's hash. */
export function sealed(record: Unsealed, digest: Digest): AuditRecord {
  return { ...record, hash: hashOf(record, digest) };
}

export interface AuditBreak {
  readonly seq: number;
  readonly problem: string;
}

export interface AuditVerdict {
  readonly records: number;
  /** Empty: no change was detected. */
  readonly breaks: readonly AuditBreak[];
  readonly head: AuditHead | null;
}

/**
 * Walks the whole chain. `noted` is a head that was stored elsewhere earlier. Without it, a rewrite of all records,
 * their hashes and the stored head cannot be detected.
 */
export async function verifyAudit(
  trail: AuditTrail,
  digest: Digest,
  noted?: Partial<AuditHead>,
): Promise<AuditVerdict> {
  const breaks: AuditBreak[] = [];
  let last: AuditHead = { seq: 0, hash: "" };
  let records = 0;
  let isNotedFound = noted === undefined;
  for await (const record of trail.all()) {
    breaks.push(...breaksAt(record, last, digest));
    if (noted !== undefined && isSame(record, noted)) isNotedFound = true;
    last = record;
    records += 1;
  }
  breaks.push(...breaksAtTheEnd(last, await trail.head()));
  if (!isNotedFound) breaks.push({ seq: noted?.seq ?? last.seq, problem: "the --head you passed is not in the log" });
  return { records, breaks, head: records === 0 ? null : { seq: last.seq, hash: last.hash } };
}

function breaksAt(record: AuditRecord, before: AuditHead, digest: Digest): readonly AuditBreak[] {
  const { seq, previousHash, hash } = record;
  const { hash: _own, ...content } = record;
  const gap = seq - before.seq - 1;
  const missing = gap === 1 ? `entry ${seq - 1} is missing` : `entries ${before.seq + 1} to ${seq - 1} are missing`;
  const problems = [
    ...(gap > 0 ? [missing] : []),
    ...(gap < 0 ? ["it comes before the first entry"] : []),
    ...(gap === 0 && previousHash !== before.hash ? ["it does not follow the entry before it"] : []),
    ...(hashOf(content, digest) === hash ? [] : ["it was changed after it was written"]),
  ];
  return problems.map((problem) => ({ seq, problem }));
}

function breaksAtTheEnd(last: AuditHead, head: AuditHead | undefined): readonly AuditBreak[] {
  if (head === undefined)
    return last.seq === 0 ? [] : [{ seq: last.seq, problem: "the stored end of the log is missing" }];
  if (head.seq > last.seq)
    return [{ seq: last.seq + 1, problem: `entries up to ${head.seq} were removed from the end` }];
  if (head.seq < last.seq)
    return [{ seq: head.seq + 1, problem: "entries after the stored end were not written by ascendia" }];
  return head.hash === last.hash ? [] : [{ seq: last.seq, problem: "it is not the last entry written" }];
}

function isSame(record: AuditRecord, noted: Partial<AuditHead>): boolean {
  return record.hash === noted.hash && (noted.seq === undefined || noted.seq === record.seq);
}

function hashOf(content: Unsealed, digest: Digest): string {
  return digest(canonicalJson(content));
}

/** One change: the action and what it changed. The log adds who and when. */
export interface AuditEntry {
  /** A unique key: a command that resumes and records the change again still leaves one entry. */
  readonly act: string;
  /** The command, such as `agent:publish`. */
  readonly action: string;
  /** What was changed, such as `agent:<id>` or `clinic:<slug>`. Never a patient's name or number. */
  readonly subject: string;
  /** JSON values; null for nothing before or after. */
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
}

/** Where an operation records its changes. */
export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
}

/** An entry as stored in the log. `before` and `after` are JSON texts, so that the hash covers every byte. */
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
  /** The hash of the previous record; empty for the first. */
  readonly previousHash: string;
  readonly hash: string;
}

/** The last record, as stored next to the log. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export interface AuditFilter extends PageRequest {
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly actor?: string | undefined;
  readonly sinceAt?: number | undefined;
}

export interface AuditTrail {
  /** Newest first. */
  list(filter: AuditFilter): Promise<readonly AuditRecord[]>;
  /** Every record in order of `seq`, fetched as it is read. */
  all(): AsyncIterable<AuditRecord>;
  /** The head stored next to the log; undefined before the first entry. */
  head(): Promise<AuditHead | undefined>;
}
