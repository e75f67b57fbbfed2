import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { storeClinic } from "../slot-race/clinic.ts";
import type { Installation } from "./installation.ts";

/** A fault in the database of a running server. */
export interface Fault {
  readonly name: string;
  /** On a separate small file system. */
  readonly mounts?: true;
  befall(here: Installation): Promise<void> | void;
  /** Repairs it as an operator would; the server is restarted unless `heals`. */
  repair(here: Installation): void;
  /** Whether the running server recovers by itself. */
  readonly heals: boolean;
  /** Exit codes of a command that reads during the fault. */
  readonly reads: readonly number[];
  /** The file that contains the promised data afterwards; null: it was destroyed, and only a backup has the data. */
  readonly promisedIn: (here: Installation) => string | null;
}

const files = ["", "-wal", "-shm"];

const atThePath = ({ path }: Installation): string => path;

/** A consistent copy, taken before the fault. */
function backup({ path }: Installation): string {
  const copy = `${path}.backup`;
  const database = keepStatements(new BetterSqlite3(path, { timeout: 5000 }));
  database.exec(`vacuum into '${copy}'`);
  database.close();
  return copy;
}

function restore(here: Installation): void {
  for (const file of files) rmSync(here.path + file, { force: true });
  copyFileSync(`${here.path}.backup`, here.path);
}

function rescued({ path }: Installation): string | null {
  const found = spawnSync("sh", ["-c", `ls ${path}.rescued-*`], { encoding: "utf8" }).stdout.trim();
  return found === "" ? null : (found.split("\n")[0] ?? null);
}

let lock: BetterSqlite3.Database | undefined;

export const faults: readonly Fault[] = [
  {
    name: "locked",
    befall: ({ path }) => {
      lock = keepStatements(new BetterSqlite3(path));
      lock.exec("begin immediate");
      lock.exec("update clinics set name = name");
    },
    repair: () => {
      lock?.exec("rollback");
      lock?.close();
    },
    heals: true,
    reads: [0],
    promisedIn: atThePath,
  },
  {
    name: "disk full",
    mounts: true,
    befall: ({ path }) => void spawnSync("dd", ["if=/dev/zero", `of=${join(dirname(path), "fill")}`, "bs=4k"]),
    repair: ({ path }) => rmSync(join(dirname(path), "fill")),
    heals: true,
    reads: [0, 5],
    promisedIn: atThePath,
  },
  {
    name: "corrupt pages",
    befall: (here) => {
      backup(here);
      const file = openSync(here.path, "r+");
      for (let at = 4096 * 2; at < statSync(here.path).size; at += 4096)
        writeSync(file, Buffer.alloc(700, 0x5a), 0, 700, at);
      closeSync(file);
    },
    repair: restore,
    heals: false,
    reads: [4],
    promisedIn: atThePath,
  },
  {
    name: "deleted",
    befall: (here) => {
      backup(here);
      for (const file of files) rmSync(here.path + file, { force: true });
    },
    repair: restore,
    heals: false,
    reads: [4],
    promisedIn: rescued,
  },
  {
    name: "replaced by another's",
    befall: async (here) => {
      backup(here);
      const other = join(here.folder, "other.db");
      await storeClinic(other);
      for (const file of ["-wal", "-shm"]) rmSync(here.path + file, { force: true });
      renameSync(other, here.path);
    },
    repair: restore,
    heals: false,
    reads: [4],
    promisedIn: rescued,
  },
  {
    name: "emptied",
    befall: (here) => {
      backup(here);
      truncateSync(here.path);
    },
    repair: restore,
    heals: false,
    reads: [4],
    promisedIn: atThePath,
  },
  {
    name: "log (-wal) removed",
    befall: ({ path }) => {
      for (const file of ["-wal", "-shm"]) if (existsSync(path + file)) rmSync(path + file);
    },
    repair: () => {},
    heals: false,
    reads: [0],
    promisedIn: atThePath,
  },
];

/** A separate file system, because a proof must not fill the machine's own. */
export function mountSmall(path: string): void {
  mkdirSync(path);
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", path]);
}

export function unmount(path: string): void {
  spawnSync("umount", ["-l", path], { stdio: "ignore" });
}

export function canMount(): boolean {
  const probe = spawnSync("mktemp", ["-d"], { encoding: "utf8" }).stdout.trim();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", probe], { stdio: "ignore" });
  if (status === 0) unmount(probe);
  rmSync(probe, { recursive: true, force: true });
  return status === 0;
}
