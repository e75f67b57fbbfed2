import { expect, test } from "vitest";
import { newFolder, run } from "../fakes/world.ts";

/** Nothing listens there, so a command that used the database would fail. */
const postgres = { ASCENDIA_DATABASE_URL: "postgres://ascendia@127.0.0.1:1/ascendia" };

test.each([
  [["replay"], "replay needs a SQLite database, and this one is PostgreSQL."],
  [["replay", "--listen", "0"], "replay needs a SQLite database, and this one is PostgreSQL."],
  [["replay", "--day", "2026-11-28"], "replay needs a SQLite database, and this one is PostgreSQL."],
])("%s of a PostgreSQL database is refused, and says what to do", async (argv, says) => {
  const { code, stderr } = await run(argv, { cwd: newFolder(), env: postgres });
  expect(code).toBe(4);
  expect(stderr).toContain(says);
  expect(stderr).toContain("Serve a restored copy on SQLite with --record");
});
