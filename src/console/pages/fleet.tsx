import { type ClinicGlance, fleetGlance, isNamed, needsAttention } from "../../domain/fleet/glance.ts";
import type { AlertKind, FleetAlert } from "../../domain/alert/ports.ts";
import { count, zonedMoment } from "../formats.ts";
import { type Answer, type Visit, page } from "../visit.ts";
import { AlertCards } from "./alerts.tsx";
import { Pager, startOf } from "./pager.tsx";
import { SignUpsWaiting } from "./sign-ups.tsx";
import { Cell, Empty, Figures, Said, Tag } from "./parts.tsx";

/** Keeps the page small with a thousand clinics. */
const ROWS = 50;

export async function fleetPage(visit: Visit): Promise<Answer> {
  const { words, ports, query } = visit;
  const alerts = await ports.alerts.open();
  const raised = raisedBy(alerts);
  const needs = (glance: ClinicGlance): boolean => needsAttention(glance) || raised.has(glance.clinic.slug);
  const glances = await fleetGlance(ports.store, ports.clock);
  const all = glances.toSorted((one, other) => Number(needs(other)) - Number(needs(one)));
  const search = query("q").slice(0, 100);
  const isForAttention = query("show") === "attention";
  const wanted = all.filter((glance) => isNamed(glance, search) && (!isForAttention || needs(glance)));
  const from = startOf(query("from"), wanted.length);
  const kept = { ...(isForAttention && { show: "attention" }), ...(search !== "" && { q: search }) };
  const link = (start: number): string => `/?${new URLSearchParams({ ...kept, from: String(start) }).toString()}`;
  return page(
    words.fleet.title,
    <>
      <h1>{words.fleet.title}</h1>
      <Figures figures={figuresOf(all, visit)} />
      <AlertCards visit={visit} alerts={alerts} />
      {await SignUpsWaiting({ visit })}
      <div class="head">
        <form method="get" action="/" class="inline search" role="search">
          <label>
            <span class="unseen">{words.fleet.search}</span>
            <input type="search" name="q" value={search} placeholder={words.fleet.search} />
          </label>
          {isForAttention && <input type="hidden" name="show" value="attention" />}
          <button class="second">{words.fleet.searchGo}</button>
        </form>
        <nav class="steps" aria-label={words.fleet.title}>
          <a href="/" aria-current={isForAttention ? undefined : "page"}>
            {words.fleet.all}
          </a>
          <a href="/?show=attention" aria-current={isForAttention ? "page" : undefined}>
            {words.fleet.attention} <span class="number">{all.filter(needs).length}</span>
          </a>
        </nav>
      </div>
      {wanted.length === 0 && (
        <Empty says={isForAttention && search === "" ? words.fleet.nothingWrong : words.fleet.nothing} />
      )}
      {wanted.length > 0 && <FleetTable visit={visit} glances={wanted.slice(from, from + ROWS)} raised={raised} />}
      <Pager words={words} from={from} all={wanted.length} size={ROWS} link={link} />
    </>,
  );
}

type Raised = ReadonlyMap<string, readonly AlertKind[]>;

/** A clinic's row already shows these problems from its own data. */
const SAID_BY_ROW: ReadonlySet<AlertKind> = new Set(["old_messages", "unbound_number"]);

/** The alerts of each clinic that nobody has taken note of, by slug. */
function raisedBy(alerts: readonly FleetAlert[]): Raised {
  const raised = new Map<string, AlertKind[]>();
  for (const { clinicSlug, kind, mutedAt } of alerts) {
    if (clinicSlug === null || mutedAt !== null || SAID_BY_ROW.has(kind)) continue;
    raised.set(clinicSlug, [...(raised.get(clinicSlug) ?? []), kind]);
  }
  return raised;
}

function figuresOf(all: readonly ClinicGlance[], { words, language }: Visit) {
  const names = words.fleet.figures;
  const sum = (of: (glance: ClinicGlance) => number): string =>
    count(
      all.reduce((total, glance) => total + of(glance), 0),
      language,
    );
  return [
    { name: names.clinics, value: count(all.length, language) },
    { name: names.calls, value: sum(({ calls }) => calls), href: "/calls" },
    { name: names.booked, value: sum(({ booked }) => booked) },
    { name: names.messages, value: sum(({ openMessages }) => openMessages) },
  ];
}

interface Fleet {
  readonly visit: Visit;
  readonly glances: readonly ClinicGlance[];
  readonly raised: Raised;
}

function FleetTable({ visit, glances, raised }: Fleet) {
  const { columns } = visit.words.fleet;
  const numbers = [columns.calls, columns.booked, columns.failed, columns.messages];
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{columns.clinic}</th>
          {numbers.map((name) => (
            <th scope="col" class="right">
              {name}
            </th>
          ))}
          <th scope="col">{columns.last}</th>
          <th scope="col" class="right">
            {columns.version}
          </th>
        </tr>
      </thead>
      <tbody>
        {glances.map((glance) => (
          <ClinicRow visit={visit} glance={glance} kinds={raised.get(glance.clinic.slug) ?? []} />
        ))}
      </tbody>
    </table>
  );
}

const SERIOUS: ReadonlySet<string> = new Set(["no_number", "unbound", "failed", "no_doctors"]);

interface Row {
  readonly visit: Visit;
  readonly glance: ClinicGlance;
  readonly kinds: readonly AlertKind[];
}

function ClinicRow({ visit, glance, kinds }: Row) {
  const { words, language } = visit;
  const { columns, troubles } = words.fleet;
  const { clinic, lastCallAt, version } = glance;
  const of = (label: string, number: number) => (
    <Cell label={label} className={`number right ${number === 0 ? "zero" : ""}`}>
      {count(number, language)}
    </Cell>
  );
  return (
    <tr>
      <Cell label={columns.clinic} className="main">
        <a href={`/clinics/${clinic.slug}`}>
          <Said text={clinic.name} />
        </a>
        {glance.troubles.length + kinds.length > 0 && (
          <span class="tags">
            {kinds.map((kind) => (
              <Tag tone="bad">{words.alerts.short[kind]}</Tag>
            ))}
            {glance.troubles.map((trouble) => (
              <Tag tone={SERIOUS.has(trouble) ? "bad" : "warn"}>{troubles[trouble]}</Tag>
            ))}
          </span>
        )}
      </Cell>
      {of(columns.calls, glance.calls)}
      {of(columns.booked, glance.booked)}
      {of(columns.failed, glance.failed)}
      {of(columns.messages, glance.openMessages)}
      <Cell label={columns.last} className="number">
        {lastCallAt === null ? words.none : zonedMoment(lastCallAt, clinic.timezone, language)}
      </Cell>
      <Cell label={columns.version} className="number right">
        {version === null ? words.none : String(version)}
      </Cell>
    </tr>
  );
}
