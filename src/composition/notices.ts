import type { Context } from "../commands/context.ts";
import type { Config } from "../config.ts";
import type { Channel, ChannelAddresses } from "../domain/alert/notice.ts";
import { AscendiaError } from "../errors.ts";
import type { Surroundings } from "./surroundings.ts";

/** The channels configured in the environment, without checking whether they can be reached. */
export async function alertChannels(
  surroundings: Surroundings,
  { mailer }: Pick<Context, "mailer">,
): Promise<readonly Channel[]> {
  const config = surroundings.config();
  const { openChannels } = await import("../adapters/notices/channels.ts");
  return openChannels(addressesOf(config), { ...settingsOf(surroundings), mailer });
}

export function noticeParts(
  surroundings: Surroundings,
  parts: Pick<Context, "mailer">,
): Pick<Context, "channels" | "alerts"> {
  return {
    alerts: async () => {
      const { SqlAlertStore } = await import("../adapters/sql/monitoring/alert-stores.ts");
      return new SqlAlertStore((await surroundings.database()).fleet);
    },
    channels: async (chosen) => {
      const config = surroundings.config();
      const addresses = chosen ?? addressesOf(config);
      if ((addresses.mails ?? []).length > 0 && (await parts.mailer()) === null) {
        throw new AscendiaError("not_configured", "Notices by mail need a mail server: SMTP_URL is not set.", {
          hint: "Set SMTP_URL and MAIL_FROM, or use an address or a command.",
        });
      }
      const { openChannels } = await import("../adapters/notices/channels.ts");
      return openChannels(addresses, { ...settingsOf(surroundings), mailer: parts.mailer });
    },
  };
}

function settingsOf({ config, parts: { env: environment } }: Surroundings) {
  return { secret: config().alertSecret, environment };
}

function addressesOf({ alertUrl: url, alertCommand: command, alertMails: mails }: Config): ChannelAddresses {
  return { url, command, mails };
}
