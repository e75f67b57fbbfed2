import { type Kysely, type RawBuilder, sql } from "kysely";
import { checkDigits } from "../../../domain/call/check-digits.ts";
import {
  type ListedPatient,
  type Person,
  type PersonRecords,
  type PersonStore,
  type Remains,
  personPattern,
  withoutPerson,
} from "../../../domain/privacy/person.ts";
import type { ClinicRows } from "../clinic-scope.ts";
import type { PersonNamed, PersonPlace } from "./find-person.ts";
import { type LogSearch, columnsOf } from "../monitoring/installation-logs.ts";
import {
  type PersonKeys,
  type Place,
  type PrivacyTable,
  noPatientData,
  privacyMap,
  privacyTables,
} from "./privacy-stores.ts";
import { listedPatients } from "../booking/patient-stores.ts";
import type { OwnerlessTable } from "../schema.ts";
import { keyedHash, matchesPattern } from "../conditions.ts";

interface PersonParts extends PersonPlace {
  /** Belongs to the same clinic as `clinic`. */
  readonly rows: Kysely<ClinicRows>;
  readonly searchLogs: LogSearch;
  /** Everything that `work` writes is stored, or nothing. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
}

/** One table as its owner sees it: the clinic, or the unattributed rows. */
interface OwnedTable {
  readonly table: PrivacyTable;
  readonly rows: Kysely<ClinicRows>;
}

const ownerless = ["calls", "callEvents", "jobs"] as const satisfies readonly OwnerlessTable[];

/** Reads and erases by the privacy map. Calls and events without a clinic may be anyone's, so they are searched too. */
export class SqlPersonStore implements PersonStore {
  readonly #parts: PersonParts;

  constructor(parts: PersonParts) {
    this.#parts = parts;
  }

