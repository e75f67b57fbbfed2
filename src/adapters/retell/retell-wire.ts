import { Agent as HttpAgent, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import type { RetellWire, SignedRequest, WireOutcome } from "../../domain/call/signed-request.ts";
import { signBody } from "./signature.ts";

/** Sends like Retell: over real HTTP, with the exact body signed by the key at the clock's time. */
export function retellWire(key: string, clock: Clock): RetellWire {
  return {
    send: (request) => {
      const body = Buffer.from(request.body);
      return send(request, body, signBody(body, key, clock.now()));
    },
  };
}

interface DirectServer {
  answer(request: {
    readonly method: string;
    readonly url: string;
    readonly rawBody: Uint8Array;
    readonly signature: string;
  }): Promise<{ readonly status: number; readonly body: string }>;
}

/** Sends the same bytes, signed the same way, to a server in this process, without HTTP. */
export function inProcessWire(key: string, clock: Clock, server: DirectServer): RetellWire {
  return {
    send: async ({ url, method, body }) => {
      const started = performance.now();
      const rawBody = Buffer.from(body);
      const signature = signBody(rawBody, key, clock.now());
      // As with a socket, the request arrives in a later turn of the event loop; other work needs those turns too.
      await setImmediate();
      const { pathname, search } = new URL(url);
      const answer = await server.answer({ method, url: `${pathname}${search}`, rawBody, signature });
      return { kind: "answered", ...answer, ms: performance.now() - started };
    },
  };
}

const agents = { "http:": new HttpAgent({ keepAlive: true }), "https:": new HttpsAgent({ keepAlive: true }) };
const starters = { "http:": requestHttp, "https:": requestHttps };

/** Follows no redirects, because Retell follows none. `fetch` would use half as much CPU time again. */
async function send(request: SignedRequest, sent: Buffer, signature: string): Promise<WireOutcome> {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  try {
    const { status, body } = await exchange(request, sent, signature);
    return { kind: "answered", status, body, ms: elapsed() };
  } catch (error) {
    return { kind: "failed", reason: reasonOf(error, request), ms: elapsed() };
  }
}

class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

function exchange(
  request: SignedRequest,
  text: Buffer,
  signature: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const url = new URL(request.url);
  const protocol = url.protocol === "https:" ? "https:" : "http:";
  const headers = {
    ...request.headers,
    ...(text.length > 0 && { "content-type": "application/json", "content-length": String(text.length) }),
    "x-retell-signature": signature,
  };
  return new Promise((resolve, reject) => {
    const sent = starters[protocol](url, { method: request.method, headers, agent: agents[protocol] }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", fail);
      response.once("end", () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") });
      });
    });
    const timer = setTimeout(() => sent.destroy(new TimeoutError()), request.timeoutMs);
    function fail(error: Error): void {
      clearTimeout(timer);
      reject(error);
    }
    sent.once("error", fail);
    sent.end(text);
  });
}

function reasonOf(error: unknown, { url, timeoutMs }: SignedRequest): string {
  const { host } = new URL(url);
  if (error instanceof Error && error.name === "TimeoutError") return `no answer from ${host} within ${timeoutMs} ms`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `${host} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`;
}
