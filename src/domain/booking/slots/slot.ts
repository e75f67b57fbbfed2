import { MINUTE_MS } from "../../../clock.ts";
import { type Span, mergeSpans } from "../../time/spans.ts";
import { defaultVisitMinutes } from "../booking-rules.ts";
import type { ClinicCalendar } from "../calendar/clinic-calendar.ts";
import type { AppointmentType } from "../ports.ts";
import { inWorkingMinutes } from "../../language/dates/date-wish.ts";
import type { Language } from "../../language/language.ts";
import { languageWords } from "../../language/all-words.ts";
import type { TimeWish } from "../../language/dates/understand-time.ts";
import { minutesOfWallTime } from "../../time/wall-time.ts";
import { type Zone, wallTimeAt } from "../../time/zoned-time.ts";

/** A free time with a doctor, with and without the buffers; `roomId` is null at a clinic without rooms. */
export interface Slot {
  readonly doctorId: string;
  readonly roomId: string | null;
  readonly typeId: string | null;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blockedFrom: number;
  readonly blockedTo: number;
}

/** Identifies a slot: the doctor and the start do; the type determines the length. */
export type SlotChoice = Pick<Slot, "doctorId" | "startsAt" | "typeId">;

const separator = "~";

/**
 * An opaque id for a slot, which a language model passes back. It ends in a checksum that reveals a shortened or
 * misread id. Whether the slot is still free is known only when booking.
 */
export function slotIdOf({ doctorId, startsAt, typeId }: SlotChoice): string {
  const body = [doctorId, startsAt.toString(36), typeId ?? ""].join(separator);
  return `${body}${separator}${checksum(body)}`;
}

/** The slot an id stands for; undefined when the text is not a slot id or was garbled. */
export function readSlotId(text: string): SlotChoice | undefined {
  const [doctorId, start, typeId, check, more] = text.trim().split(separator);
  if (!doctorId || !start || typeId === undefined || check === undefined || more !== undefined) return undefined;
  if (checksum([doctorId, start, typeId].join(separator)) !== check) return undefined;
  return { doctorId, startsAt: Number.parseInt(start, 36), typeId: typeId === "" ? null : typeId };
}

/** FNV-1a, 32 bits, in base 36. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** What keeps a doctor, a room or both from others. */
interface Taken {
  readonly doctorId: string | null;
  readonly roomId: string | null;
  readonly blockedFrom: number;
  readonly blockedTo: number;
}

/** Like `Taken`, for the busy times of an external calendar. */
export interface Busy {
  readonly doctorId: string | null;
  readonly roomId: string | null;
  readonly spans: readonly Span[];
}

/** `openings`: where slots are counted from; `open`: what closures leave of them. Both sorted. */
export interface DoctorAvailability {
  readonly doctorId: string;
  readonly visit: Visit;
  readonly openings: readonly Span[];
  readonly open: readonly Span[];
}

interface FreeSlotQuery {
  readonly doctors: readonly DoctorAvailability[];
  /** Active rooms in the order they are filled; null at a clinic without rooms. */
  readonly rooms: readonly string[] | null;
  readonly taken: readonly Taken[];
  readonly busy: readonly Busy[];
  readonly slotMinutes: number;
  /** Where a slot may start; sorted and disjoint. */
  readonly starts: readonly Span[];
}

/**
 * Every free slot, earliest first, then in the order of the doctors. The visit lies within open hours. With its
 * buffers, it overlaps no other visit of the doctor or in the room, counting their buffers too.
 */
export function freeSlots(query: FreeSlotQuery): readonly Slot[] {
  const doctorIds = new Set(query.doctors.map(({ doctorId }) => doctorId));
  const ofDoctors = blockedSpans(query, ({ doctorId }) => doctorId, doctorIds);
  const ofRooms = blockedSpans(query, ({ roomId }) => roomId, new Set(query.rooms));
  return query.doctors
    .flatMap((doctor) =>
      slotsOfDoctor(doctor, query, {
        busy: meets(ofDoctors.get(doctor.doctorId) ?? []),
        rooms: query.rooms?.map((roomId) => ({ roomId, busy: meets(ofRooms.get(roomId) ?? []) })) ?? null,
      }),
    )
    .toSorted((a, b) => a.startsAt - b.startsAt);
}

type Test = (from: number, to: number) => boolean;

interface Conflicts {
  readonly busy: Test;
  readonly rooms: readonly { readonly roomId: string; readonly busy: Test }[] | null;
}

