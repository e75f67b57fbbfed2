import { setImmediate as turn } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { untilStopped } from "../../../src/adapters/system/process.ts";

it.each(["SIGINT", "SIGTERM"] as const)(
  "resolves at %s, and is still there for listeners that come after it",
  async (signal) => {
    // Other tests of this process may listen too, and would receive what is emitted here.
    const others = process.listeners(signal);
    process.removeAllListeners(signal);
    onTestFinished(() => others.forEach((other) => process.on(signal, other)));
    const stopped = untilStopped();
    const seen: number[] = [];
    process.once(signal, () => seen.push(process.listenerCount(signal)));
    process.emit(signal);
    await stopped;
    // Otherwise a spinner would find itself the only listener and end the process.
    expect(seen).toEqual([1]);
    await turn();
    expect(process.listenerCount(signal)).toBe(0);
  },
);

it("stops listening when the caller aborts", () => {
  const before = process.listenerCount("SIGINT");
  const interest = new AbortController();
  void untilStopped(interest.signal);
  expect(process.listenerCount("SIGINT")).toBe(before + 1);
  interest.abort();
  expect(process.listenerCount("SIGINT")).toBe(before);
});
