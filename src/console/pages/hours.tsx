import { mayAct } from "../../domain/access/access.ts";
import { planHours, setHours } from "../../domain/booking/setup/clinic-setup.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import {
  type Interval,
  type Weekday,
  type WeeklyHours,
  type HoursPeriod,
  closedAllWeek,
  intervalsOf,
  openingHoursToJson,
  weekdays,
} from "../../domain/clinic/opening-hours.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { day as dayOf } from "../formats.ts";
import { type Answer, type ClinicVisit, changeAndRecord, clinicPath, go, page, refused } from "../visit.ts";
import { ActForm, Facts, Problem, Said, Success } from "./parts.tsx";
import { affectedPage } from "./affected-appointments.tsx";

/** How many intervals a day shows at least, and at most. */
const PAIRS = 2;
const MOST_PAIRS = 6;

type TypedDay = readonly (readonly [string, string])[];
type TypedWeek = Readonly<Record<Weekday, TypedDay>>;

export async function hoursPage(visit: ClinicVisit): Promise<Answer> {
  const { words, query, stores } = visit;
  const hours = await stores.openingHours.ofClinic();
  return page(
    words.hours.title,
    <>
      {query("done") === "saved" && <Success says={words.hours.saved} />}
      <HoursBody visit={visit} week={typedWeek(hours)} others={await otherHours(visit)} />
    </>,
  );
}

function typedWeek(hours: WeeklyHours): TypedWeek {
  const typed = (day: Weekday): TypedDay => hours[day].map(({ opens, closes }) => [opens, closes] as const);
  return weekOf(typed);
}

function weekOf<T>(of: (day: Weekday) => T): Readonly<Record<Weekday, T>> {
  const [mon, tue, wed, thu] = [of("mon"), of("tue"), of("wed"), of("thu")];
  return { mon, tue, wed, thu, fri: of("fri"), sat: of("sat"), sun: of("sun") };
}

interface NamedHours {
  readonly name: string;
  readonly hours: WeeklyHours;
}

/** Hours that differ from the clinic's usual ones. */
interface OtherHours {
  readonly own: readonly NamedHours[];
  /** Current and future periods. */
  readonly periods: readonly NamedHours[];
}

async function otherHours(visit: ClinicVisit): Promise<OtherHours> {
  const { stores, clinic, ports } = visit;
  const own = await stores.openingHours.ofDoctors();
  const doctors = await stores.doctors.list();
  const today = todayIn(clinic.timezone, ports.clock);
  const periods = (await stores.openingHours.periods()).filter(
    ({ lastDate }) => lastDate === null || lastDate >= today,
  );
  return {
    own: doctors.flatMap(({ id, name }) => {
      const hours = own.get(id);
      return hours === undefined ? [] : [{ name: doctorName(name), hours }];
    }),
    periods: periods.map((period) => {
      const doctor = doctors.find(({ id }) => id === period.doctorId);
      const who = doctor === undefined ? [] : [doctorName(doctor.name)];
      return { name: [...who, datesSaid(period, visit)].join(", "), hours: period.hours };
    }),
  };
}

function datesSaid({ firstDate, lastDate, everyWeeks }: HoursPeriod, { words, language }: ClinicVisit): string {
  const first = dayOf(firstDate, language);
  const dates = lastDate === null ? words.hours.from(first) : `${first} – ${dayOf(lastDate, language)}`;
  return everyWeeks === 1 ? dates : `${dates}, ${words.hours.everyOther}`;
}

interface Shown {
  readonly visit: ClinicVisit;
  readonly week: TypedWeek;
  readonly others: OtherHours;
}

function HoursBody({ visit, week, others }: Shown) {
  const { words, session } = visit;
  return (
    <>
      <h1>{words.hours.title}</h1>
      <p class="lead">{words.hours.lead}</p>
      {mayAct(session) ? <HoursForm visit={visit} week={week} /> : <Facts facts={weekFacts(week, visit)} />}
      <NamedWeeks visit={visit} title={words.hours.own} lead={words.hours.ownLead} weeks={others.own} />
      <NamedWeeks visit={visit} title={words.hours.periods} lead={words.hours.periodsLead} weeks={others.periods} />
    </>
  );
}

interface Weeks {
  readonly visit: ClinicVisit;
  readonly title: string;
  readonly lead: string;
  readonly weeks: readonly NamedHours[];
}

