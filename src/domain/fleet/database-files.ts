/** What a database contains. */
export interface DatabaseContents {
  readonly mode: string | null;
  readonly installation: string;
  /** For a backup, when it was taken; for an installation's database, when it was last backed up. An ISO instant. */
  readonly backedUpAt: string | null;
  /** Migrations that this version has and the file lacks. */
  readonly pendingMigrations: readonly string[];
  /** Migrations in the file that this version does not have. */
  readonly unknownMigrations: readonly string[];
  readonly clinics: number;
  readonly appointments: number;
  readonly calls: number;
  readonly events: number;
  /** When the job that has waited longest was due, as an ISO instant; null: no job waits. */
  readonly oldestJobDueAt: string | null;
}

export interface DatabaseStatus extends DatabaseContents {
  readonly bytes: number;
  readonly engine: "sqlite" | "postgres";
  /** Version of the database server; null: the engine is part of the program. */
  readonly version: string | null;
  /** Sentences on what a database administrator should change. */
  readonly concerns: readonly string[];
}

/** A table of an installation, compared with its copy. */
export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
  /** Hash of all rows in any order; the same on both engines. */
  readonly hash: string;
}

/** With a passphrase, or for the owner of an `age` key pair. */
export type EncryptFor = { readonly passphrase: string } | { readonly recipient: string };

export type DecryptWith = { readonly passphrase: string } | { readonly identity: string };

export interface Copied {
  /** The other database's address, without its password. */
  readonly to: string;
  readonly tables: readonly CopiedTable[];
}

/** An installation that moved while it was written to. */
export interface Moved extends Copied {
  /** How many passes copied what was written in the meantime. */
  readonly passes: number;
  /** How long writers were held. */
  readonly heldMs: number;
}

/** The installation's database as a whole, and its backup files. */
export interface DatabaseFiles {
  /** @throws not_configured when there is no database, or it is damaged */
  status(): Promise<DatabaseStatus>;
  /** When the database was last backed up, as an ISO instant; does not read the whole database. */
  backedUpAt(): Promise<string | null>;
  /** The concerns of `status`, without reading the whole database. */
  concerns(): Promise<readonly string[]>;
  /** Writes a consistent copy, even while others write, and verifies it. @throws conflict when the file exists */
  backUp(file: string, key: EncryptFor | undefined): Promise<DatabaseContents & { readonly bytes: number }>;
  removeBackup(file: string): Promise<void>;
  /** What a backup contains. @throws invalid when it is damaged or truncated, or needs another key */
  inspect(file: string, key: DecryptWith | undefined): Promise<DatabaseContents>;
  /**
   * Makes a backup the installation's database, migrated to the current schema, with outreach paused for the given
   * reason. @throws conflict when a database, or part of one, exists
   */
  restore(file: string, key: DecryptWith | undefined, pauseReason: string): Promise<DatabaseContents>;
  /**
   * Copies the installation to another database, of either engine, while nothing writes to it. All tables are copied
   * and verified, or nothing is. @param address as in ASCENDIA_DATABASE_URL @throws conflict when the target has an
   * installation, or this one is in use
   */
  copyTo(address: string): Promise<Copied>;
  /**
   * Copies while servers write: later writes follow, and at the end writers are held briefly. After that, this database
   * refuses all writes. @throws usage unless it moves from SQLite to PostgreSQL
   */
  moveTo(address: string): Promise<Moved>;
  /** Where the installation has moved to; null: it has not moved. */
  movedTo(): Promise<string | null>;
  /** Accepts writes again after a move away from this database. @returns where it had moved to; null: it had not */
  reopen(): Promise<string | null>;
  /** What copyTo would find; writes nothing. */
  inspectCopyTo(address: string): Promise<Copied>;
}
