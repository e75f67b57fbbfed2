import type { SlotOffer } from "../../domain/booking/slots/availability.ts";
import { type Row, type Slot, type SlotChoice, distinctTimes, rowsOf } from "../../domain/booking/slots/slot.ts";
import { defaultBookingRules } from "../../domain/booking/booking-rules.ts";
import { warmHolidays } from "../../domain/booking/calendar/clinic-calendar.ts";
import { alreadyIn } from "../../domain/booking/transactions.ts";
import { endHolds, holdFree, slotsToHold } from "../../domain/booking/visits/holds.ts";
import { bookingPhrases } from "../../domain/booking/speech/phrases.ts";
import { spokenWhen } from "../../domain/booking/speech/speech.ts";
import {
  type SlotsReply,
  slotsSaid,
  spokenPeriodSlots,
  spokenRows,
  spokenSlots,
  timesToSay,
} from "../../domain/booking/speech/spoken-slots.ts";
import { passOnLapsedOffers } from "../../domain/booking/visits/waitlist.ts";
import { spokenWallTime } from "../../domain/language/dates/spoken-date.ts";
import { wishInWords, isOneDay } from "../../domain/language/dates/understand-date.ts";
import { type DateWish, anyHour } from "../../domain/language/dates/date-wish.ts";
import { type OtherTimes, otherTimes } from "../../domain/language/answers/understand-answer.ts";
import { partySize } from "../../domain/language/answers/visit-words.ts";
import { type WallDate, addDays } from "../../domain/time/wall-date.ts";
import { type Zone, dateAt, instantOf, todayIn, wallTimeAt } from "../../domain/time/zoned-time.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";
import { type Wanted, freeIn } from "./resolve.ts";

/** Sets `date` if all slots on offer are on one day: then a time alone identifies the slot. */
export async function offer(context: FunctionContext, wanted: Wanted, wish: DateWish): Promise<FunctionAnswer> {
  // A lapsed offer goes to the next patient in line first.
  await passOnLapsedOffers(context.bookings);
  const people = peopleIn(context);
  const direction = directionIn(context);
  const search = (within: FunctionContext) =>
    direction === null
      ? offerIn(wish, { wanted, people }, within)
      : offerBeyond(direction, within, { wanted, wish, people });
  return held(search, context, people);
}

interface Offered {
  readonly answer: FunctionAnswer;
  /** The slots that the answer names first. */
  readonly slots: readonly Slot[];
  readonly free: readonly Slot[];
}

/**
 * Runs the search and holds its first slots for this call in one transaction, so that nobody else can take them in
 * between.
 */
async function held(
  search: (context: FunctionContext) => Promise<Offered>,
  context: FunctionContext,
  people: number,
): Promise<FunctionAnswer> {
  const { bookings, spoken, request } = context;
  await warmHolidays({ startsAt: bookings.clock.now() }, bookings);
  return bookings.database.transactForHolds(async (stores) => {
    await endHolds(request.callId, stores, bookings);
    const within = { ...context, bookings: { ...bookings, outside: undefined, database: alreadyIn(stores) } };
    const { answer: said, slots, free } = await search(within);
    const [first] = slots;
    const row = people === 1 || first === undefined ? undefined : await rowAt(first, people, within);
    const choices = row ?? slotsToHold(timesToSay(slots, spoken.zone), free, spoken.zone);
    await holdFree(choices, request.callId, { stores, ports: bookings });
    return said;
  });
}

async function offerIn(wish: DateWish, asked: Asked, context: FunctionContext): Promise<Offered> {
  return offered(await startsIn(wish, asked, context), wish, context);
}

function offered(found: SlotOffer, wish: DateWish, context: FunctionContext): Offered {
  const shown = isOneDay(wish) ? found : acrossDays(found, wish, context.spoken.zone);
  return { answer: answer(found, wish, context), slots: shown.slots, free: found.slots };
}

