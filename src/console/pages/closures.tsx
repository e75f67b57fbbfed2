import { mayAct } from "../../domain/access/access.ts";
import { type ClosuresAndHolidays, closuresAndHolidays } from "../../domain/booking/calendar/clinic-calendar.ts";
import { type ExceptionRequest, planException } from "../../domain/booking/setup/closures.ts";
import type { CalendarException } from "../../domain/booking/ports.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import { addMonths, todayIn } from "../../domain/time/zoned-time.ts";
import { isWallDate } from "../../domain/time/wall-date.ts";
import { minutesOfWallTime, wallTimeOfMinutes } from "../../domain/time/wall-time.ts";
import { AscendiaError } from "../../errors.ts";
import { day, short } from "../formats.ts";
import { type Answer, type ClinicVisit, changeAndRecord, clinicPath, go, page, refused } from "../visit.ts";
import { ActForm, Cell, Empty, Problem, Said, Success } from "./parts.tsx";
import { affectedPage } from "./affected-appointments.tsx";

const SAID = ["added", "removed", "known"] as const;

const FIELDS = ["from", "to", "who", "from-time", "to-time", "reason"] as const;
type Field = (typeof FIELDS)[number];

export async function closuresPage(visit: ClinicVisit, problem?: string): Promise<Answer> {
  const { words, clinic, bookings, stores, ports } = visit;
  const today = todayIn(clinic.timezone, ports.clock);
  const found = await closuresAndHolidays({ firstDate: today, lastDate: addMonths(today, 12) }, bookings);
  const doctors = await stores.doctors.list();
  const done = SAID.find((each) => each === visit.query("done"));
  const body = (
    <>
      {problem !== undefined && <Problem visit={visit} says={problem} />}
      {done !== undefined && <Success says={words.closures[done]} />}
      <h1>{words.closures.title}</h1>
      <p class="lead">{words.closures.lead}</p>
      <ClosureList visit={visit} found={found} doctors={doctors} />
      {mayAct(visit.session) && <ClosureForm visit={visit} doctors={doctors} today={today} />}
    </>
  );
  return problem === undefined ? page(words.closures.title, body) : refused(words.closures.title, body, 422);
}

interface Shown {
  readonly visit: ClinicVisit;
  readonly doctors: readonly Doctor[];
}

