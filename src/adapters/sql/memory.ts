import { boundedCache } from "../../domain/bounded-cache.ts";

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

/** What is known of calendars kept elsewhere: read in every search, and changed when one of them is read. */
const CALENDAR_TABLES = ["busy_weeks", "calendar_feeds"] as const;

/** Read twice for each time that is offered, before it is held and while it is; changed by bookings. */
const APPOINTMENT_TABLES = ["appointments"] as const;

/** What of the database is remembered; a change of one kind leaves the others as they are. */
export const memoryKinds = ["settings", "calendars", "appointments"] as const;
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
export interface Memory {
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

export interface MemoryMarks {
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
export type Memories = Readonly<Partial<Record<MemoryKind, Memory>>>;

/** Whose memories a view of the database shows. */
export interface ShownMemories {
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
