/** A mail that was promised; whoever sends mail takes it from here. */
export interface Mail {
  readonly id: string;
  /** What it is for: one `welcome` per clinic. */
  readonly kind: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly state: "waiting" | "sent" | "failed";
  readonly createdAt: number;
}

/** The mails of one clinic. */
export interface OutboxStore {
  /** Oldest first. */
  list(): Promise<readonly Mail[]>;
  add(mail: Mail): Promise<void>;
}
