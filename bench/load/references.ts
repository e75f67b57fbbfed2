import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Target } from "./target.ts";

interface Installed {
  readonly url: string;
  readonly key: string;
  readonly children: ChildProcess[];
}

interface Reference {
  readonly name: string;
  readonly command: readonly string[];
  /** Why the reference cannot run here; null: it can. */
  readonly missing: () => string | null;
}

/** Debian's Python, for which Debian has the packages. */
const PYTHON = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

const REFERENCES: readonly Reference[] = [
  {
    name: "Hono + postgres.js",
    command: [process.execPath, "bench/references/hono-postgres.mjs"],
    missing: () => (existsSync("node_modules/postgres") ? null : "npm ci"),
  },
  {
    name: "FastAPI + asyncpg",
    command: [PYTHON, "bench/references/fastapi_asyncpg.py"],
    missing: () => {
      try {
        execFileSync(PYTHON, ["-c", "import fastapi, asyncpg, uvicorn, uvloop, httptools"], { stdio: "ignore" });
        return null;
      } catch {
        return "python3-fastapi python3-asyncpg uvicorn python3-uvloop python3-httptools";
      }
    },
  },
];

/** Starts the same webhook on other stacks, with the same database. */
export async function startReferences({ calls }: Target, { url, key, children }: Installed) {
  const targets: Target[] = [];
  for (const { name, command, missing } of REFERENCES) {
    const wanted = missing();
    if (wanted !== null) {
      process.stdout.write(`${name}: not here, needs ${wanted}\n`);
      continue;
    }
    const [program = "", ...argv] = command;
    const child = spawn(program, [...argv, url, key], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    const gone = once(child, "exit").then(() => Promise.reject(new Error(`${name} ended with ${child.exitCode}`)));
    const [text]: unknown[] = await Promise.race([once(child.stdout, "data"), gone]);
    gone.catch(() => undefined);
    targets.push({ name, port: Number(String(text)), calls });
  }
  return targets;
}
