import type { Kysely } from "kysely";
import {
  type ClinicNotices,
  type NoticesStore,
  type PrivacySettings,
  type PrivacySettingsStore,
  type Suspension,
  type SuspensionStore,
  defaultNotices,
  defaultPrivacySettings,
} from "../../../domain/clinic/clinic.ts";
import {
  type DialogueSettings,
  type DialogueSettingsStore,
  inheritingDialogue,
} from "../../../domain/clinic/dialogue-settings.ts";
import type { DialogueStates, KeptDialogue, SocketDirectory } from "../../../domain/dialogue/ports.ts";
import type { UsualVoiceStore } from "../../../domain/agent/voices.ts";
import type { Voices } from "../../../domain/call/line/call-speech.ts";
import type { ClinicPhrase, ClinicPhraseStore } from "../../../domain/clinic/ports.ts";
import { clinicScope, together } from "../clinic-scope.ts";
import { type SqlDatabase, readMeta, writeMeta } from "../database.ts";
import type { ClinicSchema, FleetSchema } from "../schema.ts";
import { clinicSettings } from "../statement.ts";

export class SqlNoticesStore implements NoticesStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<ClinicNotices> {
    const columns = ["callSummaries", "digestHour", "weeklyDay", "messages", "recipients", "textCopyTo"] as const;
    const row = await this.#clinic.selectFrom("clinicNotices").select(columns).executeTakeFirst();
    if (row === undefined) return defaultNotices;
    const recipients = row.recipients.split("\n").filter((recipient) => recipient !== "");
    const { callSummaries, messages, ...rest } = row;
    return { ...rest, callSummaries: callSummaries === 1, messages: messages === 1, recipients };
  }

  async save({ callSummaries, messages, recipients, ...rest }: ClinicNotices): Promise<void> {
    const flags = { callSummaries: callSummaries ? 1 : 0, messages: messages ? 1 : 0 } as const;
    const row = { ...rest, ...flags, recipients: recipients.join("\n") };
    await together(this.#clinic, async (clinic) => {
      const [result] = await clinic.updateTable("clinicNotices").set(row).execute();
      if (result?.numUpdatedRows !== 1n) await clinic.insertInto("clinicNotices").values(row).execute();
    });
  }
}

export class SqlClinicPhraseStore implements ClinicPhraseStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async list(): Promise<readonly ClinicPhrase[]> {
    return ownPhrases(this.#clinic, {});
  }

  async save({ language, key, text }: ClinicPhrase): Promise<void> {
    await together(this.#clinic, async (clinic) => {
      const of = clinic.updateTable("clinicPhrases").set({ text });
      const [result] = await of.where("language", "=", language).where("key", "=", key).execute();
      if (result?.numUpdatedRows === 1n) return;
      await clinic.insertInto("clinicPhrases").values({ language, key, text }).execute();
    });
  }

  async remove({ language, key }: Pick<ClinicPhrase, "language" | "key">): Promise<void> {
    const of = this.#clinic.deleteFrom("clinicPhrases");
    await of.where("language", "=", language).where("key", "=", key).execute();
  }
}

const ownPhrases = clinicSettings(
  (clinic) => clinic.selectFrom("clinicPhrases").select(["language", "key", "text"]).orderBy("key").orderBy("language"),
  (phrases: readonly ClinicPhrase[]) => phrases,
);

export class SqlPrivacySettingsStore implements PrivacySettingsStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<PrivacySettings> {
    return privacySettings(this.#clinic, {});
  }

  async save({ retentionDays, redactTranscripts, verify }: PrivacySettings): Promise<void> {
    const row = { retentionDays, redactTranscripts: redactTranscripts ? 1 : 0, verify } as const;
    await together(this.#clinic, async (clinic) => {
      const [result] = await clinic.updateTable("privacySettings").set(row).execute();
      if (result?.numUpdatedRows !== 1n) await clinic.insertInto("privacySettings").values(row).execute();
    });
  }
}

const privacySettings = clinicSettings(
  (clinic) => clinic.selectFrom("privacySettings").select(["retentionDays", "redactTranscripts", "verify"]),
  ([row]): PrivacySettings =>
    row === undefined ? defaultPrivacySettings : { ...row, redactTranscripts: row.redactTranscripts === 1 },
);

export class SqlDialogueSettingsStore implements DialogueSettingsStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async read(): Promise<DialogueSettings> {
    return (await this.#clinic.selectFrom("dialogueSettings").selectAll().executeTakeFirst()) ?? inheritingDialogue;
  }

  async save(settings: DialogueSettings): Promise<void> {
    await together(this.#clinic, async (clinic) => {
      const [result] = await clinic.updateTable("dialogueSettings").set(settings).execute();
      if (result?.numUpdatedRows !== 1n) await clinic.insertInto("dialogueSettings").values(settings).execute();
    });
  }
}

const ownSuspension = clinicSettings(
  (clinic) => clinic.selectFrom("suspensions").select(["answer", "message", "forwardTo", "suspendedAt"]),
  ([row]: readonly Suspension[]) => row,
);

