import { shortId } from "../../find-by-id.ts";
import { doctorName } from "../../clinic/doctor-name.ts";
import { AscendiaError } from "../../../errors.ts";
import type { Doctor } from "../../clinic/clinic.ts";
import { type WeeklyHours, type HoursPeriod, mistakenText, assertEverThere } from "../../clinic/opening-hours.ts";
import type { OpeningHoursStore } from "../../clinic/ports.ts";
import { foldText } from "../../language/fold-text.ts";
import { languageFacts, languages, perLanguage } from "../../language/language.ts";
import { assertSayableName, oneLine } from "../../language/plain-text.ts";
import { affectedAppointments } from "./affected-appointments.ts";
import type { Appointment } from "../appointment.ts";
import { type BookingRules, type HolidayRules, defaultVisitMinutes } from "../booking-rules.ts";
import type { ClinicCalendar } from "../calendar/clinic-calendar.ts";
import { comingAppointments } from "../patients/find-appointments.ts";
import type { AppointmentType, AppointmentTypeStore, BookingPorts, Room, Holiday } from "../ports.ts";
import type { WallDate } from "../../time/wall-date.ts";
import { todayIn } from "../../time/zoned-time.ts";

/** What one doctor offers; null: every type, including those added later. */
interface OfferedTypes {
  readonly doctor: Doctor;
  readonly typeIds: readonly string[] | null;
}

interface TypeOffer {
  readonly typeId: string;
  /** null: every doctor. */
  readonly doctorIds: readonly string[] | null;
}

/**
 * The changes after which exactly those doctors offer the type; everything else stays as it is.
 * @throws conflict when that would leave a doctor without any type, which is not allowed
 */
export async function planOffer(
  { typeId, doctorIds }: TypeOffer,
  doctors: readonly Doctor[],
  types: Pick<AppointmentTypeStore, "list" | "ofDoctors">,
): Promise<readonly OfferedTypes[]> {
  const all = [...(await types.list()).map(({ id }) => id).filter((id) => id !== typeId), typeId];
  const offered = await types.ofDoctors();
  return doctors.flatMap((doctor) => {
    const before = offered.get(doctor.id);
    const isWanted = doctorIds === null || doctorIds.includes(doctor.id);
    if (isWanted === (before?.includes(typeId) ?? true)) return [];
    const others = (before ?? all).filter((id) => id !== typeId);
    if (isWanted) return [{ doctor, typeIds: others.length + 1 === all.length ? null : [...others, typeId] }];
    if (others.length === 0) throw nothingLeft(doctor);
    return [{ doctor, typeIds: others }];
  });
}

/** @throws conflict when a doctor offers no other active type */
export async function assertNotLastType(
  { id: typeId }: AppointmentType,
  doctors: readonly Doctor[],
  types: Pick<AppointmentTypeStore, "list" | "ofDoctors">,
): Promise<void> {
  const offered = await types.ofDoctors();
  const others = (await types.list()).map(({ id }) => id).filter((id) => id !== typeId);
  if (others.length === 0) return;
  const affected = doctors.find(({ id }) => offered.get(id)?.every((each) => !others.includes(each)) ?? false);
  if (affected !== undefined) throw nothingLeft(affected);
}

function nothingLeft({ name }: Doctor): AscendiaError {
  return new AscendiaError("conflict", `${doctorName(name)} would offer no appointment type and could not be booked.`, {
    hint: "Let the doctor offer another type first (type:update --doctor), or remove the doctor (doctor:remove).",
  });
}

export interface HoursChange {
  /** null: the clinic's own hours. */
  readonly doctor: Doctor | null;
  /** null: the doctor keeps the clinic's hours from now on. */
  readonly hours: WeeklyHours | null;
}

export interface HoursPlan extends HoursChange {
  readonly before: WeeklyHours | null;
  readonly affected: readonly Appointment[];
}

/** @throws invalid when a doctor would never be available */
export async function planHours({ doctor, hours }: HoursChange, ports: BookingPorts): Promise<HoursPlan> {
  if (doctor !== null && hours !== null) assertEverThere(doctor.name, hours);
  const { stores } = ports.database;
  const before = doctor === null ? await stores.hours.ofClinic() : (await stores.hours.ofDoctors()).get(doctor.id);
  const affected = await affectedAppointments((calendar) => changed(calendar, { doctor, hours }), ports);
  return { doctor, hours, before: before ?? null, affected };
}

