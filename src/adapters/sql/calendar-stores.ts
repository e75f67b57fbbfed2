import type { Kysely } from "kysely";
import type { CalendarEntry, CalendarEntryStore, WritingCalendar } from "../../domain/booking/calendar-entries.ts";
import type { BusyStore, BusyTime } from "../../domain/booking/ports.ts";
import type { BusyChanges, CalendarStore, ConnectedCalendar, FleetCalendars } from "../../domain/calendar/ports.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { DAY_MS, MINUTE_MS } from "../../clock.ts";
import type { Span } from "../../domain/time/spans.ts";
import { SqlClinicDirectory } from "./clinic-stores.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";
import { clinicStatement } from "./statement.ts";

export class SqlCalendarStore implements CalendarStore {
  readonly #clinic: Kysely<ClinicSchema>;
  readonly entries: CalendarEntryStore;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
    this.entries = new SqlCalendarEntryStore(clinic);
  }

  list(): Promise<readonly ConnectedCalendar[]> {
    return this.#clinic.selectFrom("calendarFeeds").selectAll().orderBy("id").execute();
  }

  find(calendarId: string): Promise<ConnectedCalendar | undefined> {
    return this.#clinic.selectFrom("calendarFeeds").selectAll().where("id", "=", calendarId).executeTakeFirst();
  }

  async add(calendar: ConnectedCalendar): Promise<void> {
    await this.#clinic.insertInto("calendarFeeds").values(calendar).execute();
  }

  save(calendar: ConnectedCalendar, since: string | null, busy?: BusyChanges): Promise<boolean> {
    return this.#clinic.transaction().execute(async (transaction) => {
      const updated = await transaction
        .updateTable("calendarFeeds")
        .set(stateOf(calendar))
        .where("id", "=", calendar.id)
        .where("token", since === null ? "is" : "=", since)
        .executeTakeFirst();
      const isFirst = updated.numUpdatedRows === 1n;
      if (isFirst && busy !== undefined) await replaceBusy(transaction, calendar, busy);
      return isFirst;
    });
  }

  async busyTimes(calendarId: string): Promise<number> {
    const { count } = await this.#clinic
      .selectFrom("busyTimes")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("feedId", "=", calendarId)
      .executeTakeFirstOrThrow();
    return count;
  }

  remove(calendarId: string): Promise<boolean> {
    return this.#clinic.transaction().execute(async (transaction) => {
      await transaction.deleteFrom("busyTimes").where("feedId", "=", calendarId).execute();
      await transaction.deleteFrom("calendarEntries").where("calendarId", "=", calendarId).execute();
      const removed = await transaction.deleteFrom("calendarFeeds").where("id", "=", calendarId).executeTakeFirst();
      return removed.numDeletedRows === 1n;
    });
  }
}

/** What a reading changes; settings may be changed by someone else at the same time. */
function stateOf({ token, confirmedAt, readAt, problem, failure, notBefore }: ConnectedCalendar) {
  return { token, confirmedAt, readAt, problem, failure, notBefore };
}

/** No row is longer, so that what overlaps a span is found by where it begins. */
const LONGEST_MS = DAY_MS;

function pieces({ from, to }: Span): readonly Span[] {
  const count = Math.ceil((to - from) / LONGEST_MS);
  return Array.from({ length: count }, (_, index) => {
    const start = from + index * LONGEST_MS;
    return { from: start, to: Math.min(start + LONGEST_MS, to) };
  });
}

/** SQLite takes 32,766 values in a statement. */
const ROWS_AT_ONCE = 1000;

async function replaceBusy(
  clinic: Kysely<ClinicSchema>,
  { id: feedId, doctorId, roomId }: ConnectedCalendar,
  { isWhole, resources }: BusyChanges,
): Promise<void> {
  const known = clinic.deleteFrom("busyTimes").where("feedId", "=", feedId);
  if (isWhole) await known.execute();
  const replaced = isWhole ? [] : resources.map(({ resource }) => resource);
  for (let at = 0; at < replaced.length; at += ROWS_AT_ONCE) {
    const names = replaced.slice(at, at + ROWS_AT_ONCE);
    await known.where("resource", "in", names).execute();
  }
  const rows = resources.flatMap(({ resource, busy, uid }) =>
    busy
      .flatMap((span) => pieces(span))
      .map(({ from, to }) => {
        return { feedId, resource, doctorId, roomId, uid, fromAt: from, toAt: to };
      }),
  );
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await clinic
      .insertInto("busyTimes")
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .execute();
  }
}

export class SqlCalendarEntryStore implements CalendarEntryStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  writing(): Promise<readonly WritingCalendar[]> {
    return writingCalendars(this.#clinic, {});
  }

