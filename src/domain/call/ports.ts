/** Tells whether what is known of a clinic is still so. */
export interface ClinicRevisions {
  /** Differs after any write to the database, by this process or another, for every request that arrived after it. */
  writeMark(): number;
  /** Another number whenever the clinic, its doctors, hours or number have changed; undefined when there is no such clinic. */
  of(clinicId: string): Promise<number | undefined>;
}

/** An event as Retell sent it, under the key that its repetitions share. */
export interface CallEvent {
  readonly key: string;
  readonly event: string;
  readonly callId: string | null;
  /** null: nothing in it told the clinic. */
  readonly clinicId: string | null;
  /** How much has been said so far; of several events under one key the one that knows most is kept. */
  readonly progress: number;
  readonly body: string;
  readonly receivedAt: number;
}

export interface CallEventStore {
  /**
   * Stores the event before anything is done about it, durably.
   * @returns whether it is news: false for a repetition, and for less than what is known already
   */
  claim(event: CallEvent): Promise<boolean>;
}
