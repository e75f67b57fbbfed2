import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  COMPOSES,
  DOOR_LIMIT,
  FRONT_DOORS,
  MAY_IMPORT,
  MAY_NAME_ADAPTERS,
  MAY_USE_NODE,
  NOUNS,
  WIDE_DOORS,
} from "./layout.ts";
import { type Import, circles, importsIn, loadedWith, roomOf as innermostRoom, sourceFiles } from "./source-imports.ts";

const SRC = resolve("src");
const imports = importsIn(SRC);
const ROOMS = new Set(Object.keys(FRONT_DOORS));
const roomOf = (file: string): string => innermostRoom(file, ROOMS);
const topOf = (file: string): string => file.split("/")[0] ?? "";
const isSource = ({ target }: Import): boolean => /\.tsx?$/u.test(target);
const told = (broken: readonly Import[]): readonly string[] =>
  broken.map(({ file, target }) => `${file} imports ${target}`);

/** A folder or top file of src, `node`, or a package's name. */
function importedFolder({ target }: Import): string {
  if (/\.tsx?$/u.test(target)) return topOf(target);
  if (target.startsWith("node:")) return "node";
  return target.split("/", target.startsWith("@") ? 2 : 1).join("/");
}

test("every import follows the direction of the layout", () => {
  const broken = imports.filter((entry) => {
    const folder = topOf(entry.file);
    const allowed = MAY_IMPORT[folder];
    const target = importedFolder(entry);
    if (COMPOSES.test(entry.file) || target === folder) return false;
    if (target === "node") return !MAY_USE_NODE.has(folder);
    return !(allowed ?? []).includes(target);
  });
  expect(told(broken)).toEqual([]);
});

test("inside the domain, nouns use only the nouns before them", () => {
  const broken = imports.filter(({ file, target }) => {
    const [from, to] = [roomOf(file), roomOf(target)];
    if (!from.startsWith("domain/") || !to.startsWith("domain/")) return false;
    const [using, used] = [NOUNS.indexOf(from.slice(7)), NOUNS.indexOf(to.slice(7))];
    return using === -1 || used > using;
  });
  expect(told(broken)).toEqual([]);
});

test("only the composition root names adapters", () => {
  const broken = imports.filter(
    (entry) =>
      importedFolder(entry) === "adapters" &&
      topOf(entry.file) !== "adapters" &&
      !COMPOSES.test(entry.file) &&
      !MAY_NAME_ADAPTERS.has(entry.file),
  );
  expect(told(broken)).toEqual([]);
});

test("no files import each other in a ring, types included", () => {
  expect(circles(imports)).toEqual([]);
});

/** Imports of a file that is private to another room. */
function breaches(all: readonly Import[]): readonly string[] {
  const broken = all.filter((entry) => {
    const door = FRONT_DOORS[roomOf(entry.target)];
    if (!isSource(entry) || door === undefined || roomOf(entry.file) === roomOf(entry.target)) return false;
    return !door.includes(basename(entry.target, ".ts"));
  });
  return told(broken);
}

test("a room is entered by its front door", () => {
  expect(breaches(imports)).toEqual([]);
});

test("a front door is at most six files", () => {
  const wide = Object.entries(FRONT_DOORS)
    .filter(([room, door]) => door.length > (WIDE_DOORS[room] ?? DOOR_LIMIT))
    .map(([room, door]) => `${room}: ${door.length}`);
  expect(wide).toEqual([]);
  const settled = Object.entries(WIDE_DOORS).filter(([room, limit]) => (FRONT_DOORS[room]?.length ?? 0) < limit);
  expect(settled, "narrower now: lower the number in WIDE_DOORS, or remove the line").toEqual([]);
});

test("every file of a front door is used from outside", () => {
  const entered = new Set(
    imports
      .filter(({ file, target }) => roomOf(file) !== roomOf(target))
      .map(({ target }) => `${roomOf(target)} ${basename(target, ".ts")}`),
  );
  const unused = Object.entries(FRONT_DOORS).flatMap(([room, door]) =>
    door.filter((name) => !entered.has(`${room} ${name}`)).map((name) => `${room}: ${name}`),
  );
  expect(unused).toEqual([]);
});