  ofUid(uid: string): Promise<readonly CalendarEntry[]> {
    return entriesOfUid(this.#clinic, { uid });
  }

  ofCalendar(calendarId: string, endAfter: number): Promise<readonly CalendarEntry[]> {
    const all = this.#clinic.selectFrom("calendarEntries").selectAll().where("calendarId", "=", calendarId);
    return all.where((is) => is.or([is("endsAt", ">", endAfter), is("state", "<>", "written")])).execute();
  }

  unwritten(calendarId: string): Promise<readonly CalendarEntry[]> {
    const all = this.#clinic.selectFrom("calendarEntries").selectAll().where("calendarId", "=", calendarId);
    return all.where("state", "<>", "written").orderBy("changedAt").execute();
  }

  async put(entry: CalendarEntry): Promise<void> {
    await this.#clinic
      .insertInto("calendarEntries")
      .values(entry)
      .onConflict((conflict) => conflict.columns(["calendarId", "uid"]).doUpdateSet(entry))
      .execute();
  }

  async settle({ calendarId, uid, changedAt }: CalendarEntry, after: CalendarEntry): Promise<boolean> {
    const updated = await this.#clinic
      .updateTable("calendarEntries")
      .set(after)
      .where("calendarId", "=", calendarId)
      .where("uid", "=", uid)
      .where("changedAt", "=", changedAt)
      .executeTakeFirst();
    const isSettled = updated.numUpdatedRows === 1n;
    if (isSettled) await this.#forgetBusy(calendarId, after.resource);
    return isSettled;
  }

  async remove({ calendarId, uid }: Pick<CalendarEntry, "calendarId" | "uid">): Promise<void> {
    const entry = (await this.ofUid(uid)).find((each) => each.calendarId === calendarId);
    if (entry === undefined) return;
    await this.#forgetBusy(calendarId, entry.resource);
    await this.#clinic
      .deleteFrom("calendarEntries")
      .where("calendarId", "=", calendarId)
      .where("uid", "=", uid)
      .execute();
  }

  async #forgetBusy(calendarId: string, resource: string | null): Promise<void> {
    if (resource === null) return;
    await this.#clinic
      .deleteFrom("busyTimes")
      .where("feedId", "=", calendarId)
      .where("resource", "=", resource)
      .execute();
  }
}

const writingCalendars = clinicStatement<WritingCalendar>((clinic) =>
  clinic.selectFrom("calendarFeeds").select(["id", "doctorId", "roomId"]).where("role", "=", "write"),
);

const entriesOfUid = clinicStatement<CalendarEntry, { readonly uid: string }>((clinic, given) =>
  clinic
    .selectFrom("calendarEntries")
    .select(["calendarId", "uid", "resource", "etag", "startsAt", "endsAt", "state", "changedAt"])
    .where("uid", "=", given("uid")),
);

export class SqlBusyStore implements BusyStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async overlapping(span: Span, now: number): Promise<readonly BusyTime[]> {
    const [calendars, busy] = [
      await trustedUntil(this.#clinic, {}),
      await busyWithin(this.#clinic, { ...span, earliest: span.from - LONGEST_MS }),
    ];
    const unknown = calendars
      .filter(({ confirmedAt, trustMinutes }) => (confirmedAt ?? 0) + trustMinutes * MINUTE_MS < now)
      .map(({ doctorId, roomId }) => ({ doctorId, roomId, uid: null, from: span.from, to: span.to, isUnknown: true }));
    const known = busy.map(({ doctorId, roomId, uid, fromAt: from, toAt: to }) => {
      return { doctorId, roomId, uid, from, to, isUnknown: false };
    });
    return [...known, ...unknown];
  }
}

type Trusted = Pick<ConnectedCalendar, "doctorId" | "roomId" | "confirmedAt" | "trustMinutes">;

const trustedUntil = clinicStatement<Trusted>((clinic) =>
  clinic.selectFrom("calendarFeeds").select(["doctorId", "roomId", "confirmedAt", "trustMinutes"]),
);

interface BusyRow {
  readonly doctorId: string | null;
  readonly roomId: string | null;
  readonly uid: string | null;
  readonly fromAt: number;
  readonly toAt: number;
}

const busyWithin = clinicStatement<BusyRow, Span & { readonly earliest: number }>((clinic, given) =>
  clinic
    .selectFrom("busyTimes")
    .select(["doctorId", "roomId", "uid", "fromAt", "toAt"])
    .where("fromAt", ">", given("earliest"))
    .where("fromAt", "<", given("to"))
    .where("toAt", ">", given("from"))
    .orderBy("fromAt"),
);

export class SqlFleetCalendars implements FleetCalendars {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  async clinics(): Promise<readonly Clinic[]> {
    const rows = await this.#fleet.selectFrom("calendarFeeds").select("clinicId").distinct().execute();
    const directory = new SqlClinicDirectory(this.#fleet);
    const clinics = await Promise.all(rows.map(({ clinicId }) => directory.find(clinicId)));
    return clinics.flatMap((clinic) => (clinic?.status === "active" ? [clinic] : []));
  }
}
