import { expect, test } from "vitest";
import { followCalls } from "../../../src/domain/call/events/call-event.ts";
import type { CallEvent } from "../../../src/domain/call/ports.ts";
import { storedEvent } from "../../fakes/stored-events.ts";

test("each event is returned once, even if written late with an earlier time; a stream's event each time", async () => {
  const stored: CallEvent[] = [];
  const events = { since: async (at: number) => stored.filter(({ receivedAt }) => receivedAt >= at) };
  const news = followCalls(10_000, { events, calls: { changedSince: async () => [] } });
  const add = (key: string, receivedAt: number) => stored.push(storedEvent("call_started", {}, { key, receivedAt }));
  const told = async () => (await news()).map((one) => (one.kind === "event" ? one.event.key : ""));
  add("before", 9000);
  expect(await told()).toEqual([]);
  add("b", 12_000);
  add("a", 11_000);
  expect(await told()).toEqual(["a", "b"]);
  expect(await told()).toEqual([]);
  add("late", 11_500);
  expect(await told()).toEqual(["late"]);
  stored.splice(
    stored.findIndex(({ key }) => key === "b"),
    1,
  );
  add("b", 13_000);
  expect(await told()).toEqual(["b"]);
  for (let at = 14_000; at < 40_000; at += 1000) {
    add(`n${at}`, at);
    expect(await told()).toEqual([`n${at}`]);
  }
});

test("all rows are returned in the end, however many come at once", async () => {
  const stored = Array.from({ length: 2500 }, (_, index) =>
    storedEvent("call_started", {}, { key: `e${index}`, receivedAt: 10_001 }),
  );
  const events = {
    since: async (at: number, limit: number) => stored.filter((one) => one.receivedAt >= at).slice(0, limit),
  };
  const news = followCalls(10_000, { events, calls: { changedSince: async () => [] } });
  const told = new Set<string>();
  for (let turn = 0; turn < 8; turn += 1) {
    for (const one of await news()) if (one.kind === "event") told.add(one.event.key);
  }
  expect(told.size).toBe(2500);
});
