/** How long a clinic keeps what was said, and in what form. */
export interface PrivacySettings {
  /** Transcripts, events and mails older than this are erased; null: they are kept. */
  readonly retentionDays: number | null;
  /** Whether phone numbers, mail addresses and birth dates are taken out of transcripts before they are stored. */
  readonly redactTranscripts: boolean;
}

export const defaultPrivacySettings: PrivacySettings = { retentionDays: null, redactTranscripts: false };

export interface PrivacySettingsStore {
  /** `defaultPrivacySettings` where the clinic has set nothing. */
  find(): Promise<PrivacySettings>;
  save(settings: PrivacySettings): Promise<void>;
}
