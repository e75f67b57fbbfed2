import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { LISTED_ROWS, fillLists } from "../fakes/long-lists.ts";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { textLike } from "../fakes/text-like.ts";
import { run } from "../fakes/world.ts";

const row = z.record(z.string(), z.unknown());
const page = z.object({ data: z.record(z.string(), z.unknown()) });
const next = z.string().nullable();

const C = ["--clinic", "clinique-test"];

interface LongList {
  readonly line: readonly string[];
  /** Where the rows are in --json. */
  readonly key: string;
  /** Search texts, with the number of rows that each finds. */
  readonly finds: Readonly<Record<string, number>>;
}

const LISTS: readonly LongList[] = [
  {
    line: ["call:list", ...C],
    key: "calls",
    finds: { call_3: 1, "01 97 00 00 03": 1, "IMPLANT dentaire": LISTED_ROWS, "implant nowhere": 0 },
  },
  { line: ["event:list", ...C], key: "events", finds: { call_5: 1, nothing: 0 } },
  { line: ["clinic:list"], key: "clinics", finds: { clinique: 1, "essai 4": 1, "rue des essais": LISTED_ROWS } },
  {
    line: ["message:list", ...C],
    key: "messages",
    finds: { "elodie rappelez": LISTED_ROWS, "+229 01 97 00 00 06": 1 },
  },
  {
    line: ["appointment:list", ...C, "--from", "2030-01-01", "--to", "2030-01-31"],
    key: "appointments",
    finds: { "elodie luc": 3, "AWA test": 4, "visit-6": 1 },
  },
  { line: ["contact:list", ...C, "--all"], key: "contacts", finds: { ELODIE: LISTED_ROWS, "0197000002": 1 } },
  { line: ["patient:list", ...C], key: "patients", finds: { "3 élodie": 2, "97.00.00.04": 1 } },
  { line: ["mail:list", ...C], key: "mails", finds: { "sujet 2": 1 } },
  { line: ["job:list"], key: "jobs", finds: { "key-1": 1 } },
  { line: ["audit:list", "--action", "clinic:update"], key: "entries", finds: { "test-3": 1 } },
];

let cwd = "";

beforeEach(async () => {
  ({ cwd } = await storedClinic());
  await fillLists(cwd);
});

const json = async (...argv: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await run([...argv, "--json"], { cwd });
  expect({ argv, code, stderr }).toMatchObject({ code: 0 });
  return stdout;
};

describe("a list that may be long", () => {
  it("pages through all rows in one order, and streams the same rows", async () => {
    for (const { line, key } of LISTS) {
      const streamed = (await json(...line, "--stream"))
        .trim()
        .split("\n")
        .map((text) => row.parse(JSON.parse(text)));
      const paged: unknown[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const after = cursor === "" ? [] : ["--after", cursor];
        const { data } = page.parse(JSON.parse(await json(...line, "--limit", "3", ...after)));
        paged.push(...z.array(row).parse(data[key]));
        cursor = next.parse(data["next"]);
      }
      // Reading patients and messages is audited, so the log of a list grows while it is read.
      expect({ line, paged }).toEqual({ line, paged: streamed });
      expect({ line, rows: streamed.length }).toEqual({ line, rows: LISTED_ROWS });
    }
  });

  it("names the next page on a terminal, and streams lines that cut and awk can read", async () => {
    for (const { line } of LISTS) {
      const { stdout } = await run([...line, "--limit", "3"], { cwd });
      const [, cursor = ""] = /add --after (\S+)/u.exec(stdout) ?? [];
      expect((await run([...line, "--limit", "3", "--after", cursor], { cwd })).stdout).not.toContain(
        stdout.split("\n")[1],
      );
      const lines = (await run([...line, "--stream"], { cwd })).stdout.slice(0, -1).split("\n");
      const widths = new Set(lines.map((text) => text.split("\t").length));
      expect({ line, lines: lines.length, widths: widths.size }).toEqual({ line, lines: LISTED_ROWS, widths: 1 });
    }
  });

  it("finds words in any order, without accents, and numbers as people write them", async () => {
    for (const { line, key, finds } of LISTS) {
      for (const [search, rows] of Object.entries(finds)) {
        const { data } = page.parse(JSON.parse(await json(...line, "--search", search)));
        expect({ line, search, rows: z.array(row).parse(data[key]).length }).toEqual({ line, search, rows });
      }
    }
  });

  it("refuses a cursor that no page returned", async () => {
    for (const { line } of LISTS) {
      for (const cursor of ["", "5", "x~y", "1~2~3", "%~1", "1~%"]) {
        const { code, stderr } = await run([...line, "--after", cursor], { cwd });
        expect({ cursor, code, stderr }).toMatchObject({ code: 2, stderr: textLike(/cursor/u) });
      }
    }
  });
});

it("an export replaces a file only with --force", async () => {
  const exports: readonly (readonly [string, readonly string[]])[] = [
    ["visit.ics", ["appointment:export", "visit-3", ...C, "-o", "visit.ics"]],
    ["patient-export.json", ["patient:export", "clinique-test", "patient-3"]],
    ["luc.json", ["patient:export", "clinique-test", "patient-3", "-o", "luc.json"]],
    ["mail.html", ["mail:preview", "welcome", ...C, "--html", "-o", "mail.html"]],
    ["flow.svg", ["agent:graph", "-o", "flow.svg"]],
    [
      "clinique-test-export.json",
      ["clinic:offboard", "clinique-test", "--keep", "--yes", "--confirm", "clinique-test"],
    ],
  ];
  for (const [file, line] of exports) {
    writeFileSync(join(cwd, file), "kept");
    const refused = await run(line, { cwd });
    expect({ line, refused }).toMatchObject({ refused: { code: 1, stdout: "" } });
    expect(refused.stderr).toContain(`There is already a file ${file}.`);
    expect((await run([...line, "--force"], { cwd })).code).toBe(0);
  }
});
