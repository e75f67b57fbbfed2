import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StoredDatabase } from "../adapters/sql/copies/table-rows.ts";
import type { Config } from "../config.ts";
import type { Copied, CopiedTable, Moved } from "../domain/fleet/database-files.ts";
import { AscendiaError } from "../errors.ts";

type Place = Pick<Config, "databasePath" | "databaseUrl" | "databaseName">;

interface Copying {
  readonly config: Config;
  readonly to: Place;
  readonly storedDatabase: (place: Place & Pick<Config, "mode">) => Promise<StoredDatabase>;
}

/**
 * Copies by way of a checked SQLite file, like a backup and restore. Compares the tables' contents in the source, in
 * that file, in the copy and, finally, in the source again.
 */
export async function copyOfDatabase({ config, to, storedDatabase }: Copying) {
  if (to.databaseName === config.databaseName) {
    throw new AscendiaError("usage", `${to.databaseName} is the installation's own database.`, {
      hint: "Name another one with --to.",
    });
  }
  const source = await storedDatabase(config);
  const target = await storedDatabase({ ...to, mode: config.mode });
  /** @throws before anything is written */
  const free = async (): Promise<void> => {
    const { installation, pendingMigrations, unknownMigrations } = await source.status();
    if (pendingMigrations.length + unknownMigrations.length > 0) {
      throw new AscendiaError("conflict", "The database belongs to another version of ascendia.", {
        hint: "Bring it up to date with ascendia check, then run the same command again.",
      });
    }
    await target.assertFree(installation);
  };
  const folder = dirname(to.databaseUrl === null ? to.databasePath : config.databasePath);
  const draft = join(folder, `.copying-${process.pid}.db`);
  const withDraft = async <T>(work: () => Promise<T>): Promise<T> => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeAbandoned(folder);
    try {
      return await work();
    } finally {
      for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${draft}${end}`, { force: true });
    }
  };
  return {
    move: async (): Promise<Moved> => {
      const { path } = source;
      const { follow } = target;
      if (path === null || follow === null) {
        throw new AscendiaError("usage", "--follow moves an installation from SQLite to PostgreSQL.", {
          hint: "Stop servers and workers, and copy without --follow.",
        });
      }
      await free();
      return withDraft(() => follow({ source: path, draft }));
    },
    inspect: async (): Promise<Copied> => {
      await free();
      return { to: to.databaseName, tables: await source.tables() };
    },
    make: async (): Promise<Copied> => {
      await free();
      return withDraft(async () => {
        const tables = await source.tables();
        await source.snapshot(draft, null);
        await assertEqual(tables, draft);
        await target.place(draft, async () => assertUntouched(tables, await source.tables()));
        return { to: to.databaseName, tables };
      });
    },
  };
}

/** Removes the drafts of killed processes: they contain patients' data. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^\.copying-(\d+)\.db/u.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function assertEqual(tables: readonly CopiedTable[], draft: string): Promise<void> {
  const { tablesIn } = await import("../adapters/sql/copies/backup.ts");
  await assertUntouched(tables, await tablesIn(draft));
}

async function unequal(one: readonly CopiedTable[], other: readonly CopiedTable[]): Promise<readonly string[]> {
  const { differences } = await import("../adapters/sql/copies/table-rows.ts");
  return differences(one, other);
}

async function assertUntouched(before: readonly CopiedTable[], after: readonly CopiedTable[]): Promise<void> {
  const changed = await unequal(before, after);
  if (changed.length === 0) return;
  throw new AscendiaError("conflict", `The database was written to while it was copied: ${changed.join(", ")}.`, {
    hint: "Nothing was copied. Stop every server and worker, then run the same command again.",
  });
}
