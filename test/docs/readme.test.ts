import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { VARIABLES } from "../../src/config.ts";
import { exitCodes } from "../../src/terminal/exit-code.ts";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const guides = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
const pages = ["README.md", ...guides.map((name) => `docs/${name}`)];
const linked = [...pages, "CONTRIBUTING.md", "CHANGELOG.md"];
const known = new Set(COMMANDS.map(({ name }) => name));

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** `noun:verb` after "ascendia", at the start of code, or in a line of the help; prose such as "http://" is none. */
const commandsIn = (text: string): readonly string[] => [
  ...matches(text, /\bascendia ([a-z]+:[a-z-]+)/gu),
  ...matches(text, /`([a-z]+:[a-z-]+)(?=[ `])/gu),
  ...matches(text, /^ {2}([a-z]+:[a-z-]+) /gmu),
];

test.each(pages)("%s names no command that does not exist", (page) => {
  const nouns = new Set([...known].filter((name) => name.includes(":")).map((name) => name.split(":")[0]));
  const named = commandsIn(read(page)).filter(
    (name) => nouns.has(name.split(":")[0]) || !/^(?:https?|sqlite|buy|import)/u.test(name),
  );
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("every command is named in the README or a guide", () => {
  const text = pages.map(read).join("\n");
  const named = new Set(commandsIn(text));
  const single = (name: string): boolean => new RegExp(`\\bascendia ${name}\\b`, "u").test(text);
  expect([...known].filter((name) => (name.includes(":") ? !named.has(name) : !single(name)))).toEqual([]);
});

test("every variable of the configuration is in the README", () => {
  const variables = matches(read("src/config.ts"), /\bread\.\w+\("([A-Z_]+)"/gu);
  expect(variables.toSorted()).toEqual(Object.keys(VARIABLES).toSorted());
  const readme = read("README.md");
  expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test("the README's exit codes are those of the program", () => {
  const [line = ""] = matches(read("README.md").replaceAll(/\s+/gu, " "), /Exit codes: (0 ok .*?)\. With/gu);
  expect(line.split(" · ")).toEqual(exitCodes().map(({ code, meaning }) => `${code} ${meaning}`));
});

test.each(linked)("every local link of %s leads somewhere", (page) => {
  const targets = matches(read(page), /\]\(([^)\s]+)\)/gu).filter((target) => !/^(?:[a-z]+:|#)/u.test(target));
  const missing = targets.filter((target) => !existsSync(join(root, dirname(page), target.replace(/#.*$/u, ""))));
  expect(missing).toEqual([]);
});

test.each(pages)("%s holds no placeholder that waits for output", (page) => {
  expect(matches(read(page), /^([A-Z]+_OUTPUT)$/gmu)).toEqual([]);
});
