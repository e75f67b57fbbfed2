import { MINUTE_MS } from "../../../clock.ts";
import type { Doctor } from "../../clinic/clinic.ts";
import { doctorInSentence } from "../../clinic/doctor-name.ts";
import type { Language, Translated } from "../../language/language.ts";
import type { WallDate } from "../../time/wall-date.ts";
import { type Zone, daySpan, dateAt, todayIn } from "../../time/zoned-time.ts";
import { type Appointment, isActive } from "../appointment.ts";
import type { BookingPorts, BookingStores } from "../ports.ts";
import type { Busy } from "./slot.ts";

/** A visit, or a time on offer. */
export type VisitTime = Pick<Appointment, "doctorId" | "startsAt">;

/** Minutes by which the doctor is late on that day; 0: no delay is recorded. */
export function minutesLate({ late }: Pick<Doctor, "late">, date: WallDate): number {
  return late?.on === date ? late.minutes : 0;
}

/** Id of the busy time that a delay takes, among the busy times of external calendars. */
export const delayId = "late";

/** The busy times of late doctors: patients who already wait are seen before anyone new. */
export function delays(
  doctors: readonly Doctor[],
  zone: Zone,
  now: number,
): readonly (Busy & { readonly id: string })[] {
  const late = doctors.filter((doctor) => doctor.late !== undefined);
  if (late.length === 0) return [];
  const today = dateAt(now, zone);
  return late.flatMap((doctor) => {
    const minutes = minutesLate(doctor, today);
    const spans = [{ from: now, to: now + minutes * MINUTE_MS }];
    return minutes === 0 ? [] : [{ id: delayId, doctorId: doctor.id, roomId: null, spans }];
  });
}

/** Today's active visits that have not begun. */
export function stillToday(visits: readonly Appointment[], doctorId: string, now: number): readonly Appointment[] {
  return visits.filter((visit) => visit.doctorId === doctorId && isActive(visit) && visit.startsAt > now);
}

interface LateDoctor {
  readonly doctor: Doctor;
  /** 0: on time again. */
  readonly minutes: number;
}

/**
 * Records that the doctor is late today, or no longer late. Calls `write` for each visit left that day, if the delay is
 * new. @returns the updated doctor and those visits
 */
export async function noteLate(
  { doctor, minutes }: LateDoctor,
  {
    save,
    write,
  }: {
    readonly save: (doctor: Doctor) => Promise<void>;
    readonly write: (visit: Appointment, minutes: number, stores: BookingStores) => Promise<void>;
  },
  { database, clinic, clock }: Pick<BookingPorts, "database" | "clinic" | "clock">,
): Promise<{ readonly doctor: Doctor; readonly visits: readonly Appointment[] }> {
  const today = todayIn(clinic.timezone, clock);
  const { late, ...onTime } = doctor;
  const after = minutes === 0 ? onTime : { ...onTime, late: { on: today, minutes } };
  const wasSaid = minutesLate({ late }, today);
  const visits = stillToday(
    await database.stores.appointments.startingWithin(daySpan(today, clinic.timezone)),
    doctor.id,
    clock.now(),
  );
  await save(after);
  if (minutes > 0 && minutes !== wasSaid) {
    await database.transact(async (stores) => {
      for (const visit of visits) await write(visit, minutes, stores);
    });
  }
  return { doctor: after, visits };
}

const sentences: Translated<(doctor: string, minutes: number) => string> = {
  fr: (doctor, minutes) => `Je vous préviens : ${doctor} a environ ${minutes} minutes de retard aujourd'hui.`,
  en: (doctor, minutes) => `Please note: ${doctor} is running about ${minutes} minutes late today.`,
  es: (doctor, minutes) => `Le aviso: hoy ${doctor} lleva unos ${minutes} minutos de retraso.`,
};

/** What a caller hears about delays of the doctors of these times; undefined: none is late today. */
export function spokenDelays(
  times: readonly VisitTime[],
  {
    doctors,
    now,
    zone,
    language,
  }: {
    readonly doctors: readonly Doctor[];
    readonly now: number;
    readonly zone: Zone;
    readonly language: Language;
  },
): string | undefined {
  const today = dateAt(now, zone);
  const coming = times.filter(({ startsAt }) => startsAt > now && dateAt(startsAt, zone) === today);
  const said = doctors
    .filter(({ id }) => coming.some(({ doctorId }) => doctorId === id))
    .flatMap((doctor) => {
      const minutes = minutesLate(doctor, today);
      return minutes === 0 ? [] : [sentences[language](doctorInSentence(doctor.name, language), minutes)];
    });
  return said.length === 0 ? undefined : said.join(" ");
}
