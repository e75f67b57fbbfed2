import type { PageRequest } from "../page.ts";
import type { Mail, MailState } from "../clinic/ports.ts";

/** A mail with its clinic. */
export interface ClinicMail extends Mail {
  readonly clinicId: string;
  readonly clinicSlug: string;
  readonly clinicName: string;
  readonly ownerEmail: string;
}

export interface MailFilter extends PageRequest {
  readonly clinicId?: string | undefined;
  readonly state?: MailState | undefined;
}

/** The result of a send attempt. `deferred`: it can be sent later. A reason contains no address. */
export type Delivery =
  | { readonly kind: "sent" }
  | { readonly kind: "deferred"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

export interface Mailer {
  deliver(mail: ClinicMail): Promise<Delivery>;
}

/** The next state of a mail being sent. */
export type MailEnd = Pick<Mail, "state" | "sentAt" | "lastError">;

/** All clinics' mails, for the sender and for operators. */
export interface MailQueue {
  find(mailId: string): Promise<ClinicMail | undefined>;
  /** Latest first. */
  list(filter: MailFilter): Promise<readonly ClinicMail[]>;
  /** The oldest of the waiting mails and those whose sending started before `begunBefore`. */
  due(begunBefore: number, limit: number): Promise<readonly string[]>;
  /**
   * Marks a mail as being sent, before it is sent; undefined unless it is waiting, or was started before `begunBefore`
   * by a process that never recorded the result.
   */
  begin(mailId: string, times: { readonly now: number; readonly begunBefore: number }): Promise<ClinicMail | undefined>;
  /** Changes nothing if another process has started it since. */
  settle(begun: Mail, end: MailEnd): Promise<void>;
  /** Puts a failed mail back in the queue. @returns whether it was failed */
  retry(mailId: string): Promise<boolean>;
}
