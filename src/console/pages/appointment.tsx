import { type AppointmentDetails, appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import { type Appointment, isActive } from "../../domain/booking/appointment.ts";
import { cancelAppointment } from "../../domain/booking/visits/change-appointment.ts";
import { latestOf } from "../../domain/booking/patients/find-appointments.ts";
import { slotGrid } from "../../domain/booking/slots/availability.ts";
import { type Slot, readSlotId, slotIdOf } from "../../domain/booking/slots/slot.ts";
import { type OutcomeStatus, outcomeStatuses, recordOutcome } from "../../domain/booking/visits/staff-booking.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import { writtenNumber } from "../../domain/clinic/telephone/telephone.ts";
import { isWallDate } from "../../domain/time/wall-date.ts";
import { dateAt, todayIn } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { day, moment, timeOfDay } from "../formats.ts";
import { type Answer, type ClinicVisit, changeAndRecord, clinicPath, go, page, recordRead, refused } from "../visit.ts";
import { mayAct } from "../../domain/access/access.ts";
import { ActForm, Facts, Phone, Problem, Said } from "./parts.tsx";
import { type Refusal, BY_STAFF, moveByStaff } from "./staff-move.ts";
import { StatusTag } from "./tags.tsx";

export async function appointmentPage(visit: ClinicVisit, refusal?: Refusal): Promise<Answer> {
  const details = await detailsOf(visit);
  const { appointment } = details;
  await recordRead(visit, "appointment", { appointment: appointment.id });
  const { words } = visit;
  const changes = isActive(appointment) && mayAct(visit.session);
  const body = (
    <>
      {refusal !== undefined && <Problem visit={visit} says={words.appointment.refusals[refusal]} />}
      <h1>{words.appointment.title}</h1>
      <AppointmentFacts visit={visit} details={details} />
      {changes && (
        <>
          <Marks visit={visit} details={details} />
          <Move visit={visit} details={details} free={await freeTimes(visit, details)} />
          <section class="card">
            <h2>{words.appointment.cancel}</h2>
            <p>{words.appointment.cancelLead}</p>
            <ActForm visit={visit} action={`${pathOf(visit)}/cancel`}>
              <button class="danger">{words.appointment.cancel}</button>
            </ActForm>
          </section>
        </>
      )}
      {!isActive(appointment) && (
        <Ended visit={visit} latest={await latestOf(appointment, visit.stores.booking.stores)} />
      )}
    </>
  );
  return refusal === undefined ? page(words.appointment.title, body) : refused(words.appointment.title, body);
}

function pathOf(visit: ClinicVisit): string {
  return clinicPath(visit, `/appointments/${encodeURIComponent(visit.parameter("appointment"))}`);
}

/** @throws not_found for an appointment of another clinic */
async function detailsOf({ stores, parameter }: ClinicVisit): Promise<AppointmentDetails> {
  const appointment = await stores.booking.stores.appointments.find(parameter("appointment"));
  if (appointment === undefined) throw new AscendiaError("not_found", "no such appointment");
  return appointmentDetails(stores)(appointment);
}

interface Shown {
  readonly visit: ClinicVisit;
  readonly details: AppointmentDetails;
}

function AppointmentFacts({ visit, details: { appointment, patient, doctor, type, room } }: Shown) {
  const { words, language, clinic } = visit;
  const { facts, staff, assistant } = words.appointment;
  const phone = patient?.phone ?? "";
  return (
    <Facts
      facts={[
        [facts.when, moment(appointment.startsAt, clinic.timezone, language)],
        [facts.status, <StatusTag status={appointment.status} words={words} />],
        [facts.patient, patient === null ? words.today.unknownPatient : <Said text={patient.name} />],
        [facts.phone, phone === "" ? "" : <Phone number={phone} shown={writtenNumber(phone, clinic.country)} />],
        [facts.doctor, doctor === null ? "" : <Said text={doctorName(doctor.name)} />],
        [facts.type, type === null ? "" : <Said text={type.name[language]} />],
        [facts.room, room === null ? "" : <Said text={room.name} />],
        [
          facts.bookedBy,
          appointment.callId === null ? (
            staff
          ) : (
            <a href={clinicPath(visit, `/calls/${encodeURIComponent(appointment.callId)}`)}>{assistant}</a>
          ),
        ],
      ]}
    />
  );
}

function Marks({ visit, details: { appointment } }: Shown) {
  const { confirm, complete, noShow } = visit.words.appointment;
  const names: Readonly<Record<OutcomeStatus, string>> = { confirmed: confirm, completed: complete, no_show: noShow };
  const hasBegun = appointment.startsAt <= visit.ports.clock.now();
  const possible = outcomeStatuses.filter((status) =>
    status === "confirmed" ? appointment.status === "scheduled" && !hasBegun : hasBegun,
  );
  if (possible.length === 0) return <></>;
  return (
    <ActForm visit={visit} action={`${pathOf(visit)}/mark`} className="actions">
      {possible.map((status) => (
        <button name="status" value={status}>
          {names[status]}
        </button>
      ))}
    </ActForm>
  );
}

/** @param latest the visit itself, or the one it was moved to in the end */
function Ended({ visit, latest }: { readonly visit: ClinicVisit; readonly latest: Appointment }) {
  const { words, language, clinic, parameter } = visit;
  if (latest.id === parameter("appointment")) return <p class="hint">{words.appointment.ended}</p>;
  return (
    <p>
      {words.appointment.movedTo}{" "}
      <a href={clinicPath(visit, `/appointments/${latest.id}`)}>{moment(latest.startsAt, clinic.timezone, language)}</a>
    </p>
  );
}

interface FreeTimes {
  readonly date: string;
  readonly slots: readonly Slot[];
  readonly nextDate: string | null;
}

async function freeTimes(visit: ClinicVisit, { appointment }: AppointmentDetails): Promise<FreeTimes> {
  const { clinic, bookings, ports } = visit;
  const asked = visit.query("day");
  const today = todayIn(clinic.timezone, ports.clock);
  const own = dateAt(appointment.startsAt, clinic.timezone);
  const date = isWallDate(asked) && asked >= today ? asked : own < today ? today : own;
  const { doctorId, typeId } = appointment;
  const range = { firstDate: date, lastDate: date };
  const { free, nextDate } = await slotGrid(
    { ...range, doctorIds: [doctorId], typeId, dayPart: null, byStaff: true },
    bookings,
  );
  return { date, slots: free, nextDate };
}

function Move({ visit, free: { date, slots, nextDate } }: Shown & { readonly free: FreeTimes }) {
  const { words, language, clinic } = visit;
  const said = words.appointment;
  return (
    <section class="card" id="move">
      <h2>{said.move}</h2>
      <form method="get" action={`${pathOf(visit)}#move`} class="inline">
        <label>
          {said.day}
          <input type="date" name="day" value={date} required />
        </label>
        <button class="second">{said.showTimes}</button>
      </form>
      {slots.length === 0 && (
        <p>
          {said.noTimes}{" "}
          {nextDate !== null && (
            <a href={`${pathOf(visit)}?day=${nextDate}#move`}>{said.nextFree(day(nextDate, language))}</a>
          )}
        </p>
      )}
      {slots.length > 0 && (
        <ActForm visit={visit} action={`${pathOf(visit)}/move`} className="times">
          {slots.map((slot) => {
            const time = timeOfDay(slot.startsAt, clinic.timezone, language);
            return (
              <button class="second number" name="slot" value={slotIdOf(slot)} aria-label={said.moveTo(time)}>
                {time}
              </button>
            );
          })}
        </ActForm>
      )}
    </section>
  );
}

export async function markAppointment(visit: ClinicVisit): Promise<Answer> {
  const { appointment } = await detailsOf(visit);
  const status = outcomeStatuses.find((each) => each === visit.field("status"));
  if (status === undefined) return appointmentPage(visit, "not_active");
  try {
    await changeAndRecord(
      () => recordOutcome({ appointmentId: appointment.id, status }, visit.bookings),
      () => ({
        action: "appointment:mark",
        before: { id: appointment.id, status: appointment.status },
        after: { id: appointment.id, status },
      }),
      visit,
    );
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "conflict") return appointmentPage(visit, "not_begun");
    throw error;
  }
  return go(pathOf(visit));
}

export async function cancelHere(visit: ClinicVisit): Promise<Answer> {
  const { appointment } = await detailsOf(visit);
  const result = await changeAndRecord(
    () => cancelAppointment({ appointmentId: appointment.id, by: BY_STAFF }, visit.bookings),
    ({ kind }) => ({
      action: "appointment:cancel",
      before: { id: appointment.id, status: appointment.status },
      after: { id: appointment.id, status: kind === "cancelled" ? kind : appointment.status },
    }),
    visit,
  );
  return result.kind === "cancelled" ? go(pathOf(visit)) : appointmentPage(visit, result.kind);
}

export async function moveHere(visit: ClinicVisit): Promise<Answer> {
  const { appointment } = await detailsOf(visit);
  const choice = readSlotId(visit.field("slot"));
  if (choice === undefined || choice.doctorId !== appointment.doctorId) return appointmentPage(visit, "closed");
  const moved = await moveByStaff(visit, appointment, choice);
  if (typeof moved === "string") return appointmentPage(visit, moved);
  return go(clinicPath(visit, `/appointments/${moved.id}`));
}
