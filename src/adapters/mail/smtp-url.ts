import { AscendiaError } from "../../errors.ts";

/** How to connect to SMTP_URL. */
export interface SmtpConnection {
  readonly url: string;
  /** Without encryption nothing is sent, neither password nor mail (RFC 8314 3). */
  readonly requireTLS: boolean;
  readonly ignoreTLS: boolean;
}

const hint =
  "Write smtps://…, or smtp://… for a server that offers STARTTLS. Add ?tls=never to send unencrypted, for a server on your own network only.";

/** `?tls=never` is the only option: no other part of the URL can weaken the connection. @throws not_configured */
export function smtpConnection(smtpUrl: string): SmtpConnection {
  const url = new URL(smtpUrl);
  const tls = url.searchParams.get("tls");
  const unknown = [...url.searchParams.keys()].filter((name) => name !== "tls");
  if (unknown.length > 0 || (tls !== null && tls !== "never")) {
    throw new AscendiaError("not_configured", "SMTP_URL has an unknown option.", { hint });
  }
  if (url.protocol !== "smtp:" && url.protocol !== "smtps:") {
    throw new AscendiaError("not_configured", "SMTP_URL is not the URL of a mail server.", { hint });
  }
  url.search = "";
  const isPlain = tls === "never" && url.protocol === "smtp:";
  return { url: url.href, requireTLS: !isPlain, ignoreTLS: isPlain };
}
