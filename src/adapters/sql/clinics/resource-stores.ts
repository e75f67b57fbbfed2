import { isLanguage, perLanguage } from "../../../domain/language/language.ts";
import type { Kysely } from "kysely";
import type { AppointmentType, AppointmentTypeStore, Room, RoomStore } from "../../../domain/booking/ports.ts";
import {
  type HoursPeriod,
  type Interval,
  type WeeklyHours,
  closedAllWeek,
  openingHoursFromJson,
  openingHoursToJson,
  weekdays,
} from "../../../domain/clinic/opening-hours.ts";
import type { OpeningHoursStore } from "../../../domain/clinic/ports.ts";
import type {
  AppointmentTypeRow,
  ClinicSchema,
  DoctorTypeRow,
  HoursPeriodRow,
  RoomRow,
  WeeklyHoursRow,
} from "../schema.ts";
import { clinicSettings, expectOne, refusingDuplicates } from "../statement.ts";

export class SqlRoomStore implements RoomStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async list(): Promise<readonly Room[]> {
    return allRooms(this.#clinic, {});
  }

  async add(room: Room): Promise<void> {
    const position = await nextPosition(this.#clinic, "rooms");
    await refusingDuplicates(this.#clinic, `The clinic already has a room named "${room.name}".`, () =>
      this.#clinic
        .insertInto("rooms")
        .values({ ...toRoomRow(room), position })
        .execute(),
    );
  }

  async update(room: Room): Promise<void> {
    const result = await refusingDuplicates(this.#clinic, `The clinic already has a room named "${room.name}".`, () =>
      this.#clinic.updateTable("rooms").set(toRoomRow(room)).where("id", "=", room.id).executeTakeFirst(),
    );
    expectOne(result.numUpdatedRows, `room ${room.id}`);
  }

  async removeUnused(roomId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#clinic
      .deleteFrom("rooms")
      .where("id", "=", roomId)
      .where((is) => is.not(is.exists(is.selectFrom("appointments").select("id").where("roomId", "=", roomId))))
      .where((is) => is.not(is.exists(is.selectFrom("holds").select("id").where("roomId", "=", roomId))))
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }
}

export class SqlAppointmentTypeStore implements AppointmentTypeStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async list(): Promise<readonly AppointmentType[]> {
    return activeTypes(this.#clinic, {});
  }

  async find(typeId: string): Promise<AppointmentType | undefined> {
    const row = await this.#clinic
      .selectFrom("appointmentTypes")
      .selectAll()
      .where("id", "=", typeId)
      .executeTakeFirst();
    return row === undefined ? undefined : toType(row);
  }

