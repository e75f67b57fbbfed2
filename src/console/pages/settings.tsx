import { mayAct } from "../../domain/access/access.ts";
import { callerVariables, readCallerFacts } from "../../domain/call/line/caller-variables.ts";
import type { ClinicNotices, Doctor } from "../../domain/clinic/clinic.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import { isMailAddress } from "../../domain/clinic/telephone/mail-address.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import { bounded, short } from "../formats.ts";
import { type Answer, type ClinicVisit, changeAndRecord, clinicPath, go, page, refused } from "../visit.ts";
import { ActForm, Cell, Empty, Facts, Problem, Said, Success, Tag } from "./parts.tsx";

const MOST_RECIPIENTS = 10;
const MOST_SENTENCE = 1000;

/** Who works here, what callers hear, who gets mail; people who see every clinic also see which version answers. */
export async function settingsPage(visit: ClinicVisit, problem?: string): Promise<Answer> {
  const { words, query, stores, session } = visit;
  const said = words.settings;
  const notices = await stores.notices.find();
  const body = (
    <>
      <h1>{said.title}</h1>
      {problem !== undefined && <Problem visit={visit} says={problem} />}
      {query("saved") === "yes" && <Success says={said.saved} />}
      <h2>{said.doctors}</h2>
      <Doctors visit={visit} doctors={await stores.doctors.list()} />
      <Notices visit={visit} notices={notices} />
      {session.clinicId === null && (await Version({ visit }))}
      {await Sentences({ visit })}
    </>
  );
  return problem === undefined ? page(said.title, body) : refused(said.title, body, 422);
}

