import { Client } from "./client.ts";

export interface Load {
  readonly port: number;
  readonly requests: readonly Buffer[];
  readonly milliseconds: number;
  /** Default: 16. */
  readonly connections?: number;
}

const CONNECTIONS = 16;

/** The requests per second that the server answers on its connections, each for the next clinic. */
export async function requestsPerSecond({ port, requests, milliseconds, connections }: Load): Promise<number> {
  const clients = await Promise.all(Array.from({ length: connections ?? CONNECTIONS }, () => Client.connect(port)));
  const rest = stayAwake();
  const start = performance.now();
  const deadline = start + milliseconds;
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < deadline) {
        await client.send(requests[next++ % requests.length] ?? Buffer.alloc(0));
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  rest();
  for (const client of clients) client.close();
  return next / seconds;
}

/**
 * Keeps this process from sleeping between two answers. On a virtual machine, a write that wakes a process on the other
 * core costs the writer some 20 µs, as much as a bare answer. Only a server that the client waits for would pay this.
 */
function stayAwake(): () => void {
  let turn = setImmediate(function again() {
    turn = setImmediate(again);
  });
  return () => clearImmediate(turn);
}

/** Sends every request once. @returns the requests per second */
export async function sendEach({ port, requests, connections }: Omit<Load, "milliseconds">): Promise<number> {
  const clients = await Promise.all(Array.from({ length: connections ?? CONNECTIONS }, () => Client.connect(port)));
  const rest = stayAwake();
  const start = performance.now();
  const left = requests.values();
  await Promise.all(
    clients.map(async (client) => {
      for (const request of left) await client.send(request);
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  rest();
  for (const client of clients) client.close();
  return requests.length / seconds;
}

/** Latencies in ms, ascending, at a steady rate that does not wait for slow answers. */
export async function latenciesAt(rate: number, { port, requests, milliseconds }: Load): Promise<readonly number[]> {
  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => Client.connect(port)));
  const latencies: number[] = [];
  const total = Math.round((rate * milliseconds) / 1000);
  const start = performance.now();
  const pending: Promise<void>[] = [];
  for (let sent = 0; sent < total; sent += 1) {
    await until(start + (sent * 1000) / rate);
    const client = idle.pop() ?? (await Client.connect(port));
    pending.push(timed(requests[sent % requests.length] ?? Buffer.alloc(0), { client, idle, latencies }));
  }
  await Promise.all(pending);
  for (const client of idle) client.close();
  return latencies.toSorted((a, b) => a - b);
}

/** Timers have a resolution of a millisecond; the last one is spent turning the event loop. */
async function until(time: number): Promise<void> {
  const left = time - performance.now();
  if (left > 2) await new Promise((resolve) => setTimeout(resolve, left - 2));
  while (performance.now() < time) await new Promise((resolve) => setImmediate(resolve));
}

export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

interface Measuring {
  readonly client: Client;
  readonly idle: Client[];
  readonly latencies: number[];
}

async function timed(request: Buffer, { client, idle, latencies }: Measuring): Promise<void> {
  const begun = performance.now();
  await client.send(request);
  latencies.push(performance.now() - begun);
  idle.push(client);
}