  async add(type: AppointmentType): Promise<void> {
    const position = await nextPosition(this.#clinic, "appointmentTypes");
    await this.#clinic
      .insertInto("appointmentTypes")
      .values({ ...toTypeRow(type), position })
      .execute();
  }

  async update(type: AppointmentType): Promise<void> {
    const result = await this.#clinic
      .updateTable("appointmentTypes")
      .set(toTypeRow(type))
      .where("id", "=", type.id)
      .executeTakeFirst();
    expectOne(result.numUpdatedRows, `appointment type ${type.id}`);
  }

  async ofDoctors(): Promise<ReadonlyMap<string, readonly string[]>> {
    return doctorTypes(this.#clinic, {});
  }

  async setForDoctor(doctorId: string, typeIds: readonly string[] | null): Promise<void> {
    await this.#clinic.transaction().execute(async (transaction) => {
      await transaction.deleteFrom("doctorTypes").where("doctorId", "=", doctorId).execute();
      const rows = (typeIds ?? []).map((typeId) => ({ doctorId, typeId }));
      if (rows.length > 0) await transaction.insertInto("doctorTypes").values(rows).execute();
    });
  }
}

const allRooms = clinicSettings(
  (clinic) => clinic.selectFrom("rooms").selectAll().orderBy("position"),
  (rows: readonly RoomRow[]): readonly Room[] => rows.map(toRoom),
);

const activeTypes = clinicSettings(
  (clinic) => clinic.selectFrom("appointmentTypes").selectAll().where("active", "=", 1).orderBy("position"),
  (rows: readonly AppointmentTypeRow[]): readonly AppointmentType[] => rows.map(toType),
);

const doctorTypes = clinicSettings(
  (clinic) => clinic.selectFrom("doctorTypes").selectAll(),
  (rows: readonly DoctorTypeRow[]): ReadonlyMap<string, readonly string[]> => {
    const offered = new Map<string, string[]>();
    for (const { doctorId, typeId } of rows) offered.set(doctorId, [...(offered.get(doctorId) ?? []), typeId]);
    return offered;
  },
);

async function nextPosition(clinic: Kysely<ClinicSchema>, table: "rooms" | "appointmentTypes"): Promise<number> {
  const { last } = await clinic
    .selectFrom(table)
    .select(({ fn }) => fn.max("position").as("last"))
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
}

function toRoom({ position, active, ...row }: RoomRow): Room {
  return { ...row, active: active === 1 };
}

function toRoomRow(room: Room): Omit<RoomRow, "position"> {
  return { ...room, active: room.active ? 1 : 0 };
}

function toType({ position, nameFr, nameEn, otherNames, ...row }: AppointmentTypeRow): AppointmentType {
  return {
    ...row,
    name: { ...perLanguage(() => nameEn), ...namesIn(otherNames), fr: nameFr, en: nameEn },
    reasons: row.reasons === "" ? [] : row.reasons.split("\n"),
    minutesWith: minutesByDoctor(row.minutesWith),
    isDefault: row.isDefault === 1,
    active: row.active === 1,
  };
}

/** The names in languages other than the first two, which have their own columns. Written by toTypeRow. */
function namesIn(json: string): Partial<AppointmentType["name"]> {
  const names: unknown = JSON.parse(json);
  if (typeof names !== "object" || names === null) return {};
  return Object.fromEntries(Object.entries(names).filter(([key, name]) => isLanguage(key) && typeof name === "string"));
}

/** Written by toTypeRow. Parsed without zod, which would cost every start 8 ms. */
function minutesByDoctor(json: string): Readonly<Record<string, number>> {
  const stored: unknown = JSON.parse(json);
  const entries = typeof stored === "object" && stored !== null ? Object.entries(stored) : [];
  return Object.fromEntries(entries.flatMap(([id, minutes]) => (typeof minutes === "number" ? [[id, minutes]] : [])));
}

function toTypeRow({ name, ...type }: AppointmentType): Omit<AppointmentTypeRow, "position"> {
  return {
    ...type,
    nameFr: name.fr,
    nameEn: name.en,
    otherNames: JSON.stringify({ ...name, fr: undefined, en: undefined }),
    reasons: type.reasons.join("\n"),
    minutesWith: JSON.stringify(type.minutesWith),
    isDefault: type.isDefault ? 1 : 0,
    active: type.active ? 1 : 0,
  };
}

export class SqlOpeningHoursStore implements OpeningHoursStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async ofClinic(): Promise<WeeklyHours> {
    return (await weeklyHours(this.#clinic, {})).ofClinic;
  }

  async ofDoctors(): Promise<ReadonlyMap<string, WeeklyHours>> {
    return (await weeklyHours(this.#clinic, {})).ofDoctors;
  }

  setForClinic(hours: WeeklyHours): Promise<void> {
    return this.#replace(null, hours);
  }

  setForDoctor(doctorId: string, hours: WeeklyHours | null): Promise<void> {
    return this.#replace(doctorId, hours ?? closedAllWeek);
  }

  periods(): Promise<readonly HoursPeriod[]> {
    return hoursPeriods(this.#clinic, {});
  }

  async addPeriod({ hours, ...period }: HoursPeriod): Promise<void> {
    const row = { ...period, hours: JSON.stringify(openingHoursToJson(hours)) };
    await this.#clinic.insertInto("hoursPeriods").values(row).execute();
  }

  async removePeriod(periodId: string): Promise<boolean> {
    const result = await this.#clinic.deleteFrom("hoursPeriods").where("id", "=", periodId).executeTakeFirst();
    return result.numDeletedRows === 1n;
  }

  async #replace(doctorId: string | null, hours: WeeklyHours): Promise<void> {
    await this.#clinic.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom("weeklyHours")
        .where("doctorId", doctorId === null ? "is" : "=", doctorId)
        .execute();
      const rows = weekdays.flatMap((weekday) =>
        hours[weekday].map(({ opens, closes }) => ({ doctorId, weekday, opens, closes })),
      );
      if (rows.length > 0) await transaction.insertInto("weeklyHours").values(rows).execute();
    });
  }
}

const hoursPeriods = clinicSettings(
  (clinic) => clinic.selectFrom("hoursPeriods").selectAll().orderBy("firstDate").orderBy("id"),
  (rows: readonly HoursPeriodRow[]): readonly HoursPeriod[] => rows.map(toPeriod),
);

export function toPeriod({ id, doctorId, firstDate, lastDate, everyWeeks, hours }: HoursPeriodRow): HoursPeriod {
  return { id, doctorId, firstDate, lastDate, everyWeeks, hours: openingHoursFromJson(JSON.parse(hours)) };
}

const weeklyHours = clinicSettings(
  (clinic) => clinic.selectFrom("weeklyHours").selectAll().orderBy("opens"),
  weeklyHoursIn,
);

export function weeklyHoursIn(rows: readonly WeeklyHoursRow[]) {
  const found = new Map<string | null, Record<string, Interval[]>>();
  for (const { doctorId, weekday, opens, closes } of rows) {
    const week = found.get(doctorId) ?? {};
    (week[weekday] ??= []).push({ opens, closes });
    found.set(doctorId, week);
  }
  const ofDoctors = new Map<string, WeeklyHours>();
  for (const [doctorId, week] of found) if (doctorId !== null) ofDoctors.set(doctorId, { ...closedAllWeek, ...week });
  const ofClinic: WeeklyHours = { ...closedAllWeek, ...found.get(null) };
  return { ofClinic, ofDoctors };
}