function Doctors({ visit, doctors }: { readonly visit: ClinicVisit; readonly doctors: readonly Doctor[] }) {
  const { words, clinic, ports } = visit;
  const said = words.settings;
  if (doctors.length === 0) return <Empty says={words.week.noDoctors} />;
  const today = todayIn(clinic.timezone, ports.clock);
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{said.columns.name}</th>
          <th scope="col">{said.columns.specialty}</th>
        </tr>
      </thead>
      <tbody>
        {doctors.map(({ name, specialty, active, late }) => (
          <tr>
            <Cell label={said.columns.name} className="main">
              <Said text={doctorName(name)} /> {!active && <Tag tone="plain">{said.inactive}</Tag>}{" "}
              {late?.on === today && <Tag tone="warn">{said.late(late.minutes)}</Tag>}
            </Cell>
            <Cell label={said.columns.specialty}>
              <Said text={specialty} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Notices({ visit, notices }: { readonly visit: ClinicVisit; readonly notices: ClinicNotices }) {
  const { words, clinic, session } = visit;
  const said = words.settings;
  if (!mayAct(session)) return <NoticeFacts visit={visit} notices={notices} />;
  return (
    <section class="card">
      <h2>{said.mails}</h2>
      <ActForm visit={visit} action={clinicPath(visit, "/settings")} className="stack">
        <label class="choice">
          <input type="checkbox" name="messages" value="on" checked={notices.messages} />
          {said.onMessage}
        </label>
        <label class="choice">
          <input type="checkbox" name="summaries" value="on" checked={notices.callSummaries} />
          {said.onCall}
        </label>
        <label>
          {said.digest}
          <select name="digest">
            <option value="off" selected={notices.digestHour === null}>
              {words.report.never}
            </option>
            {Array.from({ length: 24 }, (_, hour) => (
              <option value={String(hour)} selected={notices.digestHour === hour}>
                {clockHour(hour)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {said.recipients}
          <textarea name="recipients" rows={3} maxlength={1000} aria-describedby="recipients-hint">
            {visit.field("recipients") === "" ? notices.recipients.join("\n") : visit.field("recipients")}
          </textarea>
        </label>
        <p class="hint" id="recipients-hint">
          {said.recipientsHint(clinic.ownerEmail)}
        </p>
        <button>{said.save}</button>
      </ActForm>
      <p class="hint">
        <a href={clinicPath(visit, "/report")}>{words.report.title}</a>
        {words.colon}
        {words.report.mailLead}
      </p>
    </section>
  );
}

function NoticeFacts({ visit, notices }: { readonly visit: ClinicVisit; readonly notices: ClinicNotices }) {
  const { words } = visit;
  const said = words.settings;
  const { digestHour, recipients } = notices;
  return (
    <section class="card">
      <h2>{said.mails}</h2>
      <Facts
        facts={[
          [said.onMessage, notices.messages ? words.yes : said.no],
          [said.onCall, notices.callSummaries ? words.yes : said.no],
          [said.digest, digestHour === null ? words.report.never : clockHour(digestHour)],
          [said.recipients, recipients.length === 0 ? said.owner : said.others(recipients.length)],
        ]}
      />
    </section>
  );
}

function clockHour(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

async function Version({ visit }: { readonly visit: ClinicVisit }) {
  const { words, stores, ports } = visit;
  const said = words.settings;
  const number = await stores.number.find();
  const master = await ports.store.agents.master();
  const { agentId = null, agentVersion = null } = number ?? {};
  const isOwn = agentId !== null && agentId !== master?.agentId;
  const newest = isOwn || master === undefined ? "" : String(master.version);
  return (
    <section class="card">
      <h2>{said.version}</h2>
      <Facts
        facts={[
          [said.answers, agentVersion === null ? words.fleet.troubles.unbound : String(agentVersion)],
          [said.newest, newest],
          [said.agent, isOwn ? said.ownAgent : ""],
        ]}
      />
    </section>
  );
}

/** The sentences as callers hear them now, the clinic's own wordings first. */
async function Sentences({ visit }: { readonly visit: ClinicVisit }) {
  const { words, clinic, ports, session } = visit;
  const said = words.settings;
  const now = ports.clock.now();
  const facts = await readCallerFacts(clinic, ports.store, now);
  const own = facts.phrases[clinic.language] ?? {};
  const spoken = Object.entries(callerVariables(facts, ports.phrases, now)).flatMap(([name, text]) =>
    name.startsWith(PHRASE) && text !== "" ? [{ key: name.slice(PHRASE.length), text }] : [],
  );
  const byOwn = spoken.toSorted((one, other) => Number(other.key in own) - Number(one.key in own));
  return (
    <section class="card">
      <h2>{said.sentences}</h2>
      <p>{said.sentencesLead}</p>
      <details>
        <summary>{said.showSentences(spoken.length)}</summary>
        <ul class="plain" lang={clinic.language}>
          {byOwn.map(({ key, text }) => (
            <li>
              <bdi>{bounded(text, MOST_SENTENCE).text}</bdi>{" "}
              {key in own && (
                <span lang={visit.language}>
                  <Tag tone="good">{said.own}</Tag>{" "}
                </span>
              )}
              {mayAct(session) && (
                <a
                  href={clinicPath(visit, `/phrases/${key}`)}
                  lang={visit.language}
                  aria-label={said.changeOf(short(text))}
                >
                  {said.change}
                </a>
              )}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

const PHRASE = "phrase_";

export async function saveSettings(visit: ClinicVisit): Promise<Answer> {
  const { field, stores, words } = visit;
  const recipients = [
    ...new Set(
      field("recipients")
        .split(/[\s,;]+/u)
        .filter((each) => each !== ""),
    ),
  ];
  const wrong = recipients.find((each) => !isMailAddress(each) || each.length > 254);
  if (wrong !== undefined) return settingsPage(visit, words.settings.badAddress(wrong.slice(0, 80)));
  if (recipients.length > MOST_RECIPIENTS) return settingsPage(visit, words.settings.tooMany(MOST_RECIPIENTS));
  const hour = Number(field("digest"));
  const isHour = /^\d{1,2}$/u.test(field("digest")) && hour < 24;
  const before = await stores.notices.find();
  const after = {
    ...before,
    messages: field("messages") === "on",
    callSummaries: field("summaries") === "on",
    digestHour: isHour ? hour : null,
    recipients,
  };
  await changeAndRecord(
    () => stores.notices.save(after),
    () => ({ action: "clinic:notices", before: recorded(before), after: recorded(after) }),
    visit,
  );
  return go(clinicPath(visit, "/settings?saved=yes"));
}

/** As `clinic:notices` records it. */
function recorded({ callSummaries, digestHour, messages, recipients }: ClinicNotices) {
  return { call_summaries: callSummaries, digest_hour: digestHour, messages, recipients };
}
