import { expect, test } from "vitest";
import { spareTurns } from "../../../src/adapters/system/clock.ts";

test("turns come one after the other, and are given even if the loop is never free", async () => {
  const turn = spareTurns();
  const order: string[] = [];
  const busy = setInterval(() => {
    const until = performance.now() + 3;
    while (performance.now() < until);
  }, 1);
  await Promise.all(["first", "second", "third"].map((name) => turn().then(() => order.push(name))));
  clearInterval(busy);
  expect(order).toEqual(["first", "second", "third"]);
});
