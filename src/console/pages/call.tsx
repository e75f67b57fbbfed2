import type { Child } from "hono/jsx";
import { type Turn, readTranscript } from "../../domain/call/events/call-snapshot.ts";
import { findTroubles } from "../../domain/call/review/call-troubles.ts";
import { type Call, isOver, whyEnded } from "../../domain/call/call.ts";
import { messageLeftIn, readAnalysis } from "../../domain/call/events/call-analysis.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { writtenNumber } from "../../domain/clinic/telephone/telephone.ts";
import { AscendiaError } from "../../errors.ts";
import { readSpokenTimes } from "../../domain/call/review/call-timeline.ts";
import { mayAct } from "../../domain/access/access.ts";
import { bounded, dollars, duration, moment } from "../formats.ts";
import { type Answer, type ClinicVisit, clinicPath, page, recordRead, refused } from "../visit.ts";
import { frenchReason } from "../words/reasons-fr.ts";
import { PathSection, readPath } from "./call-path.tsx";
import { ScenarioSection, TimesSection } from "./call-times.tsx";
import { WhySection } from "./call-why.tsx";
import { type Fact, Empty, Facts, Phone, Said, Tag } from "./parts.tsx";
import { CallTag } from "./tags.tsx";

const MOST_TURN = 2000;
/** The most characters of a page, since a transcript may be very long. */
const MOST_PAGE = 40_000;

/** @param problem why an action on the page was refused */
export async function callPage(visit: ClinicVisit, problem?: Child): Promise<Answer> {
  const { words, stores } = visit;
  const call = await stores.calls.find(visit.parameter("call"));
  if (call === undefined) throw new AscendiaError("not_found", "no such call");
  await recordRead(visit, "call", { call: call.callId });
  // How the assistant works helps the people who run it, and is noise to a receptionist.
  const inside = visit.session.clinicId === null ? await readInside(call, visit) : undefined;
  const body = (
    <>
      {problem}
      <div class="head">
        <h1>{words.call.title}</h1>
        <CallTag call={call} words={words} />
      </div>
      <CallFacts
        visit={visit}
        call={call}
        booked={await bookedIn(call, visit)}
        recording={inside?.times?.recordingUrl ?? null}
      />
      {inside !== undefined && <InsideSections visit={visit} call={call} inside={inside} />}
      <Transcript visit={visit} call={call} />
      {inside !== undefined && offersScenario(call, inside) && <ScenarioSection visit={visit} call={call} />}
    </>
  );
  if (problem !== undefined) return refused(words.call.title, body);
  const isSettled = isOver(call.status) && call.outcome !== null;
  return page(
    words.call.title,
    body,
    isSettled ? {} : { live: `${clinicPath(visit, "/live")}?call=${encodeURIComponent(call.callId)}` },
  );
}

/** A call without a flow cannot be replayed. */
function offersScenario({ status }: Call, { path }: Inside): boolean {
  return isOver(status) && path.kind !== "none";
}

type Inside = Awaited<ReturnType<typeof readInside>>;

async function readInside(call: Call, visit: ClinicVisit) {
  const { events } = visit.ports.store;
  return {
    path: await readPath(call, visit),
    found: await findTroubles(call, events),
    times: await readSpokenTimes(call.callId, events),
  };
}

function InsideSections({ visit, call, inside }: Told & { readonly inside: Inside }) {
  const { path, found, times } = inside;
  return (
    <>
      {isOver(call.status) && <WhySection visit={visit} found={found} />}
      {times !== undefined && <TimesSection visit={visit} times={times} />}
      <PathSection visit={visit} call={call} path={path} />
    </>
  );
}

interface Told {
  readonly visit: ClinicVisit;
  readonly call: Call;
}

function Transcript({ visit, call }: Told) {
  const { words } = visit;
  const turns = shownTurns(call, visit);
  const shown = turnsFrom(turns, visit.query("turn"));
  return (
    <>
      <h2>{words.call.transcript}</h2>
      {turns.length === 0 && <Empty says={isOver(call.status) ? words.call.empty : words.call.inProgress} />}
      <ol class="turns">
        {shown.turns.map((turn) => (
          <TurnItem visit={visit} turn={turn} />
        ))}
      </ol>
      {shown.next !== undefined && (
        <nav class="steps pager" aria-label={words.call.transcript}>
          <a href={`${pathOf(call, visit)}?turn=${shown.next}`}>{words.call.more}</a>
        </nav>
      )}
    </>
  );
}

/** Steps and tools show how the assistant works. */
function shownTurns({ transcriptJson }: Call, { session }: ClinicVisit): readonly Turn[] {
  const turns = readTranscript(transcriptJson);
  return session.clinicId === null ? turns : turns.filter(({ kind }) => kind === "said" || kind === "dtmf");
}

function pathOf(call: Call, visit: ClinicVisit): string {
  return clinicPath(visit, `/calls/${encodeURIComponent(call.callId)}`);
}

function turnsFrom(turns: readonly Turn[], asked: string) {
  const start = /^\d{1,6}$/u.test(asked) ? Number(asked) : 0;
  let [end, length] = [start, 0];
  while (end < turns.length && length < MOST_PAGE) {
    length += 100 + Math.min(MOST_TURN, textOf(turns[end]).length);
    end += 1;
  }
  return { turns: turns.slice(start, end), next: end < turns.length ? end : undefined };
}

