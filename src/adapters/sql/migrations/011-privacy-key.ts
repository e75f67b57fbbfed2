import { randomBytes } from "node:crypto";
import { type Kysely, type Migration, sql } from "kysely";

/** By which numbers of erased people that opted out are still recognised, and by nobody without this database. */
export const privacyKey: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const value = randomBytes(32).toString("hex");
    await sql`insert into meta (key, value) values ('privacy_key', ${value})`.execute(database);
  },
};
