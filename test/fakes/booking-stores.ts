import { type HoursPeriod, type WeeklyHours, closedAllWeek } from "../../src/domain/clinic/opening-hours.ts";
import { type Appointment, isActive } from "../../src/domain/booking/appointment.ts";
import type { BookingRules } from "../../src/domain/booking/booking-rules.ts";
import type {
  AppointmentType,
  BookingDatabase,
  BookingOrigin,
  BookingStores,
  BusyTimes,
  CalendarException,
  Hold,
  OfferedSlot,
  Patient,
  Room,
  WaitlistEntry,
} from "../../src/domain/booking/ports.ts";
import type { JobOrder } from "../../src/domain/job/ports.ts";
import type { Doctor } from "../../src/domain/clinic/clinic.ts";
import type { NewMail } from "../../src/domain/clinic/ports.ts";
import { type Span, overlap } from "../../src/domain/time/spans.ts";
import { AscendiaError } from "../../src/errors.ts";

/** One clinic's data in the fake: plain objects that a test may set up and inspect. */
export interface BookingMemory {
  doctors: Doctor[];
  hours: WeeklyHours;
  doctorHours: Map<string, WeeklyHours>;
  periods: HoursPeriod[];
  types: AppointmentType[];
  doctorTypes: Map<string, readonly string[]>;
  rooms: Room[];
  exceptions: CalendarException[];
  rules: BookingRules | undefined;
  patients: Patient[];
  appointments: Appointment[];
  holds: Hold[];
  waitlist: WaitlistEntry[];
  offered: OfferedSlot[];
  jobs: JobOrder[];
  origins: BookingOrigin[];
  busy: BusyTimes[];
  outbox: NewMail[];
}

export interface FakeBookings extends BookingDatabase {
  readonly memory: BookingMemory;
}

/** Bookings in memory: transactions run one after the other, and an error rolls everything back. */
export function fakeBookings(given: Partial<BookingMemory> = {}): FakeBookings {
  const memory: BookingMemory = { ...emptyMemory(), ...given };
  const stores = storesOver(memory);
  let queue: Promise<unknown> = Promise.resolve();
  const transact = <T>(work: (stores: BookingStores) => Promise<T>): Promise<T> => {
    const run = queue.then(async () => {
      const before = copyOf(memory);
      try {
        return await work(stores);
      } catch (error) {
        Object.assign(memory, before);
        throw error;
      }
    });
    queue = run.catch(() => undefined);
    return run;
  };
  return { memory, stores, transact, transactForHolds: transact };
}

function emptyMemory(): BookingMemory {
  return {
    doctors: [],
    hours: closedAllWeek,
    doctorHours: new Map(),
    periods: [],
    types: [],
    doctorTypes: new Map(),
    rooms: [],
    exceptions: [],
    rules: undefined,
    patients: [],
    appointments: [],
    holds: [],
    waitlist: [],
    offered: [],
    jobs: [],
    origins: [],
    busy: [],
    outbox: [],
  };
}

function copyOf(memory: BookingMemory): BookingMemory {
  return {
    ...memory,
    doctorHours: new Map(memory.doctorHours),
    periods: [...memory.periods],
    doctorTypes: new Map(memory.doctorTypes),
    types: [...memory.types],
    rooms: [...memory.rooms],
    exceptions: [...memory.exceptions],
    patients: [...memory.patients],
    appointments: [...memory.appointments],
    holds: [...memory.holds],
    waitlist: [...memory.waitlist],
    offered: [...memory.offered],
    jobs: [...memory.jobs],
    origins: [...memory.origins],
    busy: [...memory.busy],
    outbox: [...memory.outbox],
  };
}

