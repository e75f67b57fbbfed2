import { afterEach, expect, it } from "vitest";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import { retellNumberPlatform } from "../../../src/adapters/retell/number-platform.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { RateLimitError } from "../../../src/errors.ts";
import { type RunningSandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";

const apiKey = "key_test";
const binding = {
  nickname: "ascendia:a",
  inboundAgents: [],
  outboundAgents: [],
  inboundWebhookUrl: "https://e.example",
};
const order = { kind: "buy", country: "US", areaCode: null, tollFree: false } as const;
const open: RunningSandbox[] = [];

afterEach(() => Promise.all(open.splice(0).map((sandbox) => sandbox.close())));

/** The numbers of a sandbox that first refuses that many requests, and a clock for the waits. */
async function limited(fault: Readonly<Record<string, unknown>>) {
  const sandbox = await startSandbox({ databasePath: ":memory:", apiKey, clock: systemClock });
  open.push(sandbox);
  await fetch(`${sandbox.url}/_sandbox/faults`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ method: "*", path: "/**", ...fault }),
  });
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  const client = retellClient({ apiKey, baseUrl: sandbox.url, timeoutMs: 2000, patience: { wait } });
  return { waits, numbers: retellNumberPlatform(client) };
}

it("retries a refused order after the requested pause, once per refusal", async () => {
  const { waits, numbers } = await limited({ kind: "rate_limited", retry_after_seconds: 1.5, times: 3 });
  await numbers.buy(order, binding);
  expect(waits).toEqual([1500, 1500, 1500]);
  expect(await numbers.list()).toHaveLength(1);
});

it("holds back other requests during the pause", async () => {
  const { waits, numbers } = await limited({ kind: "rate_limited", retry_after_seconds: 0.25, times: 1 });
  const orders = ["a", "b", "c"].map((slug) => numbers.buy(order, { ...binding, nickname: `ascendia:${slug}` }));
  await Promise.all(orders);
  expect(waits).toEqual([250]);
  expect(await numbers.list()).toHaveLength(3);
});

it("gives up when refusals persist, or the requested pause is hours long", async () => {
  const forEver = await limited({ kind: "rate_limited", retry_after_seconds: 0.01, times: "always" });
  await expect(forEver.numbers.list()).rejects.toBeInstanceOf(RateLimitError);
  expect(forEver.waits).toHaveLength(9);
  const hours = await limited({ kind: "rate_limited", retry_after_seconds: 7200, times: "always" });
  await expect(hours.numbers.buy(order, binding)).rejects.toBeInstanceOf(RateLimitError);
  expect(hours.waits).toEqual([]);
});

it("never retries an order that was refused for another reason, or that got no answer", async () => {
  for (const kind of ["server_error", "answer_lost"]) {
    const { waits, numbers } = await limited({ kind, times: 1 });
    await expect(numbers.buy(order, binding)).rejects.toMatchObject({ code: "transient" });
    expect(waits).toEqual([]);
    expect(await numbers.list()).toHaveLength(kind === "answer_lost" ? 1 : 0);
  }
});
