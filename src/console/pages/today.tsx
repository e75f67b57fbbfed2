import { DAY_MS } from "../../clock.ts";
import { type AppointmentDetails, appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import { clinicOpenings, readCalendar } from "../../domain/booking/calendar/clinic-calendar.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import { writtenNumber } from "../../domain/clinic/telephone/telephone.ts";
import { daySpan, todayIn } from "../../domain/time/zoned-time.ts";
import { type WallDate, addDays, isWallDate } from "../../domain/time/wall-date.ts";
import { count, timeOfDay, wholeDay } from "../formats.ts";
import { type Answer, type ClinicVisit, clinicPath, page, recordRead } from "../visit.ts";
import { AlertCards } from "./alerts.tsx";
import { Cell, Empty, Figures, Phone, Said } from "./parts.tsx";
import { StatusTag } from "./tags.tsx";

/** Enough for any clinic's day. */
const MOST_VISITS = 400;

export async function todayPage(visit: ClinicVisit): Promise<Answer> {
  const { clinic, words, language, stores } = visit;
  const today = todayIn(clinic.timezone, visit.ports.clock);
  const asked = visit.query("date");
  const date = isWallDate(asked) ? asked : today;
  const visits = (await stores.booking.stores.appointments.startingWithin(daySpan(date, clinic.timezone)))
    .filter(({ status }) => status !== "cancelled" && status !== "rescheduled")
    .slice(0, MOST_VISITS);
  await recordRead(visit, "today", { date, appointments: visits.length });
  const detailsOf = appointmentDetails(stores);
  const details: AppointmentDetails[] = [];
  for (const each of visits) details.push(await detailsOf(each));
  const open = (await visit.bookings.database.stores.messages.list({ isOpenOnly: true })).length;
  const isOpen = details.length > 0 || (await isOpenOn(date, visit));
  const link = (to: WallDate): string => clinicPath(visit, to === today ? "" : `?date=${to}`);
  return page(
    words.today.title,
    <>
      {clinic.status === "suspended" && (
        <p class="notice warn">
          <a href={clinicPath(visit, "/assistant")}>{words.today.paused}</a>
        </p>
      )}
      {date === today && open > 0 && (
        <p class="notice warn">
          <a href={clinicPath(visit, "/messages")}>{words.today.waiting(open)}</a>
        </p>
      )}
      <div class="head">
        <h1>{wholeDay(date, language)}</h1>
        <nav class="steps" aria-label={words.week.title}>
          <a href={link(addDays(date, -1))}>{words.today.previous}</a>
          {date !== today && <a href={link(today)}>{words.today.title}</a>}
          <a href={link(addDays(date, 1))}>{words.today.next}</a>
        </nav>
      </div>
      {date === today && (
        <AlertCards visit={visit} alerts={await visit.ports.alerts.open(clinic.id)} zone={clinic.timezone} />
      )}
      {date === today && <Figures figures={await figures(visit, { visits: details.length, open })} />}
      <h2>{words.today.sheet}</h2>
      {details.length === 0 ? (
        <Empty says={isOpen ? words.today.empty : words.today.closed} />
      ) : (
        <Sheet visit={visit} details={details} />
      )}
    </>,
  );
}

async function isOpenOn(date: WallDate, { bookings }: ClinicVisit): Promise<boolean> {
  const calendar = await readCalendar({ firstDate: date, lastDate: date }, bookings.database.stores, bookings);
  const day = daySpan(date, bookings.clinic.timezone);
  return clinicOpenings(calendar).some(({ from, to }) => from < day.to && day.from < to);
}

async function figures(visit: ClinicVisit, { visits, open }: { readonly visits: number; readonly open: number }) {
  const { words, language, stores, ports } = visit;
  const names = words.today.figures;
  const calls = await stores.calls.list({ sinceAt: ports.clock.now() - DAY_MS, limit: 1000 });
  const booked = calls.filter(({ outcome }) => outcome === "booked").length;
  return [
    { name: names.visits, value: count(visits, language) },
    { name: names.messages, value: count(open, language), href: clinicPath(visit, "/messages") },
    { name: names.calls, value: count(calls.length, language), href: clinicPath(visit, "/calls") },
    { name: names.booked, value: count(booked, language) },
  ];
}

function Sheet({ visit, details }: { readonly visit: ClinicVisit; readonly details: readonly AppointmentDetails[] }) {
  const { words, language, clinic } = visit;
  const { type: typeColumn, ...others } = words.today.columns;
  const hasTypes = details.some(({ type }) => type !== null);
  const { status: statusColumn, ...before } = others;
  const columns = { ...before, ...(hasTypes && { type: typeColumn }), status: statusColumn };
  return (
    <>
      <table class="rows sheet">
        <thead>
          <tr>
            {Object.values(columns).map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {details.map(({ appointment, patient, doctor, type }) => (
            <tr>
              <Cell label={columns.time} className="number time">
                <a href={clinicPath(visit, `/appointments/${appointment.id}`)}>
                  {timeOfDay(appointment.startsAt, clinic.timezone, language)}
                </a>
              </Cell>
              <Cell label={columns.patient} className="main">
                {patient === null ? words.today.unknownPatient : <Said text={patient.name} />}
              </Cell>
              <Cell label={columns.phone} className="number">
                {patient !== null && patient.phone !== "" && (
                  <Phone number={patient.phone} shown={writtenNumber(patient.phone, clinic.country)} />
                )}
              </Cell>
              <Cell label={columns.doctor}>{doctor === null ? "" : <Said text={doctorName(doctor.name)} />}</Cell>
              {hasTypes && <Cell label={typeColumn}>{type === null ? "" : <Said text={type.name[language]} />}</Cell>}
              <Cell label={columns.status} className="status">
                <StatusTag status={appointment.status} words={words} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint screen">{words.today.print}</p>
    </>
  );
}