function ClosureList({ visit, found, doctors }: Shown & { readonly found: ClosuresAndHolidays }) {
  const { words, language, session } = visit;
  const { columns, everyone, holiday } = words.closures;
  const holidays = (found.holidays ?? []).filter(({ closes }) => closes);
  if (found.exceptions.length + holidays.length === 0) return <Empty says={words.closures.empty} />;
  const rows = [
    ...found.exceptions.map((exception) => ({ date: exception.firstDate, exception, name: exception.reason ?? "" })),
    ...holidays.map(({ date, name }) => ({ date, exception: undefined, name })),
  ].toSorted((one, other) => (one.date < other.date ? -1 : 1));
  return (
    <table class="rows">
      <thead>
        <tr>
          {Object.values(columns).map((name) => (
            <th scope="col">{name}</th>
          ))}
          {mayAct(session) && <td />}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ date, exception, name }) => (
          <tr>
            <Cell label={columns.dates} className="main">
              {exception === undefined ? day(date, language) : datesSaid(exception, visit)}
            </Cell>
            <Cell label={columns.who}>{exception === undefined ? everyone : whoSaid(exception, visit, doctors)}</Cell>
            <Cell label={columns.reason}>
              {exception === undefined ? `${holiday}${words.colon}` : ""}
              <Said text={name} />
            </Cell>
            {mayAct(session) && (
              <td class="act">
                {exception !== undefined && (
                  <ActForm visit={visit} action={clinicPath(visit, `/closures/${exception.id}/remove`)}>
                    <button class="quiet" aria-label={`${words.closures.remove}: ${datesSaid(exception, visit)}`}>
                      {words.closures.remove}
                    </button>
                  </ActForm>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function datesSaid({ firstDate, lastDate, fromTime, toTime }: CalendarException, { language }: ClinicVisit): string {
  const dates =
    firstDate === lastDate ? day(firstDate, language) : `${day(firstDate, language)} – ${day(lastDate, language)}`;
  return fromTime === "00:00" && toTime === "24:00" ? dates : `${dates}, ${fromTime}–${toTime}`;
}

function whoSaid({ kind, doctorId }: CalendarException, { words }: ClinicVisit, doctors: readonly Doctor[]) {
  const { everyone, extra } = words.closures;
  const doctor = doctors.find(({ id }) => id === doctorId);
  const who = doctorId === null ? everyone : doctorName(doctor?.name ?? words.none);
  return <Said text={kind === "open" ? `${who} (${extra})` : who} />;
}

function ClosureForm({ visit, doctors, today }: Shown & { readonly today: string }) {
  const { words, field } = visit;
  const said = words.closures;
  return (
    <section class="card">
      <h2>{said.add}</h2>
      <ActForm visit={visit} action={clinicPath(visit, "/closures")} className="stack">
        <div class="inline">
          <label>
            {said.from}
            <input type="date" name="from" required min={today} value={field("from")} />
          </label>
          <label>
            {said.to}
            <input type="date" name="to" min={today} value={field("to")} aria-describedby="to-hint" />
          </label>
        </div>
        <p class="hint" id="to-hint">
          {said.toHint}
        </p>
        <label>
          {said.who}
          <select name="who">
            <option value="">{said.everyone}</option>
            {doctors.map(({ id, name }) => (
              <option value={id} selected={field("who") === id}>
                {short(doctorName(name))}
              </option>
            ))}
          </select>
        </label>
        <div class="inline">
          <label>
            {said.fromTime}
            <input type="time" name="from-time" value={field("from-time")} aria-describedby="time-hint" />
          </label>
          <label>
            {said.toTime}
            <input type="time" name="to-time" value={field("to-time")} aria-describedby="time-hint" />
          </label>
        </div>
        <p class="hint" id="time-hint">
          {said.timeHint}
        </p>
        <label>
          {said.reason}
          <input name="reason" maxlength={200} value={field("reason")} />
        </label>
        <button>{said.save}</button>
      </ActForm>
    </section>
  );
}

/** Times as the database stores them; undefined: they do not form a part of a day. */
function partOfDay({ field }: ClinicVisit): Pick<ExceptionRequest, "fromTime" | "toTime"> | undefined {
  const [from, to] = [field("from-time").trim(), field("to-time").trim()];
  if (from === "" && to === "") return {};
  const [first, last] = [minutesOfWallTime(from), minutesOfWallTime(to)];
  if (first === undefined || last === undefined || last <= first) return undefined;
  return { fromTime: wallTimeOfMinutes(first), toTime: wallTimeOfMinutes(last) };
}

export async function addClosure(visit: ClinicVisit): Promise<Answer> {
  const { words, bookings, stores, field } = visit;
  const dates = datesOf(visit);
  if (dates === undefined) return closuresPage(visit, words.closures.badDates);
  const times = partOfDay(visit);
  if (times === undefined) return closuresPage(visit, words.closures.badTimes);
  const reason = field("reason").trim() === "" ? null : short(field("reason"));
  const request = { kind: "closed", doctorId: await absentDoctor(visit), ...dates, reason, ...times } as const;
  const { exception, isKnown, affected } = await planException(request, bookings);
  if (isKnown) return go(clinicPath(visit, "/closures?done=known"));
  if (affected.length > 0 && field("anyway") !== "yes") {
    const place = clinicPath(visit, "/closures");
    return affectedPage(visit, affected, { action: place, back: place, children: <TypedAgain field={field} /> });
  }
  await changeAndRecord(
    () => stores.booking.stores.exceptions.add(exception),
    () => ({ action: "closure:add", before: null, after: { ...exception, reason: null } }),
    visit,
  );
  return go(clinicPath(visit, "/closures?done=added"));
}

/** undefined: no dates, reversed ones, or past ones. */
function datesOf({ clinic, field, ports }: ClinicVisit): Pick<ExceptionRequest, "firstDate" | "lastDate"> | undefined {
  const firstDate = field("from");
  const lastDate = field("to") === "" ? firstDate : field("to");
  if (!isWallDate(firstDate) || !isWallDate(lastDate) || lastDate < firstDate) return undefined;
  return lastDate < todayIn(clinic.timezone, ports.clock) ? undefined : { firstDate, lastDate };
}

/** null: the whole clinic. @throws not_found for a doctor of another clinic */
async function absentDoctor({ stores, field }: ClinicVisit): Promise<string | null> {
  const id = field("who");
  if (id === "") return null;
  if ((await stores.doctors.list()).some((doctor) => doctor.id === id)) return id;
  throw new AscendiaError("not_found", "no such doctor");
}

function TypedAgain({ field }: { readonly field: (name: Field) => string }) {
  return (
    <>
      {FIELDS.map((name) => (
        <input type="hidden" name={name} value={field(name)} />
      ))}
    </>
  );
}

export async function removeClosure(visit: ClinicVisit): Promise<Answer> {
  const { exceptions } = visit.stores.booking.stores;
  const id = visit.parameter("closure");
  const removed = await changeAndRecord(
    () => exceptions.remove(id),
    (found) => ({ action: "closure:remove", before: found ? { id } : null, after: null }),
    visit,
  );
  if (!removed) throw new AscendiaError("not_found", "no such closure");
  return go(clinicPath(visit, "/closures?done=removed"));
}
