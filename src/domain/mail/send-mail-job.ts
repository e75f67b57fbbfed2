import { AscendiaError } from "../errors.ts";
import { JobPutOff } from "../job/job-end.ts";
import type { JobKind } from "../job/ports.ts";
import type { Mailer, MailQueue } from "./ports.ts";
import { sendMail } from "./send-mail.ts";
import type { Clock } from "../time/ports.ts";

export interface SendMailJobPorts {
  readonly mails: MailQueue;
  /** null: no mail server is configured. */
  mailer(): Promise<Mailer | null>;
  readonly clock: Clock;
}

/** Two days, at a quarter of an hour between tries once a server has been down for a while. */
const ATTEMPTS = 200;
/** How often it is looked whether there is a mail server now. */
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

/** So that it is seen among the failed and not among those that are about to go. */
async function giveUp(mailId: string, reason: string, mails: MailQueue): Promise<void> {
  const mail = await mails.find(mailId);
  if (mail === undefined) return;
  await mails.settle(mail, { state: "failed", sentAt: null, lastError: `given up after ${ATTEMPTS} tries: ${reason}` });
}
