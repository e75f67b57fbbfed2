import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const page = readFileSync("docs/retell.md", "utf8");

/** A heading such as `### 4.4 Answer`, or the first cell of a table row such as `| 15.1 | … |`. */
const entry = /^(?:#{2,4} (\d+(?:\.\d+)*) \S|\| (\d+\.\d+) \|)/gmu;
const entries = Array.from(page.matchAll(entry), ([, heading, row]) => heading ?? row ?? "");

/** Between the page's name and a number a comment may break its line. */
const gap = String.raw`(?:\s|\*|//)+`;
const number = String.raw`\d+(?:\.\d+)*`;
const citation = new RegExp(`docs/retell\\.md${gap}(${number}(?:(?:,| and| to)${gap}${number})*)`, "gu");
/** A row of a table of tests, whose title puts the page's name in front. */
const section = new RegExp(`section: "(${number}(?:, ${number})*)"`, "gu");

interface Citation {
  readonly file: string;
  readonly cited: string;
}

function citationsIn(text: string, file: string): readonly Citation[] {
  const lists = [citation, section].flatMap((pattern) => Array.from(text.matchAll(pattern), ([, list = ""]) => list));
  return lists.flatMap((list) => (list.match(/\d+(?:\.\d+)*/gu) ?? []).map((cited) => ({ file, cited })));
}

const folders = ["src", "test", "bench", "docs", "templates", ".ci"];
const self = join("test", "docs", "retell.test.ts");
const paths = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)))
  .concat("README.md", "CONTRIBUTING.md");
const files = paths
  .filter((file) => file !== self && !file.endsWith(".png") && statSync(file).isFile())
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

test("every number cited from docs/retell.md is an entry of it", () => {
  const cited = files.flatMap(({ file, text }) => citationsIn(text, file));
  expect(cited.length).toBeGreaterThan(200);
  expect(cited.filter((one) => !entries.includes(one.cited))).toEqual([]);
});

test("every mention of the page outside the docs says which entry", () => {
  const mute = files
    .filter(({ file }) => file.startsWith("src"))
    .flatMap(({ file, text }) => {
      const mentions = text.split("docs/retell.md").length - 1;
      return mentions === Array.from(text.matchAll(citation)).length ? [] : [file];
    });
  expect(mute).toEqual([]);
});

test("nothing refers to files outside the repository", () => {
  const outside = /retell-api|\.\.\/shared\b|\/work\/shared/u;
  expect(files.filter(({ text }) => outside.test(text)).map(({ file }) => file)).toEqual([]);
});

test("no two entries have one number", () => {
  expect(entries.filter((one, index) => entries.indexOf(one) !== index)).toEqual([]);
});

/** The table of sources itself, and lists that refer to entries with dates. */
const datedElsewhere: ReadonlySet<string> = new Set(["0.1", "13.1", "13.2", "13.3", "13.4", "14"]);

test("every entry says when it was last checked", () => {
  const openings = Array.from(page.matchAll(/^#{2,4} ([\d.]+) .*\n+([\s\S]*?)\n\n/gmu));
  expect(openings.length).toBeGreaterThan(60);
  const undated = openings.filter(([, name = "", opening = ""]) => {
    const onlyGroups = opening.startsWith("#");
    return !onlyGroups && !datedElsewhere.has(name) && !/\b20\d\d-\d\d\b|\bmid-20\d\d\b/u.test(opening);
  });
  expect(undated.map(([, name]) => name)).toEqual([]);
});

test("every link within the page leads to a heading", () => {
  const headings = new Set(Array.from(page.matchAll(/^#{2,4} (.+)$/gmu), ([, text = ""]) => anchorOf(text)));
  const links = Array.from(page.matchAll(/\]\(#([^)]+)\)/gu), ([, anchor = ""]) => anchor);
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter((anchor) => !headings.has(anchor))).toEqual([]);
});

/** As GitHub makes it: lower case, punctuation left out, spaces to hyphens. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