export async function setHours(
  { doctor, hours }: HoursChange,
  store: Pick<OpeningHoursStore, "setForClinic" | "setForDoctor">,
): Promise<void> {
  if (doctor !== null) await store.setForDoctor(doctor.id, hours);
  else if (hours !== null) await store.setForClinic(hours);
}

function changed(calendar: ClinicCalendar, { doctor, hours }: HoursChange): ClinicCalendar {
  if (doctor === null) return { ...calendar, clinicHours: hours ?? calendar.clinicHours };
  const doctorHours = new Map(calendar.doctorHours);
  if (hours === null) doctorHours.delete(doctor.id);
  else doctorHours.set(doctor.id, hours);
  return { ...calendar, doctorHours };
}

interface RoomPlan {
  readonly room: Room;
  /** Upcoming appointments in a room no longer in use; they stay booked. */
  readonly affected: readonly Appointment[];
  /**
   * Once a clinic has rooms, every appointment needs one: while none is in use, nothing can be booked. To stop limiting
   * bookings by room, a clinic removes its rooms; rooms that were ever used stay on record.
   */
  readonly leavesNone: boolean;
}

/** @throws invalid, conflict when another room has that name */
export async function planRoom(room: Room, ports: BookingPorts): Promise<RoomPlan> {
  const name = oneLine(room.name);
  if (name === "") {
    throw new AscendiaError("invalid", "The room's name is empty.", { hint: 'Name it, such as "Salle 1".' });
  }
  assertSayableName(name, "The room's name");
  const mistaken = mistakenText(name);
  if (mistaken !== null) {
    throw new AscendiaError("invalid", `"${name}" cannot be a room's name, since it reads as ${mistaken}.`, {
      hint: 'Name it, such as "Salle 1".',
    });
  }
  const others = (await ports.database.stores.rooms.list()).filter(({ id }) => id !== room.id);
  const namesake = others.find((other) => foldText(other.name) === foldText(name));
  if (namesake !== undefined) {
    throw new AscendiaError("conflict", `The clinic already has a room named "${namesake.name}".`, {
      hint: namesake.active
        ? "Choose another name."
        : `Use it again with: ascendia room:update "${namesake.name}" --active`,
    });
  }
  const coming = room.active ? [] : await comingAppointments(ports);
  return {
    room: { ...room, name },
    affected: coming.filter(({ roomId }) => roomId === room.id),
    leavesNone: !room.active && others.every(({ active }) => !active),
  };
}

/** The defaults of a type for which only a name is given. */
export const plainType: Omit<AppointmentType, "id" | "name"> = {
  minutes: defaultVisitMinutes,
  minutesWith: {},
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  reasons: [],
  patients: "anyone",
  isDefault: false,
  active: true,
};

/** The type with its names trimmed. @throws invalid, conflict when another active type has one of the names */
export async function planType(
  type: AppointmentType,
  types: Pick<AppointmentTypeStore, "list">,
): Promise<AppointmentType> {
  const name = perLanguage((language) => oneLine(type.name[language]));
  const unnamed = languages.filter((language) => name[language] === "");
  if (unnamed.length > 0) {
    const which = unnamed.map((language) => languageFacts(language).englishName).join(" and ");
    throw new AscendiaError("invalid", `The appointment type has no name in ${which}.`, {
      hint: `Pass ${unnamed.map((language) => `--name-${language}`).join(" and ")}; names may be the same.`,
    });
  }
  for (const each of Object.values(name)) assertSayableName(each, "The appointment type's name");
  const taken = (await types.list()).find((other) => other.id !== type.id && sharesName(other.name, name));
  if (taken === undefined) return { ...type, name };
  throw new AscendiaError(
    "conflict",
    `The clinic already has a type "${[...new Set(Object.values(taken.name))].join('" / "')}".`,
    {
      hint: `Choose other names, or change the existing one with: ascendia type:update ${shortId(taken.id)}`,
    },
  );
}

function sharesName(left: AppointmentType["name"], right: AppointmentType["name"]): boolean {
  return languages.some((language) => foldText(left[language]) === foldText(right[language]));
}

export interface PeriodRequest extends Omit<HoursPeriod, "id" | "doctorId"> {
  /** null: the clinic's hours. */
  readonly doctor: Doctor | null;
}

interface PeriodPlan {
  readonly period: HoursPeriod;
  /** Upcoming appointments that would lie outside the hours. */
  readonly affected: readonly Appointment[];
  /** Doctors with hours of their own, which a period of the clinic does not change. */
  readonly unchanged: readonly Doctor[];
}

