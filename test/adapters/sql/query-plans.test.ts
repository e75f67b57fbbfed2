import { type DatabaseConnection, type Dialect, CompiledQuery } from "kysely";
import { expect, test } from "vitest";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";

/** The dialect, reporting every query that a scope runs. */
function telling(dialect: Dialect, tell: (query: CompiledQuery) => void): Dialect {
  const own = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const listening = (connection: DatabaseConnection): DatabaseConnection => {
    const heard: DatabaseConnection = {
      executeQuery: (query) => {
        tell(query);
        return connection.executeQuery(query);
      },
      streamQuery: (query, size) => connection.streamQuery(query, size),
    };
    own.set(heard, connection);
    return heard;
  };
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (database) => dialect.createIntrospector(database),
    createDriver: () => {
      const driver = dialect.createDriver();
      return {
        init: () => driver.init(),
        acquireConnection: async () => listening(await driver.acquireConnection()),
        releaseConnection: (connection) => driver.releaseConnection(own.get(connection) ?? connection),
        beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
        commitTransaction: (connection) => driver.commitTransaction(connection),
        rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
        destroy: () => driver.destroy(),
      };
    },
  };
}

test("a booking's queries on growing tables use an index on more than the clinic", async () => {
  const database = await newDatabase();
  const asked: CompiledQuery[] = [];
  const dialect = telling(database.dialectOf(null), (query) => asked.push(query));
  const { stores } = sqlStore({ ...database, dialectOf: () => dialect }).scope("clinic").booking;
  await stores.appointments.activeOverlapping({ from: 0, to: 1 }, null);
  await stores.appointments.activeOverlapping({ from: 0, to: 1 }, "doctor");
  await stores.appointments.startingWithin({ from: 0, to: 1 });
  await stores.appointments.ofCall("call");
  await stores.appointments.ofPatient("patient");
  await stores.holds.liveOverlapping({ from: 0, to: 1 }, 0);
  await stores.holds.ofCall("call");
  await stores.patients.withPhone("+14155550100");
  await stores.patients.bornOn("1984-05-17");
  await stores.waitlist.inLine();
  expect(asked).toHaveLength(10);
  for (const { sql, parameters } of asked) {
    const { rows } = await database.fleet.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    );
    expect(`${rows[0]?.detail} for ${sql}`).toMatch(/USING INDEX \w+ \(clinic_id=\? AND /u);
  }
  await database.close();
});

test("a statement's constants are in its text: as parameters, SQLite would plan it again before every run", async () => {
  const database = await newDatabase();
  const asked: CompiledQuery[] = [];
  const dialect = telling(database.dialectOf(null), (query) => asked.push(query));
  const { stores } = sqlStore({ ...database, dialectOf: () => dialect }).scope("clinic").booking;
  await stores.doctors.list();
  await stores.appointments.activeOverlapping({ from: 5, to: 9 }, null);
  expect(asked.map(({ sql }) => /"active" = 1|"status" in \('scheduled', 'confirmed'\)/u.exec(sql)?.[0])).toEqual([
    '"active" = 1',
    `"status" in ('scheduled', 'confirmed')`,
  ]);
  const given = asked.flatMap(({ parameters }) => parameters).filter((value) => typeof value === "string");
  expect(new Set(given)).toEqual(new Set(["clinic"]));
  await database.close();
});

test("reports count calls from an index alone", async () => {
  const database = await newDatabase();
  const asked: CompiledQuery[] = [];
  const dialect = telling(database.dialectOf(null), (query) => asked.push(query));
  await sqlStore({ ...database, dialectOf: () => dialect })
    .scope("clinic")
    .records.within({ from: 0, to: 1 });
  const ofCalls = asked.filter(({ sql }) => sql.includes('from "calls"'));
  expect(ofCalls).toHaveLength(2);
  for (const { sql, parameters } of ofCalls) {
    const { rows } = await database.fleet.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    );
    expect(rows[0]?.detail).toContain(
      "USING COVERING INDEX calls_of_clinic (clinic_id=? AND called_at>? AND called_at<?)",
    );
  }
  await database.close();
});
