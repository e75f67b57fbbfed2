import { describe, expect, test } from "vitest";
import { SqlServers } from "../../../src/adapters/sql/fleet/installation-marks.ts";
import { engines } from "../../fakes/engines.ts";

const sign = {
  id: "one",
  host: "alpha",
  processId: 12,
  roles: ["web", "jobs"],
  version: "0.1.0",
  startedAt: 1,
  lastRequestAt: null,
} as const;

describe.each(engines)("servers on %s", (_engine, open) => {
  test("each process has one row, timed by the database's clock, until it stops or is forgotten", async () => {
    const { fleet } = await open();
    const servers = new SqlServers(fleet);
    await servers.seen(sign);
    await servers.seen({ ...sign, lastRequestAt: 5 });
    await servers.seen({ ...sign, id: "two" });
    const { signs, now } = await servers.list();
    expect(signs.map(({ id, roles, lastRequestAt }) => [id, roles, lastRequestAt])).toEqual([
      ["one", ["web", "jobs"], 5],
      ["two", ["web", "jobs"], null],
    ]);
    for (const { seenAt, clockOffsetMs } of signs) {
      expect(now - seenAt).toBeGreaterThanOrEqual(0);
      expect(Math.abs(clockOffsetMs)).toBeLessThan(1_000);
    }
    await servers.left("one");
    await fleet
      .updateTable("servers")
      .set({ seenAt: now - 2 * 3_600_000 })
      .execute();
    await servers.seen({ ...sign, id: "three" });
    expect((await servers.list()).signs.map(({ id }) => id)).toEqual(["three"]);
  });
});
