import { joinChoices } from "../language/spoken-list.ts";
import { spokenDate } from "../language/spoken-date.ts";
import type { WallDate } from "../time/wall-date.ts";
import { dateAt } from "../time/zoned-time.ts";
import { holdMinutes } from "./booking-rules.ts";
import type { SlotOffer } from "./find-slots.ts";
import { bookingPhrases } from "./phrases.ts";
import type { Hold } from "./records.ts";
import type { Slot } from "./slot.ts";
import { slotIdOf } from "./slot.ts";
import type { SpokenContext, SpokenReply } from "./spoken-context.ts";
import { doctorSaid, instantSaid, timeSaid } from "./spoken-context.ts";
import type { Unavailable } from "./unavailable.ts";

/** Keeps a reply well under the 15,000 characters that the flow takes in. */
const mostSlots = 40;

export interface SlotsReply extends SpokenReply {
  /** `time` as said, `id` to book with. */
  readonly available_slots: readonly { readonly time: string; readonly id: string; readonly doctor: string }[];
  /** "YYYY-MM-DD", when nothing is free on the date asked for. */
  readonly next_available_date?: WallDate;
}

/** What is free on `date`, or after it when the window was longer. */
export function spokenSlots(offer: SlotOffer, date: WallDate, context: SpokenContext): SlotsReply {
  const words = bookingPhrases[context.language];
  if (offer.slots.length > 0) {
    const { times, available_slots } = choices(offer.slots, date, context);
    return { message: words.slots(times), available_slots };
  }
  const noSlots = words.noSlots(spokenDate(date, context.language));
  if (offer.nextDate === null) return { message: noSlots, available_slots: [] };
  const message = `${noSlots} ${words.nextDate(spokenDate(offer.nextDate, context.language))}`;
  return { message, available_slots: [], next_available_date: offer.nextDate };
}

/** Why the slot cannot be had, and what to take instead. */
export function spokenUnavailable(
  { reason, alternatives }: Unavailable,
  context: SpokenContext,
): SlotsReply & { readonly booked: false } {
  const words = bookingPhrases[context.language];
  const why = words.unavailable[reason];
  const [first] = alternatives.slots;
  if (first !== undefined) {
    const { times, available_slots } = choices(alternatives.slots, dateAt(first.startsAt, context.zone), context);
    return { message: `${why} ${words.instead(times)}`, available_slots, booked: false };
  }
  const { nextDate } = alternatives;
  if (nextDate === null) return { message: `${why} ${words.otherDate}`, available_slots: [], booked: false };
  const next = words.nextDate(spokenDate(nextDate, context.language));
  const message = `${why} ${next} ${words.otherDate}`;
  return { message, available_slots: [], next_available_date: nextDate, booked: false };
}

/** Told once a slot is held; the id books it. */
export function spokenHold(hold: Hold, context: SpokenContext): SpokenReply & { readonly slot_id: string } {
  const message = bookingPhrases[context.language].held(instantSaid(hold.startsAt, context), holdMinutes);
  return { message, slot_id: slotIdOf(hold) };
}

function choices(
  slots: readonly Slot[],
  date: WallDate,
  context: SpokenContext,
): { readonly times: string; readonly available_slots: SlotsReply["available_slots"] } {
  const words = bookingPhrases[context.language];
  const shown = slots.slice(0, mostSlots);
  const hasSeveralDoctors = shown.some(({ doctorId }) => doctorId !== shown[0]?.doctorId);
  const times = shown.map(({ startsAt, doctorId }) => {
    const time = timeSaid(startsAt, date, context);
    return hasSeveralDoctors ? words.withDoctor(time, doctorSaid(doctorId, context)) : time;
  });
  const available_slots = shown.map((slot) => ({
    time: timeSaid(slot.startsAt, date, context),
    id: slotIdOf(slot),
    doctor: doctorSaid(slot.doctorId, context),
  }));
  return { times: joinChoices(times, context.language), available_slots };
}
