import { DAY_MS } from "../../clock.ts";
import type { Contact } from "../../domain/outreach/contact.ts";
import { appointmentAt, readCallFacts } from "../../domain/outreach/reminders/outbound-variables.ts";
import { readOutreachSettings } from "../../domain/outreach/outreach-settings.ts";
import { nextReminder } from "../../domain/outreach/reminders/plan-reminders.ts";
import { orderCall, planCall } from "../../domain/outreach/attempts/order-attempt.ts";
import { type RuleCode, refusalsOf } from "../../domain/outreach/reminders/rules.ts";
import { mayAct } from "../../domain/access/access.ts";
import { AscendiaError } from "../../errors.ts";
import { moment, short } from "../formats.ts";
import { type Answer, type ClinicVisit, changeAndRecord, clinicPath, go, page, recordRead, refused } from "../visit.ts";
import type { Words } from "../words/en.ts";
import { PAGE, Pager, startOf } from "./pager.tsx";
import { ActForm, Cell, Empty, Problem, Said, Success, Tag } from "./parts.tsx";

const AHEAD_MS = 400 * DAY_MS;

interface Row {
  readonly contact: Contact;
  readonly appointmentAt: number | null;
  /** null: no call is planned; `why` gives the reasons. */
  readonly nextAt: number | null;
  readonly why: readonly RuleCode[];
  readonly mayCallNow: boolean;
}

/** @param refusal why the requested call is not made */
export async function remindersPage(visit: ClinicVisit, refusal: readonly RuleCode[] = []): Promise<Answer> {
  const { words } = visit;
  const contacts = await currentContacts(visit);
  const from = startOf(visit.query("from"), contacts.length);
  const { rows, forAll } = await readRows(contacts.slice(from, from + PAGE), visit);
  await recordRead(visit, "reminders", { contacts: rows.length });
  const { columns } = words.reminders;
  const acts = mayAct(visit.session);
  const body = (
    <>
      {refusal.length > 0 && <Problem visit={visit} says={words.reminders.notNow(reasons(refusal, words))} />}
      {visit.query("done") === "ordered" && <Success says={words.reminders.ordered} />}
      <h1>{words.reminders.title}</h1>
      <p class="lead">{words.reminders.lead}</p>
      {forAll.length > 0 && <p class="notice warn">{words.reminders.noneForAll(reasons(forAll, words))}</p>}
      {rows.length === 0 && <Empty says={words.reminders.empty} />}
      {rows.length > 0 && (
        <table class="rows">
          <thead>
            <tr>
              {Object.values(columns).map((name) => (
                <th scope="col">{name}</th>
              ))}
              {acts && <td />}
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <PersonRow visit={visit} row={each} />
            ))}
          </tbody>
        </table>
      )}
      <Pager
        words={words}
        from={from}
        all={contacts.length}
        link={(start) => clinicPath(visit, `/reminders?from=${start}`)}
      />
    </>
  );
  return refusal.length === 0 ? page(words.reminders.title, body) : refused(words.reminders.title, body);
}

function reasons(codes: readonly RuleCode[], { reminders }: Words): string {
  return codes.map((code) => reminders.why[code]).join(", ");
}

function PersonRow({ visit, row }: { readonly visit: ClinicVisit; readonly row: Row }) {
  const { words, language, clinic } = visit;
  const { columns, states, followUps, none } = words.reminders;
  const { contact, appointmentAt: at, nextAt, why } = row;
  return (
    <tr>
      <Cell label={columns.person} className="main">
        <Said text={contact.name === "" ? words.messages.unknownName : contact.name} />
      </Cell>
      <Cell label={columns.appointment} className="number">
        {at === null ? "" : moment(at, clinic.timezone, language)}
      </Cell>
      <Cell label={columns.state}>
        <Tag tone={contact.followUp?.startsWith("staff_") === true ? "warn" : "plain"}>
          {contact.followUp === null ? states[contact.state] : followUps[contact.followUp]}
        </Tag>
      </Cell>
      <Cell label={columns.next} className={nextAt === null ? "wide" : "wide number"}>
        {nextAt === null
          ? `${none}${why.length > 0 ? `${words.colon}${reasons(why, words)}` : ""}`
          : moment(nextAt, clinic.timezone, language)}
      </Cell>
      {mayAct(visit.session) && <CallNow visit={visit} row={row} />}
    </tr>
  );
}