function NamedWeeks({ visit, title, lead, weeks }: Weeks) {
  if (weeks.length === 0) return <></>;
  return (
    <section class="card">
      <h2>{title}</h2>
      <p>{lead}</p>
      {weeks.map(({ name, hours }) => (
        <>
          <h3>
            <Said text={name} />
          </h3>
          <Facts facts={weekFacts(typedWeek(hours), visit)} />
        </>
      ))}
    </section>
  );
}

function weekFacts(week: TypedWeek, { words }: ClinicVisit) {
  return weekdays.map((day) => {
    const said = week[day].map(([opens, closes]) => `${opens}–${closes}`).join(", ");
    return [words.hours.days[day], said === "" ? words.hours.closed : said] as const;
  });
}

function HoursForm({ visit, week }: Omit<Shown, "others">) {
  const { words } = visit;
  return (
    <ActForm visit={visit} action={clinicPath(visit, "/hours")} className="card hours">
      {weekdays.map((day) => (
        <fieldset>
          <legend>{words.hours.days[day]}</legend>
          {pairsOf(week[day]).map(([opens, closes], index) => (
            <span class="pair">
              <label>
                {index === 0 ? words.hours.opens : words.hours.again}
                <input name={`${day}-opens-${index}`} value={opens} inputmode="numeric" placeholder="08:00" size={5} />
              </label>
              <label>
                {words.hours.closes}
                <input
                  name={`${day}-closes-${index}`}
                  value={closes}
                  inputmode="numeric"
                  placeholder="12:30"
                  size={5}
                />
              </label>
            </span>
          ))}
        </fieldset>
      ))}
      <button>{words.hours.save}</button>
    </ActForm>
  );
}

function pairsOf(typed: TypedDay): TypedDay {
  const empty = Array.from({ length: Math.max(0, PAIRS - typed.length) }, () => ["", ""] as const);
  return [...typed, ...empty];
}

export async function saveHours(visit: ClinicVisit): Promise<Answer> {
  const { words, bookings, stores } = visit;
  const typed = weekOf((day) => typedDay(day, visit));
  const read = readWeek(typed);
  if (typeof read === "string") {
    const body = (
      <>
        <Problem visit={visit} says={words.hours.unreadable(words.hours.days[read])} />
        <HoursBody visit={visit} week={typed} others={await otherHours(visit)} />
      </>
    );
    return refused(words.hours.title, body, 422);
  }
  const plan = await planHours({ doctor: null, hours: read }, bookings);
  if (plan.affected.length > 0 && visit.field("anyway") !== "yes") {
    return affectedPage(visit, plan.affected, {
      action: clinicPath(visit, "/hours"),
      back: clinicPath(visit, "/hours"),
      children: <TypedAgain week={typed} />,
    });
  }
  await changeAndRecord(
    () => setHours(plan, stores.openingHours),
    () => ({
      action: "hours:set",
      before: { hours: openingHoursToJson(plan.before ?? closedAllWeek) },
      after: { hours: openingHoursToJson(read) },
    }),
    visit,
  );
  return go(clinicPath(visit, "/hours?done=saved"));
}

function typedDay(day: Weekday, { field }: ClinicVisit): TypedDay {
  return Array.from(
    { length: MOST_PAIRS },
    (_, index) => [field(`${day}-opens-${index}`).trim(), field(`${day}-closes-${index}`).trim()] as const,
  ).filter(([opens, closes]) => opens !== "" || closes !== "");
}

function TypedAgain({ week }: { readonly week: TypedWeek }) {
  return (
    <>
      {weekdays.flatMap((day) =>
        week[day].map(([opens, closes], index) => (
          <>
            <input type="hidden" name={`${day}-opens-${index}`} value={opens} />
            <input type="hidden" name={`${day}-closes-${index}`} value={closes} />
          </>
        )),
      )}
    </>
  );
}

/** @returns the hours, or the first day that cannot be read */
function readWeek(typed: TypedWeek): WeeklyHours | Weekday {
  const read = weekOf((day) => readDay(typed[day], day));
  const bad = weekdays.find((day) => read[day] === undefined);
  return bad ?? weekOf((day) => read[day] ?? []);
}

function readDay(typed: TypedDay, where: string): readonly Interval[] | undefined {
  try {
    return intervalsOf(typed, where);
  } catch (error) {
    if (error instanceof AscendiaError) return undefined;
    throw error;
  }
}
