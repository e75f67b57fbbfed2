import type { Clock } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { JobKind } from "../job/ports.ts";
import { JobPutOff } from "../job/run-jobs.ts";
import type { ClinicMail, Delivery, MailQueue, Mailer } from "./ports.ts";

export interface SendPorts {
  readonly mails: MailQueue;
  readonly mailer: Mailer;
  readonly clock: Clock;
}

/**
 * `settled`: it was already sent or refused, or is erased. `begun`: a process is sending it, or died while doing so;
 * after `until` it is sent again.
 */
export type SendResult = Delivery | { readonly kind: "settled" } | { readonly kind: "begun"; readonly until: number };

/** Longer than any mail server timeout: a process that started before that has died. */
export const SENDING_LEASE_MS = 300_000;

/**
 * Sends the mail once: stores the intention before it contacts the mail server, and the result after the answer. After
 * a crash in between, the mail is sent again when the lease expires, under the same Message-ID, by which mail programs
 * recognise the duplicate; a mail server cannot be asked what it has sent.
 */
export async function sendMail(mailId: string, { mails, mailer, clock }: SendPorts): Promise<SendResult> {
  const now = clock.now();
  const mail = await mails.begin(mailId, { now, begunBefore: now - SENDING_LEASE_MS });
  if (mail === undefined) return notBegun(mailId, mails);
  const delivery = await mailer.deliver(mail);
  await mails.settle(mail, endOf(delivery, clock.now()));
  return delivery;
}

function endOf(delivery: Delivery, now: number): Pick<ClinicMail, "state" | "sentAt" | "lastError"> {
  if (delivery.kind === "sent") return { state: "sent", sentAt: now, lastError: null };
  return { state: delivery.kind === "refused" ? "failed" : "waiting", sentAt: null, lastError: delivery.reason };
}

async function notBegun(mailId: string, mails: MailQueue): Promise<SendResult> {
  const mail = await mails.find(mailId);
  if (mail?.state !== "sending") return { kind: "settled" };
  return { kind: "begun", until: (mail.attemptedAt ?? 0) + SENDING_LEASE_MS };
}

/** Finds a mail by its id or the end of its id. @throws not_found, conflict */
export async function mailNamed(id: string, mails: MailQueue): Promise<ClinicMail> {
  const exact = await mails.find(id);
  if (exact !== undefined) return exact;
  const [match, ...others] = (await mails.list({ limit: Number.MAX_SAFE_INTEGER })).filter((mail) =>
    mail.id.endsWith(id),
  );
  if (match === undefined) {
    throw new AscendiaError("not_found", `Email ${id} not found.`, { hint: "See them with: ascendia mail:list" });
  }
  if (others.length === 0) return match;
  throw new AscendiaError("conflict", `${others.length + 1} email ids end in ${id}.`, { hint: "Pass the full id." });
}

export interface SendMailJobPorts {
  readonly mails: MailQueue;
  /** null: no mail server is configured. */
  mailer(): Promise<Mailer | null>;
  readonly clock: Clock;
}

/** Two days, with 15 minutes between attempts once a server has been down for a while. */
const ATTEMPTS = 200;
/** How often to check for a configured mail server. */
const UNCONFIGURED_PAUSE_MS = 300_000;

/** Job `send-mail`, keyed by the mail's id. */
export function sendMailKind(ports: SendMailJobPorts): JobKind {
  return {
    attempts: ATTEMPTS,
    firstPauseMs: 1000,
    longestPauseMs: 900_000,
    run: async ({ key: mailId, attempts }) => {
      const mailer = await ports.mailer();
      if (mailer === null) throw new JobPutOff(ports.clock.now() + UNCONFIGURED_PAUSE_MS);
      const result = await sendMail(mailId, { ...ports, mailer });
      if (result.kind === "begun") throw new JobPutOff(result.until + 1);
      if (result.kind !== "deferred") return;
      if (attempts >= ATTEMPTS) await giveUp(mailId, result.reason, ports.mails);
      throw new AscendiaError("transient", `Not sent yet: ${result.reason}`);
    },
  };
}

/** Marks the mail as failed, so that it is not listed as waiting. */
async function giveUp(mailId: string, reason: string, mails: MailQueue): Promise<void> {
  const mail = await mails.find(mailId);
  if (mail === undefined) return;
  await mails.settle(mail, {
    state: "failed",
    sentAt: null,
    lastError: `gave up after ${ATTEMPTS} attempts: ${reason}`,
  });
}
