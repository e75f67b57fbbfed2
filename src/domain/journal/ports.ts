/** What a step learnt, kept as text so that any later run of the program can read it. */
export type Facts = Readonly<Record<string, string>>;

export interface JournalEntry {
  readonly step: string;
  /** `intended`: written before the outside call; without `done` the answer may have been lost. */
  readonly state: "intended" | "done";
  readonly facts: Facts;
}

/** The record of outside calls, per subject (`agent:master`, `clinic:<slug>`), that lets a broken run continue. */
export interface Journal {
  entries(subject: string): Promise<readonly JournalEntry[]>;
  intend(subject: string, step: string): Promise<void>;
  complete(subject: string, entry: { readonly step: string; readonly facts: Facts }): Promise<void>;
  /** Forgets a subject, so that its steps start anew. */
  forget(subject: string): Promise<void>;
}
