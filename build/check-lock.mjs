import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * `npm run lock:check [folder]`: fails if package-lock.json is incomplete (`npm ci` then refuses it) or `npm install`
 * would change it. A lock file written next to a node_modules folder lacks other platforms' optional packages; one
 * written while a registry did not answer lacks the missing answers. Needs no network if the lock file is fine.
 */

/** npm 11 writes this field and npm 10 does not, which is no reason to refuse a lock file. */
const WRITTEN_BY_SOME_NPM = new Set(["libc"]);

const REMEDY = `To write a whole one: copy package.json, package-lock.json and .npmrc to an empty folder, run
  npm install --package-lock-only --ignore-scripts
there, copy package-lock.json back and commit it. If a package is still missing, the registry does not have it: pin
the package that asks for it to another version under "overrides" in package.json.`;

const folder = process.argv[2] ?? ".";
const problem = findProblem();
if (problem !== undefined) {
  console.error(`error: ${problem}\n${REMEDY}`);
  process.exitCode = 1;
}

function findProblem() {
  const locked = readPackages(folder);
  const missing = missingFrom(locked);
  if (missing.length > 0) return `package-lock.json lacks packages that others ask for:\n${listed(missing)}`;
  const scratch = mkdtempSync(join(tmpdir(), "ascendia-lock-"));
  try {
    for (const file of ["package.json", "package-lock.json", ".npmrc"]) {
      if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(scratch, file));
    }
    resolveIn(scratch);
    const changed = differences(locked, readPackages(scratch));
    if (changed.length > 0) return `npm install would change package-lock.json:\n${listed(changed)}`;
  } catch (error) {
    return `npm cannot resolve package.json from package-lock.json alone:\n${error.stderr ?? error}`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** By path, such as `node_modules/vite/node_modules/rolldown`; the path "" is package.json itself. */
function readPackages(where) {
  return JSON.parse(readFileSync(join(where, "package-lock.json"), "utf8")).packages;
}

function missingFrom(packages) {
  return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isInstalledFor(path, name, packages))
      .map((name) => `${name}, for ${path === "" ? "package.json" : path}`),
  );
}

/** Resolves like Node: in the package's own node_modules, then in each one above it. */
function isInstalledFor(path, name, packages) {
  const inside = path === "" ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  if (inside in packages) return true;
  if (path === "") return false;
  const above = path.slice(0, Math.max(0, path.lastIndexOf("/node_modules/")));
  return isInstalledFor(above, name, packages);
}

function resolveIn(scratch) {
  const flags = ["--package-lock-only", "--ignore-scripts", "--offline", "--no-audit", "--no-fund"];
  const shell = process.platform === "win32";
  execFileSync("npm", ["install", ...flags], { cwd: scratch, stdio: ["ignore", "ignore", "pipe"], shell });
}

function differences(before, after) {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return paths
    .filter((path) => factsText(before[path]) !== factsText(after[path]))
    .map((path) => (path === "" ? "package.json itself" : path));
}

/** Compares without regard to the order of keys. */
function factsText(facts = {}) {
  const compared = Object.entries(facts).filter(([key]) => !WRITTEN_BY_SOME_NPM.has(key));
  return JSON.stringify(compared.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function listed(lines) {
  const shown = lines.slice(0, 10).map((line) => `  ${line}`);
  return [...shown, ...(lines.length > 10 ? [`  and ${lines.length - 10} more`] : [])].join("\n");
}
