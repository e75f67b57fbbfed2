import { createHash } from "node:crypto";
import { type Channel, type ChannelAddresses, mailChannel } from "../../domain/alert/notice.ts";
import type { Mailer } from "../../domain/mail/ports.ts";
import { commandChannel } from "./command.ts";
import { webhookChannel } from "./webhook.ts";

interface ChannelPorts {
  /** Signs what is posted; null: nothing is signed. */
  readonly secret: string | null;
  /** Of this program; little of it is passed on to commands. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** null: no mail server is configured, and mail is not taken. */
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