  list(): Promise<readonly ListedPatient[]> {
    return listedPatients(this.#parts.clinic).execute();
  }

  find(by: PersonNamed): Promise<Person | undefined> {
    // Loaded on first use: it imports telephone-number tables that other starts do not need.
    return import("./find-person.ts").then(({ findPerson }) => findPerson(by, this.#parts));
  }

  async read(person: Person): Promise<PersonRecords> {
    const keys = await this.#keys(person);
    // What others said in their own calls is theirs, even if it was about this person.
    const own = { ...keys, transcripts: keys.calls };
    const records: Record<string, readonly unknown[]> = {};
    for (const { table, rows } of this.#tables()) {
      const whose = owned(privacyMap[table], own);
      if (whose === null) continue;
      const found = await rows.selectFrom(table).selectAll().where(whose).execute();
      if (found.length > 0) records[table] = [...(records[table] ?? []), ...found];
    }
    return records;
  }

  erase(person: Person): Promise<Readonly<Record<string, number>>> {
    return this.#parts.atomically(async () => {
      const keys = await this.#keys(person);
      const pattern = patternOf(person);
      const erased: Record<string, number> = {};
      for (const owner of this.#tables()) {
        const count = (await eraseRows(owner, keys)) + (pattern === null ? 0 : await eraseMentions(owner, pattern));
        if (count > 0) erased[owner.table] = (erased[owner.table] ?? 0) + count;
      }
      return erased;
    });
  }

  async remains(person: Person): Promise<readonly Remains[]> {
    const pattern = patternOf(person);
    if (pattern === null) return [];
    const found = new Map<string, number>();
    for (const owner of this.#tables()) {
      if (privacyMap[owner.table] === noPatientData) continue;
      const named = await countNamed(owner, pattern);
      if (named > 0) found.set(owner.table, (found.get(owner.table) ?? 0) + named);
    }
    const tables = [...found].map(([table, rows]): Remains => ({ table, rows }));
    return [...tables, ...(await this.#parts.searchLogs(pattern))];
  }

  #tables(): readonly OwnedTable[] {
    const { rows, unattributed } = this.#parts;
    return [
      ...privacyTables.map((table) => ({ table, rows })),
      ...ownerless.map((table) => ({ table, rows: unattributed })),
    ];
  }

  async #keys(person: Person): Promise<PersonKeys> {
    const { clinic, unattributed } = this.#parts;
    const own = { patients: person.patientIds, phones: person.phones };
    const appointments = await clinic
      .selectFrom("appointments")
      .select(["id", "callId"])
      .where("patientId", "in", own.patients)
      .execute();
    const ids = appointments.map(({ id }) => id);
    const contacts = await clinic
      .selectFrom("contacts")
      .select("id")
      .where((is) => is.or([is("id", "in", person.contactIds), is("appointmentId", "in", ids)]))
      .execute();
    const contactIds = contacts.map(({ id }) => id);
    const attempts = await clinic.selectFrom("dials").select("callId").where("contactId", "in", contactIds).execute();
    const waitlist = await clinic.selectFrom("waitlist").select("id").where("patientId", "in", own.patients).execute();
    const calls = await clinic.selectFrom("calls").select("callId").where("patientNumber", "in", own.phones).execute();
    const unattributedCalls = unattributed
      .selectFrom("calls")
      .select("callId")
      .where("patientNumber", "in", own.phones);
    const named = [...appointments, ...attempts, ...calls, ...(await unattributedCalls.execute())];
    const ownCalls = named.flatMap(({ callId }) => (callId === null ? [] : [String(callId)]));
    return {
      ...own,
      contacts: contactIds,
      appointments: ids,
      waitlist: waitlist.map(({ id }) => id),
      calls: [...new Set(ownCalls)],
      transcripts: [...new Set([...ownCalls, ...(await this.#callsAbout(person))])],
    };
  }

  /**
   * Calls of other people, such as a daughter calling for her mother, that mention the person's name together with
   * their number or mail address. A search by name cannot find sentences in such a call about their health or home that
   * name no one.
   */
  async #callsAbout(person: Person): Promise<readonly string[]> {
    const factors = [patternOf({ ...person, phones: [], emails: [] }), patternOf({ ...person, names: [] })];
    const patterns = factors.filter((pattern) => pattern !== null);
    if (patterns.length < factors.length) return [];
    const { rows, unattributed } = this.#parts;
    const places: readonly TalkPlace[] = [
      { table: "calls", rows },
      { table: "callEvents", rows },
      { table: "socketDialogues", rows },
      { table: "calls", rows: unattributed },
      { table: "callEvents", rows: unattributed },
    ];
    const found = await Promise.all(places.map((place) => callsNaming(patterns, place)));
    return found.flat();
  }
}

/** Where the words spoken in a call are stored. */
interface TalkPlace {
  readonly table: "calls" | "callEvents" | "socketDialogues";
  readonly rows: Kysely<ClinicRows>;
}

/** Calls whose texts in that table match every pattern. */
async function callsNaming(patterns: readonly RegExp[], { table, rows }: TalkPlace): Promise<readonly string[]> {
  const { texts = [] }: Place = privacyMap[table];
  const matching = patterns.map((pattern) => {
    const columns = texts.map((column) => matchesPattern(sql.ref(column), pattern));
    return sql<boolean>`(${sql.join(columns, sql` or `)})`;
  });
  const all = sql<boolean>`${sql.join(matching, sql` and `)}`;
  const calls = await rows.selectFrom(table).select("callId").distinct().where(all).execute();
  return calls.flatMap(({ callId }) => (callId === null ? [] : [String(callId)]));
}

async function eraseRows({ table, rows }: OwnedTable, keys: PersonKeys): Promise<number> {
  const { erased }: Place = privacyMap[table];
  const whose = owned(privacyMap[table], keys);
  if (whose === null) return 0;
  if (erased === "rows") {
    const { numDeletedRows } = await rows.deleteFrom(table).where(whose).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }
  const changed = erased === "hash" ? hashed : erased;
  const { numUpdatedRows } = await rows.updateTable(table).set(changed).where(whose).executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

async function eraseMentions(owner: OwnedTable, pattern: RegExp): Promise<number> {
  const { texts = [], names = [] }: Place = privacyMap[owner.table];
  let changed = 0;
  for (const column of [...texts, ...names]) {
    const name = sql.ref<string>(column);
    const stored = owner.rows
      .selectFrom(owner.table)
      .select(name.as("text"))
      .distinct()
      .where(matchesPattern(name, pattern));
    for (const { text } of await stored.execute()) {
      const rest = withoutPerson(text, pattern);
      const kept = names.includes(column) ? `${rest}:${checkDigits(text)}` : rest;
      const update = owner.rows
        .updateTable(owner.table)
        .set({ [column]: kept })
        .where(sql<boolean>`${name} = ${text}`);
      changed += Number((await update.executeTakeFirstOrThrow()).numUpdatedRows);
    }
  }
  return changed;
}

async function countNamed(owner: OwnedTable, pattern: RegExp): Promise<number> {
  const isNamed = sql.join(
    (await columnsOf(owner.rows, owner.table)).map((column) => matchesPattern(sql.ref(column), pattern)),
    sql` or `,
  );
  const count = sql<number>`count(*)`.as("rows");
  const named = await owner.rows
    .selectFrom(owner.table)
    .select(count)
    .where(sql<boolean>`(${isNamed})`)
    .executeTakeFirst();
  return named?.rows ?? 0;
}

/** Leaves out values that another person shares. */
function patternOf({ names, sharedNames, phones, emails }: Person): RegExp | null {
  return personPattern({ names: names.filter((name) => !sharedNames.includes(name)), phones, emails });
}

/** null: no row of the table can be theirs. */
function owned({ of }: Place, keys: PersonKeys): RawBuilder<boolean> | null {
  const conditions = Object.entries(of).flatMap(([column, key]) => {
    const values = key === undefined ? [] : keys[key];
    return values.length === 0 ? [] : [sql`${sql.ref(column)} in (${sql.join(values)})`];
  });
  return conditions.length === 0 ? null : sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}

const hashed = { phone: keyedHash(sql.ref<string>("phone")), callId: null, reason: null };
