import { createHmac } from "node:crypto";
import { AscendiaError } from "../../errors.ts";
import { type Channel, noticeJson } from "../../domain/alert/notice.ts";

const PATIENCE_MS = 10_000;

/**
 * Posts notices as JSON. With a secret, they are signed by the Standard Webhooks specification
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * @throws invalid
 */
export function webhookChannel(url: string, secret: string | null): Channel {
  const { host } = addressOf(url);
  return {
    name: host,
    send: async (notice) => {
      const body = JSON.stringify(noticeJson(notice));
      const signed = secret === null ? {} : signatureOf(notice.id, body, secret);
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", "webhook-id": notice.id, ...signed },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`it answered ${response.status}`);
    },
  };
}

/** Signs the time of sending, not of the notice: receivers refuse signatures that are more than some minutes old. */
function signatureOf(id: string, body: string, secret: string): Readonly<Record<string, string>> {
  const seconds = Math.floor(Date.now() / 1000);
  const key = Buffer.from(secret.replace(/^whsec_/u, ""), "base64");
  const digest = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "webhook-timestamp": String(seconds), "webhook-signature": `v1,${digest}` };
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url?.protocol === "https:" || (isLocal && url.protocol === "http:")) return url;
  throw new AscendiaError("usage", `The address of notices, "${text}", is not an https address.`, {
    hint: "Use https, or http on this machine.",
  });
}
