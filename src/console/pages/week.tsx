import type { Appointment } from "../../domain/booking/appointment.ts";
import { doctorOpenings } from "../../domain/booking/openings.ts";
import { type ClinicCalendar, readCalendar } from "../../domain/booking/clinic-calendar.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import { daySpan } from "../../domain/time/day-spans.ts";
import type { Span } from "../../domain/time/spans.ts";
import { type WallDate, addDays, datesFrom, isWallDate, weekdayNumber } from "../../domain/time/wall-date.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import { day, short, timeOfDay } from "../formats.ts";
import { type Answer, type ClinicVisit, clinicPath, page, recordRead } from "../visit.ts";
import { Empty, Said } from "./parts.tsx";

interface Week {
  readonly dates: readonly WallDate[];
  readonly today: WallDate;
  readonly visits: readonly Appointment[];
  readonly doctors: readonly Doctor[];
  readonly calendar: ClinicCalendar;
  /** By id. */
  readonly patients: ReadonlyMap<string, string>;
}

export async function weekPage(visit: ClinicVisit): Promise<Answer> {
  const { words, language } = visit;
  const week = await readWeek(visit);
  await recordRead(visit, "week", { from: week.dates[0] ?? "", appointments: week.visits.length });
  const [monday = ""] = week.dates;
  const link = (days: number): string => clinicPath(visit, `/week?from=${addDays(monday, days)}`);
  return page(
    words.week.title,
    <>
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
    </>,
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
    <td data-label={day(date, language)} class={classes.filter((name) => name !== "").join(" ")}>
      {!isOpen && <span class="hint">{words.week.closed}</span>}
      {visits.map((each) => (
        <a class={`visit ${each.status}`} href={clinicPath(visit, `/appointments/${each.id}`)}>
          <span class="number">{timeOfDay(each.startsAt, clinic.timezone, language)}</span>{" "}
          <Said text={week.patients.get(each.patientId) || words.today.unknownPatient} />
        </a>
      ))}
    </td>
  );
}

function opensWithin(span: Span, doctor: Doctor, { calendar }: Week): boolean {
  if (!calendar.doctors.some(({ id }) => id === doctor.id)) return false;
  return doctorOpenings(calendar, doctor.id).open.some(({ from, to }) => from < span.to && span.from < to);
}
