import type { Kysely } from "kysely";
import type { ClinicSchema } from "./schema.ts";

/**
 * In the current transaction, or one of its own: of two who change or add the same row at once, the second changes what
 * the first has added.
 */
export function together<T>(
  clinic: Kysely<ClinicSchema>,
  work: (clinic: Kysely<ClinicSchema>) => Promise<T>,
): Promise<T> {
  return clinic.isTransaction ? work(clinic) : clinic.transaction().execute(work);
}
