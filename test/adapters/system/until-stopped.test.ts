import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { untilStopped } from "../../../src/adapters/system/process.ts";

it.each(["SIGINT", "SIGTERM"] as const)(
  "resolves at %s, and is still there for listeners that come after it",
  async (signal) => {
    const before = process.listenerCount(signal);
    const stopped = untilStopped();
    const seen: number[] = [];
    process.once(signal, () => seen.push(process.listenerCount(signal)));
    process.emit(signal);
    await stopped;
    // Else a spinner would take itself for the only listener and end the process.
    expect(seen).toEqual([before + 1]);
    await turn();
    expect(process.listenerCount(signal)).toBe(before);
  },
);

it("listens no more when the caller has lost interest", () => {
  const before = process.listenerCount("SIGINT");
  const interest = new AbortController();
  void untilStopped(interest.signal);
  expect(process.listenerCount("SIGINT")).toBe(before + 1);
  interest.abort();
  expect(process.listenerCount("SIGINT")).toBe(before);
});