function storesOver(memory: BookingMemory): BookingStores {
  return {
    doctors: { list: () => answer(memory.doctors.filter(({ active }) => active)) },
    hours: {
      ofClinic: () => answer(memory.hours),
      ofDoctors: () => answer(memory.doctorHours),
      periods: () => answer(memory.periods),
    },
    ...facts(memory),
    patients: {
      find: (patientId) => answer(memory.patients.find(({ id }) => id === patientId)),
      among: (patientIds) => answer(memory.patients.filter(({ id }) => patientIds.includes(id))),
      withPhone: (phone) => answer(memory.patients.filter((patient) => patient.phone === phone)),
      bornOn: (birthDate) => answer(memory.patients.filter((patient) => patient.birthDate === birthDate)),
      add: (patient) => put(memory.patients, patient),
      update: (patient) => replace(memory.patients, patient),
    },
    appointments: {
      find: (appointmentId) => answer(memory.appointments.find(({ id }) => id === appointmentId)),
      activeOverlapping: (span, doctorId) => {
        const ofDoctor = memory.appointments.filter((a) => doctorId === null || a.doctorId === doctorId);
        return answer(byStart(ofDoctor.filter((a) => isActive(a) && blocks(a, span))));
      },
      startingWithin: ({ from, to }) =>
        answer(byStart(memory.appointments.filter(({ startsAt }) => from <= startsAt && startsAt < to))),
      ofPatient: (patientId) => answer(byStart(memory.appointments.filter((a) => a.patientId === patientId))),
      changedWithin: ({ from, to }) =>
        answer(
          byStart(memory.appointments.filter((a) => [a.createdAt, a.updatedAt].some((at) => from <= at && at < to))),
        ),
      ofCall: (callId) => answer(memory.appointments.filter((a) => a.callId === callId)),
      add: (appointment) => {
        const clash = memory.appointments.some((other) => sameStart(other, appointment));
        if (clash) return Promise.reject(new AscendiaError("conflict", "The slot is taken."));
        return put(memory.appointments, appointment);
      },
      update: (appointment) => replace(memory.appointments, appointment),
    },
    holds: {
      find: (holdId) => answer(memory.holds.find(({ id }) => id === holdId)),
      ofCall: (callId) => answer(memory.holds.filter((hold) => hold.callId === callId)),
      liveOverlapping: (span, now) => answer(memory.holds.filter((hold) => hold.expiresAt > now && blocks(hold, span))),
      add: (hold) => put(memory.holds, hold),
      remove: async (holdId) => {
        await drop(memory.holds, ({ id }) => id === holdId);
      },
      removeOfCall: async (callId) => {
        await drop(memory.holds, (hold) => hold.callId === callId);
      },
      removeExpired: async (now) => {
        await drop(memory.holds, ({ callId, expiresAt }) => callId !== null && expiresAt <= now);
      },
    },
    waitlist: {
      find: (entryId) => answer(memory.waitlist.find(({ id }) => id === entryId)),
      inLine: () =>
        answer(
          memory.waitlist
            .filter(({ status }) => status === "waiting" || status === "offered")
            .toSorted((one, other) => one.createdAt - other.createdAt),
        ),
      add: (entry) => put(memory.waitlist, entry),
      update: (entry) => replace(memory.waitlist, entry),
    },
    offered: {
      find: (offerId) => answer(memory.offered.find(({ id }) => id === offerId)),
      ofSlot: ({ doctorId, startsAt }) =>
        answer(memory.offered.filter((offer) => offer.doctorId === doctorId && offer.startsAt === startsAt)),
      open: () => answer(memory.offered.filter(({ state }) => state === "open")),
      ofEntry: (entryId) => answer(memory.offered.filter((offer) => offer.entryId === entryId)),
      add: (offer) => put(memory.offered, offer),
      update: (offer) => replace(memory.offered, offer),
    },
    jobs: {
      order: async (job) => {
        await put(memory.jobs, job);
        return true;
      },
    },
    entries: {
      writing: () => answer([]),
      ofUid: () => answer([]),
      ofCalendar: () => answer([]),
      unwritten: () => answer([]),
      put: () => Promise.reject(new Error("no calendars are connected here")),
      settle: () => answer(false),
      remove: async () => undefined,
    },
    busy: {
      overlapping: (span, _now, doctorId) =>
        answer(
          memory.busy
            .filter((busy) => doctorId === null || busy.doctorId === null || busy.doctorId === doctorId)
            .filter(({ spans }) => spans.some((each) => overlap(each, span))),
        ),
    },
    origins: {
      find: (appointmentId) => answer(memory.origins.find((origin) => origin.appointmentId === appointmentId)),
      add: (origin) => put(memory.origins, origin),
      countOf: (caller, { from, now }) => {
        const own = memory.origins.filter((origin) => origin.caller === caller && !origin.proven);
        const booked = own.flatMap(({ appointmentId, bookedAt }) => {
          const appointment = memory.appointments.find(({ id }) => id === appointmentId);
          return appointment === undefined ? [] : [{ appointment, bookedAt }];
        });
        return answer({
          booked: booked.filter((one) => one.appointment.rescheduledFrom === null && one.bookedAt >= from).length,
          upcoming: booked
            .filter(({ appointment }) => isActive(appointment) && appointment.startsAt > now)
            .map(({ appointment }) => appointment.startsAt),
        });
      },
      countWithheld: (from) =>
        answer(
          memory.origins.filter(
            ({ appointmentId, caller, proven, bookedAt }) =>
              caller === null &&
              !proven &&
              bookedAt >= from &&
              memory.appointments.some(({ id, rescheduledFrom }) => id === appointmentId && rescheduledFrom === null),
          ).length,
        ),
      provenAmong: (ids) => {
        const proven = memory.origins.filter((origin) => origin.proven && ids.includes(origin.appointmentId));
        return answer(new Set(proven.map(({ appointmentId }) => appointmentId)));
      },
    },
    outbox: {
      add: async (mail) => {
        const isNew = !memory.outbox.some(({ kind, key }) => kind === mail.kind && key === mail.key);
        if (isNew) await put(memory.outbox, mail);
        return isNew;
      },
    },
  };
}

