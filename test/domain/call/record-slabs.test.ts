import { array, assert, boolean, constantFrom, integer, property, record, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { RecordSlabs } from "../../../src/domain/call/kept/record-slabs.ts";

const keys = Array.from({ length: 12 }, (_, index) => `key ${index}`);

const step = record({
  key: constantFrom(...keys),
  bytes: uint8Array({ maxLength: 60 }),
  isDeleted: boolean(),
});

test("a key has its own latest record or none, however little room there is", () => {
  assert(
    property(array(step, { maxLength: 80 }), integer({ min: 0, max: 1500 }), (steps, capacity) => {
      const slabs = new RecordSlabs(capacity);
      const latest = new Map<string, Uint8Array>();
      for (const { key, bytes, isDeleted } of steps) {
        if (isDeleted) slabs.delete(key);
        else slabs.add(key, bytes);
        if (isDeleted) latest.delete(key);
        else latest.set(key, bytes);
        for (const each of keys.slice(0, 6)) {
          const found = slabs.find(each);
          expect([undefined, latest.get(each)]).toContainEqual(found === undefined ? found : Uint8Array.from(found));
        }
      }
    }),
  );
});

test("records that are used stay when others make room for new ones", () => {
  const slabs = new RecordSlabs(4_000);
  slabs.add("used", Uint8Array.of(1, 2, 3));
  for (let index = 0; index < 500; index += 1) {
    slabs.add(`other ${index}`, new Uint8Array(100));
    expect(slabs.find("used")).toEqual(Uint8Array.of(1, 2, 3));
  }
  expect(slabs.find("other 0")).toBeUndefined();
  expect(slabs.find("other 499")).toBeDefined();
});

test("with room for all, every record is found", () => {
  const slabs = new RecordSlabs(100_000);
  for (let index = 0; index < 500; index += 1) slabs.add(String(index), Uint8Array.of(index % 256, index / 256));
  for (let index = 0; index < 500; index += 1) {
    expect(slabs.find(String(index))).toEqual(Uint8Array.of(index % 256, index / 256));
  }
});
