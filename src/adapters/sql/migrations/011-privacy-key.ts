import { randomBytes } from "node:crypto";
import { type Kysely, type Migration, sql } from "kysely";

/**
 * The key that recognizes the numbers of erased people who opted out. Without this database, nobody can recognize them.
 */
export const privacyKey: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const value = randomBytes(32).toString("hex");
    await sql`insert into meta (key, value) values ('privacy_key', ${value})`.execute(database);
  },
};
