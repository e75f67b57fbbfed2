import type { Child } from "hono/jsx";
import { mayAct } from "../../domain/access/access.ts";
import { type Appointment, isActive } from "../../domain/booking/appointment.ts";
import { type ClinicCalendar, doctorOpenings, readCalendar } from "../../domain/booking/calendar/clinic-calendar.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Span } from "../../domain/time/spans.ts";
import { daySpan, todayIn } from "../../domain/time/zoned-time.ts";
import { type WallDate, addDays, datesFrom, isWallDate, weekdayNumber } from "../../domain/time/wall-date.ts";
import { day, moment, short, timeOfDay } from "../formats.ts";
import { type Answer, type ClinicVisit, clinicPath, page, recordRead } from "../visit.ts";
import { MoveDialog } from "./move-dialog.tsx";
import { Empty, Said, Success } from "./parts.tsx";

interface Week {
  readonly dates: readonly WallDate[];
  readonly today: WallDate;
  readonly visits: readonly Appointment[];
  readonly doctors: readonly Doctor[];
  readonly calendar: ClinicCalendar;
  /** Names of the patients, by id. */
  readonly patients: ReadonlyMap<string, string>;
}

/** @param problem why an action on the page was refused */
export async function weekPage(visit: ClinicVisit, problem?: Child): Promise<Answer> {
  const { words, language } = visit;
  const week = await readWeek(visit);
  await recordRead(visit, "week", { from: week.dates[0] ?? "", appointments: week.visits.length });
  const [monday = ""] = week.dates;
  const link = (days: number): string => clinicPath(visit, `/week?from=${addDays(monday, days)}`);
  const moves = mayAct(visit.session) && week.visits.some((each) => mayMove(each, visit));
  const body = (
    <>
      {problem}
      <Moved visit={visit} week={week} />
      <div class="head">
        <h1>
          {day(monday, language)} – {day(addDays(monday, 6), language)}
        </h1>
        <nav class="steps" aria-label={words.week.title}>
          <a href={link(-7)}>{words.week.previous}</a>
          {!week.dates.includes(week.today) && <a href={clinicPath(visit, "/week")}>{words.week.thisWeek}</a>}
          <a href={link(7)}>{words.week.next}</a>
        </nav>
      </div>
      {week.doctors.length === 0 ? <Empty says={words.week.noDoctors} /> : <Grid visit={visit} week={week} />}
      <p class="hint screen">{words.week.choose}</p>
      {moves && <MoveDialog visit={visit} />}
    </>
  );
  if (problem !== undefined) return { kind: "page", title: words.week.title, body, status: 409, moves };
  return page(words.week.title, body, { moves });
}

function mayMove(appointment: Appointment, { ports }: ClinicVisit): boolean {
  return isActive(appointment) && appointment.startsAt > ports.clock.now();
}

/** After a move, where the appointment is now. */
function Moved({ visit, week }: { readonly visit: ClinicVisit; readonly week: Week }) {
  const { words, language, clinic } = visit;
  const moved = week.visits.find(({ id }) => id === visit.query("moved"));
  return moved === undefined ? (
    <></>
  ) : (
    <Success says={words.appointment.moved(moment(moved.startsAt, clinic.timezone, language))} />
  );
}

async function readWeek({ clinic, bookings, stores, query, ports }: ClinicVisit): Promise<Week> {
  const today = todayIn(clinic.timezone, ports.clock);
  const asked = query("from");
  const within = isWallDate(asked) ? asked : today;
  const monday = addDays(within, 1 - weekdayNumber(within));
  const dates = datesFrom(monday, addDays(monday, 6));
  const span = {
    from: daySpan(monday, clinic.timezone).from,
    to: daySpan(addDays(monday, 6), clinic.timezone).to,
  };
  const all = await stores.booking.stores.appointments.startingWithin(span);
  const visits = all.filter(({ status }) => status !== "cancelled" && status !== "rescheduled");
  const patients = new Map<string, string>();
  for (const { patientId } of visits) {
    if (patients.has(patientId)) continue;
    patients.set(patientId, (await stores.booking.stores.patients.find(patientId))?.name ?? "");
  }
  const range = { firstDate: monday, lastDate: addDays(monday, 6) };
  const calendar = await readCalendar(range, bookings.database.stores, bookings);
  return { dates, today, visits, patients, calendar, doctors: await doctorsOf(visits, stores) };
}