function slotsOfDoctor(doctor: DoctorAvailability, query: FreeSlotQuery, { busy, rooms }: Conflicts): Slot[] {
  const { doctorId, visit } = doctor;
  const mayStart = meets(query.starts);
  const isOpen = within(doctor.open);
  const slots: Slot[] = [];
  for (const startsAt of candidateStarts(doctor.openings, query)) {
    const endsAt = startsAt + visit.minutes * MINUTE_MS;
    if (!mayStart(startsAt, startsAt + 1) || !isOpen(startsAt, endsAt)) continue;
    const blockedFrom = startsAt - visit.bufferBeforeMinutes * MINUTE_MS;
    const blockedTo = endsAt + visit.bufferAfterMinutes * MINUTE_MS;
    if (busy(blockedFrom, blockedTo)) continue;
    const room = rooms?.find((candidate) => !candidate.busy(blockedFrom, blockedTo));
    if (rooms !== null && room === undefined) continue;
    const roomId = room?.roomId ?? null;
    slots.push({ doctorId, roomId, typeId: visit.typeId, startsAt, endsAt, blockedFrom, blockedTo });
  }
  return slots;
}

function candidateStarts(openings: readonly Span[], { slotMinutes, starts }: FreeSlotQuery): readonly number[] {
  const step = slotMinutes * MINUTE_MS;
  const earliest = starts[0]?.from ?? 0;
  const latest = starts.at(-1)?.to ?? 0;
  const candidates: number[] = [];
  for (const { from, to } of openings) {
    const skipped = Math.max(0, Math.ceil((earliest - from) / step));
    for (let start = from + skipped * step; start < to && start < latest; start += step) candidates.push(start);
  }
  return candidates;
}

/** When each owner (a doctor or a room) is taken. */
function blockedSpans(
  { taken, busy }: FreeSlotQuery,
  ownerOf: (blocked: Taken | Busy) => string | null,
  owners: ReadonlySet<string>,
): ReadonlyMap<string, readonly Span[]> {
  if (owners.size === 0) return new Map();
  const spans = new Map<string, Span[]>();
  const spansOf = (owner: string): Span[] => {
    const known = spans.get(owner) ?? [];
    spans.set(owner, known);
    return known;
  };
  for (const each of taken) {
    const owner = ownerOf(each);
    if (owner !== null && owners.has(owner)) spansOf(owner).push({ from: each.blockedFrom, to: each.blockedTo });
  }
  for (const each of busy) {
    const owner = ownerOf(each);
    if (owner !== null && owners.has(owner)) spansOf(owner).push(...each.spans);
  }
  return new Map([...spans].map(([owner, all]) => [owner, mergeSpans(all)]));
}

/** Whether a stretch overlaps one of the spans. Call it with rising times: it only looks ahead. */
function meets(spans: readonly Span[]): Test {
  let index = 0;
  return (from, to) => {
    while ((spans[index]?.to ?? Number.POSITIVE_INFINITY) <= from) index += 1;
    return (spans[index]?.from ?? Number.POSITIVE_INFINITY) < to;
  };
}

/** Whether a stretch lies within one of the spans. Call it with rising times. */
function within(spans: readonly Span[]): Test {
  let index = 0;
  return (from, to) => {
    while ((spans[index]?.to ?? Number.POSITIVE_INFINITY) <= from) index += 1;
    const span = spans[index];
    return span !== undefined && span.from <= from && to <= span.to;
  };
}

/** How long the doctor and the room are needed. `typeId` is null at a clinic without appointment types. */
interface Visit {
  readonly typeId: string | null;
  readonly minutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
}

const defaultVisit: Visit = {
  typeId: null,
  minutes: defaultVisitMinutes,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
};

/**
 * The visit of a type with a doctor; without a type, the default one of those the doctor offers. undefined when the
 * doctor does not offer the type.
 */
export function visitWith(
  calendar: Pick<ClinicCalendar, "types" | "typesOfDoctors">,
  doctorId: string,
  typeId: string | null,
): Visit | undefined {
  if (calendar.types.length === 0) return typeId === null ? defaultVisit : undefined;
  const offered = calendar.typesOfDoctors.get(doctorId);
  const possible = calendar.types.filter(({ id }) => offered?.includes(id) ?? true);
  const type = typeId === null ? defaultType(possible) : possible.find(({ id }) => id === typeId);
  return type === undefined ? undefined : visitOf(type, doctorId);
}

