import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve("src");

/** For each folder of src: the other folders and the packages it may import. Nothing points back up. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: ["chrono-node", "date-holidays", "ical-generator", "libphonenumber-js", "temporal-polyfill", "yaml", "zod"],
  adapters: [
    "domain",
    "@hono/node-server",
    "@hpcc-js/wasm-graphviz",
    "@resvg/resvg-js",
    "better-sqlite3",
    "hono",
    "kysely",
    "libphonenumber-js",
    "nodemailer",
    "openai",
    "pino",
    "quickjs-emscripten",
    "retell-sdk",
    "uuid",
    "ws",
    "yaml",
    "zod",
  ],
  terminal: ["domain", "chalk", "ora", "@inquirer/prompts", "cli-table3"],
  server: ["domain", "@hono/node-server", "hono", "ws", "zod"],
  commands: ["domain", "terminal", "server", "config", "commander", "csv-parse", "yaml", "zod"],
};

/** Folders that are an edge of the program to the operating system. The domain and the terminal are not. */
const MAY_USE_NODE = new Set(["adapters", "server", "commands"]);

/** The composition root: the program's entry points and what they assemble a context from. */
const COMPOSES = /^(?:create-context|main|simulation-thread)\.ts$|^composition\//;

/** Each noun may use those before it. */
const NOUNS = [
  "time",
  "language",
  "journal",
  "audit",
  "job",
  "clinic",
  "number",
  "booking",
  "call",
  "outreach",
  "mail",
  "privacy",
  "flow",
  "brain",
  "agent",
  "organisation",
  "dialogue",
  "simulation",
];

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

/** Static and dynamic imports, and re-exports. */
const IMPORT = /^(?:import|export)\b[^"']*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;

const imports = files.flatMap((name): Import[] => {
  const file = join(SRC, name);
  const found = readFileSync(file, "utf8").matchAll(IMPORT);
  return [...found].map(([, named, bare, dynamic]) => ({ file, target: named ?? bare ?? dynamic ?? "" }));
});

function folderOf(path: string): string {
  return (relative(SRC, path).split("/")[0] ?? "").replace(/\.ts$/, "");
}

/** A folder of src, `node`, or a package's name. */
function importedFolder({ file, target }: Import): string {
  if (target.startsWith(".")) return folderOf(resolve(dirname(file), target));
  if (target.startsWith("node:")) return "node";
  return target.split("/", target.startsWith("@") ? 2 : 1).join("/");
}

test("every import follows the direction of the layout", () => {
  const broken = imports.filter((entry) => {
    const folder = folderOf(entry.file);
    const allowed = MAY_IMPORT[folder];
    const target = importedFolder(entry);
    if (allowed === undefined || target === folder) return false;
    return target === "node" ? !MAY_USE_NODE.has(folder) : !allowed.includes(target);
  });
  expect(broken.map(({ file, target }) => `${relative(SRC, file)} imports ${target}`)).toEqual([]);
});

test("inside the domain, nouns use only the nouns before them", () => {
  const broken = imports.filter(({ file, target }) => {
    const [top, noun] = relative(SRC, file).split("/");
    const [targetTop, targetNoun] = relative(SRC, resolve(dirname(file), target)).split("/");
    if (top !== "domain" || targetTop !== "domain" || !target.startsWith(".")) return false;
    if (noun?.endsWith(".ts") === true || targetNoun?.endsWith(".ts") === true) return false;
    return NOUNS.indexOf(targetNoun ?? "") > NOUNS.indexOf(noun ?? "") || !NOUNS.includes(noun ?? "");
  });
  expect(broken.map(({ file, target }) => `${relative(SRC, file)} imports ${target}`)).toEqual([]);
});

test("only the composition root names adapters", () => {
  const outside = imports.filter(
    (entry) => importedFolder(entry) === "adapters" && folderOf(entry.file) !== "adapters",
  );
  const naming = outside.map(({ file }) => relative(SRC, file)).filter((name) => !COMPOSES.test(name));
  expect(naming).toEqual([]);
});

test("commands do not import each other, and there are no barrels", () => {
  const cross = imports.filter(({ file, target }) => {
    const [top, noun, ...rest] = relative(SRC, file).split("/");
    const [targetTop, targetNoun, ...targetRest] = relative(SRC, resolve(dirname(file), target)).split("/");
    if (top !== "commands" || targetTop !== "commands" || rest.length === 0 || targetRest.length === 0) return false;
    return noun !== targetNoun;
  });
  expect(cross.map(({ file, target }) => `${relative(SRC, file)} imports ${target}`)).toEqual([]);
  expect(files.filter((name) => /(?:^|\/)index\.ts$/.test(name))).toEqual([]);
});

test("process is touched by the bin alone", () => {
  const touching = files.filter((name) =>
    /(?<![\w."'-])process\.(?:exit|env|argv|stdout|stdin)/.test(readFileSync(join(SRC, name), "utf8")),
  );
  expect(touching).toEqual([]);
});
