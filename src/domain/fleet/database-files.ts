/** What a database holds. */
export interface DatabaseContents {
  readonly mode: string | null;
  readonly installation: string;
  /** Of a backup: when it was taken, as an ISO instant. Of an installation's database: when it was last backed up. */
  readonly backedUpAt: string | null;
  /** Migrations that this version has and the file has not. */
  readonly pendingMigrations: readonly string[];
  /** Migrations of a newer version. */
  readonly unknownMigrations: readonly string[];
  readonly clinics: number;
  readonly appointments: number;
  readonly calls: number;
  readonly events: number;
  /** When the job that has waited longest was due, as an ISO instant; null: none waits. */
  readonly oldestJobDueAt: string | null;
}

export interface DatabaseStatus extends DatabaseContents {
  readonly bytes: number;
  readonly engine: "sqlite" | "postgres";
  /** Of the server; null: the engine is part of the program. */
  readonly version: string | null;
  /** What an administrator of the database should change, in sentences. */
  readonly concerns: readonly string[];
}

/** One table of an installation, which its copy holds too. */
export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
  /** Of all its rows, whatever their order; the same on either engine. */
  readonly hash: string;
}

/** With a passphrase or for the holder of a key pair of `age`. */
export type EncryptFor = { readonly passphrase: string } | { readonly recipient: string };

export type DecryptWith = { readonly passphrase: string } | { readonly identity: string };

export interface Copied {
  /** The other database's address, without its password. */
  readonly to: string;
  readonly tables: readonly CopiedTable[];
}

/** An installation that was moved while it was written to. */
export interface Moved extends Copied {
  /** Passes that brought the copy up to what was written meanwhile. */
  readonly passes: number;
  /** How long writers waited. */
  readonly heldMs: number;
}

/** The installation's database as a whole, and its backups, which are files. */
export interface DatabaseFiles {
  /** @throws not_configured when there is none, or it is damaged */
  status(): Promise<DatabaseStatus>;
  /** When the database was last backed up, as an ISO instant, without reading all of it. */
  backedUpAt(): Promise<string | null>;
  /** Those of the status, without reading all of it. */
  concerns(): Promise<readonly string[]>;
  /** Writes a consistent copy, also while others write, and checks it. @throws conflict when the file exists */
  backUp(file: string, key: EncryptFor | undefined): Promise<DatabaseContents & { readonly bytes: number }>;
  removeBackup(file: string): Promise<void>;
  /** What a backup holds. @throws invalid when it is damaged, cut, or needs another key */
  inspect(file: string, key: DecryptWith | undefined): Promise<DatabaseContents>;
  /**
   * Makes a backup the installation's database, with its schema brought up to date and outreach paused for that reason.
   * @throws conflict when a database, or traces of one, are there
   */
  restore(file: string, key: DecryptWith | undefined, pauseReason: string): Promise<DatabaseContents>;
  /**
   * Copies the installation to another database, of either engine, while nobody writes to it. Complete and equal in every
   * table, or not at all.
   * @param address as ASCENDIA_DATABASE_URL takes it
   * @throws conflict when an installation is there, or this one is in use
   */
  copyTo(address: string): Promise<Copied>;
  /**
   * The same while servers write: what they write meanwhile follows, and at the end they are held for a moment. From then
   * on this database refuses whatever is written.
   * @throws usage for other engines than SQLite here and PostgreSQL there
   */
  moveTo(address: string): Promise<Moved>;
  /** Where the installation has moved to; null: it is here. */
  movedTo(): Promise<string | null>;
  /** Lets a database be written to again that an installation has left. @returns where it had moved to; null: it had not */
  reopen(): Promise<string | null>;
  /** What copyTo would find, without writing anything. */
  inspectCopyTo(address: string): Promise<Copied>;
}
