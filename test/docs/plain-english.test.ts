import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { newFolder, run } from "../fakes/world.ts";

const root = resolve(import.meta.dirname, "../..");

/** What no native technical writer would write. Add what you find; whole words, any case. */
const PATTERNS: readonly RegExp[] = [
  /\banew\b/iu,
  /\bbeside\b/iu,
  /\botherwise than\b/iu,
  /\ball the same\b/iu,
  /\blet be\b/iu,
  /\bwhom\b/iu,
  /\bof now\b/iu,
  /\b(?:is|are|was|were) to be\b/iu,
  /\bno more(?=["'`.,;:)]|$)/imu,
  /\bdepartures?\b/iu,
  /\bwho of it\b/iu,
  /\bof (?:no )?use to (?:nobody|nothing|anybody)\b/iu,
  /\bhears? of\b/iu,
  /\bunless told\b/iu,
  /\bas told\b/iu,
  /\b(?:is|are|was|be|being) told\b/iu,
  /\btells?\b/iu,
  /\bwhat (?:came|becomes?|became) of\b/iu,
  /\bsomebody\b/iu,
  /\bnobody's\b/iu,
  /\bso (?:long|often|many) (?:before|ago|at|until|in|ahead)\b/iu,
  /\bthose who\b/iu,
  /\banother version\b(?= to)/iu,
  /\bwhen left out\b/iu,
  /\bcontradict each other\b/iu,
  /\bexclude each other\b/iu,
  /\bgood for nothing\b/iu,
  /\b(?:is|are|was) agreed to\b/iu,
  /\bany more["'`.]/iu,
  /\bcan be had\b/iu,
  /\bwas got\b/iu,
  /(?<!\bthere )\bis no (?:clinic|date|number|text|json|url|key|percentage|version|fact|country)\b/iu,
  /\b1 (?:clinics|numbers|calls|rows|jobs|places|doctors|entries|contacts|emails)\b/iu,
  /\basked of\b/iu,
  /\bnot told\b/iu,
  /\b(?:said|says|say|known|knows?|told) of (?!that\b)/iu,
  /(?<!\bthere )\b(?:is|are|was|were) none\b/iu,
  /(?<!\bthere )\b(?:is|are) no (?:appointments?|calendar|folder|sentence|slot|time|list|address|line|drift|try|call|breach|proof)\b/iu,
  /\bof today\b/iu,
  /\band the like\b/iu,
  /\bbut for\b/iu,
  /\bin order again\b/iu,
  /\bby you alone\b/iu,
  /\bways? into? (?:the |a )?calendars?\b/iu,
  /\b(?:line|object|file|document|row) an? (?:request|language|line|clinic|call)\b/iu,
  /\btakes? (?:it|its|them|that) for\b/iu,
  /\banswer(?:s|ed)? (?:otherwise|alike)\b/iu,
  /\bsomething else than\b/iu,
  /\bdeaf since\b/iu,
];

const CLEANED: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs",
  "src",
  "templates/flow-page.html",
  "templates/simulation-page.html",
];

/** Words of callers, and sentences spoken to them: their wording is not ours to change here. */
const SPOKEN: readonly RegExp[] = [
  /\|all the same\|/u,
  /the person to whom this number belongs/u,
  /Please tell the clinic's front desk/u,
  /Please tell me the patient's first and last name/u,
];

interface Passage {
  readonly where: string;
  readonly text: string;
}

const filesIn = (path: string): readonly string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .toSorted()
        .flatMap((name) => filesIn(join(path, name)))
    : [path].filter((file) => !file.endsWith(".png"));

/** String literals and comments of a source file; every line of any other. */
function passagesOf(path: string): readonly Passage[] {
  const source = readFileSync(path, "utf8");
  const name = relative(root, path);
  if (!path.endsWith(".ts")) return source.split("\n").map((text, at) => ({ where: `${name}:${at + 1}`, text }));
  const { program, comments } = parseSync(path, source);
  const found: { readonly start: number; readonly text: string }[] = comments.map(({ start, value }) => ({
    start,
    text: value.replaceAll(/\s*\n\s*\*\s*/gu, " "),
  }));
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (isText(node)) found.push({ start: node.start, text: source.slice(node.start, node.end) });
    for (const child of Object.values(node)) visit(child);
  };
  visit(program);
  return found.map(({ start, text }) => ({ where: `${name}:${source.slice(0, start).split("\n").length}`, text }));
}

function isText(node: object): node is { readonly start: number; readonly end: number } {
  const isLiteral = "type" in node && node.type === "Literal" && "value" in node && typeof node.value === "string";
  return (isLiteral || ("type" in node && node.type === "TemplateElement")) && "start" in node && "end" in node;
}

const written = (text: string): string => SPOKEN.reduce((rest, spoken) => rest.replace(spoken, ""), text);

/** All patterns at once. Their letters are ASCII; without `u`, V8 looks for them 50 times faster. */
// oxlint-disable-next-line require-unicode-regexp
const ANY_PATTERN = new RegExp(PATTERNS.map(({ source }) => source).join("|"), "im");

const faultsIn = (passages: readonly Passage[]): readonly string[] =>
  passages
    .map((passage) => ({ ...passage, rest: written(passage.text) }))
    .filter(({ rest }) => ANY_PATTERN.test(rest))
    .flatMap(({ where, text, rest }) =>
      PATTERNS.filter((pattern) => pattern.test(rest)).map((pattern) => `${where} ${String(pattern)}: ${text}`),
    );

test("the check finds a pattern in a comment, a literal and a template, and in nothing else", () => {
  const folder = newFolder();
  expect(faultsIn([{ where: "here", text: "Whom to call is to be named." }])).toHaveLength(2);
  expect(faultsIn([{ where: folder, text: "Pass exactly one of --to or --contact." }])).toEqual([]);
});

test.each(CLEANED)("%s is in plain English", (path) => {
  const passages = filesIn(join(root, path)).flatMap(passagesOf);
  expect(passages.length).toBeGreaterThan(5);
  expect(faultsIn(passages)).toEqual([]);
});

test("the help of every command is in plain English", async () => {
  const pages = [
    ["--help"],
    ["help", "environment"],
    ["help", "exit-codes"],
    ...COMMANDS.map(({ name }) => [name, "--help"]),
  ];
  const faults: string[] = [];
  for (const argv of pages) {
    const { code, stdout } = await run(argv, { cwd: newFolder() });
    expect([argv, code]).toEqual([argv, 0]);
    faults.push(...faultsIn(stdout.split("\n").map((text) => ({ where: argv.join(" "), text }))));
  }
  expect(faults).toEqual([]);
});
