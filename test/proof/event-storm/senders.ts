import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";

export const SENDERS = 8;

export interface Sent {
  /** Latencies of acknowledged deliveries, ascending. */
  readonly latenciesMs: readonly number[];
  /** Deliveries that got no 2xx and were repeated, as Retell repeats them. */
  readonly repeated: number;
  readonly elapsedMs: number;
}

/**
 * Delivers every body until it is acknowledged, 8 at a time; `onAcknowledged` receives the number of acknowledged ones.
 */
export async function deliver(
  bodies: Iterable<string> | AsyncIterable<string>,
  portOf: () => number,
  onAcknowledged: (count: number) => void,
): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  const left = shared(bodies);
  const latenciesMs: number[] = [];
  let repeated = 0;
  const began = performance.now();
  const sender = async (): Promise<void> => {
    for await (const body of left) {
      for (;;) {
        const ms = await post(body, portOf(), agent);
        if (ms !== undefined) {
          latenciesMs.push(ms);
          onAcknowledged(latenciesMs.length);
          break;
        }
        repeated += 1;
        await wait(50);
      }
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  agent.destroy();
  return { latenciesMs: latenciesMs.toSorted((a, b) => a - b), repeated, elapsedMs: performance.now() - began };
}

/** All senders share one iterator, which ends for all of them at once. */
async function* shared(bodies: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  yield* bodies;
}

/** @returns how long the acknowledgement took; undefined: there was none */
function post(body: string, port: number, agent: Agent): Promise<number | undefined> {
  const path = Math.random() < 0.5 ? "/api/retell/webhook" : "/api/webhook/call-outcome";
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-retell-signature": signBody(body, SANDBOX_API_KEY, Date.now()),
  };
  const began = performance.now();
  return new Promise((resolve) => {
    const sent = request({ host: "127.0.0.1", port, path, method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("error", () => resolve(undefined));
      response.once("end", () => resolve(response.statusCode === 200 ? performance.now() - began : undefined));
    });
    sent.once("error", () => resolve(undefined));
    sent.end(body);
  });
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
