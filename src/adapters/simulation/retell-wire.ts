import type { Clock } from "../../domain/time/ports.ts";
import type { RetellWire, SignedRequest, WireOutcome } from "../../domain/simulation/ports.ts";
import { signBody } from "../retell/signature.ts";

/** Sends as Retell does: real HTTP, the exact body signed with the key at the clock's time. */
export function retellWire(key: string, clock: Clock): RetellWire {
  return { send: (request) => send(request, signBody(request.body, key, clock.now())) };
}

async function send(request: SignedRequest, signature: string): Promise<WireOutcome> {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: {
        ...request.headers,
        ...(request.body === "" ? {} : { "content-type": "application/json" }),
        "x-retell-signature": signature,
      },
      ...(request.body === "" ? {} : { body: request.body }),
      signal: AbortSignal.timeout(request.timeoutMs),
      redirect: "manual",
    });
    const body = await response.text();
    return { kind: "answered", status: response.status, body, ms: elapsed() };
  } catch (error) {
    return { kind: "failed", reason: reasonOf(error, request), ms: elapsed() };
  }
}

function reasonOf(error: unknown, { url, timeoutMs }: SignedRequest): string {
  const { host } = new URL(url);
  if (error instanceof Error && error.name === "TimeoutError") return `no answer from ${host} within ${timeoutMs} ms`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `${host} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`;
}
