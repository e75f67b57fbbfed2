import { defaultBookingRules } from "../../domain/booking/booking-rules.ts";
import { type Slot, rowsOf } from "../../domain/booking/slots/slot.ts";
import { findSlots } from "../../domain/booking/slots/availability.ts";
import type { BookingPorts } from "../../domain/booking/ports.ts";
import type { Clinic, Doctor } from "../../domain/clinic/clinic.ts";
import { doctorInSentence } from "../../domain/clinic/doctor-name.ts";
import { spokenNumber, writtenNumber } from "../../domain/clinic/telephone/telephone.ts";
import { foldText } from "../../domain/language/fold-text.ts";
import type { Language } from "../../domain/language/language.ts";
import { spokenDate, spokenDayPart, spokenWallTime } from "../../domain/language/dates/spoken-date.ts";
import { type WallDate, addDays } from "../../domain/time/wall-date.ts";
import type { WallTime } from "../../domain/time/wall-time.ts";
import { dateAt, todayIn, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import type { Scenario } from "./schema.ts";

/** Fictitious names that share no word. */
const names = ["Awa Test", "Mika Essai", "Noor Probe", "Imani Muster", "Lou Prueba", "Tavi Ensayo"] as const;

/**
 * The simulated patient's name: it shares no word with the clinic or its doctors, so that one cannot be mistaken for
 * the other. If a clinic's doctors use up every name, the first one gets another surname.
 */
export function callerName(facts: Pick<ClinicFacts, "clinic" | "doctors">): string {
  const [first = ""] = fictitiousNames(facts);
  return first;
}

/** At least one first and last name that nobody at the clinic has. */
export function fictitiousNames({ clinic, doctors }: Pick<ClinicFacts, "clinic" | "doctors">): readonly string[] {
  const taken = new Set([clinic.name, ...doctors.map(({ name }) => name)].flatMap(words));
  const free = names.filter((name) => !words(name).some((word) => taken.has(word)));
  return free.length === 0 ? ["Zuzana Zkouska"] : free;
}

function words(name: string): readonly string[] {
  return foldText(name).match(/\p{L}+/gu) ?? [];
}

/** The caller's language: the clinic's first, or its second. */
export function callersLanguage(
  { caller }: Pick<Scenario, "caller">,
  { clinic }: Pick<ClinicFacts, "clinic">,
): Language {
  return caller.speaks === "second" ? (clinic.secondLanguage ?? clinic.language) : clinic.language;
}

/** The number as the clinic's assistant reads it back. */
function saidAt({ clinic }: ClinicFacts, { number }: CallerNumber, language: Language): string {
  return spokenNumber(number, clinic.country, language);
}

const placeholder = /\{\{\s*((?:clinic|caller)\b[^{}]*?)\s*\}\}/g;

/** The scenario with its {{clinic.…}} and {{caller.…}} filled in. @throws invalid for an unknown name */
export function fillPlaceholders(scenario: Scenario, facts: ClinicFacts, caller: CallerNumber): Scenario {
  const language = callersLanguage(scenario, facts);
  const root = {
    clinic: knownNames(facts, language),
    caller: { ...caller, said: saidAt(facts, caller, language), name: callerName(facts) },
  };
  return fill(scenario, (name) => {
    const value = valueAt(root, name);
    if (typeof value === "string") return value;
    throw new AscendiaError("invalid", `Scenario ${scenario.name}: {{${name}}} has no value at ${facts.clinic.slug}.`, {
      hint: `Names: ${namesIn(root).join(", ")}. List under "needs" what a clinic must have.`,
    });
  });
}

function fill<T>(value: T, valueOf: (name: string) => string): T;
function fill(value: unknown, valueOf: (name: string) => string): unknown {
  if (typeof value === "string") {
    return value.includes("{{") ? value.replaceAll(placeholder, (_, name: string) => valueOf(name)) : value;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, valueOf));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, valueOf)]));
}

/** By the open dates, which all of a clinic's calls at the same instant share. */
const namesByDates = new WeakMap<ClinicFacts["openDates"], Map<Language, ReturnType<typeof clinicNames>>>();

function knownNames(facts: ClinicFacts, language: Language): ReturnType<typeof clinicNames> {
  const known = namesByDates.get(facts.openDates) ?? new Map<Language, ReturnType<typeof clinicNames>>();
  namesByDates.set(facts.openDates, known);
  const made = known.get(language) ?? clinicNames(facts, language);
  known.set(language, made);
  return made;
}

