import { type Kysely, type QueryExecutorProvider, sql } from "kysely";

/** Two clinics, and rows without a clinic. Every value of a row names its owner. */
export const OWN = "own";
export const FOREIGN = "foreign";
const NUMBERS: Readonly<Record<string, number>> = { own: 7, foreign: 666_000_666, nobodys: 555_000_555 };

export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly isText: boolean }[];
  readonly hasNobodys: boolean;
}

/** Every table with clinic_id in the database. */
export async function clinicTables(fleet: Pick<Kysely<unknown>, "introspection">): Promise<readonly Table[]> {
  const tables = await fleet.introspection.getTables();
  return (
    tables
      .filter(({ columns }) => columns.some(({ name }) => name === "clinic_id"))
      .map(({ name, columns }) => ({
        name,
        columns: columns.map((column) => ({ name: column.name, isText: /text/iu.test(column.dataType) })),
        hasNobodys: columns.some((column) => column.name === "clinic_id" && column.isNullable),
      }))
      // Writing any other row assigns a revision.
      .toSorted((one, other) => Number(one.name === "clinic_revisions") - Number(other.name === "clinic_revisions"))
  );
}

/** Values that clinics may share, and those that the stores parse as something other than text. */
const SAME: Readonly<Record<string, string | number>> = {
  digest: "digest",
  kind: "kind",
  key: "key",
  state: "waiting",
  due_at: 4_000_000_000_000,
  attribution: "unknown",
};

function value({ name, isText }: Table["columns"][number], table: string, owner: string): string | number | null {
  if (name === "clinic_id") return owner === "nobodys" ? null : owner;
  if (name === "key" && table !== "jobs") return `${owner}-key`;
  // An open alert.
  if (table === "alerts" && (name === "ended_at" || name === "muted_at")) return null;
  const same = SAME[name];
  if (same !== undefined) return same;
  if (isText) return `${owner}-${name}`;
  // A block lasts at most a day.
  return (NUMBERS[owner] ?? 0) + (name === "blocked_to" ? 1000 : 0);
}

function insertion(table: Pick<Table, "name" | "columns">, values: readonly (string | number | null)[]): string {
  const names = table.columns.map(({ name }) => `"${name}"`).join(", ");
  const given = values.map((one) => (typeof one === "string" ? `'${one}'` : String(one))).join(", ");
  return `insert into "${table.name}" (${names}) values (${given})`;
}

/** Statements for a user who bypasses foreign keys and row security. */
export function seeding(tables: readonly Table[], owners: readonly string[]): readonly string[] {
  return owners.flatMap((owner) =>
    tables
      .filter(({ hasNobodys }) => owner !== "nobodys" || hasNobodys)
      .flatMap((table) => [
        `delete from "${table.name}" where clinic_id ${owner === "nobodys" ? "is null" : `= '${owner}'`}`,
        insertion(
          table,
          table.columns.map((column) => value(column, table.name, owner)),
        ),
      ]),
  );
}

export function clinicSeeding(clinics: Pick<Table, "name" | "columns">): readonly string[] {
  return [OWN, FOREIGN].map((owner) =>
    insertion(
      clinics,
      clinics.columns.map(({ name, isText }) => (name === "id" ? owner : isText ? `${owner}-${name}` : 1)),
    ),
  );
}

/** Every row that is not the clinic's own, as one text per table. */
export async function othersRows(
  database: QueryExecutorProvider,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await sql`
      select * from ${sql.table(name)} where clinic_id is null or clinic_id <> ${OWN}`.execute(database);
    found.set(
      name,
      rows
        .map((row) => JSON.stringify(row))
        .toSorted()
        .join("\n"),
    );
  }
  return found;
}
