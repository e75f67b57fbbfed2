import type { Kysely } from "kysely";
import { closedAllWeek, weekdays, type Interval, type WeeklyHours } from "../../domain/clinic/opening-hours.ts";
import type { OpeningHoursStore } from "../../domain/clinic/ports.ts";
import { clinicStatement } from "./clinic-statement.ts";
import type { ClinicSchema, WeeklyHoursRow } from "./schema.ts";

export class SqlOpeningHoursStore implements OpeningHoursStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async ofClinic(): Promise<WeeklyHours> {
    return (await this.#all()).get(null) ?? closedAllWeek;
  }

  async ofDoctors(): Promise<ReadonlyMap<string, WeeklyHours>> {
    const own = new Map<string, WeeklyHours>();
    for (const [doctorId, hours] of await this.#all()) if (doctorId !== null) own.set(doctorId, hours);
    return own;
  }

  setForClinic(hours: WeeklyHours): Promise<void> {
    return this.#replace(null, hours);
  }

  setForDoctor(doctorId: string, hours: WeeklyHours | null): Promise<void> {
    return this.#replace(doctorId, hours ?? closedAllWeek);
  }

  async #all(): Promise<ReadonlyMap<string | null, WeeklyHours>> {
    const rows = await weeklyHours(this.#clinic, {});
    const found = new Map<string | null, Record<string, Interval[]>>();
    for (const { doctorId, weekday, opens, closes } of rows) {
      const week = found.get(doctorId) ?? {};
      (week[weekday] ??= []).push({ opens, closes });
      found.set(doctorId, week);
    }
    return new Map([...found].map(([owner, week]) => [owner, { ...closedAllWeek, ...week }]));
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

const weeklyHours = clinicStatement<WeeklyHoursRow>((clinic) =>
  clinic.selectFrom("weeklyHours").selectAll().orderBy("opens"),
);