function clinicNames({ clinic, phoneNumber, doctors, openDates }: ClinicFacts, language: Language) {
  const spoken = (time: WallTime) => ({ time, spoken: spokenWallTime(time, language) });
  return {
    id: clinic.id,
    slug: clinic.slug,
    secondLanguage: clinic.secondLanguage ?? "none",
    name: clinic.name,
    address: clinic.address,
    phone: clinic.phone,
    number: phoneNumber,
    transferNumber: clinic.transferNumber,
    emergencyNumber: clinic.emergencyNumber,
    doctors: doctors.map(({ id, name, specialty }) => ({
      id,
      name,
      specialty,
      said: doctorInSentence(name, language),
    })),
    openDates: openDates.map(({ date, times, timeApart }) => ({
      date,
      spoken: spokenDate(date, language),
      times: times.map(spoken),
      part: spokenDayPart(fullerPart(times), language),
      timeApart: timeApart === null ? null : spoken(timeApart),
    })),
    nextOpenDate: openDates[0]?.date,
    nextOpenDateSpoken: openDates[0] === undefined ? undefined : spokenDate(openDates[0].date, language),
  };
}

/** The half of the day with more times, since a clinic may open only in the afternoon. */
function fullerPart(times: readonly WallTime[]): "morning" | "afternoon" {
  const before = times.filter((time) => time < "12:00").length;
  return 2 * before >= times.length ? "morning" : "afternoon";
}

/** "clinic.doctors[0].name" */
function valueAt(root: unknown, name: string): unknown {
  const keys = name.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

function namesIn(value: unknown, path = ""): readonly string[] {
  if (typeof value === "string") return [path];
  if (Array.isArray(value)) return value.length === 0 ? [] : namesIn(value[0], `${path}[0]`);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => namesIn(item, path === "" ? key : `${path}.${key}`));
}

/**
 * Unassigned numbers: 555-01xx in North America (NANP), and the block that this project reserves for tests in other
 * countries.
 */
const fictitious: Readonly<Record<string, string>> = {
  US: "+15125550147",
  CA: "+15145550147",
  BJ: "+2290197000047",
  FR: "+33199000047",
};
const anywhere = "+14155550147";

export interface CallerNumber {
  /** E.164 */
  readonly number: string;
  /** As people in the clinic's country write it; with the calling code if the number is from another country. */
  readonly national: string;
  /** Digits only, as keyed in. */
  readonly keyed: string;
}

export function callerNumber(country: string, given?: string): CallerNumber {
  const number = given ?? fictitious[country] ?? anywhere;
  const national = writtenNumber(number, country);
  return { number, national, keyed: national.replace("+", "00").replaceAll(/\D/gu, "") };
}

/** A date on which the first doctor can be booked, with the free times of that day. */
export interface OpenDate {
  readonly date: WallDate;
  readonly times: readonly WallTime[];
  /** The first that stays free if `times[0]` is taken, buffers included; null if there is none. */
  readonly timeApart: WallTime | null;
  readonly twoInARow: boolean;
}

/** One clinic as scenarios see it. */
export interface ClinicFacts {
  readonly clinic: Clinic;
  /** The clinic's number, which callers dial. */
  readonly phoneNumber: string | null;
  readonly doctors: readonly Doctor[];
  readonly openDates: readonly OpenDate[];
}

/** How far ahead scenarios look for dates, and how many times of each they name. */
const DAYS_AHEAD = 21;
const TIMES_PER_DATE = 8;

/** Dates from tomorrow on with free slots of the first doctor, earliest first. */
export async function findOpenDates(doctors: readonly Doctor[], ports: BookingPorts): Promise<readonly OpenDate[]> {
  const [first] = doctors;
  if (first === undefined) return [];
  const { timezone } = ports.clinic;
  const today = todayIn(timezone, ports.clock);
  const { slots } = await findSlots(
    {
      doctorIds: [first.id],
      typeId: null,
      firstDate: addDays(today, 1),
      lastDate: addDays(today, DAYS_AHEAD),
      dayPart: null,
      callId: null,
    },
    ports,
  );
  const dates = new Map<string, Slot[]>();
  for (const slot of slots) {
    const date = dateAt(slot.startsAt, timezone);
    dates.set(date, [...(dates.get(date) ?? []), slot]);
  }
  const { slotMinutes } = (await ports.database.stores.rules.find()) ?? defaultBookingRules;
  return [...dates].map(([date, ofDate]) => openDate(date, ofDate, { timezone, slotMinutes }));
}

