import type { CopiedTable, DatabaseContents, DatabaseStatus, Moved } from "../../domain/fleet/database-files.ts";

/** The installation's database as something that is examined, copied and replaced as a whole. */
export interface StoredDatabase {
  /** Without bringing its schema up to date. @throws not_configured when there is none, or it is damaged */
  status(): Promise<DatabaseStatus>;
  backedUpAt(): Promise<string | null>;
  /** What an administrator of the database should change, in sentences. */
  concerns(): Promise<readonly string[]>;
  noteBackup(takenAt: Date): Promise<void>;
  /**
   * Writes a consistent, checked copy as an SQLite file, also while others write.
   * @param takenAt noted in it as in a backup; null: it is none
   */
  snapshot(copy: string, takenAt: Date | null): Promise<DatabaseContents>;
  /** @throws conflict naming what is in the way of a restore */
  assertFree(installation: string): Promise<void>;
  /**
   * Puts a closed, up-to-date SQLite file in its place. Nothing is replaced.
   * @param confirm is asked last: when it rejects, nothing has happened
   */
  place(draft: string, confirm?: () => Promise<void>): Promise<void>;
  /** Where a file is, which others may follow; null: it is in a server. */
  readonly path: string | null;
  /** Takes over what a file's installation becomes while it is written to; null: this engine cannot. */
  readonly follow: ((following: Follow) => Promise<Moved>) | null;
  /** What each table holds. */
  tables(): Promise<readonly CopiedTable[]>;
}

export interface Follow {
  /** The installation's file. */
  readonly source: string;
  /** Where a copy of it may be written while that takes. */
  readonly draft: string;
}
