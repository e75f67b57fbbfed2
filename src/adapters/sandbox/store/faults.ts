import { type Fault, faultSchema } from "../schemas/fault-schema.ts";
import type { Queries } from "./open-sandbox-database.ts";

export interface StoredFault {
  readonly seq: number;
  readonly fault: Fault;
  /** Requests it matched, and of those the ones it struck. */
  readonly seen: number;
  readonly fired: number;
}

export const listFaults = async (queries: Queries): Promise<StoredFault[]> => {
  const rows = await queries.selectFrom("faults").selectAll().orderBy("seq").execute();
  return rows.map((row) => ({
    seq: row.seq,
    fault: faultSchema.parse(JSON.parse(row.body)),
    seen: row.seen,
    fired: row.fired,
  }));
};

export const insertFault = async (fault: Fault, queries: Queries): Promise<StoredFault> => {
  const { seq } = await queries
    .insertInto("faults")
    .values({ body: JSON.stringify(fault), seen: 0, fired: 0 })
    .returning("seq")
    .executeTakeFirstOrThrow();
  return { seq, fault, seen: 0, fired: 0 };
};

export const countFault = async ({ seq, seen, fired }: StoredFault, queries: Queries): Promise<void> => {
  await queries.updateTable("faults").set({ seen, fired }).where("seq", "=", seq).execute();
};

/** Deletes one, or all when none is named; how many there were. */
export const deleteFaults = async (seq: number | undefined, queries: Queries): Promise<number> => {
  const query = queries.deleteFrom("faults");
  const { numDeletedRows } = await (seq === undefined ? query : query.where("seq", "=", seq)).executeTakeFirst();
  return Number(numDeletedRows);
};
