import { MINUTE_MS } from "../../clock.ts";
import { mayAct } from "../../domain/access/access.ts";
import { weekdays } from "../../domain/clinic/opening-hours.ts";
import { type ClinicReport, type WeekFigures, clinicReport } from "../../domain/report/clinic-report.ts";
import { dollarsText } from "../../domain/report/exact-cents.ts";
import { type Week, spanOfWeek, weekAfter, weekBefore, weekNamed, weekOf } from "../../domain/report/week.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { count, day, dollars } from "../formats.ts";
import { type Answer, type ClinicVisit, changeAndRecord, clinicPath, go, page } from "../visit.ts";
import { ActForm, Cell, Success } from "./parts.tsx";

/** A clinic's week in figures, as its owner gets it by mail. */
export async function reportPage(visit: ClinicVisit): Promise<Answer> {
  const { words, language, clinic, stores, bookings, ports } = visit;
  const said = words.report;
  const current = weekOf(todayIn(clinic.timezone, ports.clock));
  const week = weekAsked(visit.query("week"), current);
  const { database, holidays } = bookings;
  const report = await clinicReport(week, clinic, { records: stores.records, bookings: database.stores, holidays });
  const link = ({ name }: Week): string => clinicPath(visit, `/report?week=${name}`);
  const isOver = spanOfWeek(week, clinic.timezone).to <= ports.clock.now();
  const { weeklyDay } = await stores.notices.find();
  return page(
    said.title,
    <>
      <div class="head">
        <h1>{said.title}</h1>
        <nav class="steps" aria-label={said.title}>
          <a href={link(weekBefore(week))}>{said.previous}</a>
          {week.firstDate < current.firstDate && <a href={link(weekAfter(week))}>{said.next}</a>}
        </nav>
      </div>
      <p class="lead">
        {said.lead(day(week.firstDate, language), day(week.lastDate, language))}
        {!isOver && ` · ${said.running}`}
      </p>
      {visit.query("saved") === "yes" && <Success says={said.saved} />}
      <FigureTable visit={visit} report={report} />
      <p class="hint">{said.savedMeans}</p>
      {report.figures.unpriced > 0 && <p class="hint">{said.unpriced(report.figures.unpriced)}</p>}
      {report.before === null && <p class="hint">{said.first}</p>}
      {mayAct(visit.session) && <DayForm visit={visit} weeklyDay={weeklyDay} />}
    </>,
  );
}

/** The requested week if it is over, or else the last complete one. */
function weekAsked(text: string, current: Week): Week {
  if (text === "") return weekBefore(current);
  try {
    const week = weekNamed(text, "week");
    return week.firstDate > current.firstDate ? current : week;
  } catch (error) {
    if (error instanceof AscendiaError) return weekBefore(current);
    throw error;
  }
}

function FigureTable({
  visit,
  report: { figures, before },
}: {
  readonly visit: ClinicVisit;
  readonly report: ClinicReport;
}) {
  const { columns } = visit.words.report;
  const old = before === null ? null : cells(before, visit);
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{columns.figure}</th>
          <th scope="col" class="right">
            {columns.week}
          </th>
          {old !== null && (
            <th scope="col" class="right">
              {columns.before}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {cells(figures, visit).map(([name, value], at) => (
          <tr>
            <Cell label={columns.figure} className="main">
              {name}
            </Cell>
            <Cell label={columns.week} className="number right">
              {value}
            </Cell>
            {old !== null && (
              <Cell label={columns.before} className="number right zero">
                {old[at]?.[1] ?? ""}
              </Cell>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cells(figures: WeekFigures, { words, language }: ClinicVisit): readonly (readonly [string, string])[] {
  const names = words.report.figures;
  return [
    [names.answered, count(figures.answered, language)],
    [names.booked, count(figures.booked, language)],
    [names.saved, count(figures.savedAfterHours, language)],
    [names.messages, count(figures.messages, language)],
    [names.noShows, count(figures.noShows, language)],
    [names.minutes, count(Math.round(figures.durationMs / MINUTE_MS), language)],
    [names.cost, dollars(Number(dollarsText(figures.cents)), language)],
  ];
}

function DayForm({ visit, weeklyDay }: { readonly visit: ClinicVisit; readonly weeklyDay: number | null }) {
  const { report: said, hours } = visit.words;
  return (
    <section class="card">
      <h2>{said.mail}</h2>
      <p>{said.mailLead}</p>
      <ActForm visit={visit} action={clinicPath(visit, "/report")} className="inline">
        <label>
          {said.day}
          <select name="day">
            {weekdays.map((weekday, index) => (
              <option value={weekday} selected={weeklyDay === index + 1}>
                {hours.days[weekday]}
              </option>
            ))}
            <option value="off" selected={weeklyDay === null}>
              {said.never}
            </option>
          </select>
        </label>
        <button>{said.save}</button>
      </ActForm>
    </section>
  );
}

export async function saveReportDay(visit: ClinicVisit): Promise<Answer> {
  const { field, stores } = visit;
  const index = weekdays.findIndex((weekday) => weekday === field("day"));
  if (index === -1 && field("day") !== "off") throw new AscendiaError("invalid", "no weekday");
  const before = await stores.notices.find();
  const weeklyDay = index === -1 ? null : index + 1;
  await changeAndRecord(
    () => stores.notices.save({ ...before, weeklyDay }),
    () => ({
      action: "clinic:notices",
      before: { weekly_day: before.weeklyDay },
      after: { weekly_day: weeklyDay },
    }),
    visit,
  );
  return go(clinicPath(visit, "/report?saved=yes"));
}
