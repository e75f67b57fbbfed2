import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { z } from "zod";

const noticeShape = z.object({
  id: z.string(),
  text: z.string(),
  changes: z.array(z.object({ id: z.string(), state: z.string(), detail: z.string() })),
});

export type ReceivedNotice = z.output<typeof noticeShape>;

export const webhookSecret = `whsec_${Buffer.from("a key of the proof, of 32 bytes!").toString("base64")}`;

/** Accepts notices with a valid signature and refuses all others. */
export async function startReceiver({ port = 0, answers = true } = {}) {
  const received: ReceivedNotice[] = [];
  let refused = 0;
  let take: (() => void) | undefined;
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      if (!isSigned(body, (name) => String(request.headers[name]))) {
        refused += 1;
        response.writeHead(401).end();
        return;
      }
      received.push(noticeShape.parse(JSON.parse(body)));
      if (answers) response.writeHead(204).end();
      take?.();
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    port: address.port,
    received,
    refused: () => refused,
    onTaken: (act: () => void) => void (take = act),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Follows the Standard Webhooks specification, implemented here independently. */
function isSigned(body: string, header: (name: string) => string): boolean {
  const key = Buffer.from(webhookSecret.slice("whsec_".length), "base64");
  const signed = `${header("webhook-id")}.${header("webhook-timestamp")}.${body}`;
  const age = Math.abs(Date.now() / 1000 - Number(header("webhook-timestamp")));
  return age < 300 && header("webhook-signature") === `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}
