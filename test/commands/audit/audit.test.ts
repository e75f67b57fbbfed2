import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { shippedTemplate } from "../../domain/agent/shipped.ts";
import { type Installation, openInstallation } from "../../fakes/sandbox-installation.ts";
import { textLike } from "../../fakes/text-like.ts";

let here: Installation;

const anything = z.looseObject({});
const template = z.looseObject({ agent: z.looseObject({}) });
const verdict = z.object({
  intact: z.boolean(),
  records: z.number(),
  head: z.string().nullable(),
  breaks: z.array(z.object({ seq: z.number(), problem: z.string() })),
});

let acted: string;

beforeAll(async () => {
  here = await openInstallation(mkdtempSync(join(tmpdir(), "ascendia-audit-")));
  await act();
  acted = join(here.cwd, "acted.db");
  const database = keepStatements(new Database(here.databasePath));
  await database.backup(acted);
  database.close();
});

afterAll(async () => {
  await here.close();
  rmSync(here.cwd, { recursive: true });
});

/** The database as it was after the three acts, for each test. */
beforeEach(() => {
  const folder = dirname(here.databasePath);
  for (const name of readdirSync(folder)) if (/-(?:wal|shm)$/u.test(name)) rmSync(join(folder, name));
  copyFileSync(acted, here.databasePath);
});

/** Three acts: a creation, an update, a publication. */
async function act(): Promise<void> {
  await here.data(anything, "agent:create");
  const shipped = template.parse(shippedTemplate());
  here.file("template.json", { ...shipped, agent: { ...shipped.agent, reminder_max_count: 3 } });
  await here.data(anything, "agent:update", "--template", "template.json", "--reason", "tested");
  await here.data(anything, "agent:publish", "--skip-simulation", "--yes");
}

function tamper(sql: string): void {
  const database = keepStatements(new Database(here.databasePath));
  database.exec(sql);
  database.close();
}

async function verify(...argv: readonly string[]) {
  const { code, data, error } = await here.json("audit:verify", ...argv);
  return { code, error, ...verdict.parse(data) };
}

describe("audit:list", () => {
  it("shows who did what when and why, newest first, and filters", async () => {
    const shape = z.object({
      entries: z.array(z.looseObject({ seq: z.number(), at: z.number(), action: z.string() })),
    });
    const { entries } = await here.data(shape, "audit:list");
    expect(entries.map(({ seq, action }) => `${seq} ${action}`)).toEqual([
      "3 agent:publish",
      "2 agent:update",
      "1 agent:create",
    ]);
    expect(entries[1]).toMatchObject({
      actor: textLike(/^.+@.+$/),
      reason: "tested",
      before: { version: 0 },
      after: { version: 1 },
    });
    const updates = await here.data(shape, "audit:list", "--action", "agent:update", "--since", "2020-01-01");
    expect(updates.entries).toHaveLength(1);
    expect((await here.data(shape, "audit:list", "--actor", "nobody")).entries).toEqual([]);
    expect((await here.data(shape, "audit:list", "--limit", "1")).entries).toMatchObject([{ seq: 3 }]);
    expect(await here.json("audit:list", "--since", "tomorrow")).toMatchObject({ code: 2 });
    expect(await here.json("audit:list", "--since", "2026-02-30")).toMatchObject({ code: 2 });
    expect((await here.ascendia("audit:list")).stdout).toContain("agent:publish");
  });
});

describe("audit:verify", () => {
  it("accepts an intact log", async () => {
    expect(await verify()).toMatchObject({ code: 0, intact: true, records: 3, head: textLike(/^3:[0-9a-f]{64}$/) });
    expect((await here.ascendia("audit:verify")).stdout).toContain("This check alone does not detect");
  });

  it.each([
    ["one byte of a value", `update audit set "after" = replace("after", '"version":1', '"version":2') where seq = 2`],
    ["the actor", `update audit set actor = actor || 'x' where seq = 2`],
    ["the time", `update audit set at = at + 1 where seq = 2`],
    ["the reason away", `update audit set reason = null where seq = 2`],
    ["the hash", `update audit set hash = replace(hash, substr(hash, 1, 1), '-') where seq = 2`],
  ])("fails after %s was changed, and says where", async (_what, sql) => {
    tamper(sql);
    const { code, intact, breaks, error } = await verify();
    expect({ code, intact, first: breaks[0]?.seq }).toEqual({ code: 1, intact: false, first: 2 });
    expect(error).toMatchObject({ message: textLike(/first at entry 2/) });
  });

  it("notices a row removed from the middle, the beginning, or the end", async () => {
    tamper("delete from audit where seq = 2");
    expect((await verify()).breaks).toEqual([{ seq: 3, problem: "entry 2 is missing" }]);
    tamper("delete from audit where seq = 1");
    expect((await verify()).breaks).toEqual([{ seq: 3, problem: "entries 1 to 2 are missing" }]);
    tamper("delete from audit where seq = 3");
    expect((await verify()).breaks).toEqual([{ seq: 1, problem: "entries up to 3 were removed from the end" }]);
  });

  it("still notices a missing end after later entries", async () => {
    tamper("delete from audit where seq = 3");
    await here.data(anything, "agent:create", "--force");
    expect((await verify()).breaks).toEqual([{ seq: 4, problem: "entry 3 is missing" }]);
  });

  it("notices an inserted entry, and one whose hash was recomputed", async () => {
    tamper(`insert into audit select 4, 'forged', at, actor, action, subject, "before", "after", reason, hash, hash
      from audit where seq = 3`);
    expect((await verify()).breaks.map(({ seq }) => seq)).toEqual([4, 4]);
  });

  it("notices an emptied or rewritten log if its head was kept elsewhere", async () => {
    const { head } = await verify();
    expect(await verify("--head", head ?? "")).toMatchObject({ code: 0 });
    tamper("delete from audit; delete from meta where key = 'audit_head'");
    expect(await verify()).toMatchObject({ code: 0, records: 0 });
    expect(await verify("--head", head ?? "")).toMatchObject({ code: 1, breaks: [{ seq: 3 }] });
    expect(await here.json("audit:verify", "--head", "nonsense")).toMatchObject({ code: 2 });
  });
});
