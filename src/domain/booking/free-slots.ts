import type { Span } from "../time/spans.ts";
import { mergeSpans } from "../time/spans.ts";
import type { Visit } from "./visit.ts";
import type { Slot } from "./slot.ts";

const msPerMinute = 60_000;

/** An appointment or hold, as far as it keeps a doctor and a room from others. */
export interface Taken {
  readonly doctorId: string;
  readonly roomId: string | null;
  readonly blockedFrom: number;
  readonly blockedTo: number;
}

/** `openings` are where slots are counted from, `open` is what is left of them after closures; both sorted. */
export interface DoctorAvailability {
  readonly doctorId: string;
  readonly visit: Visit;
  readonly openings: readonly Span[];
  readonly open: readonly Span[];
}

export interface FreeSlotQuery {
  readonly doctors: readonly DoctorAvailability[];
  /** Active rooms in the order they are taken; null at a clinic that has none. */
  readonly rooms: readonly string[] | null;
  readonly taken: readonly Taken[];
  readonly slotMinutes: number;
  /** Where a slot may start; sorted, apart from each other. */
  readonly starts: readonly Span[];
}

/**
 * Every free slot, earliest first, doctors in the order given. The visit lies within open hours; the visit with its
 * buffers overlaps no other visit with its buffers, of the doctor or in the room.
 */
export function freeSlots(query: FreeSlotQuery): readonly Slot[] {
  const roomSpans =
    query.rooms?.map((roomId) => ({
      roomId,
      spans: blockedSpans(query.taken.filter((taken) => taken.roomId === roomId)),
    })) ?? null;
  return query.doctors
    .flatMap((doctor) => {
      const busy = blockedSpans(query.taken.filter((taken) => taken.doctorId === doctor.doctorId));
      return slotsOfDoctor(doctor, query, {
        busy: meets(busy),
        rooms: roomSpans?.map(({ roomId, spans }) => ({ roomId, busy: meets(spans) })) ?? null,
      });
    })
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
    const endsAt = startsAt + visit.minutes * msPerMinute;
    if (!mayStart(startsAt, startsAt + 1) || !isOpen(startsAt, endsAt)) continue;
    const blockedFrom = startsAt - visit.bufferBeforeMinutes * msPerMinute;
    const blockedTo = endsAt + visit.bufferAfterMinutes * msPerMinute;
    if (busy(blockedFrom, blockedTo)) continue;
    const room = rooms?.find((candidate) => !candidate.busy(blockedFrom, blockedTo));
    if (rooms !== null && room === undefined) continue;
    const roomId = room?.roomId ?? null;
    slots.push({ doctorId, roomId, typeId: visit.typeId, startsAt, endsAt, blockedFrom, blockedTo });
  }
  return slots;
}

function candidateStarts(openings: readonly Span[], { slotMinutes, starts }: FreeSlotQuery): readonly number[] {
  const step = slotMinutes * msPerMinute;
  const earliest = starts[0]?.from ?? 0;
  const latest = starts.at(-1)?.to ?? 0;
  const candidates: number[] = [];
  for (const { from, to } of openings) {
    const skipped = Math.max(0, Math.ceil((earliest - from) / step));
    for (let start = from + skipped * step; start < to && start < latest; start += step) candidates.push(start);
  }
  return candidates;
}

function blockedSpans(taken: readonly Taken[]): readonly Span[] {
  return mergeSpans(taken.map(({ blockedFrom, blockedTo }) => ({ from: blockedFrom, to: blockedTo })));
}

/** Whether a stretch overlaps one of the spans. Must be asked in rising order: it only looks ahead. */
function meets(spans: readonly Span[]): Test {
  let index = 0;
  return (from, to) => {
    while ((spans[index]?.to ?? Number.POSITIVE_INFINITY) <= from) index += 1;
    return (spans[index]?.from ?? Number.POSITIVE_INFINITY) < to;
  };
}

/** Whether a stretch lies within one of the spans. Must be asked in rising order. */
function within(spans: readonly Span[]): Test {
  let index = 0;
  return (from, to) => {
    while ((spans[index]?.to ?? Number.POSITIVE_INFINITY) <= from) index += 1;
    const span = spans[index];
    return span !== undefined && span.from <= from && to <= span.to;
  };
}
