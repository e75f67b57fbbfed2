import { sql } from "kysely";
import type { Queries } from "./open-sandbox-database.ts";

export const countOngoingCalls = async (queries: Queries): Promise<number> => {
  const row = await queries
    .selectFrom("documents")
    .select((count) => count.fn.countAll<number>().as("ongoing"))
    .where("kind", "=", "call")
    .where(sql<string>`json_extract(body, '$.call.call_status')`, "=", "ongoing")
    .executeTakeFirstOrThrow();
  return row.ongoing;
};
