import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const execute = promisify(execFile);
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/**
 * Paths named in a text, such as templates/demo/cotonou.json. `build/…` without an extension is one of Retell's pages.
 */
const PATH =
  /(?<![\w/.-])(?:node_modules\/ascendia\/)?((?:templates|examples|docs|bin)\/[\w./-]*\w|(?:src|test|build)\/[\w./-]*\.\w+)/gu;

/** Texts that people read: pages, examples, and the strings of the program. */
const TEXTS: readonly (readonly [string, RegExp])[] = [
  ["docs", /\.md$/u],
  ["examples", /\.(?:md|mjs|yml|yaml|csv)$/u],
  ["dist", /\.js$/u],
];

/** An empty folder after `npm install` of the packed tarball. */
export interface PackageFolder {
  readonly cwd: string;
  /** The package's folder. */
  readonly root: string;
  run(words: readonly string[]): Promise<{ readonly code: number; readonly output: string }>;
  remove(): void;
}

/** Copies the dependencies from this repository, not from the registry: exactly those in package.json. */
export async function installPackage(): Promise<PackageFolder> {
  const cwd = mkdtempSync(join(tmpdir(), "ascendia-installed-"));
  const root = join(cwd, "node_modules", "ascendia");
  mkdirSync(root, { recursive: true });
  const { stdout } = await execute("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", cwd]);
  await execute("tar", ["xzf", join(cwd, stdout.trim()), "--strip-components=1", "-C", root]);
  rmSync(join(cwd, stdout.trim()));
  const { dependencies } = manifest.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  for (const name of Object.keys(dependencies)) {
    const place = join(cwd, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(resolve("node_modules", name), place);
  }
  const run = (words: readonly string[]) => runIn(cwd, words);
  return { cwd, root, run, remove: () => rmSync(cwd, { recursive: true, force: true }) };
}

function runIn(cwd: string, [program = "", ...words]: readonly string[]) {
  const env = { PATH: process.env["PATH"], HOME: cwd };
  return new Promise<{ code: number; output: string }>((done) => {
    const child = spawn(process.execPath, [program, ...words], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

export interface NamedPath {
  readonly file: string;
  readonly path: string;
  readonly isThere: boolean;
}

/** A page for contributors, which names files that only the repository has. */
const OF_THE_REPOSITORY: ReadonlySet<string> = new Set([join("docs", "add-a-language.md")]);

/** Every path that the package's own texts name, each once. */
export function namedPaths({ root }: PackageFolder): readonly NamedPath[] {
  const files = ["README.md", "SECURITY.md", ...TEXTS.flatMap(([folder, ending]) => filesIn(root, folder, ending))];
  const found = new Map<string, NamedPath>();
  for (const file of files.filter((name) => !OF_THE_REPOSITORY.has(name))) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, path = ""] of stringsOf(file, text).matchAll(PATH)) {
      if (!found.has(path)) found.set(path, { file, path, isThere: isThere(root, path) });
    }
  }
  return [...found.values()];
}

/** Only strings of the program, which it may print: comments name sources, which are not shipped. */
function stringsOf(file: string, text: string): string {
  if (!file.startsWith("dist")) return text;
  return text
    .split("\n")
    .filter((line) => !/^\s*(?:\*|\/\/|\/\*)/u.test(line) && !/\b(?:import|require)\b/u.test(line))
    .flatMap((line) => line.match(/"[^"\n]*"|`[^`\n]*`/gu) ?? [])
    .join("\n");
}

function filesIn(root: string, folder: string, ending: RegExp): readonly string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => ending.test(name)).map((name) => join(folder, name));
}

/** `docs/json/<command>.schema.json` stands for its folder. */
function isThere(root: string, path: string): boolean {
  return existsSync(join(root, path)) || existsSync(join(root, `${path}.md`));
}
