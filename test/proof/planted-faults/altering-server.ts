import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";

export type Alteration = "nothing" | "leak" | "flaky";

export interface AlteringServer {
  readonly url: string;
  use(alteration: Alteration): void;
  close(): void;
}

export interface LeakedClinic {
  readonly id: string;
  readonly phoneNumber: string | null;
}

/** A proxy that spoils a real server's answers: one clinic's variables for all, or a tool that fails at intervals. */
export async function alteringServer(origin: string, leaked: LeakedClinic): Promise<AlteringServer> {
  let alteration: Alteration = "nothing";
  let asked = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? "";
      const passedOn = async () =>
        fetch(`${origin}${path}`, {
          method: request.method ?? "GET",
          headers: {
            "content-type": request.headers["content-type"] ?? "application/json",
            "x-retell-signature": String(request.headers["x-retell-signature"] ?? ""),
          },
          ...(request.method === "POST" && { body: await buffer(request) }),
        });
      const leaking = alteration === "leak" && path.includes("/inbound/");
      if (alteration === "flaky" && path.endsWith("/check-availability")) {
        asked += 1;
        // Retell retries a failed tool, so two in a row fail and two in a row do not.
        if (asked % 4 === 1 || asked % 4 === 2) {
          response.writeHead(500).end("{}");
          return;
        }
      }
      const answer = leaking ? await callFor(leaked, origin) : await passedOn();
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    use: (next) => {
      alteration = next;
      asked = 0;
    },
    close: () => server.close(),
  };
}

/** The answer that the other clinic's own caller would get; the server itself answers by the dialled number. */
async function callFor({ id, phoneNumber }: LeakedClinic, origin: string): Promise<Response> {
  const call = {
    call_id: "call_leaked",
    agent_id: "agent_leaked",
    from_number: "+14155550123",
    to_number: phoneNumber,
  };
  const body = JSON.stringify({ event: "call_inbound", call_inbound: call });
  const signature = signBody(body, SANDBOX_API_KEY, Date.now());
  const headers = { "content-type": "application/json", "x-retell-signature": signature };
  return fetch(`${origin}/webhooks/retell/inbound/${id}`, { method: "POST", headers, body });
}
