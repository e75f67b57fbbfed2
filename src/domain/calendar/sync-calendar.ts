import { DAY_MS, MINUTE_MS } from "../../clock.ts";
import { AscendiaError, RateLimitError } from "../../errors.ts";
import type { CalendarEntry } from "../booking/calendar-entries.ts";
import { subtractSpans } from "../time/spans.ts";
import type {
  BusyChanges,
  CalendarChanges,
  ConnectedCalendar,
  OutsideEvent,
  ResourceTimes,
  SyncPorts,
} from "./ports.ts";

/** Beyond every booking horizon, so that staff see it too. */
const AHEAD_MS = 400 * DAY_MS;
const BEHIND_MS = 2 * DAY_MS;
/** A calendar is read whole this often even if unchanged, so that repeating events are followed a day further. */
const READ_AGAIN_MS = DAY_MS;
const USUAL_PATIENCE_MS = MINUTE_MS;
export const usualTrustMinutes = 240;

/** The latest state of a calendar. */
export interface Read {
  readonly calendar: ConnectedCalendar;
  /** undefined: nothing was read. */
  readonly busy: BusyChanges | undefined;
  /** Events of ours that someone moved or deleted in the calendar. */
  readonly ours: readonly OwnChange[];
  readonly failure: AscendiaError | null;
}

/** `to` null: the event was deleted or cancelled. */
export interface OwnChange {
  readonly entry: CalendarEntry;
  readonly to: OutsideEvent | null;
  /** A calendar read whole has none of our events left: it was probably emptied or replaced. */
  readonly isEmptied?: boolean;
}

export interface SyncOptions {
  /** Time limit of all requests together. */
  readonly patienceMs?: number;
  /** Applies a change to an event of ours; without it, such changes are left for the next reading. */
  readonly follow?: ((change: OwnChange) => Promise<void>) | undefined;
}

/** Other readings of the same calendar may be faster several times in a row. */
const TRIES = 3;

/**
 * Reads the changes in the calendar and saves them. On failure, saves the failure and keeps what was known. Changes to
 * our own events are followed before the reading counts as done, so none is lost if the process dies.
 */
export async function syncCalendar(
  calendar: ConnectedCalendar,
  ports: SyncPorts,
  options: SyncOptions = {},
): Promise<Read> {
  let current = calendar;
  for (let tries = 1; ; tries += 1) {
    const read = await readCalendar(current, ports, options.patienceMs);
    const kept = await keep(current, read, { ports, follow: options.follow });
    if (kept || tries === TRIES) return read;
    current = (await ports.calendars.find(calendar.id)) ?? calendar;
  }
}

interface Keeping {
  readonly ports: SyncPorts;
  readonly follow: SyncOptions["follow"];
}

async function keep(before: ConnectedCalendar, read: Read, { ports, follow }: Keeping): Promise<boolean> {
  const { calendars } = ports;
  const { calendar, busy, ours } = read;
  if (busy === undefined) {
    await calendars.save(calendar, before.token);
    return true;
  }
  if (ours.length === 0) return calendars.save(calendar, before.token, busy);
  // Do not save the token yet, so that the next reading sees these changes again if following them fails.
  if (!(await calendars.save({ ...calendar, token: before.token }, before.token, busy))) return false;
  if (follow === undefined) return true;
  for (const change of ours) await follow(change);
  return calendars.save(calendar, before.token);
}

/** Reads the changes in the calendar without saving them. */
export async function readCalendar(
  calendar: ConnectedCalendar,
  ports: SyncPorts,
  patienceMs = USUAL_PATIENCE_MS,
): Promise<Read> {
  const now = ports.clock.now();
  try {
    if (calendar.notBefore !== null && now < calendar.notBefore) throw askedToWait(calendar.notBefore);
    return await readNow(calendar, ports, patienceMs);
  } catch (failure) {
    if (!(failure instanceof AscendiaError)) throw failure;
    const notBefore = failure instanceof RateLimitError ? now + failure.retryAfterMs : calendar.notBefore;
    const noted = { ...calendar, failure: failure.message, notBefore };
    return { calendar: noted, busy: undefined, ours: [], failure };
  }
}

function askedToWait(notBefore: number): AscendiaError {
  const until = new Date(notBefore).toISOString();
  return new AscendiaError("transient", `The calendar was not read: its server asked to wait until ${until}.`);
}

