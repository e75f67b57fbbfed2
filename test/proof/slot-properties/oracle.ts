import type { Appointment } from "../../../src/domain/booking/appointment.ts";
import type { CalendarException, Hold } from "../../../src/domain/booking/ports.ts";
import { type Interval, weekdays } from "../../../src/domain/clinic/opening-hours.ts";
import { wallClock } from "../../domain/time/wall-clock.ts";
import type { Scene } from "./clinic.ts";

const minute = 60_000;
/** Every time in a situation is a multiple of this. */
const step = 5 * minute;

export interface Expected {
  readonly doctorId: string;
  readonly typeId: string | null;
  readonly startsAt: number;
}

type Clock = ReturnType<typeof wallClock>;
type Test = (instant: number) => boolean;

/**
 * The slots of the date by the plain meaning of the rules: walks through the day in steps of five minutes, each judged
 * by Intl's local time. Shares only the stored rows with the engine.
 */
export async function expectedSlots(scene: Scene): Promise<readonly Expected[]> {
  const { doctorIds, typeIds, zone, ports } = scene;
  const taken = await takenAround(scene);
  const exceptions = await ports.database.stores.exceptions.between("0001-01-01", "9999-12-31");
  const clock = remembering(wallClock(zone));
  const visits = typeIds.length === 0 ? [null] : typeIds;
  return visits.flatMap((typeId, type) =>
    doctorIds.flatMap((doctorId, doctor) => {
      const { openedBy, isThere } = presence({ scene, exceptions, clock }, doctor);
      const starts = candidateStarts({ scene, clock }, openedBy);
      const visit = scene.given.types[type] ?? { minutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 };
      return starts
        .filter((at) => {
          const end = at + visit.minutes * minute;
          const span = [at - visit.bufferBeforeMinutes * minute, end + visit.bufferAfterMinutes * minute] as const;
          return every(at, end, isThere) && isFree(span, { scene, taken, doctorId });
        })
        .map((startsAt) => ({ doctorId, typeId, startsAt }));
    }),
  );
}

interface Around {
  readonly scene: Scene;
  readonly exceptions: readonly CalendarException[];
  readonly clock: Clock;
}

interface Presence {
  /** What makes a doctor available at an instant: "weekly", the id of an extra opening, or null. */
  readonly openedBy: (instant: number) => string | null;
  /** Whether no later exception makes them absent. */
  readonly isThere: Test;
}

/** Exceptions apply in the order in which they were added. */
function presence({ scene, exceptions, clock }: Around, doctor: number): Presence {
  const { given, doctorIds } = scene;
  const own = doctor === 1 ? given.ownHours : null;
  const concerning = exceptions
    .filter(
      ({ kind, doctorId }) =>
        doctorId === doctorIds[doctor] || (doctorId === null && (kind === "closed" || own === null)),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const stateAt = (instant: number): { openedBy: string | null; isOpen: boolean } => {
    const { date, minutes } = clock(instant);
    const isWeekly = (own ?? given.hours)[weekdayOf(date)].some((each) => covers(minutes, each));
    let [openedBy, isOpen, isAbsent] = [isWeekly ? "weekly" : null, isWeekly, false];
    for (const { id, kind, doctorId, firstDate, lastDate, fromTime, toTime } of concerning) {
      if (date < firstDate || lastDate < date || !covers(minutes, { opens: fromTime, closes: toTime })) continue;
      if (doctorId !== null) isAbsent = kind === "closed";
      if (kind === "closed") isOpen = false;
      else if (!isOpen && !isAbsent) [openedBy, isOpen] = [id, true];
    }
    return { openedBy, isOpen };
  };
  return { openedBy: (instant) => stateAt(instant).openedBy, isThere: (instant) => stateAt(instant).isOpen };
}

/** Counted from each opening of the date; not before the notice period, not after the horizon of two days. */
function candidateStarts(
  { scene, clock }: Pick<Around, "scene" | "clock">,
  openedBy: Presence["openedBy"],
): readonly number[] {
  const { given, date, ports } = scene;
  const now = ports.clock.now();
  if (daysBetween(clock(now).date, date) > 2) return [];
  const noon = noonOf(date);
  const starts: number[] = [];
  let openedAt: number | null = null;
  let opening: string | null = null;
  for (let at = noon - 30 * 60 * minute; at < noon + 30 * 60 * minute; at += step) {
    const by = clock(at).date === date ? openedBy(at) : null;
    if (by !== opening) openedAt = by === null ? null : at;
    opening = by;
    const isOnGrid = openedAt !== null && (at - openedAt) % (given.slotMinutes * minute) === 0;
    if (isOnGrid && at >= now + given.leastNoticeMinutes * minute) starts.push(at);
  }
  return starts;
}

interface Occupied {
  readonly scene: Scene;
  readonly taken: readonly (Appointment | Hold)[];
  readonly doctorId: string;
}

function isFree([from, to]: readonly [number, number], { scene, taken, doctorId }: Occupied): boolean {
  const clashing = taken.filter((each) => each.blockedFrom < to && from < each.blockedTo);
  if (clashing.some((each) => each.doctorId === doctorId)) return false;
  if (scene.roomIds.length === 0) return true;
  return scene.roomIds.some(
    (room, index) => scene.given.rooms[index] && clashing.every(({ roomId }) => roomId !== room),
  );
}

function covers(minutes: number, { opens, closes }: Interval): boolean {
  return minutesOf(opens) <= minutes && minutes < minutesOf(closes);
}

async function takenAround({ ports, date }: Scene): Promise<readonly (Appointment | Hold)[]> {
  const noon = noonOf(date);
  const span = { from: noon - 72 * 60 * minute, to: noon + 72 * 60 * minute };
  const { appointments, holds } = ports.database.stores;
  return [...(await appointments.startingWithin(span)), ...(await holds.liveOverlapping(span, ports.clock.now()))];
}

function every(from: number, to: number, test: (instant: number) => boolean): boolean {
  for (let at = from; at < to; at += step) if (!test(at)) return false;
  return true;
}

function noonOf(date: string): number {
  return Date.parse(`${date}T12:00:00Z`);
}

function weekdayOf(date: string): (typeof weekdays)[number] {
  return weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? "mon";
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function remembering(ask: Clock): Clock {
  const known = new Map<number, ReturnType<Clock>>();
  return (instant) => {
    const answer = known.get(instant) ?? ask(instant);
    known.set(instant, answer);
    return answer;
  };
}
