import { boundedCache } from "../../domain/language/bounded-cache.ts";

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

const settingsName = new RegExp(`\\b(?:${SETTINGS_TABLES.join("|")})\\b`, "u");

/** As many as the product has, and few more. */
const statements = boundedCache<boolean>(2_000);

/** Whether a statement that writes may change a setting. */
export function namesSettings(sql: string): boolean {
  return statements(sql, () => settingsName.test(sql));
}

/** @throws Error for a table that is no setting: what was read from it would be remembered too long */
export function assertSettings(sql: string): void {
  for (const [, table = ""] of sql.matchAll(/(?:from|join) "(\w+)"/gu)) {
    if (!namesSettings(table)) throw new Error(`the table ${table} is not listed in settings-memory.ts`);
  }
}

/** The installation's settings as one connection knows them. */
export interface Settings {
  /**
   * The same object for as long as nobody has changed a setting: what was read under it is still true. undefined while a
   * change is not committed.
   */
  state(): object | undefined;
  /** Something of about this size is remembered. Beyond what may be, all of it is read again. */
  took(bytes: number): void;
  /** How much may be remembered. */
  holdAtMost(bytes: number): void;
}

const USUAL_BYTES = 24_000_000;

export interface SettingsMarks {
  /** Counts this connection's changes of settings; undefined while one is not committed. */
  readonly own: () => number | undefined;
  /** Changes whenever another connection has committed. */
  readonly others: () => number;
}

export function watchedSettings(marks: SettingsMarks): Settings {
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

/** Whose settings a view of the database shows. */
export interface SettingsOf extends Settings {
  /** The clinic's id; "" for the fleet. */
  readonly owner: string;
}

const settingsByView = new WeakMap<object, SettingsOf>();

/** Lets what settings statements read through this view be remembered. */
export function showsSettings<View extends object>(view: View, settings: SettingsOf | undefined): View {
  if (settings !== undefined) settingsByView.set(view, settings);
  return view;
}

export function settingsShownBy(view: object): SettingsOf | undefined {
  return settingsByView.get(view);
}