/** How many people come one after the other: a digit, or the caller's own words. */
export function peopleIn({ request }: FunctionContext): number {
  const said = readArgument(request.args, "people") ?? "1";
  const count = /^\d+$/u.test(said) ? Number(said) : (partySize(`${said} personnes`) ?? 1);
  return Math.min(Math.max(count, 1), mostPeople);
}

const mostPeople = 6;

interface Asked {
  readonly wanted: Wanted;
  readonly people: number;
}

/** The free slots; for several people, the starts from which all of them fit in a row. */
async function startsIn(wish: DateWish, { wanted, people }: Asked, context: FunctionContext): Promise<SlotOffer> {
  const found = await freeIn(wish, wanted, context);
  if (people === 1 || found.slots.length === 0) return found;
  const rules = (await context.bookings.database.stores.rules.find()) ?? defaultBookingRules;
  return { slots: rowsOf(found.slots, people, rules.slotMinutes).map(([first]) => first), nextDate: null };
}

/** The consecutive visits from the chosen start; undefined if they are no longer free. */
export async function rowAt(
  { doctorId, typeId, startsAt }: SlotChoice,
  people: number,
  context: FunctionContext,
): Promise<Row | undefined> {
  const { zone } = context.spoken;
  const date = dateAt(startsAt, zone);
  const day = { first: date, last: date, weekdays: null, without: [], isEarliest: false, hours: anyHour };
  const { slots } = await freeIn(day, { doctorIds: [doctorId], typeId }, context);
  const rules = (await context.bookings.database.stores.rules.find()) ?? defaultBookingRules;
  return rowsOf(slots, people, rules.slotMinutes).find(([first]) => first.startsAt === startsAt);
}

function answer(found: SlotOffer, wish: DateWish, context: FunctionContext): FunctionAnswer {
  const { spoken } = context;
  if (found.isUnknown === true) {
    return { message: bookingPhrases[spoken.language].calendarUnknown, available: "false", available_slots: [] };
  }
  const shown = isOneDay(wish) ? found : acrossDays(found, wish, spoken.zone);
  const day = dayOf(shown, wish, spoken.zone);
  const reply = afterNotFree(found, replyTo(shown, { wish, day }, context), context);
  const available = String(shown.slots.length > 0);
  return { ...reply, available, ...(day === undefined ? {} : { date: day }), ...saidSpan(shown.slots, spoken.zone) };
}

/** A caller who names a time that is not free is first answered that it is taken. */
function afterNotFree(
  { notFree }: SlotOffer,
  reply: SlotsReply,
  { spoken: { language } }: FunctionContext,
): SlotsReply {
  if (notFree === undefined) return reply;
  const said = bookingPhrases[language].notFree(spokenWallTime(notFree, language));
  return { ...reply, message: `${said} ${reply.message}` };
}

function replyTo(
  shown: SlotOffer,
  { wish, day }: { readonly wish: DateWish; readonly day: WallDate | undefined },
  context: FunctionContext,
): SlotsReply {
  const { bookings, spoken } = context;
  const people = peopleIn(context);
  if (people > 1) return spokenRows(shown, { people, date: day ?? null }, spoken);
  if (day !== undefined) return spokenSlots(shown, day, spoken);
  return spokenPeriodSlots(shown, wishInWords(wish, todayIn(spoken.zone, bookings.clock), spoken.language), spoken);
}

/** The day of all slots on offer, if they share one. */
function dayOf({ slots }: SlotOffer, wish: DateWish, zone: Zone): WallDate | undefined {
  if (isOneDay(wish)) return wish.first;
  const [first] = slots;
  const days = new Set(slots.map(({ startsAt }) => dateAt(startsAt, zone)));
  return wish.isEarliest && first !== undefined && days.size === 1 ? dateAt(first.startsAt, zone) : undefined;
}

