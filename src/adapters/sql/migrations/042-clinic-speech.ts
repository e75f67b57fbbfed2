import type { Kysely, Migration } from "kysely";

/** How a clinic's name is pronounced, and with which voice. */
export const clinicSpeech: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("clinics").addColumn("article", "text").execute();
    await schema.alterTable("clinics").addColumn("voice", "text").execute();
  },
};
