import { mayAct } from "../../domain/access/access.ts";
import { type Suspension, closedGreeting, suspensionAnswers } from "../../domain/clinic/clinic.ts";
import { inClinicWords } from "../../domain/call/line/caller-variables.ts";
import { writtenNumber } from "../../domain/clinic/telephone/telephone.ts";
import {
  type SuspendPorts,
  applySuspension,
  planResumption,
  planSuspension,
} from "../../domain/fleet/clinics/suspend-clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { type Answer, type ClinicVisit, clinicPath, go, page, refused } from "../visit.ts";
import { ActForm, Facts, Problem } from "./parts.tsx";

const MOST_SENTENCE = 500;

export async function assistantPage(visit: ClinicVisit, problem?: string): Promise<Answer> {
  const { words, clinic, stores } = visit;
  const said = words.assistant;
  const suspension = clinic.status === "suspended" ? await stores.suspension.find() : undefined;
  const number = (await stores.number.find())?.phoneNumber ?? null;
  const body = (
    <>
      {problem !== undefined && <Problem visit={visit} says={problem} />}
      <State visit={visit} suspension={suspension} number={number} />
      {clinic.status === "active" && mayAct(visit.session) && <PauseForm visit={visit} />}
    </>
  );
  return problem === undefined ? page(said.title, body) : refused(said.title, body);
}

interface Standing {
  readonly visit: ClinicVisit;
  readonly suspension: Suspension | undefined;
  readonly number: string | null;
}

function State({ visit, suspension, number }: Standing) {
  const { words, clinic } = visit;
  const said = words.assistant;
  const isOn = clinic.status === "active";
  return (
    <div class={`state ${isOn ? "good" : "warn"}`}>
      <h1>{isOn ? said.on : said.off}</h1>
      <p>{isOn ? said.onLead : said.offLead}</p>
      <Facts
        facts={[
          [said.number, number === null ? said.noNumber : writtenNumber(number, clinic.country)],
          [said.hears, suspension === undefined ? "" : heard(suspension, visit)],
        ]}
      />
      {clinic.status === "suspended" && mayAct(visit.session) && (
        <ActForm visit={visit} action={clinicPath(visit, "/assistant/resume")}>
          <button>{said.resume}</button>
        </ActForm>
      )}
    </div>
  );
}

function heard(suspension: Suspension, { clinic, words }: ClinicVisit): string {
  const greeting = closedGreeting(suspension, clinic.language);
  if (greeting === "") return words.assistant.answers.reject;
  return inClinicWords(greeting, clinic);
}

function PauseForm({ visit }: { readonly visit: ClinicVisit }) {
  const { words, field } = visit;
  const said = words.assistant;
  const chosen = field("answer") === "" ? "message" : field("answer");
  return (
    <section class="card">
      <h2>{said.pause}</h2>
      <ActForm visit={visit} action={clinicPath(visit, "/assistant/pause")} className="stack">
        <fieldset class="choices">
          <legend>{said.how}</legend>
          {suspensionAnswers.map((answer) => (
            <label class="choice">
              <input type="radio" name="answer" value={answer} checked={answer === chosen} />
              {said.answers[answer]}
            </label>
          ))}
        </fieldset>
        <label>
          {said.sentence}
          <input name="sentence" maxlength={MOST_SENTENCE} value={field("sentence")} aria-describedby="sentence-hint" />
        </label>
        <p class="hint" id="sentence-hint">
          {said.sentenceHint}
        </p>
        <label>
          {said.line}
          <input name="line" type="tel" maxlength={40} value={field("line")} aria-describedby="line-hint" />
        </label>
        <p class="hint" id="line-hint">
          {said.lineHint}
        </p>
        <label>
          {said.reason}
          <input name="reason" maxlength={200} value={field("reason")} />
        </label>
        <button class="danger">{said.pause}</button>
      </ActForm>
    </section>
  );
}

function suspendPorts({ ports, audit }: ClinicVisit): SuspendPorts {
  return {
    store: ports.store,
    audit,
    clock: ports.clock,
    newId: () => ports.newId(),
    flowOf: (agent, account) => ports.flowOf(agent, account),
  };
}

function typedOrNull(text: string, most: number): string | null {
  return text.trim() === "" ? null : text.trim().slice(0, most);
}

export async function pauseAssistant(visit: ClinicVisit): Promise<Answer> {
  const { words, clinic, field, ports } = visit;
  const answer = suspensionAnswers.find((each) => each === field("answer")) ?? "message";
  const request = {
    clinic: clinic.id,
    answer,
    message: answer === "reject" ? null : typedOrNull(field("sentence"), MOST_SENTENCE),
    forwardTo: answer === "forward" ? typedOrNull(field("line"), 40) : null,
    reason: typedOrNull(field("reason"), 200),
  };
  if (clinic.status !== "active" && clinic.status !== "suspended")
    return assistantPage(visit, words.assistant.notInService);
  try {
    const plan = await planSuspension(request, suspendPorts(visit));
    await ports.atomically(() => applySuspension(plan, suspendPorts(visit)));
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return assistantPage(visit, whyNot(error, request, visit));
  }
  return go(clinicPath(visit, "/assistant"));
}

/** The operation's message is for operators; people of a clinic read one in their own words. */
function whyNot(
  { code, message }: AscendiaError,
  { message: typed }: { readonly message: string | null },
  { words }: ClinicVisit,
) {
  if (code === "conflict") return words.assistant.cannot;
  if (code === "invalid" && typed !== null && message.startsWith("--message")) return words.assistant.badSentence;
  if (code === "invalid" || code === "usage") return words.assistant.badLine;
  return words.assistant.cannot;
}

export async function resumeAssistant(visit: ClinicVisit): Promise<Answer> {
  const plan = await planResumption({ clinic: visit.clinic.id, reason: null }, suspendPorts(visit));
  await visit.ports.atomically(() => applySuspension(plan, suspendPorts(visit)));
  return go(clinicPath(visit, "/assistant"));
}
