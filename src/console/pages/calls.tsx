import type { Call } from "../../domain/call/call.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { ownNumber } from "../../domain/outreach/contact.ts";
import type { PageLanguage } from "../words/words.ts";
import { duration, moment, zonedMoment } from "../formats.ts";
import { type Answer, type ClinicVisit, type Visit, clinicPath, page, recordRead } from "../visit.ts";
import type { Words } from "../words/en.ts";
import { Cell, Empty, Said } from "./parts.tsx";
import { CallTag } from "./tags.tsx";

const PAGE = 30;

/** A row of the list, in the page and in the events that keep it up to date. */
export interface CallRowFacts {
  readonly call: Call;
  readonly words: Words;
  readonly language: PageLanguage;
  /** The call's clinic; undefined: not known. */
  readonly clinic: Pick<Clinic, "slug" | "name" | "timezone"> | undefined;
  /** Set where calls of several clinics are listed. */
  readonly showsClinic: boolean;
}

export function CallRow({ call, words, language, clinic, showsClinic }: CallRowFacts) {
  const { columns } = words.calls;
  const when = (showsClinic ? zonedMoment : moment)(call.calledAt, clinic?.timezone ?? "UTC", language);
  return (
    <tr id={`call-${call.callId}`}>
      <Cell label={columns.when} className="number main">
        {clinic === undefined ? (
          when
        ) : (
          <a href={`/clinics/${clinic.slug}/calls/${encodeURIComponent(call.callId)}`}>{when}</a>
        )}
      </Cell>
      {showsClinic && (
        <Cell label={columns.clinic}>
          {clinic === undefined ? (
            words.calls.noClinic
          ) : (
            <a href={`/clinics/${clinic.slug}`}>
              <Said text={clinic.name} />
            </a>
          )}
        </Cell>
      )}
      <Cell label={columns.number} className="number">
        {maskNumber(ownNumber(call.patientNumber)) ?? words.calls.withheld}
      </Cell>
      <Cell label={columns.direction}>{words.calls.directions[call.direction]}</Cell>
      <Cell label={columns.outcome}>
        <CallTag call={call} words={words} />
      </Cell>
      <Cell label={columns.took} className="number">
        {duration(call.durationMs)}
      </Cell>
    </tr>
  );
}

interface Listed<C extends Call> {
  readonly visit: Visit;
  readonly calls: readonly C[];
  readonly clinicOf: (call: C) => CallRowFacts["clinic"];
  readonly showsClinic: boolean;
  readonly path: string;
}

function CallList<C extends Call>({ visit, calls, clinicOf, showsClinic, path }: Listed<C>) {
  const { words, language } = visit;
  const { columns } = words.calls;
  const shown = calls.slice(0, PAGE);
  const last = calls.length > PAGE ? shown.at(-1) : undefined;
  const names = [columns.when, ...(showsClinic ? [columns.clinic] : []), columns.number, columns.direction];
  return (
    <>
      <h1>{words.calls.title}</h1>
      <p class="hint" aria-live="polite">
        {words.calls.live}
      </p>
      <table class="rows" data-empty={shown.length === 0 ? "" : undefined}>
        <thead>
          <tr>
            {[...names, columns.outcome, columns.took].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody id="calls" data-first={visit.query("until") === "" ? "" : undefined}>
          {shown.map((call) => (
            <CallRow call={call} words={words} language={language} clinic={clinicOf(call)} showsClinic={showsClinic} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <Empty says={words.calls.empty} />}
      <nav class="steps pager" aria-label={words.calls.title}>
        {visit.query("until") !== "" && <a href={path}>{words.later}</a>}
        {last !== undefined && <a href={`${path}?until=${last.calledAt}`}>{words.earlier}</a>}
      </nav>
    </>
  );
}

function untilOf(visit: Visit): number | undefined {
  const text = visit.query("until");
  return /^\d{1,15}$/u.test(text) ? Number(text) : undefined;
}

/** One clinic's calls. Numbers are masked here; a call's own page shows it. */
export async function callsPage(visit: ClinicVisit): Promise<Answer> {
  const { clinic, stores, words } = visit;
  const calls = await stores.calls.list({ untilAt: untilOf(visit), limit: PAGE + 1 });
  await recordRead(visit, "calls", { calls: calls.length });
  const path = clinicPath(visit, "/calls");
  return page(
    words.calls.title,
    <CallList visit={visit} calls={calls} clinicOf={() => clinic} showsClinic={false} path={path} />,
    { live: clinicPath(visit, "/live") },
  );
}

/** Every clinic's calls, and those of no known clinic. */
export async function allCallsPage(visit: Visit): Promise<Answer> {
  const { store } = visit.ports;
  const calls = await store.calls.list({ untilAt: untilOf(visit), limit: PAGE + 1 });
  const clinics = new Map((await store.clinics.list()).map((clinic) => [clinic.id, clinic]));
  await visit.audit.record({
    act: visit.ports.newId(),
    action: "console:all-calls",
    subject: "installation",
    before: null,
    after: { shown: { calls: calls.length } },
    reason: null,
  });
  return page(
    visit.words.calls.title,
    <CallList
      visit={visit}
      calls={calls}
      clinicOf={({ clinicId }: FleetCall) => (clinicId === null ? undefined : clinics.get(clinicId))}
      showsClinic
      path="/calls"
    />,
    { live: "/live" },
  );
}