/** The key turns two presses into one call. */
function CallNow({ visit, row: { contact, mayCallNow } }: { readonly visit: ClinicVisit; readonly row: Row }) {
  const { callNow: said } = visit.words.reminders;
  return (
    <td class="act">
      {mayCallNow && (
        <ActForm visit={visit} action={clinicPath(visit, `/reminders/${contact.id}/call`)}>
          <input type="hidden" name="key" value={visit.ports.newId()} />
          <button class="second" aria-label={`${said} – ${short(contact.name)}`}>
            {said}
          </button>
        </ActForm>
      )}
    </td>
  );
}

/** Orders the call; the worker checks the rules again and places it. */
export async function callNow(visit: ClinicVisit): Promise<Answer> {
  const { bookings, ports, field } = visit;
  const contact = await bookings.database.stores.contacts.find(visit.parameter("contact"));
  if (contact === undefined) throw new AscendiaError("not_found", "no such contact");
  const key = /^[\w-]{8,64}$/u.exec(field("key"))?.[0] ?? ports.newId();
  const earlier = await bookings.database.stores.dials.withKey(`manual:${key}`);
  const refusal = earlier === undefined ? await refusalsNow(contact, visit) : [];
  if (refusal.length > 0) return remindersPage(visit, refusal);
  const asked = { force: null, about: null, consent: null };
  const request = { callee: { contactId: contact.id }, dueAt: ports.clock.now(), key, ...asked };
  const plan = await planCall(request, bookings);
  await changeAndRecord(
    () => orderCall(plan, bookings),
    ({ id }) => ({
      action: "call:place",
      before: plan.ordered === null ? null : { dial_id: id },
      after: { dial_id: id },
    }),
    visit,
  );
  return go(clinicPath(visit, "/reminders?done=ordered"));
}

async function refusalsNow(contact: Contact, { bookings, ports }: ClinicVisit): Promise<readonly RuleCode[]> {
  const at = ports.clock.now();
  const settings = await readOutreachSettings(bookings, at);
  const isRetellNumber = await bookings.isRetellNumber(contact.phone);
  const judged = { contact, at, purpose: "manual", isRetellNumber } as const;
  return refusalsOf(await readCallFacts(judged, settings, bookings.database.stores)).map(({ code }) => code);
}

/** Contacts with an upcoming appointment, the nearest first; the others need no reminder. */
async function currentContacts({ bookings, ports }: ClinicVisit): Promise<readonly Contact[]> {
  const { contacts, appointments } = bookings.database.stores;
  const now = ports.clock.now();
  const ahead = await appointments.startingWithin({ from: now, to: now + AHEAD_MS });
  const startOfVisit = new Map(ahead.map(({ id, startsAt }) => [id, startsAt]));
  const startOfContact = ({ appointmentId, appointmentAt: at }: Contact): number =>
    (appointmentId === null ? at : startOfVisit.get(appointmentId)) ?? 0;
  return (await contacts.list())
    .map((contact) => ({ contact, at: startOfContact(contact) }))
    .filter(({ contact, at }) => at >= now || contact.followUp?.startsWith("staff_") === true)
    .toSorted((one, other) => one.at - other.at)
    .map(({ contact }) => contact);
}

/** Rules that stop every call of the clinic. */
const FOR_ALL: ReadonlySet<RuleCode> = new Set(["CLINIC_SUSPENDED", "OUTREACH_PAUSED", "POLICY_OFF", "NO_NUMBER"]);

interface Rows {
  readonly rows: readonly Row[];
  readonly forAll: readonly RuleCode[];
}

async function readRows(contacts: readonly Contact[], { bookings, ports }: ClinicVisit): Promise<Rows> {
  const at = ports.clock.now();
  const { stores } = bookings.database;
  const settings = await readOutreachSettings(bookings, at);
  const planned = new Map((await stores.dials.inStates(["planned"])).map(({ contactId, dueAt }) => [contactId, dueAt]));
  const rows: Row[] = [];
  const forAll = new Set<RuleCode>();
  for (const contact of contacts) {
    const facts = await readCallFacts({ contact, at, purpose: "reminder" }, settings, stores);
    const { dueAt, refusals } = nextReminder(facts);
    const codes = refusals.map(({ code }) => code);
    for (const code of codes) if (FOR_ALL.has(code)) forAll.add(code);
    rows.push({
      contact,
      appointmentAt: appointmentAt(facts),
      nextAt: planned.get(contact.id) ?? dueAt,
      why: codes.filter((code) => !FOR_ALL.has(code)),
      mayCallNow: refusalsOf(await readCallFacts({ contact, at, purpose: "manual" }, settings, stores)).length === 0,
    });
  }
  return { rows, forAll: [...forAll] };
}
