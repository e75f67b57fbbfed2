import type { Mail, MailState } from "../clinic/ports.ts";

/** A mail with the clinic it is of. */
export interface ClinicMail extends Mail {
  readonly clinicId: string;
  readonly clinicSlug: string;
  readonly clinicName: string;
  readonly ownerEmail: string;
}

export interface MailFilter {
  readonly clinicId?: string | undefined;
  readonly state?: MailState | undefined;
  readonly limit: number;
}

/** How a try to send ended. `deferred`: it may go later. A reason names no address. */
export type Delivery =
  | { readonly kind: "sent" }
  | { readonly kind: "deferred"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

export interface Mailer {
  deliver(mail: ClinicMail): Promise<Delivery>;
}

/** What a mail that was begun becomes. */
export type MailEnd = Pick<Mail, "state" | "sentAt" | "lastError">;

/** All clinics' mails, for whoever sends them and for operators. */
export interface MailQueue {
  find(mailId: string): Promise<ClinicMail | undefined>;
  /** Latest first. */
  list(filter: MailFilter): Promise<readonly ClinicMail[]>;
  /** Of the waiting ones, and those whose sending was begun before `begunBefore`, the oldest. */
  due(begunBefore: number, limit: number): Promise<readonly string[]>;
  /**
   * Marks that it is being handed over, before it is: undefined unless it waits, or was begun before `begunBefore` by
   * someone who never said how it ended.
   */
  begin(mailId: string, times: { readonly now: number; readonly begunBefore: number }): Promise<ClinicMail | undefined>;
  /** Leaves it as it is when someone else has begun it since. */
  settle(begun: Mail, end: MailEnd): Promise<void>;
  /** Lets a failed one wait again. @returns whether it was failed */
  retry(mailId: string): Promise<boolean>;
}
