import { createHash } from "node:crypto";
import { type Channel, type ChannelAddresses, mailChannel } from "../../domain/alert/notice.ts";
import type { Mailer } from "../../domain/mail/ports.ts";
import { commandChannel } from "./command.ts";
import { webhookChannel } from "./webhook.ts";

interface ChannelPorts {
  /** The key that signs webhooks; null: they are not signed. */
  readonly secret: string | null;
  /** This program's variables; only a few are passed on to commands. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** null: no mail server is configured, so mail is not available. */
  readonly mailer: () => Promise<Mailer | null>;
}

/** @throws usage for an address that is not https */
export function openChannels(
  { url, command, mails = [] }: ChannelAddresses,
  { secret, environment, mailer }: ChannelPorts,
): readonly Channel[] {
  return [
    ...(url == null ? [] : [webhookChannel(url, secret)]),
    ...(command == null ? [] : [commandChannel(command, environment)]),
    ...mails.map((address) => mailChannel(address, mailer, digestOf(address))),
  ];
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
