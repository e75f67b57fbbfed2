import { type Translated, joinChoices, spokenChoices } from "../../language/language.ts";
import { nearDays } from "../../language/dates/understand-date.ts";
import { oneLine } from "../../language/plain-text.ts";
import { spokenDate } from "../../language/dates/spoken-date.ts";
import { type WallDate, daysBetween } from "../../time/wall-date.ts";
import { type Zone, dateAt, wallTimeAt } from "../../time/zoned-time.ts";
import type { SlotOffer } from "../slots/availability.ts";
import type { Unavailable } from "../visits/book-appointment.ts";
import type { LimitReached } from "../patients/booking-limits.ts";
import { type Slot, type SlotChoice, distinctTimes, slotIdOf } from "../slots/slot.ts";
import type { Patient } from "../ports.ts";
import { bookingPhrases } from "./phrases.ts";
import { type SpokenContext, type SpokenReply, doctorSaid, spokenDoctor, spokenTimeOn, spokenWhen } from "./speech.ts";

/** Keeps a reply well below the 15,000 characters that the flow accepts. */
const mostSlots = 40;

export interface SlotsReply extends SpokenReply {
  /** `time` as spoken, `id` to book with. */
  readonly available_slots: readonly { readonly time: string; readonly id: string; readonly doctor: string }[];
  /** "YYYY-MM-DD", when nothing is free on the requested date. */
  readonly next_available_date?: WallDate;
}

/** What is free on `date`, or after it if the search covers more dates. */
export function spokenSlots(offer: SlotOffer, date: WallDate, context: SpokenContext): SlotsReply {
  const words = bookingPhrases[context.language];
  if (offer.slots.length > 0) {
    const { times, doctor, available_slots } = choices(offer.slots, date, context);
    return { message: words.slots(times, doctor), available_slots };
  }
  const { today = date, language } = context;
  const none = words.noSlots(spokenDate(date, language, Math.abs(daysBetween(today, date)) > nearDays));
  const noSlots = offer.isBeingChosen === true ? `${words.beingChosen} ${none}` : none;
  if (offer.nextDate === null) return { message: noSlots, available_slots: [] };
  const message = `${noSlots} ${words.nextDate(spokenDate(offer.nextDate, context.language))}`;
  return { message, available_slots: [], next_available_date: offer.nextDate };
}

/** What is free in a period, day by day; `period` is its wording. */
export function spokenPeriodSlots(offer: SlotOffer, period: string, context: SpokenContext): SlotsReply {
  const words = bookingPhrases[context.language];
  if (offer.slots.length > 0) {
    const { times, doctor, available_slots } = choices(offer.slots, null, context);
    return { message: words.slots(times, doctor), available_slots };
  }
  const none = words.noSlotsIn(period);
  const noSlots = offer.isBeingChosen === true ? `${words.beingChosen} ${none}` : none;
  if (offer.nextDate === null) return { message: noSlots, available_slots: [] };
  const message = `${noSlots} ${words.nextDate(spokenDate(offer.nextDate, context.language))}`;
  return { message, available_slots: [], next_available_date: offer.nextDate };
}

interface RowsWanted {
  readonly people: number;
  /** null: several days. */
  readonly date: WallDate | null;
}

/** The times from which several people can come one after the other. */
export function spokenRows(offer: SlotOffer, { people, date }: RowsWanted, context: SpokenContext): SlotsReply {
  const words = bookingPhrases[context.language];
  if (offer.slots.length === 0) return { message: words.noRow(people), available_slots: [] };
  const { times, available_slots } = choices(offer.slots, date, context);
  return { message: words.rows(people, times), available_slots };
}

/** Why the slot is not available, and what to offer instead. */
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
  if (reason === "limit" || reason === "withheld") return { message: why, available_slots: [], booked: false };
  const { nextDate } = alternatives;
  if (nextDate === null) return { message: `${why} ${words.otherDate}`, available_slots: [], booked: false };
  const next = words.nextDate(spokenDate(nextDate, context.language));
  const message = `${why} ${next} ${words.otherDate}`;
  return { message, available_slots: [], next_available_date: nextDate, booked: false };
}

interface LimitFacts {
  readonly limit: LimitReached;
  readonly choice: SlotChoice;
  readonly patient: Pick<Patient, "name">;
}

/** Says what was understood, so that the team need not ask again. */
export function spokenLimit(
  { limit, choice, patient }: LimitFacts,
  context: SpokenContext,
): SlotsReply & { readonly booked: false } {
  const words = bookingPhrases[context.language];
  const time = words.withDoctor(spokenWhen(choice.startsAt, context), doctorSaid(choice.doctorId, context));
  const understood = words.understood(time, oneLine(patient.name)).replaceAll(/\.{2,}/gu, ".");
  return { message: `${understood} ${words.unavailable[limit]}`, available_slots: [], booked: false };
}

function choices(
  slots: readonly Slot[],
  date: WallDate | null,
  context: SpokenContext,
): {
  readonly times: string;
  /** null: several doctors, or one who no longer works at the clinic. */
  readonly doctor: string | null;
  readonly available_slots: SlotsReply["available_slots"];
} {
  const words = bookingPhrases[context.language];
  const shown = slots.slice(0, mostSlots);
  const hasSeveralDoctors = shown.some(({ doctorId }) => doctorId !== shown[0]?.doctorId);
  const said = timesToSay(shown, context.zone);
  // One more than is read out, to show that there are others.
  const times = said.slice(0, spokenChoices + 1).map(({ startsAt, doctorId }, index) => {
    // The first time includes its day, so that the caller hears which day was understood.
    const time = spokenTimeOn(startsAt, index === 0 ? null : date, context);
    return hasSeveralDoctors ? words.withDoctor(time, doctorSaid(doctorId, context)) : time;
  });
  const timeOf = onceEach((startsAt: number) => spokenTimeOn(startsAt, date, context));
  const doctorOf = onceEach((doctorId: string) => spokenDoctor(doctorId, context));
  const available_slots = shown.map((slot) => ({
    time: timeOf(slot.startsAt),
    id: slotIdOf(slot),
    doctor: doctorOf(slot.doctorId),
  }));
  const isAfternoon = ({ startsAt }: Slot): boolean => wallTimeAt(startsAt, context.zone) >= "12:00";
  const which = date !== null && said.slice(spokenChoices).every(isAfternoon) ? afternoon[context.language] : "";
  const [first] = shown;
  const isKnown = !hasSeveralDoctors && context.doctors.some(({ id }) => id === first?.doctorId);
  const doctor = first !== undefined && isKnown ? doctorSaid(first.doctorId, context) : null;
  return { times: joinChoices(times, context.language, which), doctor, available_slots };
}

/** Caches by key: several doctors offer the same time, and each doctor offers several times. */
function onceEach<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** The slots whose times a sentence names, in its order. */
export function slotsSaid(slots: readonly Slot[], zone: Zone): readonly Slot[] {
  return timesToSay(slots.slice(0, mostSlots), zone).slice(0, spokenChoices);
}

const afternoon: Translated = { fr: " l'après-midi", en: " in the afternoon", es: " en la tarde" };

/** Each time once; over several days, the first time of each. */
export function timesToSay(slots: readonly Slot[], zone: Zone): readonly Slot[] {
  const times = distinctTimes(slots);
  const days = new Set<WallDate>();
  const firstOfDays = times.filter(({ startsAt }) => {
    const day = dateAt(startsAt, zone);
    return !days.has(day) && days.add(day);
  });
  return firstOfDays.length > 1 ? firstOfDays : times;
}