/** The first and last time that the message names, in case the caller then wants an earlier or a later one. */
function saidSpan(slots: readonly Slot[], zone: Zone): { readonly said_first?: string; readonly said_last?: string } {
  const said = slotsSaid(slots, zone);
  const [first, last] = [said[0], said.at(-1)];
  if (first === undefined || last === undefined) return {};
  return { said_first: localTime(first.startsAt, zone), said_last: localTime(last.startsAt, zone) };
}

function localTime(instant: number, zone: Zone): string {
  return `${dateAt(instant, zone)}T${wallTimeAt(instant, zone)}`;
}

const mostOfOneDay = 8;
/** With fewer times than this on the first day, a caller who wants to come soon has too little choice. */
const fewestTimes = 3;

/** The slots of the earliest day if the caller wants the earliest, otherwise the first times of each day. */
function acrossDays(found: SlotOffer, { isEarliest }: DateWish, zone: Zone): SlotOffer {
  const { slots, nextDate } = found;
  if (slots.length === 0) return found;
  const byDay = new Map<WallDate, Slot[]>();
  for (const slot of slots) {
    const date = dateAt(slot.startsAt, zone);
    const day = byDay.get(date);
    if (day === undefined) byDay.set(date, [slot]);
    else day.push(slot);
  }
  const [firstDay = []] = byDay.values();
  if (isEarliest && distinctTimes(firstDay).length >= fewestTimes) return { slots: firstDay, nextDate };
  return { slots: [...byDay.values()].flatMap((day) => distinctTimes(day).slice(0, mostOfOneDay)), nextDate };
}

interface Beyond {
  readonly direction: OtherTimes;
  readonly saidFirst: number;
  readonly saidLast: number;
}

/** null: the caller has no such wish, or nothing was offered yet. */
function directionIn({ request, spoken }: FunctionContext): Beyond | null {
  const direction = otherTimes(readArgument(request.args, "part_of_day") ?? "");
  const [first, last] = ["said_first", "said_last"].map((name) =>
    instantIn(readArgument(request.args, name), spoken.zone),
  );
  if (direction === null || first === undefined || last === undefined) return null;
  return { direction, saidFirst: first, saidLast: last };
}

function instantIn(text: string | undefined, zone: Zone): number | undefined {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/u.exec(text ?? "") ?? [];
  return date === undefined || time === undefined ? undefined : instantOf(date, time, zone);
}

/** Offers times before or after the named ones, or other times. If there are none, says so and asks for another day. */
async function offerBeyond(
  { direction, saidFirst, saidLast }: Beyond,
  context: FunctionContext,
  { wanted, wish, people }: Asked & { readonly wish: DateWish },
): Promise<Offered> {
  const { spoken, bookings } = context;
  const found = await startsIn({ ...wish, hours: anyHour }, { wanted, people }, context);
  const later = found.slots.filter(({ startsAt }) => startsAt > saidLast);
  const earlier = found.slots.filter(({ startsAt }) => startsAt < saidFirst);
  const fitting = { later, earlier, other: later.length > 0 ? later : earlier }[direction];
  if (fitting.length > 0) {
    const named = offered({ slots: fitting, nextDate: null }, wish, context);
    // A caller who wants other times may still choose one that was named before.
    const all = [...fitting, ...found.slots.filter((slot) => !fitting.includes(slot))];
    const { available_slots } = answer({ slots: all, nextDate: null }, wish, context);
    return { ...named, answer: { ...named.answer, available_slots }, free: found.slots };
  }
  const words = bookingPhrases[spoken.language];
  const today = todayIn(spoken.zone, bookings.clock);
  if (direction === "earlier" && isOneDay(wish) && wish.first > today) {
    const before = { ...wish, first: today, last: addDays(wish.first, -1), hours: anyHour, isEarliest: true };
    const sooner = await startsIn(before, { wanted, people }, context);
    if (sooner.slots.length > 0) return offered(sooner, before, context);
  }
  const message = `${words.nothingBeyond[direction](spokenWhen(direction === "later" ? saidLast : saidFirst, spoken))} ${words.otherDate}`;
  return { answer: { message, available: "false", available_slots: [] }, slots: [], free: [] };
}
