import { type Kysely, sql } from "kysely";
import { AscendiaError } from "../../../errors.ts";
import { NOBODY } from "../clinic-scope.ts";
import { SETTINGS_TABLES } from "../database.ts";
import { causeCodeOf } from "./refusal.ts";
import { CLINIC_ROLE, CLINIC_SETTING, FLEET_ROLE } from "./roles.ts";

/** The one value outside its own rows that a clinic's queries read: the key of keyed_hash. */
const READ_BY_CLINICS = "privacy_key";

type Owner = Kysely<unknown>;

/**
 * The two roles that queries run as. They cannot log in, own nothing and obey row security; the connection's user only
 * switches to one of them.
 * @throws not_configured if the user may not create them
 */
export async function createRoles(database: Owner): Promise<void> {
  for (const role of [CLINIC_ROLE, FLEET_ROLE]) {
    const { rows } = await sql<{ readonly found: boolean; readonly mine: boolean }>`
      select true as found, pg_has_role(current_user, oid, 'MEMBER') as mine
      from pg_roles where rolname = ${role}`.execute(database);
    const [known] = rows;
    try {
      if (known === undefined) await sql`create role ${sql.id(role)} nologin nobypassrls`.execute(database);
      if (known?.mine !== true) await sql`grant ${sql.id(role)} to current_user`.execute(database);
    } catch (error) {
      if (causeCodeOf(error) !== "42501") throw error;
      throw new AscendiaError("not_configured", `The database has no role ${role} that its user may assume.`, {
        hint: `As an administrator of PostgreSQL, run: create role ${role} nologin; grant ${role} to <the user>;`,
        cause: error,
      });
    }
  }
}

/** Lets the owner change all rows within the migration's transaction. secureRows revokes this. */
export async function openToOwner(database: Owner): Promise<void> {
  const forced = await sql<{ readonly name: string }>`
    select relname as name from pg_class
    where relforcerowsecurity and relnamespace = current_schema()::regnamespace`.execute(database);
  await runAll(
    database,
    forced.rows.map(({ name }) => sql`alter table ${sql.table(name)} no force row level security`),
  );
}

/** Sends all statements in one round trip: callers wait until the migration has ended. */
async function runAll(database: Owner, statements: readonly Statement[]): Promise<void> {
  const texts = statements.map((statement) => `${statement.compile(database).sql};`);
  await sql.raw(`do $all$ begin ${texts.join("\n")} end $all$`).execute(database);
}

type Statement = ReturnType<typeof sql>;

/**
 * Row security for every table, as it is after the migrations. A clinic sees its own rows of a table with clinic_id,
 * its own row of `clinics`, and nothing of any other table. Forced, so that it also applies to the tables' owner.
 */
export async function secureRows(database: Owner): Promise<void> {
  const { rows } = await sql<Secured>`
    select c.relname as name, a.attname is not null as "isOwned", not coalesce(a.attnotnull, true) as "maybeNobodys"
    from pg_class c
    left join pg_attribute a on a.attrelid = c.oid and a.attname = 'clinic_id' and not a.attisdropped
    where c.relkind = 'r' and c.relname <> 'kysely_migration'
    and c.relnamespace = current_schema()::regnamespace`.execute(database);
  const named = await sql<{ readonly name: string }>`select current_schema() as name`.execute(database);
  const schema = sql.id(named.rows[0]?.name ?? "public");
  const clinic = sql.id(CLINIC_ROLE);
  await runAll(database, [
    sql`grant usage on schema ${schema} to ${clinic}, ${sql.id(FLEET_ROLE)}`,
    ...rows.flatMap(securing),
    sql`grant select on meta to ${clinic}`,
    ...policy({ table: "meta", role: CLINIC_ROLE, shown: sql`key = ${sql.lit(READ_BY_CLINICS)}` }),
    sql`grant select on clinics to ${clinic}`,
    ...policy({ table: "clinics", role: CLINIC_ROLE, shown: sql`id = ${SHOWN}` }),
  ]);
}

const SHOWN = sql`nullif(current_setting(${sql.lit(CLINIC_SETTING)}, true), '')`;

interface Secured {
  readonly name: string;
  readonly isOwned: boolean;
  /** Whether rows may belong to no clinic. */
  readonly maybeNobodys: boolean;
}

function securing({ name: table, isOwned, maybeNobodys }: Secured): readonly Statement[] {
  const name = sql.table(table);
  const secured = [
    sql`alter table ${name} enable row level security`,
    sql`alter table ${name} force row level security`,
    sql`grant select, insert, update, delete on ${name} to ${sql.id(FLEET_ROLE)}`,
    ...policy({ table, role: FLEET_ROLE, shown: sql`true` }),
  ];
  if (!isOwned) return secured;
  const nobodys = maybeNobodys ? sql` or (clinic_id is null and ${SHOWN} = ${sql.lit(NOBODY)})` : sql``;
  const shown = sql`clinic_id = ${SHOWN}${nobodys}`;
  return [
    ...secured,
    sql`grant select, insert, update, delete on ${name} to ${sql.id(CLINIC_ROLE)}`,
    ...policy({ table, role: CLINIC_ROLE, shown }),
  ];
}

interface Policy {
  readonly table: string;
  readonly role: string;
  readonly shown: Statement;
}

function policy({ table, role, shown }: Policy): readonly Statement[] {
  const [name, on] = [sql.id(`${role}_rows`), sql.table(table)];
  return [
    sql`drop policy if exists ${name} on ${on}`,
    sql`create policy ${name} on ${on} to ${sql.id(role)} using (${shown}) with check (${shown})`,
  ];
}

/** Servers remember settings until PostgreSQL notifies them of a change. */
export async function tellOfSettings(database: Owner): Promise<void> {
  await runAll(
    database,
    [...SETTINGS_TABLES, "clinic_revisions"].map(
      (table) => sql`
      create or replace trigger tells_settings_changed after insert or update or delete or truncate
      on ${sql.table(table)} for each statement execute function tell_settings_changed()`,
    ),
  );
}

/** What would weaken row security, in sentences for an administrator. */
export async function roleConcerns(database: Owner): Promise<readonly string[]> {
  const user = await sql<{ readonly name: string; readonly bypasses: boolean; readonly owns: boolean }>`
    select rolname as name, rolsuper or rolbypassrls as bypasses, exists (
      select 1 from pg_class where relowner = pg_roles.oid and relname = 'clinics' and relnamespace = current_schema()::regnamespace
    ) as owns
    from pg_roles where rolname = session_user`.execute(database);
  const roles = await sql<{ readonly name: string }>`
    select rolname as name from pg_roles
    where rolname in (${CLINIC_ROLE}, ${FLEET_ROLE}) and (rolsuper or rolbypassrls or rolcanlogin)`.execute(database);
  const open = await sql<{ readonly name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
    and relname <> 'kysely_migration' and not (relrowsecurity and relforcerowsecurity)`.execute(database);
  return [
    ...user.rows
      .filter(({ bypasses }) => bypasses)
      .map(({ name }) => `The user ${name} may bypass row security: let ascendia connect as one that may not.`),
    ...user.rows
      .filter(({ bypasses, owns }) => owns && !bypasses)
      .map(
        ({ name }) =>
          `The user ${name} owns the tables and could take row security off: let servers connect as one that does not (docs/postgresql.md).`,
      ),
    ...roles.rows.map(
      ({ name }) => `The role ${name} may log in or bypass row security: alter role ${name} nologin nobypassrls.`,
    ),
    ...open.rows.map(({ name }) => `Row security is not forced on the table ${name}.`),
  ];
}