interface Grid {
  readonly timezone: string;
  readonly slotMinutes: number;
}

function openDate(date: WallDate, slots: readonly Slot[], { timezone, slotMinutes }: Grid): OpenDate {
  const [first] = slots;
  const apart = first && slots.find(({ blockedFrom }) => blockedFrom >= first.blockedTo);
  return {
    date,
    times: slots.slice(0, TIMES_PER_DATE).map(({ startsAt }) => wallTimeAt(startsAt, timezone)),
    timeApart: apart === undefined ? null : wallTimeAt(apart.startsAt, timezone),
    twoInARow: rowsOf(slots, 2, slotMinutes).length > 0,
  };
}

type Needs = NonNullable<Scenario["needs"]>;

/** Why a scenario does not apply to a clinic, or undefined if it does. */
export function unmetNeed(scenario: Scenario, facts: ClinicFacts, tools: ReadonlySet<string>): string | undefined {
  const { clinic } = facts;
  if (scenario.caller.speaks === "second" && clinic.secondLanguage === null) return "the clinic speaks one language";
  if (!scenario.languages.includes(callersLanguage(scenario, facts)))
    return `written for ${scenario.languages.join(", ")} only`;
  const needs: Needs = scenario.needs ?? {};
  if (needs.secondLanguage !== undefined && needs.secondLanguage !== (clinic.secondLanguage !== null)) {
    return needs.secondLanguage ? "the clinic speaks one language" : "the clinic speaks two languages";
  }
  const missing = needs.tools?.find((tool) => !tools.has(tool));
  if (missing !== undefined) return `the flow has no tool ${missing}`;
  return unmetByClinic(needs, facts);
}

type Check = readonly [met: boolean, why: string];

function unmetByClinic(needs: Needs, facts: ClinicFacts): string | undefined {
  const checks = [...calendarChecks(needs, facts), ...settingChecks(needs, facts)];
  return checks.find(([met]) => !met)?.[1];
}

function calendarChecks(needs: Needs, { clinic, doctors, openDates }: ClinicFacts): readonly Check[] {
  const times = openDates[0]?.times.length ?? 0;
  return [
    [needs.clinic === undefined || needs.clinic === clinic.slug, `it is a call of ${needs.clinic}`],
    [doctors.length >= (needs.doctors ?? 0), `needs ${needs.doctors} doctors, the clinic has ${doctors.length}`],
    [needs.noDoctors !== true || doctors.length === 0, "the clinic has doctors"],
    [openDates.length >= (needs.openDates ?? 0), `needs ${needs.openDates} bookable dates, found ${openDates.length}`],
    [times >= (needs.freeTimes ?? 0), `needs ${needs.freeTimes} free slots on the first bookable date, found ${times}`],
    [needs.twoInARow !== true || openDates[0]?.twoInARow === true, "no two visits in a row are free"],
    [needs.timeApart !== true || hasTimeApart(needs, openDates), "no time stays free if the first one is taken"],
  ];
}

function settingChecks(needs: Needs, { clinic }: ClinicFacts): readonly Check[] {
  const [transfers, emergencies] = [clinic.transferNumber !== null, clinic.emergencyNumber !== null];
  return [
    [fits(needs.sms, clinic.smsEnabled), clinic.smsEnabled ? "the clinic sends SMS" : "the clinic sends no SMS"],
    [needs.transferNumber === undefined || clinic.afterHours === null, "its transfers depend on the time of day"],
    [fits(needs.transferNumber, transfers), having("transfer number", transfers)],
    [fits(needs.emergencyNumber, emergencies), having("number for emergencies", emergencies)],
  ];
}

function hasTimeApart({ openDates: dates = 1 }: Needs, openDates: ClinicFacts["openDates"]): boolean {
  return openDates.slice(0, dates).every(({ timeApart }) => timeApart !== null);
}

function fits(needed: boolean | undefined, has: boolean): boolean {
  return needed === undefined || needed === has;
}

function having(what: string, has: boolean): string {
  return has ? `the clinic has a ${what}` : `the clinic has no ${what}`;
}
