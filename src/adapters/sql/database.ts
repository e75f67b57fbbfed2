import type { Dialect, Kysely } from "kysely";
import type { FleetSchema } from "./schema.ts";
import { boundedCache } from "../../domain/bounded-cache.ts";

/** One open database. Everything outside the engine files (sqlite*.ts, postgres/) is written against this. */
export interface SqlDatabase {
  readonly fleet: Kysely<FleetSchema>;
  /**
   * The same without waiting for the disk. In a power cut, and only then, the latest writes may be lost, and then
   * always together with everything written after them. For work that is simply redone, such as the queue's own notes.
   */
  readonly nonDurable: Kysely<FleetSchema>;
  /**
   * For further views of it (clinic-scope.ts): of one clinic, by its id, of no clinic (NOBODY), or (null) of the fleet;
   * durable ones unless said otherwise (see nonDurable).
   */
  dialectOf(clinicId: string | null, isDurable?: boolean): Dialect;
  /**
   * Changes whenever others may have changed what callers hear. Compare the values; do not interpret them. SQLite
   * takes file locks to learn it, so outside transactions it is asked once per turn of the event loop: anything that
   * arrived after that commit is read from its socket in a later turn. PostgreSQL sends word of it within milliseconds.
   */
  othersWrites(): number;
  /**
   * For programs that run on, such as a server. From now on PostgreSQL reports others' changes, so that caches may be
   * used, and a thread moves SQLite's log into its file.
   */
  startBackgroundWork(): Promise<void>;
  readonly memories: Memories;
  /**
   * Changes whenever this process changes settings, and always while such a change is not committed. Compare the values;
   * do not interpret them.
   */
  ownSettingsChanges(): number;
  /** Lets a clinic's transactions of this process wait for each other before any of them takes a connection. */
  inTurn<T>(clinicId: string, work: () => Promise<T>): Promise<T>;
  /** Everything the work does, its own transactions included, happens completely or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Rewrites what is stored, so that nothing that was removed is left in it. Returns where it may still be and how to
   * remove it there, where that is for the engine's own administrator to do. @throws transient while another process
   * uses it
   */
  purge(): Promise<string | null>;
  /**
   * Resolves once all that has been committed for others to see is on the disk; at once when nothing waits for it. An
   * answer that rests on what was read is given after this.
   */
  settled(): Promise<void>;
  /**
   * Writes, and has a file checked as a whole.
   * @throws transient while it is full or busy; not_configured once it is damaged, gone or replaced
   */
  proveWritable(): Promise<void>;
  /** The cheap part of that check: the file at the path is the one that is open. @throws not_configured */
  assertInPlace(): void;
  /** A consistent copy of the whole database, in SQLite's file format. */
  copy(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What only an embedded database can do. */
export interface SqliteDatabase extends SqlDatabase {
  /** From now on nothing is committed. @returns undoes everything that was written since, whoever wrote it */
  undoable(): Promise<() => Promise<void>>;
  /** Of one in memory, or that nobody uses. */
  serialize(): Uint8Array;
}

/** What operators set up: read in every call, and changed once in a while. No foreign key changes a row of them. */
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

/** What is known about calendars kept elsewhere: read in every search, and changed when one of them is read. */
const CALENDAR_TABLES = ["busy_weeks", "calendar_feeds"] as const;

/** Read in every search, and changed by bookings. */
const APPOINTMENT_TABLES = ["appointments"] as const;

/** What of the database is remembered; a change of one kind leaves the others as they are. */
const memoryKinds = ["settings", "calendars", "appointments"] as const;

export type MemoryKind = (typeof memoryKinds)[number];

const names: Readonly<Record<MemoryKind, RegExp>> = {
  settings: new RegExp(`\\b(?:${SETTINGS_TABLES.join("|")})\\b`, "u"),
  calendars: new RegExp(`\\b(?:${CALENDAR_TABLES.join("|")})\\b`, "u"),
  appointments: new RegExp(`\\b(?:${APPOINTMENT_TABLES.join("|")})\\b`, "u"),
};

/** As many as the product has, and few more. */
const statements = boundedCache<readonly MemoryKind[]>(2_000);

/** Which kinds a statement that writes may change. */
export function kindsNamed(sql: string): readonly MemoryKind[] {
  return statements(sql, () => memoryKinds.filter((kind) => names[kind].test(sql)));
}

/** @throws Error for a table that is not of that kind: what was read from it would be remembered too long */
export function assertRemembered(sql: string, kind: MemoryKind): void {
  for (const [, table = ""] of sql.matchAll(/(?:from|join) "(\w+)"/gu)) {
    if (!kindsNamed(table).includes(kind)) throw new Error(`the table ${table} is not listed in memory.ts`);
  }
}

/** Counts changes of one kind that are made here. */
export class OwnChanges {
  #changes = 0;
  #open = 0;

  begin(): void {
    this.#changes += 1;
    this.#open += 1;
  }

  /** Committed or undone: what was read of it meanwhile may be wrong. */
  end(): void {
    this.#changes += 1;
    this.#open -= 1;
  }

  /** undefined while one is not committed */
  count(): number | undefined {
    return this.#open > 0 ? undefined : this.#changes;
  }
}

/** What one connection remembers of one kind. */
interface Memory {
  /**
   * The same object for as long as nobody has changed anything of it: what was read under it is still true. undefined
   * while a change is not committed.
   */
  state(): object | undefined;
  /** Something of about this size is remembered. Beyond what may be, all of it is read again. */
  took(bytes: number): void;
  /** How much may be remembered. */
  holdAtMost(bytes: number): void;
}

const USUAL_BYTES = 24_000_000;

interface MemoryMarks {
  /** Counts this connection's changes; undefined while one is not committed. */
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

/** By kind; a kind that is missing is not remembered. */
type Memories = Readonly<Partial<Record<MemoryKind, Memory>>>;

/** Whose memories a view of the database shows. */
interface ShownMemories {
  readonly memories: Memories;
  /** The clinic's id; "" for the fleet. */
  readonly owner: string;
}

const shown = new WeakMap<object, ShownMemories>();

/** Lets what is read through this view be remembered. */
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
