import type { Dialect, Kysely } from "kysely";
import type { FleetSchema } from "./schema.ts";
import { boundedCache } from "../../domain/bounded-cache.ts";

/** One open database. All code outside the engine files (sqlite*.ts, postgres/) uses this interface. */
export interface SqlDatabase {
  readonly fleet: Kysely<FleetSchema>;
  /**
   * The same without waiting for the disk. Only a power cut can lose the latest writes, and then also everything
   * written after them. For work that is simply redone, such as the queue's own notes.
   */
  readonly nonDurable: Kysely<FleetSchema>;
  /**
   * For further views of the database (clinic-scope.ts): of one clinic by its id, of rows without a clinic (NOBODY), or
   * (null) of the fleet. Durable by default (see nonDurable).
   */
  dialectOf(clinicId: string | null, isDurable?: boolean): Dialect;
  /**
   * Changes whenever other processes may have changed what callers hear. Compare the values; do not interpret them.
   * Asking SQLite takes file locks, so outside transactions the answer is reused for one turn of the event loop: a
   * request that arrived after another process's commit is read from its socket in a later turn. PostgreSQL sends a
   * notification within milliseconds.
   */
  othersWrites(): number;
  /**
   * For long-running programs such as a server. After this, PostgreSQL reports changes by other processes, so caches
   * may be used, and a thread checkpoints SQLite's log.
   */
  startBackgroundWork(): Promise<void>;
  readonly memories: Memories;
  /**
   * Changes whenever this process changes settings, and differs on every read while such a change is uncommitted.
   * Compare the values; do not interpret them.
   */
  ownSettingsChanges(): number;
  /** Queues this process's transactions of one clinic, so that they wait before they take a connection. */
  inTurn<T>(clinicId: string, work: () => Promise<T>): Promise<T>;
  /** Everything that `work` does, including its own transactions, takes effect completely or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Rewrites the stored data so that nothing deleted remains in it. If only the engine's administrator can finish this,
   * returns where deleted data may remain and how to remove it there. @throws transient while another process uses it
   */
  purge(): Promise<string | null>;
  /**
   * Resolves once every commit that others can see is on the disk, or at once if no write is waiting for it. Await this
   * before you answer from what you read.
   */
  settled(): Promise<void>;
  /**
   * Writes a value, and has a database file checked completely.
   * @throws transient while the disk is full or the file busy; not_configured once the file is damaged, gone or
   * replaced
   */
  proveWritable(): Promise<void>;
  /** The cheap part of proveWritable: the file at the path is the one that is open. @throws not_configured */
  assertInPlace(): void;
  /** A consistent copy of the whole database, in SQLite's file format. */
  copy(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What only an embedded database can do. */
export interface SqliteDatabase extends SqlDatabase {
  /** After this, nothing is committed. @returns a function that undoes everything written since, whoever wrote it */
  undoable(): Promise<() => Promise<void>>;
  /** Only for a database in memory, or one that nobody is using. */
  serialize(): Uint8Array;
}

/** What operators set up: read in every call, rarely changed. No foreign key action changes a row of these tables. */
export const SETTINGS_TABLES = [
  "appointment_types",
  "booking_rules",
  "calendar_exceptions",
  "clinic_phrases",
  "clinics",
  "doctor_types",
  "doctors",
  "hours_periods",
  "phone_numbers",
  "privacy_settings",
  "rooms",
  "suspensions",
  "weekly_hours",
] as const;

/** What is known about external calendars: read in every search, changed when a calendar is read. */
const CALENDAR_TABLES = ["busy_weeks", "calendar_feeds"] as const;

/** Read in every search, and changed by bookings. */
const APPOINTMENT_TABLES = ["appointments"] as const;

/** What is remembered of the database; a change of one kind leaves the others valid. */
const memoryKinds = ["settings", "calendars", "appointments"] as const;

export type MemoryKind = (typeof memoryKinds)[number];

const names: Readonly<Record<MemoryKind, RegExp>> = {
  settings: new RegExp(`\\b(?:${SETTINGS_TABLES.join("|")})\\b`, "u"),
  calendars: new RegExp(`\\b(?:${CALENDAR_TABLES.join("|")})\\b`, "u"),
  appointments: new RegExp(`\\b(?:${APPOINTMENT_TABLES.join("|")})\\b`, "u"),
};

/** A little more than the number of statements in the product. */
const statements = boundedCache<readonly MemoryKind[]>(2_000);

/** Which kinds a write statement may change. */
export function kindsNamed(sql: string): readonly MemoryKind[] {
  return statements(sql, () => memoryKinds.filter((kind) => names[kind].test(sql)));
}

/** @throws Error for a table of another kind: what was read from it would be remembered too long */
export function assertRemembered(sql: string, kind: MemoryKind): void {
  for (const [, table = ""] of sql.matchAll(/(?:from|join) "(\w+)"/gu)) {
    if (!kindsNamed(table).includes(kind)) throw new Error(`the table ${table} is not listed in database.ts`);
  }
}

/** Counts this process's changes of one kind. */
export class OwnChanges {
  #changes = 0;
  #open = 0;

  begin(): void {
    this.#changes += 1;
    this.#open += 1;
  }

  /** Call after commit and after rollback: what was read in between may be wrong. */
  end(): void {
    this.#changes += 1;
    this.#open -= 1;
  }

  /** undefined while a change is uncommitted */
  count(): number | undefined {
    return this.#open > 0 ? undefined : this.#changes;
  }
}

/** What one connection remembers of one kind. */
interface Memory {
  /**
   * The same object until someone changes data of this kind: a value read under it is still true. undefined while a
   * change is uncommitted.
   */
  state(): object | undefined;
  /** Records that a value of about this size was remembered. Above the limit, everything is forgotten. */
  took(bytes: number): void;
  /** Sets the limit in bytes. */
  holdAtMost(bytes: number): void;
}

const USUAL_BYTES = 24_000_000;

interface MemoryMarks {
  /** Counts this connection's changes; undefined while a change is uncommitted. */
  readonly own: () => number | undefined;
  /** Changes whenever another connection has committed. */
  readonly others: () => number;
}

export function watchedMemory(marks: MemoryMarks): Memory {
  let state: object = {};
  let [held, most] = [0, USUAL_BYTES];
  const begin = (): void => {
    state = {};
    held = 0;
  };
  let [ownBefore, othersBefore] = [-1, -1];
  return {
    state: () => {
      const own = marks.own();
      if (own === undefined) return undefined;
      const others = marks.others();
      if (own !== ownBefore || others !== othersBefore) begin();
      [ownBefore, othersBefore] = [own, others];
      return state;
    },
    took: (bytes) => {
      held += bytes;
      if (held > most) begin();
    },
    holdAtMost: (bytes) => {
      most = bytes;
    },
  };
}

/** By kind; a missing kind is not remembered. */
type Memories = Readonly<Partial<Record<MemoryKind, Memory>>>;

/** The memories that a view of the database uses, and their owner. */
interface ShownMemories {
  readonly memories: Memories;
  /** The clinic's id; "" for the fleet. */
  readonly owner: string;
}

const shown = new WeakMap<object, ShownMemories>();

/** Lets results read through this view be remembered. */
export function showsMemories<View extends object>(view: View, memories: ShownMemories | undefined): View {
  if (memories !== undefined) shown.set(view, memories);
  return view;
}

export function memoriesShownBy(view: object): ShownMemories | undefined {
  return shown.get(view);
}

/** A value of the installation in `meta`; undefined: never set. */
export async function readMeta(fleet: Kysely<FleetSchema>, key: string): Promise<string | undefined> {
  return (await fleet.selectFrom("meta").select("value").where("key", "=", key).executeTakeFirst())?.value;
}

export async function writeMeta(fleet: Kysely<FleetSchema>, key: string, value: string): Promise<void> {
  await fleet
    .insertInto("meta")
    .values({ key, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}
