import { existsSync, mkdirSync, promises, renameSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { StoredDatabase } from "../adapters/sql/copies/table-rows.ts";
import type { Context } from "../commands/context.ts";
import type { Config } from "../config.ts";
import { databaseAt } from "../config-database.ts";
import type { DatabaseContents, DatabaseFiles, DecryptWith, EncryptFor } from "../domain/fleet/database-files.ts";
import { AscendiaError } from "../errors.ts";
import { type Surroundings, once } from "./surroundings.ts";

/** Backups of the installation's database. Never opens it the usual way, which would migrate its schema. */
export function databaseFiles({ config, parts }: Surroundings): Pick<Context, "databaseFiles"> {
  const place = (file: string) => resolve(parts.cwd, file);
  const databaseCopy = async (address: string) => {
    const { copyOfDatabase } = await import("./database-copy.ts");
    return copyOfDatabase({ config: config(), to: databaseAt(address, place), storedDatabase });
  };
  return {
    databaseFiles: once(async (): Promise<DatabaseFiles> => {
      const { copyDatabase } = await import("../adapters/sql/copies/backup.ts");
      const { databasePath, mode } = config();
      const stored = await storedDatabase(config());
      return {
        status: () => stored.status(),
        backedUpAt: () => stored.backedUpAt(),
        concerns: () => stored.concerns(),
        backUp: (file, key) => backUp(stored, place(file), key),
        removeBackup: (file) => promises.rm(place(file)),
        inspect: (file, key) => withDecrypted(place(file), key, (plain) => inspected(plain, mode)),
        restore: (file, key, pauseReason) =>
          withDecrypted(place(file), key, async (plain) => {
            const contents = await inspected(plain, mode);
            await stored.assertFree(contents.installation);
            mkdirSync(dirname(databasePath), { recursive: true, mode: 0o700 });
            const draft = `${databasePath}.restoring-${process.pid}`;
            try {
              copyDatabase(plain, draft);
              await pausedDraft(draft, { mode, pauseReason, contents });
              await stored.place(draft);
            } finally {
              for (const end of ["", "-wal", "-shm", ".id"]) rmSync(`${draft}${end}`, { force: true });
            }
            return contents;
          }),
        copyTo: (address) => databaseCopy(address).then((copy) => copy.make()),
        moveTo: (address) => databaseCopy(address).then((copy) => copy.move()),
        movedTo: async () => {
          if (stored.path === null) return null;
          return (await import("../adapters/sql/sqlite/moved-away.ts")).movedTo(stored.path);
        },
        reopen: async () => {
          if (stored.path === null) return null;
          const { allowWrites } = await import("../adapters/sql/sqlite/moved-away.ts");
          return allowWrites(stored.path);
        },
        inspectCopyTo: (address) => databaseCopy(address).then((copy) => copy.inspect()),
      };
    }),
  };
}

type Placed = Pick<Config, "databasePath" | "databaseUrl" | "databaseName" | "mode">;

async function storedDatabase({ databasePath, databaseUrl, databaseName, mode }: Placed): Promise<StoredDatabase> {
  if (databaseUrl === null) return (await import("../adapters/sql/copies/backup.ts")).storedFile(databasePath);
  const { storedPostgres } = await import("../adapters/sql/postgres/stored-postgres.ts");
  return storedPostgres({ url: databaseUrl, name: databaseName, mode });
}

/** The file gets its name once it is complete, encrypted and checked. */
async function backUp(stored: StoredDatabase, file: string, key: EncryptFor | undefined) {
  refuseExisting(file);
  const takenAt = new Date(systemClock.now());
  const plain = `${file}.part-${process.pid}`;
  const sealed = `${plain}.age`;
  try {
    const contents = await stored.snapshot(plain, takenAt);
    if (key !== undefined) await (await import("../adapters/files/age-file.ts")).encryptFile(plain, sealed, key);
    refuseExisting(file);
    renameSync(key === undefined ? plain : sealed, file);
    await stored.noteBackup(takenAt);
    return { ...contents, bytes: statSync(file).size };
  } finally {
    rmSync(plain, { force: true });
    rmSync(sealed, { force: true });
  }
}

function refuseExisting(file: string): void {
  if (!existsSync(file)) return;
  throw new AscendiaError("conflict", `${file} exists, and a backup never replaces a file.`, {
    hint: "Name another file, or a folder, in which each backup gets a name with its time.",
  });
}

/** Runs `work` with the path of a plain database. A decrypted one is deleted afterwards. */
async function withDecrypted<T>(
  file: string,
  key: DecryptWith | undefined,
  work: (plain: string) => Promise<T>,
): Promise<T> {
  const { decryptFile, isEncrypted } = await import("../adapters/files/age-file.ts");
  if (!(await isEncrypted(file))) return work(file);
  if (key === undefined) {
    throw new AscendiaError("usage", `${file} is encrypted.`, {
      hint: "Pass --passphrase-env with the name of the variable that holds its passphrase, or --identity with the key file.",
    });
  }
  const plain = `${file}.decrypted-${process.pid}`;
  try {
    await decryptFile(file, plain, key);
    return await work(plain);
  } finally {
    rmSync(plain, { force: true });
  }
}

async function inspected(plain: string, mode: string): Promise<DatabaseContents> {
  const { assertSound, contentsOf } = await import("../adapters/sql/copies/backup.ts");
  assertSound(plain);
  const contents = contentsOf(plain);
  if (contents.unknownMigrations.length > 0) {
    throw new AscendiaError("conflict", "The backup was taken by a newer version of ascendia.", {
      hint: "Install that version, or a newer one, and restore with it.",
    });
  }
  if (contents.mode === mode) return contents;
  throw new AscendiaError("conflict", `The backup contains ${contents.mode ?? "no"} data; this is ${mode} mode.`, {
    hint: "Set RETELL_API_KEY as in the backed-up installation.",
  });
}

interface Draft {
  readonly mode: "sandbox" | "live";
  readonly pauseReason: string;
  readonly contents: DatabaseContents;
}

async function pausedDraft(draft: string, { mode, pauseReason, contents }: Draft): Promise<void> {
  const { openDatabase } = await import("../adapters/sql/sqlite/open-database.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { SqlAuditLog } = await import("../adapters/sql/monitoring/audit-log.ts");
  const { systemActor } = await import("../adapters/system/process.ts");
  const { pauseOutreach } = await import("../domain/outreach/attempts/outreach-status.ts");
  const database = await openDatabase(draft, mode, { ifMissing: "refuse" });
  try {
    await database.atomically(async () => {
      const pausedAt = systemClock.now();
      const change = await pauseOutreach(sqlStore(database).fleetPause, { reason: pauseReason, pausedAt });
      const audit = new SqlAuditLog(database.fleet, { clock: systemClock, digest: sha256, actor: systemActor() });
      const after = { backup_of: contents.backedUpAt, paused: change.after };
      await audit.record({
        act: newId(),
        action: "restore",
        subject: "fleet",
        before: null,
        after,
        reason: pauseReason,
      });
    });
    // Closing the database leaves the log's file behind while it has content.
    await database.purge();
  } finally {
    await database.close();
  }
}