function textOf(turn: Turn | undefined): string {
  if (turn?.kind === "said") return turn.text;
  if (turn?.kind === "tool") return turn.args;
  return turn?.kind === "result" ? turn.content : "";
}

async function bookedIn(call: Call, { stores }: ClinicVisit) {
  return (await stores.booking.stores.appointments.ofCall(call.callId)).slice(0, 10);
}

interface Shown extends Told {
  readonly booked: Awaited<ReturnType<typeof bookedIn>>;
  readonly recording: string | null;
}

function CallFacts({ visit, call, booked, recording }: Shown) {
  const { words, language, clinic, session } = visit;
  const { facts } = words.call;
  const { call_summary: summary = "" } = readAnalysis(call.analysisJson);
  const message = messageLeftIn(call) ?? "";
  return (
    <Facts
      facts={[
        [facts.when, moment(call.calledAt, clinic.timezone, language)],
        [facts.number, numberOf(call, visit)],
        [facts.direction, words.calls.directions[call.direction]],
        [facts.took, duration(call.durationMs)],
        [facts.ended, isOver(call.status) ? reasonOf(call, visit) : ""],
        [facts.message, message === "" ? "" : <bdi>{bounded(message, MOST_TURN).text}</bdi>],
        [facts.summary, summary === "" ? "" : <bdi>{bounded(summary, MOST_TURN).text}</bdi>],
        ...booked.map(
          ({ id, startsAt }) =>
            [
              facts.booked,
              <a href={clinicPath(visit, `/appointments/${id}`)}>{moment(startsAt, clinic.timezone, language)}</a>,
            ] as const,
        ),
        ...(session.clinicId === null ? operatorFacts(visit, call) : []),
        [words.record.recording, recording === null ? "" : <Recording visit={visit} url={recording} />],
      ]}
    />
  );
}

/** Sends no referrer, so that Retell does not learn which page it was opened from. */
function Recording({ visit, url }: { readonly visit: ClinicVisit; readonly url: string }) {
  return (
    <a href={url} rel="noreferrer noopener" referrerpolicy="no-referrer">
      {visit.words.record.listen}
    </a>
  );
}

/** Facts for the people who run the assistant, not for the clinic. */
function operatorFacts({ words, language }: ClinicVisit, call: Call): readonly Fact[] {
  const { facts, medianAndWorst } = words.call;
  const { agentVersion, latencyP50Ms: median, latencyP99Ms: worst, costCents } = call;
  return [
    [facts.version, agentVersion === null ? "" : String(agentVersion)],
    [facts.latency, median === null ? "" : medianAndWorst(Math.round(median), Math.round(worst ?? median))],
    [facts.cost, costCents === null ? "" : dollars(costCents / 100, language)],
  ];
}

/** In full for anyone who may have to call back. */
function numberOf({ patientNumber }: Call, { words, clinic, session }: ClinicVisit) {
  if (patientNumber === null) return words.calls.withheld;
  if (!mayAct(session)) return maskNumber(patientNumber) ?? "";
  if (!/^\+\d{6,15}$/u.test(patientNumber)) return <Said text={patientNumber} />;
  return <Phone number={patientNumber} shown={writtenNumber(patientNumber, clinic.country)} />;
}

function reasonOf(call: Call, { language }: ClinicVisit) {
  return <Said text={language === "fr" ? frenchReason(call) : whyEnded(call)} />;
}

function TurnItem({ visit, turn }: { readonly visit: ClinicVisit; readonly turn: Turn }) {
  const { words } = visit;
  if (turn.kind === "node") {
    return (
      <li class="step">
        {words.call.step}
        {words.colon}
        <Said text={turn.to} />
      </li>
    );
  }
  if (turn.kind === "dtmf") {
    return (
      <li class="step">
        {words.call.key}
        {words.colon}
        <Said text={turn.digit} />
      </li>
    );
  }
  if (turn.kind === "said") {
    return (
      <li class={turn.by === "agent" ? "said agent" : "said"}>
        <span class="speaker">{words.call.speakers[turn.by] ?? words.call.other}</span>
        <Long visit={visit} text={turn.text} />
      </li>
    );
  }
  return <ToolItem visit={visit} turn={turn} />;
}

/** Tools are details of the assistant, so the item is closed until someone opens it. */
function ToolItem({
  visit,
  turn,
}: {
  readonly visit: ClinicVisit;
  readonly turn: Extract<Turn, { kind: "tool" | "result" }>;
}) {
  const { words } = visit;
  const isFailure = turn.kind === "result" && turn.successful === false;
  return (
    <li class="tool">
      <details>
        <summary>
          {turn.kind === "tool" ? (
            <>
              {words.call.tool}
              {words.colon}
              <Said text={turn.name} />
            </>
          ) : (
            words.call.answered
          )}{" "}
          {isFailure && <Tag tone="bad">{words.call.toolFailed}</Tag>}
        </summary>
        <Long visit={visit} text={turn.kind === "tool" ? turn.args : turn.content} />
      </details>
    </li>
  );
}

function Long({ visit, text }: { readonly visit: ClinicVisit; readonly text: string }) {
  const { text: shown, isCut } = bounded(text, MOST_TURN);
  return (
    <p class="words" dir="auto">
      {shown}
      {isCut && <span class="hint"> … {visit.words.call.cut}</span>}
    </p>
  );
}
