import type { Kysely } from "kysely";
import {
  type DialogueSettings,
  type DialogueSettingsStore,
  inheritingDialogue,
} from "../../domain/clinic/dialogue-settings.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";

export class SqlDialogueSettingsStore implements DialogueSettingsStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async read(): Promise<DialogueSettings> {
    return (await this.#clinic.selectFrom("dialogueSettings").selectAll().executeTakeFirst()) ?? inheritingDialogue;
  }

  async save(settings: DialogueSettings): Promise<void> {
    const [result] = await this.#clinic.updateTable("dialogueSettings").set(settings).execute();
    if (result?.numUpdatedRows === 1n) return;
    await this.#clinic.insertInto("dialogueSettings").values(settings).execute();
  }
}

const KEY = "dialogue_default";

/** What organisations inherit that set nothing of their own. */
export class SqlDialogueDefaults implements DialogueSettingsStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async read(): Promise<DialogueSettings> {
    const row = await this.#database.selectFrom("meta").select("value").where("key", "=", KEY).executeTakeFirst();
    if (row === undefined) return inheritingDialogue;
    const { dialogueSettingsSchema } = await import("./meta-values.ts");
    return dialogueSettingsSchema.parse(JSON.parse(row.value));
  }

  async save(settings: DialogueSettings): Promise<void> {
    const value = JSON.stringify(settings);
    await this.#database
      .insertInto("meta")
      .values({ key: KEY, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute();
  }
}
