import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export interface Import {
  /** Both below src, with forward slashes. */
  readonly file: string;
  /** A file below src, or the name of a package, or `node:…`. */
  readonly target: string;
  /** Loaded with the file: neither `import()` nor types alone. */
  readonly isEager: boolean;
}

/** Static and dynamic imports, re-exports and `import type`; type imports count like all others. */
const IMPORT = /^(?:import|export)\b[^"']*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\(\s*"([^"]+)"\s*,?\s*\)/gm;

export function sourceFiles(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/u.test(name));
}

export function importsIn(root: string): readonly Import[] {
  return sourceFiles(root).flatMap((file) => {
    const found = readFileSync(join(root, file), "utf8").matchAll(IMPORT);
    return [...found].map(([whole, named, bare, dynamic]) => ({
      file,
      target: targetOf(root, file, named ?? bare ?? dynamic ?? ""),
      isEager: dynamic === undefined && !namesTypesAlone(whole),
    }));
  });
}

function namesTypesAlone(statement: string): boolean {
  if (/^(?:import|export) type\b/u.test(statement)) return true;
  const names = /\{([^}]*)\}/u
    .exec(statement)?.[1]
    ?.split(",")
    .filter((name) => name.trim() !== "");
  return names?.every((name) => name.trim().startsWith("type ")) ?? false;
}

/** The files below src and the packages that a file loads, itself included. */
export function loadedWith(file: string, imports: readonly Import[]): ReadonlySet<string> {
  const loaded = new Set([file]);
  for (const one of loaded)
    for (const { file: from, target, isEager } of imports) if (isEager && from === one) loaded.add(target);
  return loaded;
}

function targetOf(root: string, file: string, written: string): string {
  return written.startsWith(".") ? relative(root, resolve(root, dirname(file), written)) : written;
}

/** Groups of files that import each other in a ring, each group sorted (Tarjan's algorithm). */
export function circles(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>();
  for (const { file, target } of imports) next.set(file, [...(next.get(file) ?? []), target]);
  const [index, low] = [new Map<string, number>(), new Map<string, number>()];
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file) ?? 0);
    stack.push(file);
    for (const target of next.get(file) ?? []) {
      if (!index.has(target)) visit(target);
      if (stack.includes(target)) low.set(file, Math.min(low.get(file) ?? 0, low.get(target) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const ring = stack.splice(stack.indexOf(file));
    if (ring.length > 1) found.push(ring.toSorted());
  };
  for (const file of next.keys()) if (!index.has(file)) visit(file);
  return found;
}

/**
 * The innermost room that holds a file: `domain/booking/slots`, `domain/booking` for a file in none of that noun's inner
 * rooms, `flow` for one of another folder, the file itself at the top of src.
 */
export function roomOf(file: string, rooms: ReadonlySet<string>): string {
  const folders = file.split("/").slice(0, -1);
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const room = folders.slice(0, depth).join("/");
    if (rooms.has(room)) return room;
  }
  const [top = "", noun = ""] = file.split("/");
  return (top === "domain" || top === "adapters") && !noun.endsWith(".ts") ? `${top}/${noun}` : top;
}