/** @throws invalid for past or reversed dates, and for a doctor who would never be available */
export async function planPeriod(request: PeriodRequest, ports: BookingPorts): Promise<PeriodPlan> {
  const { doctor, ...requested } = request;
  if (doctor !== null) assertEverThere(doctor.name, requested.hours);
  assertComing(requested, todayIn(ports.clinic.timezone, ports.clock));
  const period = { ...requested, id: ports.newId(), doctorId: doctor?.id ?? null };
  const { doctors, hours } = ports.database.stores;
  const own = await hours.ofDoctors();
  return {
    period,
    affected: await affectedAppointments(
      (calendar) => ({ ...calendar, periods: [...calendar.periods, period] }),
      ports,
    ),
    unchanged: doctor === null ? (await doctors.list()).filter(({ id, active }) => active && own.has(id)) : [],
  };
}

function assertComing(
  { firstDate, lastDate }: { readonly firstDate: WallDate; readonly lastDate: WallDate | null },
  today: WallDate,
): void {
  if (lastDate === null) return;
  const isReversed = lastDate < firstDate;
  if (!isReversed && lastDate >= today) return;
  throw new AscendiaError(
    "invalid",
    isReversed ? `--to: ${lastDate} is before ${firstDate}.` : `--to: ${lastDate} is over.`,
    {
      hint: isReversed ? "Write the earlier date in --from." : "Use the coming year's dates.",
    },
  );
}

export interface RulesChange extends Partial<Omit<BookingRules, "holidays">> {
  /** "BJ", "CA/QC", or "off" to keep the usual hours on public holidays. */
  readonly holidays?: string;
  /** Dates or rules of holidays on which to open, and (`closedOn`) on which to close again. */
  readonly openOn?: readonly string[];
  readonly closedOn?: readonly string[];
}

/**
 * When a clinic sets the limits per number, no number may exceed them unless the clinic also sets `mostSpread`.
 * @throws invalid for a country, region or holiday that does not exist
 */
export async function changeRules(
  before: BookingRules,
  { holidays: place, openOn = [], closedOn = [], ...changes }: RulesChange,
  ports: Pick<BookingPorts, "holidays" | "clock" | "clinic">,
): Promise<BookingRules> {
  const setsLimits = changes.mostPerDay !== undefined || changes.mostUpcoming !== undefined;
  const numbers = setsLimits ? { mostSpread: 0, ...changes } : changes;
  const base = place === undefined ? before.holidays : holidaysOf(place, before.holidays);
  const asked = [...openOn, ...closedOn];
  if (base === null) {
    if (asked.length > 0) throw notObserved();
    return { ...before, ...numbers, holidays: null };
  }
  const known = await comingHolidays(base, ports);
  for (const holiday of openOn) assertHoliday(holiday, known);
  for (const holiday of closedOn) assertOverruled(holiday, base);
  const kept = [...base.openOn.filter((each) => !asked.includes(each)), ...openOn];
  return { ...before, ...numbers, holidays: { ...base, openOn: kept } };
}

function holidaysOf(place: string, before: HolidayRules | null): HolidayRules | null {
  if (place.toLowerCase() === "off") return null;
  const [country = "", region = null] = place.toUpperCase().split("/");
  const isSame = before?.country === country && before.region === region;
  return { country, region, openOn: isSame ? before.openOn : [] };
}

/** This year and the next two: enough to recognise every rule. */
async function comingHolidays(
  place: HolidayRules,
  { holidays, clock, clinic }: Pick<BookingPorts, "holidays" | "clock" | "clinic">,
): Promise<readonly Holiday[]> {
  const year = Number(todayIn(clinic.timezone, clock).slice(0, 4));
  return (await Promise.all([year, year + 1, year + 2].map((each) => holidays.ofYear(place, each)))).flat();
}

function assertHoliday(wanted: string, known: readonly Holiday[]): void {
  if (known.some(({ date, rule }) => date === wanted || rule === wanted)) return;
  throw new AscendiaError("invalid", `--open-on: "${wanted}" is not a public holiday there.`, {
    hint: "Use its date or its rule as closure:list shows it.",
  });
}

function assertOverruled(wanted: string, { openOn }: HolidayRules): void {
  if (openOn.includes(wanted)) return;
  throw new AscendiaError("invalid", `--closed-on: the clinic is not open on the holiday "${wanted}".`, {
    hint: openOn.length === 0 ? "It is closed on all of them." : `It is open on ${openOn.join(", ")}.`,
  });
}

function notObserved(): AscendiaError {
  return new AscendiaError("usage", "The clinic does not observe public holidays, so there is none to override.", {
    hint: "Set the country too: --holidays BJ",
  });
}
