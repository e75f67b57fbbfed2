import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of ascendia's own package.json. Searches upwards, because the bundle is flat and the source is not. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("ascendia's package.json is missing from the installation");
    folder = parent;
  }
  return folder;
}

/**
 * Where an input file is: in the working folder or, for templates/ and examples/, in the installed package, so that the
 * files named in hints and documentation exist wherever ascendia runs.
 */
export function inputPlace(cwd: string, path: string): string {
  const own = resolve(cwd, path);
  if (existsSync(own) || !/^(?:templates|examples)\//u.test(path)) return own;
  const shipped = join(packageRoot(), path);
  return existsSync(shipped) ? shipped : own;
}

export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) return String(manifest.version);
  throw new Error("ascendia's package.json has no version");
}
