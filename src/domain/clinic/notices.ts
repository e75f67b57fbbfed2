/** What a clinic is told by mail, and who of it. */
export interface ClinicNotices {
  /** A mail after every finished call. */
  readonly callSummaries: boolean;
  /** The hour of the clinic's day (0 to 23) at which the day before is told; null: not at all. */
  readonly digestHour: number | null;
  /** Empty: the owner. */
  readonly recipients: readonly string[];
}

/** A clinic that has set nothing gets its welcome and nothing else. */
export const defaultNotices: ClinicNotices = { callSummaries: false, digestHour: null, recipients: [] };

export interface NoticesStore {
  /** `defaultNotices` where the clinic has set nothing. */
  find(): Promise<ClinicNotices>;
  save(notices: ClinicNotices): Promise<void>;
}
