import { type Kysely, type Transaction, sql } from "kysely";
import type { Clock } from "../../../clock.ts";
import {
  type AuditEntry,
  type AuditFilter,
  type AuditHead,
  type AuditLog,
  type AuditRecord,
  type AuditTrail,
  sealed,
} from "../../../domain/audit/audit-log.ts";
import { type Digest, canonicalJson } from "../../../domain/canonical-json.ts";
import { type ListOrder, behind, containsText } from "../conditions.ts";
import { readMeta, writeMeta } from "../database.ts";
import type { FleetSchema } from "../schema.ts";

interface AuditParts {
  readonly clock: Clock;
  readonly digest: Digest;
  /** The person or program that acts. */
  readonly actor: string;
}

const headKey = "audit_head";

const PAGE = 1000;

const latest: ListOrder = { by: sql.ref("seq"), id: sql.ref("act"), direction: "desc" };

const searched = ["actor", "action", "subject", "before", "after", "reason"];

/** Append-only: nothing here changes or removes a row. The chain's head is stored in `meta` in the same transaction. */
export class SqlAuditLog implements AuditLog, AuditTrail {
  readonly #database: Kysely<FleetSchema>;
  readonly #parts: AuditParts;

  constructor(database: Kysely<FleetSchema>, parts: AuditParts) {
    this.#database = database;
    this.#parts = parts;
  }

  async record(entry: AuditEntry): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const { act } = entry;
      const same = await transaction.selectFrom("audit").select("seq").where("act", "=", act).executeTakeFirst();
      if (same === undefined) await this.#append(entry, transaction);
    });
  }

  async list(filter: AuditFilter): Promise<readonly AuditRecord[]> {
    let query = this.#database.selectFrom("audit").selectAll().orderBy("seq", "desc").limit(filter.limit);
    if (filter.action !== undefined) query = query.where("action", "=", filter.action);
    if (filter.subject !== undefined) query = query.where("subject", "=", filter.subject);
    if (filter.actor !== undefined) query = query.where("actor", "=", filter.actor);
    if (filter.sinceAt !== undefined) query = query.where("at", ">=", filter.sinceAt);
    if (filter.after !== undefined) query = query.where(behind(latest, filter.after));
    if (filter.search !== undefined) query = query.where(containsText(searched, filter.search));
    return query.execute();
  }

  async *all(): AsyncIterable<AuditRecord> {
    let after = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const query = this.#database.selectFrom("audit").selectAll().where("seq", ">", after).orderBy("seq").limit(PAGE);
      const page = await query.execute();
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }

  head(): Promise<AuditHead | undefined> {
    return headIn(this.#database);
  }

  async #append(entry: AuditEntry, transaction: Transaction<FleetSchema>): Promise<void> {
    const last = (await headIn(transaction)) ?? (await lastRecord(transaction));
    const { clock, digest, actor } = this.#parts;
    const { act, action, subject, reason } = entry;
    const texts = { before: canonicalJson(entry.before), after: canonicalJson(entry.after) };
    const place = { seq: (last?.seq ?? 0) + 1, previousHash: last?.hash ?? "" };
    const record = sealed({ ...place, act, at: clock.now(), actor, action, subject, ...texts, reason }, digest);
    await transaction.insertInto("audit").values(record).execute();
    const value = JSON.stringify({ seq: record.seq, hash: record.hash });
    await writeMeta(transaction, headKey, value);
  }
}

/** Appending continues from the stored head, so that rows removed from the end stay noticeable. */
async function headIn(database: Kysely<FleetSchema>): Promise<AuditHead | undefined> {
  const value = await readMeta(database, headKey);
  return value === undefined ? undefined : parseHead(value);
}

function lastRecord(database: Kysely<FleetSchema>): Promise<AuditHead | undefined> {
  return database.selectFrom("audit").select(["seq", "hash"]).orderBy("seq", "desc").limit(1).executeTakeFirst();
}

/** A malformed head means tampering; `audit:verify` reports it. */
function parseHead(text: string): AuditHead | undefined {
  try {
    const head: unknown = JSON.parse(text);
    // No zod schema: every list of patients appends here, and loading zod would take longer than the list.
    if (typeof head !== "object" || head === null || !("seq" in head) || !("hash" in head)) return undefined;
    const { seq, hash } = head;
    return typeof seq === "number" && Number.isSafeInteger(seq) && typeof hash === "string" ? { seq, hash } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
