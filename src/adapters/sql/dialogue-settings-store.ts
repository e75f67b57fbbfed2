import type { Kysely } from "kysely";
import { z } from "zod";
import {
  dialogueModes,
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

const settingsSchema = z.object({
  mode: z.enum(dialogueModes).nullable().default(null),
  instructions: z.string().nullable().default(null),
  model: z.string().nullable().default(null),
  voice: z.string().nullable().default(null),
  responsiveness: z.number().nullable().default(null),
  interruptionSensitivity: z.number().nullable().default(null),
  reminderTriggerMs: z.number().nullable().default(null),
  reminderMaxCount: z.number().nullable().default(null),
});

/** What organisations inherit that set nothing of their own. */
export class SqlDialogueDefaults implements DialogueSettingsStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async read(): Promise<DialogueSettings> {
    const row = await this.#database.selectFrom("meta").select("value").where("key", "=", KEY).executeTakeFirst();
    return row === undefined ? inheritingDialogue : settingsSchema.parse(JSON.parse(row.value));
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
