import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";

interface Installed {
  /** Of the PostgreSQL database. */
  readonly url: string;
  /** That requests are signed with. */
  readonly key: string;
  readonly children: ChildProcess[];
}

export const HONO = "Hono + postgres.js";

export const FASTAPI = "FastAPI + asyncpg";

type Name = typeof HONO | typeof FASTAPI;

interface Reference {
  readonly name: Name;
  readonly command: readonly string[];
  /** Why the reference cannot run here; null: it can. */
  readonly missing: () => string | null;
}

/** Debian's Python, for which Debian has the packages. */
const PYTHON = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

const REFERENCES: readonly Reference[] = [
  {
    name: HONO,
    command: [process.execPath, "bench/references/hono-postgres.mjs"],
    missing: () => (existsSync("node_modules/postgres") ? null : "npm ci"),
  },
  {
    name: FASTAPI,
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

/** Starts those of the named stacks that can run here; they answer the same requests from the same database. */
export async function startReferences(names: readonly Name[], { url, key, children }: Installed) {
  const started: { readonly name: string; readonly port: number }[] = [];
  for (const { name, command, missing } of REFERENCES.filter((reference) => names.includes(reference.name))) {
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
    started.push({ name, port: Number(String(text)) });
  }
  return started;
}