function facts(memory: BookingMemory): Pick<BookingStores, "types" | "rooms" | "exceptions" | "rules"> {
  return {
    types: {
      list: () => answer(memory.types.filter(({ active }) => active)),
      find: (typeId) => answer(memory.types.find(({ id }) => id === typeId)),
      add: (type) => put(memory.types, type),
      update: (type) => replace(memory.types, type),
      ofDoctors: () => answer(memory.doctorTypes),
      setForDoctor: (doctorId, typeIds) => {
        if (typeIds === null) memory.doctorTypes.delete(doctorId);
        else memory.doctorTypes.set(doctorId, typeIds);
        return Promise.resolve();
      },
    },
    rooms: {
      list: () => answer(memory.rooms),
      add: (room) => put(memory.rooms, room),
      update: (room) => replace(memory.rooms, room),
      removeUnused: (roomId) => {
        const isUsed = [...memory.appointments, ...memory.holds].some((taken) => taken.roomId === roomId);
        const left = memory.rooms.filter(({ id }) => isUsed || id !== roomId);
        const isRemoved = left.length < memory.rooms.length;
        memory.rooms = left;
        return answer(isRemoved);
      },
    },
    exceptions: {
      between: (first, last) =>
        answer(
          memory.exceptions
            .filter(({ firstDate, lastDate }) => firstDate <= last && first <= lastDate)
            .toSorted((one, other) => one.firstDate.localeCompare(other.firstDate)),
        ),
      add: (exception) => put(memory.exceptions, exception),
      remove: (exceptionId) => drop(memory.exceptions, ({ id }) => id === exceptionId),
    },
    rules: {
      find: () => answer(memory.rules),
      save: (rules) => {
        memory.rules = rules;
        return Promise.resolve();
      },
    },
  };
}

function answer<T>(value: T): Promise<T> {
  return Promise.resolve(value);
}

function put<T>(rows: T[], row: T): Promise<void> {
  rows.push(row);
  return Promise.resolve();
}

function replace<T extends { readonly id: string }>(rows: T[], row: T): Promise<void> {
  const index = rows.findIndex(({ id }) => id === row.id);
  if (index === -1) return Promise.reject(new Error(`no row ${row.id}`));
  rows[index] = row;
  return Promise.resolve();
}

function drop<T>(rows: T[], gone: (row: T) => boolean): Promise<boolean> {
  const kept = rows.filter((row) => !gone(row));
  const dropped = kept.length < rows.length;
  rows.splice(0, rows.length, ...kept);
  return Promise.resolve(dropped);
}

function blocks({ blockedFrom, blockedTo }: Appointment | Hold, { from, to }: Span): boolean {
  return blockedFrom < to && from < blockedTo;
}

function byStart(appointments: readonly Appointment[]): readonly Appointment[] {
  return appointments.toSorted((a, b) => a.startsAt - b.startsAt);
}

function sameStart(left: Appointment, right: Appointment): boolean {
  if (!isActive(left) || !isActive(right) || left.startsAt !== right.startsAt) return false;
  return left.doctorId === right.doctorId || (left.roomId !== null && left.roomId === right.roomId);
}
