import { expect, test } from "vitest";
import type { PostgresPool } from "../../../src/adapters/sql/postgres/client.ts";
import { OthersChanges } from "../../../src/adapters/sql/postgres/others-changes.ts";

test("following twice leaves no second connection open that would keep the process alive", async () => {
  let open = 0;
  const pool: Pick<PostgresPool, "listen"> = {
    listen: async () => {
      open += 1;
      return { ask: async () => undefined, close: async () => void (open -= 1) };
    },
  };
  const others = new OthersChanges(pool);
  await Promise.all([others.follow(), others.follow()]);
  await others.follow();
  expect(open).toBe(1);
  await others.close();
  expect(open).toBe(0);
});