test("the program starts without what only some of its commands need", () => {
  const loaded = [...loadedWith("main.ts", imports)];
  const heavy = loaded.filter((name) =>
    /^(?:adapters\/(?!system|files)|flow|server|sandbox|simulator|console)\//u.test(name),
  );
  const packages = loaded.filter((name) => !/\.tsx?$/u.test(name) && !name.startsWith("node:"));
  expect(heavy).toEqual([]);
  expect(packages.toSorted()).toEqual(["commander", "uuid"]);
  // Each of these, and what it loads in turn, takes Node longer than the program's own files.
  const slow = /^(?:node:)?(?:fs\/promises|worker_threads|child_process|crypto|https?|net|tls|perf_hooks|readline)$/u;
  expect(loaded.filter((name) => slow.test(name))).toEqual([]);
});

test("the stores load neither schemas nor time zones, which take longer than a list", () => {
  const stores = loadedWith("adapters/sql/store.ts", imports);
  const loaded = [...stores, ...loadedWith("adapters/sql/sqlite/open-database.ts", imports)];
  expect(loaded).toContain("kysely");
  expect(loaded.filter((name) => name === "zod" || name === "temporal-polyfill")).toEqual([]);
});

test("lists of what is stored load neither schemas nor the words of all languages, and open no bookings", () => {
  // These ask Retell, or search for slots.
  const others = new Set(["number", "voice", "slot"].map((noun) => `commands/${noun}/list.ts`));
  const lists = sourceFiles(SRC).filter((name) => /^commands\/[a-z]+\/list\.ts$/u.test(name) && !others.has(name));
  expect(lists).toContain("commands/doctor/list.ts");
  const slow = /^(?:zod|libphonenumber-js.*|domain\/language\/all-words\.ts)$/u;
  const loaded = lists.flatMap((name) => [...loadedWith(name, imports)]);
  expect(loaded.filter((name) => slow.test(name))).toEqual([]);
  // Holidays come with the bookings.
  const opening = lists.filter((name) => /openBookings|openOutreach/u.test(readFileSync(join(SRC, name), "utf8")));
  expect(opening).toEqual(["commands/closure/list.ts"]);
});

test("a planted circle of types and a planted breach are found", () => {
  const root = mkdtempSync(join(tmpdir(), "layout-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const plant = (name: string, text: string): void => {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  plant("domain/audit/one.ts", 'import type { Two } from "./two.ts";\nexport interface One { readonly two: Two }\n');
  plant("domain/audit/two.ts", 'import type { One } from "./one.ts";\nexport interface Two { readonly one: One }\n');
  plant("commands/spy.ts", 'import type {\n  One,\n} from "../domain/audit/one.ts";\n');
  const planted = importsIn(root);
  expect(circles(planted)).toEqual([["domain/audit/one.ts", "domain/audit/two.ts"]]);
  expect(breaches(planted)).toEqual(["commands/spy.ts imports domain/audit/one.ts"]);
});

test("commands do not import each other, and there are no barrels", () => {
  const cross = imports.filter(({ file, target }) => {
    const [top, noun, ...rest] = file.split("/");
    const [targetTop, targetNoun, ...targetRest] = target.split("/");
    if (top !== "commands" || targetTop !== "commands" || rest.length === 0 || targetRest.length === 0) return false;
    return noun !== targetNoun;
  });
  expect(told(cross)).toEqual([]);
  expect(sourceFiles(SRC).filter((name) => /(?:^|\/)index\.ts$/.test(name))).toEqual([]);
});

test("process is touched by the bin alone, and by the console's own process", () => {
  const touching = sourceFiles(SRC).filter((name) =>
    /(?<![\w."'-])process\.(?:exit|env|argv|stdout|stdin)/.test(readFileSync(join(SRC, name), "utf8")),
  );
  expect(touching).toEqual(["console-process.ts"]);
});
