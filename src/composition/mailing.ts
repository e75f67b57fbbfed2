import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import type { Context } from "../commands/context.ts";
import type { JobKinds } from "../domain/job/ports.ts";
import type { Mailer } from "../domain/mail/ports.ts";
import { once, type Surroundings } from "./surroundings.ts";

/** What sends mail; null as long as SMTP_URL is not set. */
export function mailingParts(surroundings: Surroundings): Pick<Context, "mailer"> {
  return { mailer: once(() => openMailer(surroundings)) };
}

/** What is told by mail, and its sending; what clinics keep no longer. */
export async function mailAndPrivacyKinds(surroundings: Surroundings): Promise<JobKinds> {
  const { sendMailKind } = await import("../domain/mail/send-mail-job.ts");
  const { clinicNewsKinds } = await import("../domain/mail/tell-clinic-jobs.ts");
  const { retentionKinds } = await import("../domain/privacy/retention.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const store = sqlStore(await surroundings.database());
  const { clinics, mails } = store;
  const ports = { clinics, scope: (clinicId: string) => store.scope(clinicId), clock: systemClock, newId };
  const mailer = () => openMailer(surroundings);
  return {
    "send-mail": sendMailKind({ mails, mailer, clock: systemClock }),
    ...clinicNewsKinds(ports),
    ...retentionKinds(ports),
  };
}

async function openMailer({ config }: Surroundings): Promise<Mailer | null> {
  const { smtpUrl: url, mailFrom: from } = config();
  if (url === null) return null;
  return (await import("../adapters/mail/smtp-mailer.ts")).smtpMailer({ url, from });
}
