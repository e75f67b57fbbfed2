import * as z from "zod";
import type { Appointment } from "../../../src/domain/booking/appointment.ts";
import type { Person } from "./people.ts";
import type { ProofWorld } from "./world.ts";

/** The sandbox's record of a call. */
export interface MadeCall {
  readonly to: string;
  readonly beganAt: number;
  readonly endedAt: number;
  readonly outcome: string;
}

const made = z.object({
  call_id: z.string(),
  to_number: z.string(),
  call_status: z.string(),
  start_timestamp: z.number().optional(),
  end_timestamp: z.number(),
  disconnection_reason: z.string(),
});

/** Every call that was placed, as Retell reports it: ringing lasts no longer than half a minute. */
export async function madeCalls({ client }: ProofWorld): Promise<readonly MadeCall[]> {
  const found: MadeCall[] = [];
  let key: string | undefined;
  do {
    const page = await client.call.list({ limit: 100, ...(key === undefined ? {} : { pagination_key: key }) });
    for (const item of page.items ?? []) {
      const call = made.parse(item);
      const beganAt = call.start_timestamp ?? call.end_timestamp;
      found.push({ to: call.to_number, beganAt, endedAt: call.end_timestamp, outcome: call.disconnection_reason });
    }
    key = page.has_more ? page.pagination_key : undefined;
  } while (key !== undefined);
  return found.toSorted((one, other) => one.beganAt - other.beganAt);
}

export interface Judged {
  readonly person: Person;
  readonly calls: readonly MadeCall[];
  /** Empty: everything is as expected. */
  readonly faults: readonly string[];
}

/** Judges by the script and wall-clock times alone. */
export async function judgePerson(person: Person, all: readonly MadeCall[], world: ProofWorld): Promise<Judged> {
  const calls = all.filter(({ to }) => to === person.phone);
  const { course, wantedAt } = person;
  const faults = calls.flatMap(({ beganAt }) =>
    isDecent(beganAt, person.zone) ? [] : [`called at ${shown(beganAt, person.zone)}`],
  );
  if (calls.length !== course.calls) faults.push(`${calls.length} calls instead of ${course.calls}`);
  const [first, second] = calls;
  if (first !== undefined && second !== undefined && second.beganAt < first.endedAt) faults.push("two calls at once");
  const called = calls.filter(({ beganAt }) => course.name !== "moves" && beganAt > person.startsAt);
  if (called.length > 0) faults.push("called after the appointment");
  const isCallback = course.name === "asks to be called back";
  if (isCallback && second !== undefined && wantedAt !== null && !isJustAfter(second.beganAt, wantedAt)) {
    faults.push(`called back at ${shown(second.beganAt, person.zone)}`);
  }
  return { person, calls, faults: [...faults, ...(await stateFaults(person, world))] };
}

async function stateFaults(person: Person, { store }: ProofWorld): Promise<readonly string[]> {
  const { course, clinic, inBook, id } = person;
  const { contacts, appointments } = store.scope(clinic.id).outreach.stores;
  const contact = await (inBook ? contacts.ofAppointment(`appointment-${id}`) : contacts.find(`contact-${id}`));
  // A person that no rule allows to be called is not a contact yet, or is one that opted out.
  const state = contact?.state ?? (course.calls === 0 ? course.contact : "unknown");
  const isOptedOut = course.before === "opted out" && state === "opted_out";
  const faults = state === course.contact || isOptedOut ? [] : [`contact ${state} instead of ${course.contact}`];
  const inTheBook = inBook ? bookFaults(person, await appointments.ofPatient(`patient-${id}`)) : [];
  return [...faults, ...inTheBook];
}

function bookFaults({ course, id, wantedAt, laterAt }: Person, ofPatient: readonly Appointment[]): readonly string[] {
  const own = ofPatient.find((appointment) => appointment.id === `appointment-${id}`);
  const isMove = course.name === "moves";
  const replacing = ofPatient.find(({ rescheduledFrom }) => rescheduledFrom !== null);
  const present = isMove ? replacing : own;
  const status = present?.status ?? "gone";
  const isMoved = own?.status === "rescheduled" && replacing?.rescheduledFrom === own.id;
  const checks: readonly (readonly [boolean, string])[] = [
    [status === course.appointment, `appointment ${status} instead of ${course.appointment}`],
    [ofPatient.length === (isMove || laterAt !== null ? 2 : 1), `${ofPatient.length} appointments`],
    [!isMove || (isMoved && replacing.startsAt === wantedAt), "not moved to the time asked for"],
  ];
  return checks.flatMap(([isRight, fault]) => (isRight ? [] : [fault]));
}

/** In the local time of the place, read with Intl and not with the program's own date code. */
function isDecent(at: number, zone: string): boolean {
  const time = shown(at, zone).slice(-5);
  return time >= "09:00" && time <= "20:00";
}

function shown(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return format.format(at);
}

function isJustAfter(at: number, wantedAt: number): boolean {
  return at >= wantedAt && at <= wantedAt + 10 * 60_000;
}