async function readNow(calendar: ConnectedCalendar, ports: SyncPorts, patienceMs: number): Promise<Read> {
  const { clock, calendars, clinic, open } = ports;
  const now = clock.now();
  const isOld = calendar.readAt === null || now - calendar.readAt >= READ_AGAIN_MS;
  const span = { from: now - BEHIND_MS, to: now + AHEAD_MS };
  const server = await open(calendar, patienceMs);
  const ownEntries = () => calendars.entries.ofCalendar(calendar.id, span.from);
  const before = await ownEntries();
  const token = isOld ? null : calendar.token;
  const changes = await server.changes({ token, span, zone: clinic.timezone, known: knownVersions(before) });
  // Read the entries again: an event of ours written meanwhile was recorded before it was written.
  const entries = latestEntries(before, await ownEntries());
  const { isWhole } = changes;
  const ours = ownChanges({ changes, entries });
  const state = {
    token: ours.isPending ? calendar.token : changes.token,
    confirmedAt: now,
    readAt: isWhole ? now : calendar.readAt,
    problem: problemIn(changes) ?? (isWhole ? null : calendar.problem),
    failure: null,
    notBefore: null,
  };
  const busy = busyOf({ changes, entries });
  return { calendar: { ...calendar, ...state }, busy, ours: ours.changes, failure: null };
}

function latestEntries(before: readonly CalendarEntry[], after: readonly CalendarEntry[]): readonly CalendarEntry[] {
  return [...new Map([...before, ...after].map((entry) => [entry.uid, entry])).values()];
}

const LONGEST_PROBLEM = 1000;

function problemIn({ problems }: CalendarChanges): string | null {
  return problems.length === 0 ? null : problems.join("; ").slice(0, LONGEST_PROBLEM);
}

/** Versions of our own events: unchanged events need not be read again. */
function knownVersions(entries: readonly CalendarEntry[]): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap(({ resource, etag }) => (resource === null || etag === null ? [] : [[resource, etag] as const])),
  );
}

interface Found {
  readonly changes: CalendarChanges;
  readonly entries: readonly CalendarEntry[];
}

/**
 * What others did to events of ours. `isPending`: one of the events is still being written, so the next reading must
 * see it again.
 */
function ownChanges({ changes, entries }: Found) {
  const found: OwnChange[] = [];
  let isPending = false;
  for (const entry of entries) {
    const event = changes.events.find((each) => isOf(entry, each));
    if (event?.etag === entry.etag || (event === undefined && !isGone(entry, changes))) continue;
    if (entry.state !== "written") isPending = true;
    else found.push({ entry, to: event === undefined || event.span === null ? null : event });
  }
  return { changes: isEmptied(found, { changes, entries }) ? found.map(emptied) : found, isPending };
}

function isEmptied(found: readonly OwnChange[], { changes, entries }: Found): boolean {
  const written = entries.filter(({ state }) => state === "written");
  const isEachGone = found.length === written.length && found.every(({ to }) => to === null);
  return changes.isWhole && isEachGone;
}

function emptied(change: OwnChange): OwnChange {
  return { ...change, isEmptied: true };
}

function isOf(entry: CalendarEntry, event: OutsideEvent): boolean {
  return entry.resource === null ? entry.uid === event.uid : entry.resource === event.resource;
}

/** Whether the event no longer exists; a whole reading lists everything that does. */
function isGone({ resource }: CalendarEntry, { isWhole, gone, unchanged }: CalendarChanges): boolean {
  return resource !== null && (isWhole ? !unchanged.includes(resource) : gone.includes(resource));
}

function busyOf({ changes, entries }: Found): BusyChanges {
  const resources = changes.events.map((event): ResourceTimes => {
    const entry = entries.find((each) => isOf(each, event));
    if (entry === undefined) return { resource: event.resource, busy: event.busy, uid: null };
    // The visit itself already blocks its time.
    const busy = subtractSpans(event.busy, [{ from: entry.startsAt, to: entry.endsAt }]);
    return { resource: event.resource, busy, uid: entry.uid };
  });
  const gone = changes.gone.map((resource) => ({ resource, busy: [], uid: null }));
  const { isWhole, unchanged } = changes;
  return { isWhole, resources: [...resources, ...gone], unchanged };
}

/** Whether the last reading is too old to book by. */
export function isStale({ confirmedAt, trustMinutes }: ConnectedCalendar, now: number): boolean {
  return confirmedAt === null || now - confirmedAt > trustMinutes * MINUTE_MS;
}
