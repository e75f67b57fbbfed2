import { mayAct } from "../../domain/access/access.ts";
import type { SignUp } from "../../domain/clinic/ports.ts";
import { refuseSignUp, filledIn, signUpFields } from "../../domain/clinic/requests/sign-up.ts";
import { weekdays } from "../../domain/clinic/opening-hours.ts";
import { AscendiaError } from "../../errors.ts";
import { bounded, zonedMoment } from "../formats.ts";
import type { ApprovedNumber } from "../ports.ts";
import type { Words } from "../words/en.ts";
import { type Answer, type Visit, go, page, refused } from "../visit.ts";
import { type Fact, ActForm, Empty, Facts, Problem, Said } from "./parts.tsx";

const MOST_SAID = 500;

/** The number of waiting sign-ups, for the page of all clinics. */
export async function SignUpsWaiting({ visit }: { readonly visit: Visit }) {
  const { length } = await visit.ports.signUps.list({ isWaitingOnly: true });
  if (length === 0) return <></>;
  return (
    <p class="screen">
      <a href="/sign-ups">{visit.words.signUps.waiting(length)}</a>
    </p>
  );
}

/** The clinics that registered themselves, with what they filled in. The names are people's: reading them is recorded. */
export async function signUpsPage(visit: Visit, problem?: string): Promise<Answer> {
  const { words, ports, audit } = visit;
  const waiting = await ports.signUps.list({ isWaitingOnly: true });
  const act = { act: ports.newId(), action: "console:sign-ups", subject: "signup:all", before: null, reason: null };
  await audit.record({ ...act, after: { shown: { sign_ups: waiting.length } } });
  const body = (
    <>
      {problem !== undefined && <Problem visit={visit} says={problem} />}
      <h1>{words.signUps.title}</h1>
      <p class="lead">{words.signUps.lead}</p>
      {waiting.length === 0 && <Empty says={words.signUps.none} />}
      <ul class="cards">
        {waiting.map((signUp) => (
          <SignUpCard visit={visit} signUp={signUp} />
        ))}
      </ul>
    </>
  );
  return problem === undefined ? page(words.signUps.title, body) : refused(words.signUps.title, body, 409);
}

function SignUpCard({ visit, signUp }: { readonly visit: Visit; readonly signUp: SignUp }) {
  const { words, language, session } = visit;
  return (
    <li class="card">
      <div class="cardhead">
        <strong>
          <Said text={signUp.name} />
        </strong>
        <time class="hint">{zonedMoment(signUp.receivedAt, "UTC", language)}</time>
      </div>
      <Facts facts={factsOf(signUp, visit)} />
      {mayAct(session) && (
        <>
          <ApproveForm visit={visit} signUp={signUp} />
          <ActForm visit={visit} action={`/sign-ups/${signUp.id}/refuse`} className="actions">
            <label>
              {words.signUps.reason}
              <input name="reason" maxlength={200} />
            </label>
            <button class="quiet">{words.signUps.refuse}</button>
          </ActForm>
        </>
      )}
    </li>
  );
}

const sold: ReadonlySet<unknown> = new Set(["US", "CA"]);

/** Retell sells numbers in two countries, by area code in the US; any other number comes over the clinic's trunk. */
function ApproveForm({ visit, signUp }: { readonly visit: Visit; readonly signUp: SignUp }) {
  const said = visit.words.signUps;
  const country = filledIn(signUp)?.["country"];
  const isSold = sold.has(country);
  return (
    <ActForm visit={visit} action={`/sign-ups/${signUp.id}/approve`} className="actions">
      {country === "US" && (
        <label>
          {said.area}
          <input name="area" inputmode="numeric" maxlength={3} />
        </label>
      )}
      <label>
        {isSold ? said.ownNumber : said.number}
        <input name="number" maxlength={30} required={!isSold} />
      </label>
      <label>
        {said.host}
        <input name="host" maxlength={200} required={!isSold} />
      </label>
      <button>{said.approve}</button>
      <span class="hint">{isSold ? said.buys : said.imports}</span>
    </ActForm>
  );
}

function factsOf(signUp: SignUp, { words }: Visit): readonly Fact[] {
  const form = filledIn(signUp) ?? {};
  return signUpFields.flatMap((field) => {
    const value = form[field];
    if (value === undefined || value === null || value === "") return [];
    const text = typedText(value, words);
    return [[words.signUp.fields[field], <Said text={bounded(text, MOST_SAID).text} />] as const];
  });
}

/** Shows lists such as doctors, and weeks of hours, as people write them. */
function typedText(value: unknown, words: Words): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((each) => typedText(each, words)).join("; ");
  if (typeof value !== "object" || value === null) return value === null ? "" : JSON.stringify(value);
  const week = weekdays.flatMap((day) => {
    const intervals: unknown = Object.entries(value).find(([name]) => name === day)?.[1];
    const times = Array.isArray(intervals) ? intervals.map((one) => (Array.isArray(one) ? one.join("–") : "")) : [];
    return times.length === 0 ? [] : [`${words.hours.days[day]} ${times.join(", ")}`];
  });
  if (week.length > 0) return week.join("; ");
  return Object.values(value)
    .map((each) => typedText(each, words))
    .filter((each) => each !== "")
    .join(", ");
}

/** @throws not_found when the sign-up is no longer waiting */
async function waitingNamed({ parameter, ports }: Visit): Promise<SignUp> {
  const found = (await ports.signUps.list({ isWaitingOnly: true })).find(({ id }) => id === parameter("signup"));
  if (found !== undefined) return found;
  throw new AscendiaError("not_found", "no such sign-up, or it was decided");
}

export async function approveHere(visit: Visit): Promise<Answer> {
  const { words, ports, audit } = visit;
  const signUp = await waitingNamed(visit);
  const number = numberFrom(visit, filledIn(signUp)?.["country"]);
  if (number === undefined) return signUpsPage(visit, words.signUps.missing);
  const act = { act: ports.newId(), action: "console:approve", subject: `signup:${signUp.id}`, reason: null };
  await audit.record({ ...act, before: { state: "waiting" }, after: { asked: "approved" } });
  const done = await ports.approveSignUp(signUp.id, number);
  if ("slug" in done) return go(`/clinics/${done.slug}`);
  const says = [words.signUps.problems[done.problem], bounded(done.detail, MOST_SAID).text].join(" ").trim();
  return signUpsPage(visit, says);
}

function numberFrom({ field }: Visit, country: unknown): ApprovedNumber | undefined {
  const [number, host, area] = [field("number"), field("host"), field("area")].map((text) => text.trim());
  if (number !== "" && host !== "" && number !== undefined && host !== undefined) return { number, host };
  if (number !== "" || host !== "" || typeof country !== "string" || !sold.has(country)) return undefined;
  return { buy: area === "" ? country : `${country}:${area}` };
}

export async function refuseHere(visit: Visit): Promise<Answer> {
  const { ports, audit, field } = visit;
  const { signUps, clock } = ports;
  const reason = field("reason").trim().slice(0, 200);
  await refuseSignUp(await waitingNamed(visit), reason === "" ? null : reason, {
    signUps,
    audit,
    clock,
    newId: () => ports.newId(),
    atomically: (work) => ports.atomically(work),
  });
  return go("/sign-ups");
}
