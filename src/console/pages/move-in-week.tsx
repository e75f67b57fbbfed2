import { dateAt, instantOf, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { isWallDate } from "../../domain/time/wall-date.ts";
import { AscendiaError } from "../../errors.ts";
import { type Answer, type ClinicVisit, clinicPath, go } from "../visit.ts";
import { Problem } from "./parts.tsx";
import { type Refusal, moveByStaff } from "./staff-move.ts";
import { weekPage } from "./week.tsx";

/** Moves an appointment to another day at the same time of day, optionally with another doctor. */
export async function moveInWeek(visit: ClinicVisit): Promise<Answer> {
  const { clinic, stores, field } = visit;
  const appointment = await stores.booking.stores.appointments.find(field("appointment"));
  const [date, doctor] = [field("date"), await stores.doctors.find(field("doctor"))];
  if (appointment === undefined || doctor === undefined) throw new AscendiaError("not_found", "no such appointment");
  if (!isWallDate(date)) throw new AscendiaError("invalid", "not a date of this page");
  const startsAt = instantOf(date, wallTimeAt(appointment.startsAt, clinic.timezone), clinic.timezone);
  const moved = await moveByStaff(visit, appointment, { doctorId: doctor.id, startsAt, typeId: appointment.typeId });
  if (typeof moved === "string") return refusal(visit, moved, { id: appointment.id, date });
  const monday = dateAt(moved.startsAt, clinic.timezone);
  return go(clinicPath(visit, `/week?from=${monday}&moved=${encodeURIComponent(moved.id)}`));
}

/** Shows the week again, with the rule that refused the move and a link to the free times of that day. */
function refusal(
  visit: ClinicVisit,
  why: Refusal,
  { id, date }: { readonly id: string; readonly date: string },
): Promise<Answer> {
  const { words } = visit;
  const other = clinicPath(visit, `/appointments/${encodeURIComponent(id)}?day=${date}#move`);
  const problem = (
    <>
      <Problem visit={visit} says={words.appointment.refusals[why]} />
      <p>
        <a href={other}>{words.week.otherTimes}</a>
      </p>
    </>
  );
  return weekPage({ ...visit, query: (name) => (name === "from" ? date : "") }, problem);
}
