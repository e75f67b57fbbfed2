import type { SqlDatabase } from "../adapters/sql/database.ts";
import type { Clock } from "../clock.ts";
import type { OutsideCalendars } from "../domain/booking/calendar-entries.ts";
import { type Clinic, accountOf } from "../domain/clinic/clinic.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import { once } from "./surroundings.ts";

export interface BookingSurroundings {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  newId(): string;
  readonly noteIdentity?: OutreachPorts["noteIdentity"];
  readonly noteMessage?: OutreachPorts["noteMessage"];
  /** If absent, external calendars are updated only by jobs. */
  readonly outside?: ((clinic: Clinic) => OutsideCalendars) | undefined;
}

async function whatBooksOnly() {
  const { patientNotifier } = await import("../domain/mail/contents/appointment-mail.ts");
  const { ownerOfLine } = await import("../domain/call/line/call-context.ts");
  return { patientNotifier, ownerOfLine };
}

/**
 * The ports for one clinic's bookings and calls to patients, on a database. Built only here. A command that may only
 * list bookings loads the rest `when_used`; a server loads everything before its first call, in case the program's
 * files are replaced while it runs.
 */
export async function bookingsOf(load: "at_once" | "when_used" = "at_once") {
  const booking = once(whatBooksOnly);
  if (load === "at_once") await booking();
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { publicHolidays } = await import("../domain/booking/calendar/public-holidays.ts");
  const holidays = publicHolidays();
  return (surroundings: BookingSurroundings) => {
    const { database, clock } = surroundings;
    const store = sqlStore(database);
    return (clinic: Clinic): OutreachPorts => ({
      clinic,
      database: store.scope(clinic.id).outreach,
      fleetPause: store.fleetPause,
      isRetellNumber: async (number) => {
        const { ownerOfLine } = await booking();
        return (await ownerOfLine(number, store.clinics)) !== undefined;
      },
      holidays,
      clock,
      newId: () => surroundings.newId(),
      notifyPatient: async (news, stores) => {
        const { patientNotifier } = await booking();
        await patientNotifier(clinic, surroundings)(news, stores);
      },
      sendsTexts: async () => (await store.agents.textAgent(accountOf(clinic))) !== undefined,
      noteIdentity: surroundings.noteIdentity,
      noteMessage: surroundings.noteMessage,
      outside: surroundings.outside?.(clinic),
    });
  };
}
