import type { Kysely } from "kysely";
import type { CalendarEntry, CalendarEntryStore, WritingCalendar } from "../../../domain/booking/calendar-entries.ts";
import type { BusyChanges, CalendarStore, ConnectedCalendar, FleetCalendars } from "../../../domain/calendar/ports.ts";
import type { Clinic } from "../../../domain/clinic/clinic.ts";
import { ROWS_AT_ONCE, packBusy } from "./busy-weeks.ts";
import { SqlClinicDirectory } from "../clinics/clinic-stores.ts";
import type { ClinicSchema, FleetSchema } from "../schema.ts";
import { clinicCalendars, clinicStatement } from "../statement.ts";
import { together } from "../clinic-scope.ts";

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
      await transaction.deleteFrom("busyWeeks").where("feedId", "=", calendarId).execute();
      await transaction.deleteFrom("calendarEntries").where("calendarId", "=", calendarId).execute();
      const removed = await transaction.deleteFrom("calendarFeeds").where("id", "=", calendarId).executeTakeFirst();
      return removed.numDeletedRows === 1n;
    });
  }
}

/** The fields that a reading changes. Settings are left out: someone may be changing them at the same time. */
function stateOf({ token, confirmedAt, readAt, problem, failure, notBefore }: ConnectedCalendar) {
  return { token, confirmedAt, readAt, problem, failure, notBefore };
}

async function replaceBusy(
  clinic: Kysely<ClinicSchema>,
  { id: feedId, doctorId, roomId }: ConnectedCalendar,
  { isWhole, resources, unchanged = [] }: BusyChanges,
): Promise<void> {
  const known = clinic.deleteFrom("busyTimes").where("feedId", "=", feedId);
  const kept = isWhole && unchanged.length > 0 ? await busyOf(unchanged, feedId, clinic) : [];
  if (isWhole) await known.execute();
  const replaced = isWhole ? [] : resources.map(({ resource }) => resource);
  for (let at = 0; at < replaced.length; at += ROWS_AT_ONCE) {
    const names = replaced.slice(at, at + ROWS_AT_ONCE);
    await known.where("resource", "in", names).execute();
  }
  const read = resources.flatMap(({ resource, busy, uid }) =>
    busy.map(({ from, to }) => ({ feedId, resource, doctorId, roomId, uid, fromAt: from, toAt: to })),
  );
  const rows = [...kept, ...read];
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await clinic
      .insertInto("busyTimes")
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .execute();
  }
  if (isWhole || resources.length > 0) await packBusy(clinic, feedId);
}

/** Only events of ours are recognized as unchanged, and few of them take more time than their visit. */
async function busyOf(resources: readonly string[], feedId: string, clinic: Kysely<ClinicSchema>) {
  const ours = clinic.selectFrom("busyTimes").selectAll().where("feedId", "=", feedId).where("uid", "is not", null);
  const wanted = new Set(resources);
  return (await ours.execute()).filter(({ resource }) => wanted.has(resource));
}

export class SqlCalendarEntryStore implements CalendarEntryStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  writing(): Promise<readonly WritingCalendar[]> {
    return writingCalendars(this.#clinic, {});
  }

  /** Every entry belongs to a connected calendar; most clinics have none. */
  async ofUid(uid: string): Promise<readonly CalendarEntry[]> {
    return (await hasCalendars(this.#clinic, {})) ? entriesOfUid(this.#clinic, { uid }) : [];
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

  settle({ calendarId, uid, changedAt }: CalendarEntry, after: CalendarEntry): Promise<boolean> {
    return together(this.#clinic, async (clinic) => {
      const updated = await clinic
        .updateTable("calendarEntries")
        .set(after)
        .where("calendarId", "=", calendarId)
        .where("uid", "=", uid)
        .where("changedAt", "=", changedAt)
        .executeTakeFirst();
      const isSettled = updated.numUpdatedRows === 1n;
      if (isSettled) await forgetBusy(clinic, calendarId, after.resource);
      return isSettled;
    });
  }

  async remove({ calendarId, uid }: Pick<CalendarEntry, "calendarId" | "uid">): Promise<void> {
    const entry = (await this.ofUid(uid)).find((each) => each.calendarId === calendarId);
    if (entry === undefined) return;
    await together(this.#clinic, async (clinic) => {
      await forgetBusy(clinic, calendarId, entry.resource);
      await clinic.deleteFrom("calendarEntries").where("calendarId", "=", calendarId).where("uid", "=", uid).execute();
    });
  }
}

async function forgetBusy(clinic: Kysely<ClinicSchema>, feedId: string, resource: string | null): Promise<void> {
  if (resource === null) return;
  const forgotten = await clinic
    .deleteFrom("busyTimes")
    .where("feedId", "=", feedId)
    .where("resource", "=", resource)
    .executeTakeFirst();
  if (forgotten.numDeletedRows > 0n) await packBusy(clinic, feedId);
}

const writingCalendars = clinicCalendars(
  (clinic) => clinic.selectFrom("calendarFeeds").select(["id", "doctorId", "roomId"]).where("role", "=", "write"),
  (calendars: readonly WritingCalendar[]) => calendars,
);

const hasCalendars = clinicCalendars(
  (clinic) => clinic.selectFrom("calendarFeeds").select("id").limit(1),
  (calendars: readonly Pick<WritingCalendar, "id">[]) => calendars.length > 0,
);

const entriesOfUid = clinicStatement<CalendarEntry, { readonly uid: string }>((clinic, param) =>
  clinic
    .selectFrom("calendarEntries")
    .select(["calendarId", "uid", "resource", "etag", "startsAt", "endsAt", "state", "changedAt"])
    .where("uid", "=", param("uid")),
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