const KEY = "dialogue_default";

/** The defaults for clinics without settings of their own. */
export class SqlDialogueDefaults implements DialogueSettingsStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async read(): Promise<DialogueSettings> {
    const value = await readMeta(this.#database, KEY);
    if (value === undefined) return inheritingDialogue;
    const { dialogueSettingsSchema } = await import("../schema.ts");
    return dialogueSettingsSchema.parse(JSON.parse(value));
  }

  async save(settings: DialogueSettings): Promise<void> {
    const value = JSON.stringify(settings);
    await writeMeta(this.#database, KEY, value);
  }
}

const VOICES = "voices";

export class SqlUsualVoices implements UsualVoiceStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async read(): Promise<Voices> {
    const value = await readMeta(this.#database, VOICES);
    if (value === undefined) return {};
    const { voicesSchema } = await import("../schema.ts");
    return voicesSchema.parse(JSON.parse(value));
  }

  async save(voices: Voices): Promise<void> {
    const value = JSON.stringify(voices);
    await writeMeta(this.#database, VOICES, value);
  }
}

const DEFAULT_CLINIC = "default_clinic";

/** Set by `clinic:default --none`. */
const NO_CLINIC = "";

export function sqlSocketDirectory(database: SqlDatabase): SocketDirectory {
  const { fleet } = database;
  return {
    defaultClinicId: async () => {
      const value = await readMeta(fleet, DEFAULT_CLINIC);
      return value === undefined || value === NO_CLINIC ? null : value;
    },
    assumedClinicId: async () => {
      const value = await readMeta(fleet, DEFAULT_CLINIC);
      if (value !== undefined) return null;
      const first = await fleet
        .selectFrom("clinics")
        .innerJoin("socketKeys", "socketKeys.clinicId", "clinics.id")
        .select("clinics.id")
        .where("clinics.status", "!=", "offboarded")
        .orderBy("clinics.createdAt")
        .orderBy("clinics.id")
        .executeTakeFirst();
      return first?.id ?? null;
    },
    setDefaultClinic: async (clinicId) => {
      const value = clinicId ?? NO_CLINIC;
      await writeMeta(fleet, DEFAULT_CLINIC, value);
    },
    keyOf: async (clinicId) => {
      const clinic = clinicScope(database, clinicId);
      return (await clinic.selectFrom("socketKeys").select("key").executeTakeFirst())?.key ?? null;
    },
    setKey: async (clinicId, key) => {
      await together(clinicScope(database, clinicId), async (clinic) => {
        await clinic.deleteFrom("socketKeys").execute();
        if (key !== null) await clinic.insertInto("socketKeys").values({ key }).execute();
      });
    },
    clinicsWithKey: async () => {
      const rows = await fleet.selectFrom("socketKeys").select("clinicId").execute();
      return new Set(rows.map(({ clinicId }) => clinicId));
    },
    statesOf: (clinicId) => dialogueStates(database, clinicId),
    keep: (dialogues) =>
      database.atomically(async () => {
        for (const dialogue of dialogues) await keep(fleet, dialogue);
      }),
    forgetBefore: async (instant) => {
      const forgotten = await fleet.deleteFrom("socketDialogues").where("updatedAt", "<", instant).executeTakeFirst();
      return Number(forgotten.numDeletedRows);
    },
  };
}

async function keep(fleet: SqlDatabase["fleet"], dialogue: KeptDialogue): Promise<void> {
  const { clinicId, state, updatedAt } = dialogue;
  // A call may outlast its clinic: data erased at offboarding must not come back.
  const served = await fleet
    .selectFrom("clinics")
    .select("id")
    .where("id", "=", clinicId)
    .where("status", "!=", "offboarded")
    .executeTakeFirst();
  if (served === undefined) return;
  await fleet
    .insertInto("socketDialogues")
    .values(dialogue)
    .onConflict((conflict) => conflict.columns(["clinicId", "callId"]).doUpdateSet({ state, updatedAt }))
    .execute();
}

function dialogueStates(database: SqlDatabase, clinicId: string): DialogueStates {
  const clinic = clinicScope(database, clinicId);
  return {
    find: async (callId, since) => {
      const row = await clinic
        .selectFrom("socketDialogues")
        .select("state")
        .where("callId", "=", callId)
        .where("updatedAt", ">=", since)
        .executeTakeFirst();
      return row?.state;
    },
    save: (dialogue) => keep(database.fleet, { clinicId, ...dialogue }),
  };
}

export class SqlSuspensionStore implements SuspensionStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(): Promise<Suspension | undefined> {
    return ownSuspension(this.#clinic, {});
  }

  async save(suspension: Suspension): Promise<void> {
    await together(this.#clinic, async (clinic) => {
      const [result] = await clinic.updateTable("suspensions").set(suspension).execute();
      if (result?.numUpdatedRows !== 1n) await clinic.insertInto("suspensions").values(suspension).execute();
    });
  }

  async remove(): Promise<void> {
    await this.#clinic.deleteFrom("suspensions").execute();
  }
}
