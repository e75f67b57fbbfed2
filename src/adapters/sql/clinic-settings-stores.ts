import type { Kysely } from "kysely";
import { type ClinicNotices, defaultNotices, type NoticesStore } from "../../domain/clinic/notices.ts";
import {
  defaultPrivacySettings,
  type PrivacySettings,
  type PrivacySettingsStore,
} from "../../domain/clinic/privacy-settings.ts";
import type { ClinicSchema } from "./schema.ts";

export class SqlNoticesStore implements NoticesStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<ClinicNotices> {
    const columns = ["callSummaries", "digestHour", "recipients"] as const;
    const row = await this.#clinic.selectFrom("clinicNotices").select(columns).executeTakeFirst();
    if (row === undefined) return defaultNotices;
    const recipients = row.recipients.split("\n").filter((recipient) => recipient !== "");
    return { callSummaries: row.callSummaries === 1, digestHour: row.digestHour, recipients };
  }

  async save({ callSummaries, digestHour, recipients }: ClinicNotices): Promise<void> {
    const row = { callSummaries: callSummaries ? 1 : 0, digestHour, recipients: recipients.join("\n") } as const;
    const [result] = await this.#clinic.updateTable("clinicNotices").set(row).execute();
    if (result?.numUpdatedRows === 1n) return;
    await this.#clinic.insertInto("clinicNotices").values(row).execute();
  }
}

export class SqlPrivacySettingsStore implements PrivacySettingsStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<PrivacySettings> {
    const columns = ["retentionDays", "redactTranscripts"] as const;
    const row = await this.#clinic.selectFrom("privacySettings").select(columns).executeTakeFirst();
    if (row === undefined) return defaultPrivacySettings;
    return { retentionDays: row.retentionDays, redactTranscripts: row.redactTranscripts === 1 };
  }

  async save({ retentionDays, redactTranscripts }: PrivacySettings): Promise<void> {
    const row = { retentionDays, redactTranscripts: redactTranscripts ? 1 : 0 } as const;
    const [result] = await this.#clinic.updateTable("privacySettings").set(row).execute();
    if (result?.numUpdatedRows === 1n) return;
    await this.#clinic.insertInto("privacySettings").values(row).execute();
  }
}
