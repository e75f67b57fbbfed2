import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import type * as attack from "./attack.ts";

const SOURCES = resolve("src/adapters/sql");

/** One change to the sources; changes with the same name together remove one condition. */
interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly at: number;
  readonly was: string;
  readonly becomes: string;
}

const CONDITION =
  /\.where\("(?:\w+\.)?clinicId", (?:"="|clinicId === null \? "is" : "="), (?:param\("clinicId"\)|clinicId)\)/gu;

/** Each condition on the clinic in the fleet's stores, and each place where the scope adds one. */
export function mutants(): readonly Mutant[] {
  const files = readdirSync(SOURCES, { encoding: "utf8", recursive: true }).filter((file) => file.endsWith(".ts"));
  return [...files.flatMap((file) => conditionsOf(file)), ...scopeMutants()];
}

function conditionsOf(file: string): readonly Mutant[] {
  const text = readFileSync(join(SOURCES, file), "utf8");
  return [...text.matchAll(CONDITION)].map(({ 0: was, index: at }) => ({
    name: `${file}:${text.slice(0, at).split("\n").length} where clinic_id`,
    file,
    at,
    was,
    becomes: "",
  }));
}

interface Removal {
  readonly name: string;
  /** The mutation applies to the first match after this text. */
  readonly after: string;
  readonly was: string;
  readonly becomes: string;
}

const RESTRICTED = "this.#restricted(query.where, tablesOf(query.from))";

const SCOPE: readonly Removal[] = [
  { name: "scope: select", after: "transformSelectQuery(node", was: RESTRICTED, becomes: "{}" },
  {
    name: "scope: update",
    after: "transformUpdateQuery(node",
    was: "this.#restricted(query.where, tables)",
    becomes: "{}",
  },
  { name: "scope: delete", after: "transformDeleteQuery(node", was: RESTRICTED, becomes: "{}" },
  {
    name: "scope: join",
    after: "transformJoin(node",
    was: "JoinNode.cloneWithOn(join, this.#belongs(table))",
    becomes: "join",
  },
  { name: "scope: upsert", after: "transformInsertQuery(node", was: "this.#conflictRestricted(query)", becomes: "{}" },
  {
    name: "scope: update may name the clinic",
    after: "transformUpdateQuery(node",
    was: "refuseClinicColumn(query.updates?.map(({ column }) => column) ?? [])",
    becomes: "undefined",
  },
  {
    name: "scope: insert without the clinic",
    after: "transformInsertQuery(node",
    was: "[...query.columns, ColumnNode.create(COLUMN)]",
    becomes: "query.columns",
  },
  {
    name: "scope: insert without the clinic",
    after: "transformInsertQuery(node",
    was: "[...row.values, CLINIC_PLACE]",
    becomes: "row.values",
  },
  {
    name: "scope: insert without the clinic",
    after: "transformInsertQuery(node",
    was: "[...row.values, ValueNode.create(CLINIC_PLACE)]",
    becomes: "row.values",
  },
  {
    name: "scope: no plugin on a clinic's stores",
    after: "export function clinicScope",
    was: "[scopePlugin]",
    becomes: "[new CamelCasePlugin()]",
  },
  {
    name: "scope: no plugin on a clinic's rows",
    after: "export function clinicRows",
    was: "[scopePlugin]",
    becomes: "[new CamelCasePlugin()]",
  },
  {
    name: "scope: no plugin on nobody's rows",
    after: "export function unattributedRows",
    was: "[nobodyPlugin]",
    becomes: "[new CamelCasePlugin()]",
  },
];

function scopeMutants(): readonly Mutant[] {
  const file = "clinic-scope.ts";
  const text = readFileSync(join(SOURCES, file), "utf8");
  return SCOPE.map(({ name, after, was, becomes }) => {
    const at = text.indexOf(was, text.indexOf(after));
    if (at < 0 || !text.includes(after)) throw new Error(`${file} no longer has ${was} after ${after}`);
    return { name, file, at, was, becomes };
  });
}

/** The stores with all mutants in them: the query of the import's address selects the active one. */
export async function mutatedStores(all: readonly Mutant[]): Promise<(mutant: string) => Promise<typeof attack>> {
  const bundle = await rolldown({
    input: resolve("test/proof/row-security/attack.ts"),
    platform: "node",
    external: /^[^./]/,
    plugins: [
      {
        name: "mutants",
        transform: (code: string, id: string) =>
          id.startsWith(SOURCES)
            ? mutated(
                code,
                all.filter(({ file }) => join(SOURCES, file) === id),
              )
            : null,
      },
    ],
  });
  const folder = resolve("build/generated/mutated-stores");
  mkdirSync(folder, { recursive: true });
  const { output } = await bundle.write({ dir: folder, format: "esm", codeSplitting: false });
  await bundle.close();
  const entry = pathToFileURL(join(folder, output[0].fileName)).href;
  return (mutant) => import(`${entry}?mutant=${encodeURIComponent(mutant)}`);
}

const LIVES = 'new URL(import.meta.url).searchParams.get("mutant")';

function mutated(code: string, own: readonly Mutant[]): string {
  const fromTheEnd = own.toSorted((one, other) => other.at - one.at);
  return fromTheEnd.reduce((text, mutant) => {
    const { at, was } = mutant;
    return text.slice(0, at) + either(mutant) + text.slice(at + was.length);
  }, code);
}

function either({ name, was, becomes }: Mutant): string {
  const lives = `${LIVES} === ${JSON.stringify(name)}`;
  return was.startsWith(".where(")
    ? `.$call((query) => ${lives} ? query : query${was})`
    : `(${lives} ? ${becomes} : ${was})`;
}
