import type { Context } from "../commands/context.ts";
import { once, type Surroundings } from "./surroundings.ts";

/** What sends mail; null as long as SMTP_URL is not set. */
export function mailingParts({ config }: Pick<Surroundings, "config">): Pick<Context, "mailer"> {
  return {
    mailer: once(async () => {
      const { smtpUrl: url, mailFrom: from } = config();
      if (url === null) return null;
      return (await import("../adapters/mail/smtp-mailer.ts")).smtpMailer({ url, from });
    }),
  };
}