/** The clinic's doctors, and former ones who still have visits this week. */
async function doctorsOf(
  visits: readonly Appointment[],
  { doctors }: ClinicVisit["stores"],
): Promise<readonly Doctor[]> {
  const active = await doctors.list();
  const known = new Set(active.map(({ id }) => id));
  const others: Doctor[] = [];
  for (const id of new Set(visits.map(({ doctorId }) => doctorId))) {
    const left = known.has(id) ? undefined : await doctors.find(id);
    if (left !== undefined) others.push(left);
  }
  return [...active, ...others];
}

function Grid({ visit, week }: { readonly visit: ClinicVisit; readonly week: Week }) {
  const { words, language } = visit;
  return (
    <div class="scroll">
      <table class="week">
        <thead>
          <tr>
            <th scope="col">{words.week.doctor}</th>
            {week.dates.map((date) => (
              <th scope="col" class={date === week.today ? "now" : ""}>
                <a href={clinicPath(visit, `?date=${date}`)}>{day(date, language)}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {week.doctors.map((doctor) => (
            <tr>
              <th scope="row">
                <Said text={doctorName(doctor.name)} />
                <span class="hint">{short(doctor.specialty)}</span>
              </th>
              {week.dates.map((date) => (
                <Day visit={visit} week={week} doctor={doctor} date={date} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day({
  visit,
  week,
  doctor,
  date,
}: {
  readonly visit: ClinicVisit;
  readonly week: Week;
  readonly doctor: Doctor;
  readonly date: WallDate;
}) {
  const { words, language, clinic } = visit;
  const span = daySpan(date, clinic.timezone);
  const visits = week.visits.filter(
    ({ doctorId, startsAt }) => doctorId === doctor.id && span.from <= startsAt && startsAt < span.to,
  );
  const isOpen = visits.length > 0 || opensWithin(span, doctor, week);
  const classes = [isOpen ? "" : "shut", date === week.today ? "now" : "", visits.length === 0 ? "none" : ""];
  return (
    <td
      data-label={day(date, language)}
      data-date={date}
      data-doctor={doctor.id}
      data-where={`${day(date, language)}, ${short(doctorName(doctor.name))}`}
      class={classes.filter((name) => name !== "").join(" ")}
    >
      {!isOpen && <span class="hint">{words.week.closed}</span>}
      {visits.map((each) => (
        <VisitLink visit={visit} week={week} appointment={each} />
      ))}
    </td>
  );
}

/** Carries the appointment's id, by which week.js moves it. */
function VisitLink({
  visit,
  week,
  appointment,
}: {
  readonly visit: ClinicVisit;
  readonly week: Week;
  readonly appointment: Appointment;
}) {
  const { words, language, clinic } = visit;
  const { id, startsAt, status } = appointment;
  const patient = week.patients.get(appointment.patientId) || words.today.unknownPatient;
  const time = timeOfDay(startsAt, clinic.timezone, language);
  const moves = mayAct(visit.session) && mayMove(appointment, visit);
  const movable = { "data-id": id, "data-time": time, "aria-describedby": "move-how" };
  const what = `${short(patient)}, ${moment(startsAt, clinic.timezone, language)}`;
  return (
    <a
      class={`visit ${status}`}
      href={clinicPath(visit, `/appointments/${id}`)}
      data-what={moves ? what : undefined}
      {...(moves ? movable : {})}
    >
      <span class="number">{time}</span> <Said text={patient} />
    </a>
  );
}

function opensWithin(span: Span, doctor: Doctor, { calendar }: Week): boolean {
  if (!calendar.doctors.some(({ id }) => id === doctor.id)) return false;
  return doctorOpenings(calendar, doctor.id).open.some(({ from, to }) => from < span.to && span.from < to);
}