/** The type to book when no reason picks one; undefined: there is none. */
export function defaultType(types: readonly AppointmentType[]): AppointmentType | undefined {
  return types.find(({ isDefault }) => isDefault) ?? types[0];
}

/** The span that a visit of any type, or the default one, may block when it starts within the given span. */
export function blockedAround({ from, to }: Span, types: readonly AppointmentType[]): Span {
  const visits: readonly Omit<Visit, "typeId">[] = types.length === 0 ? [defaultVisit] : types;
  const before = Math.max(...visits.map(({ bufferBeforeMinutes }) => bufferBeforeMinutes));
  const after = Math.max(
    ...visits.map(({ minutes, bufferAfterMinutes }) => minutes + bufferAfterMinutes),
    ...types.flatMap(({ minutesWith, bufferAfterMinutes }) =>
      Object.values(minutesWith).map((minutes) => minutes + bufferAfterMinutes),
    ),
  );
  return { from: from - before * MINUTE_MS, to: to + after * MINUTE_MS };
}

function visitOf(
  { id, minutes, minutesWith, bufferBeforeMinutes, bufferAfterMinutes }: AppointmentType,
  doctorId: string,
): Visit {
  return { typeId: id, minutes: minutesWith[doctorId] ?? minutes, bufferBeforeMinutes, bufferAfterMinutes };
}

/** How to read a time: by the clinic's clock and language. */
interface ClockReading {
  readonly zone: Zone;
  readonly language: Language;
}

/**
 * The time of day that the caller means, given what is free: "3:30" is half past three in the afternoon when only that
 * is free; "the last one" is the last free time. Returns several when two fit equally well.
 */
export function minutesChosen(wish: TimeWish, free: readonly Slot[], reading: ClockReading): readonly number[] {
  if (wish.kind === "hours") return [];
  if (wish.kind === "position") {
    const slot = distinctTimes(free).at(wish.position);
    return slot === undefined ? [] : [minuteOf(slot, reading.zone)];
  }
  const [likeliest, ...others] = wish.minutes;
  if (likeliest === undefined || others.length === 0) return wish.minutes;
  const freeMinutes = new Set(free.map((slot) => minuteOf(slot, reading.zone)));
  const possible = wish.minutes.filter((minute) => freeMinutes.has(minute));
  if (possible.length === 0) return [inWorkingMinutes(wish.minutes)];
  // Where people use the 24-hour clock, "neuf heures" means the evening only when the morning is not free.
  return languageWords[reading.language].habits.hasTwentyFourHours ? possible.slice(0, 1) : possible;
}

/** One slot per time, so that a time offered by several doctors counts once. */
export function distinctTimes(slots: readonly Slot[]): readonly Slot[] {
  const seen = new Set<number>();
  return slots.filter(({ startsAt }) => !seen.has(startsAt) && seen.add(startsAt));
}

/** Minutes since 00:00 at which the slot begins, by the clinic's clock. */
export function minuteOf({ startsAt }: Slot, zone: Zone): number {
  return minutesOfWallTime(wallTimeAt(startsAt, zone)) ?? 0;
}

/** Visits that follow one another with the same doctor, earliest first. */
export type Row = readonly [Slot, ...Slot[]];

/**
 * The row of visits from every slot at which that many in a row are free. Between two visits no other slot fits: at
 * most one slot interval passes.
 */
export function rowsOf(slots: readonly Slot[], people: number, stepMinutes: number): readonly Row[] {
  const byDoctor = new Map<string, Slot[]>();
  for (const slot of slots) {
    const own = byDoctor.get(slot.doctorId);
    if (own === undefined) byDoctor.set(slot.doctorId, [slot]);
    else own.push(slot);
  }
  return slots.flatMap((slot) => {
    const row = rowFrom(slot, byDoctor.get(slot.doctorId) ?? [], people, stepMinutes * MINUTE_MS);
    return row === undefined ? [] : [row];
  });
}

function rowFrom(first: Slot, own: readonly Slot[], people: number, stepMs: number): Row | undefined {
  const row: [Slot, ...Slot[]] = [first];
  for (const slot of own) {
    const last = row.at(-1) ?? first;
    if (row.length === people) break;
    if (slot.blockedFrom < last.blockedTo || slot.startsAt <= last.startsAt) continue;
    if (slot.blockedFrom - last.blockedTo >= stepMs) return undefined;
    row.push(slot);
  }
  return row.length === people ? row : undefined;
}
