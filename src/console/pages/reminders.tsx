import { DAY_MS } from "../../clock.ts";
import type { Contact } from "../../domain/outreach/contact.ts";
import { appointmentAt, readCallFacts } from "../../domain/outreach/outbound-variables.ts";
import { readOutreachSettings } from "../../domain/outreach/outreach-settings.ts";
import { nextReminder } from "../../domain/outreach/plan-reminders.ts";
import type { RuleCode } from "../../domain/outreach/rules.ts";
import { moment } from "../formats.ts";
import { type Answer, type ClinicVisit, clinicPath, page, recordRead } from "../visit.ts";
import { PAGE, Pager, startOf } from "./pager.tsx";
import { Cell, Empty, Said, Tag } from "./parts.tsx";

const AHEAD_MS = 400 * DAY_MS;

interface Row {
  readonly contact: Contact;
  readonly appointmentAt: number | null;
  /** null: no call is planned, for these reasons. */
  readonly nextAt: number | null;
  readonly why: readonly RuleCode[];
}

export async function remindersPage(visit: ClinicVisit): Promise<Answer> {
  const { words } = visit;
  const contacts = await currentContacts(visit);
  const from = startOf(visit.query("from"), contacts.length);
  const { rows, forAll } = await readRows(contacts.slice(from, from + PAGE), visit);
  await recordRead(visit, "reminders", { contacts: rows.length });
  const { columns } = words.reminders;
  return page(
    words.reminders.title,
    <>
      <h1>{words.reminders.title}</h1>
      <p class="lead">{words.reminders.lead}</p>
      {forAll.length > 0 && (
        <p class="notice warn">
          {words.reminders.noneForAll(forAll.map((code) => words.reminders.why[code]).join(", "))}
        </p>
      )}
      {rows.length === 0 && <Empty says={words.reminders.empty} />}
      {rows.length > 0 && (
        <table class="rows">
          <thead>
            <tr>
              {Object.values(columns).map((name) => (
                <th scope="col">{name}</th>
              ))}
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
    </>,
  );
}

function PersonRow({ visit, row }: { readonly visit: ClinicVisit; readonly row: Row }) {
  const { words, language, clinic } = visit;
  const { columns, states, followUps, none, why: reasons } = words.reminders;
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
          ? `${none}${why.length > 0 ? `${words.colon}${why.map((code) => reasons[code]).join(", ")}` : ""}`
          : moment(nextAt, clinic.timezone, language)}
      </Cell>
    </tr>
  );
}

/** Whose appointment lies ahead, the nearest first; others are past reminding. */
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

/** Why no one at all is called. */
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
    });
  }
  return { rows, forAll: [...forAll] };
}
