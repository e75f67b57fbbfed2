import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Kysely } from "kysely";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { verifySignature } from "../../src/adapters/retell/signature.ts";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import { sqlClinicRevisions } from "../../src/adapters/sql/clinics/clinic-stores.ts";
import { SqlFunctionReplies } from "../../src/adapters/sql/calls/hearing.ts";
import { migrate } from "../../src/adapters/sql/migrations/migrate.ts";
import type { FleetSchema } from "../../src/adapters/sql/schema.ts";
import { openPostgres } from "../../src/adapters/sql/postgres/open-postgres.ts";
import { openSqlite } from "../../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { requestIds } from "../../src/adapters/system/ids.ts";
import { openLog } from "../../src/adapters/system/log.ts";
import type { Phrases } from "../../src/domain/call/line/caller-variables.ts";
import { InboundReplies } from "../../src/domain/call/line/inbound-reply.ts";
import { listen } from "../../src/server/listen.ts";
import type { ServerPorts } from "../../src/server/ports.ts";
import { numberOf } from "./signed-calls.ts";

export interface ServedFleet {
  readonly clinics: number;
  /** A folder for the database's file, or the URL of an empty PostgreSQL database. */
  readonly place: string;
  readonly key: string;
  readonly phrases: Phrases;
}

/** The reference: reads the body and answers a constant of the same size as a clinic's answer. */
export function serveConstant(bytes: number): Promise<number> {
  const answer = Buffer.alloc(bytes, "x");
  const headers = { "content-type": "application/json", "content-length": bytes };
  const server = createServer((request, response) => {
    request.on("data", () => {});
    request.on("end", () => response.writeHead(200, headers).end(answer));
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(isAddressInfo(address) ? address.port : 0);
    });
  });
}

function isAddressInfo(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

/** The real server on a real database, with logging on. */
export async function serveFleet({ clinics, place, key, phrases }: ServedFleet): Promise<number> {
  const database = place.startsWith("postgres:") ? await postgresAt(place) : await sqliteIn(place, clinics);
  await fill(database.fleet, clinics);
  const store = sqlStore(database);
  const speech = { phrases, voices: {} };
  const ports: ServerPorts = {
    clinics: store.clinics,
    inboundReplies: new InboundReplies({
      store,
      revisions: sqlClinicRevisions(database),
      speech,
      clock: systemClock,
    }),
    events: new SqlCallEventStore(database.fleet),
    redaction: { of: async () => undefined },
    functions: {},
    replies: new SqlFunctionReplies(database),
    signer: (rawBody, signature) => {
      const isSigned = verifySignature(rawBody, signature, { key, nowMs: systemClock.now() });
      return isSigned ? { speaksFor: () => true } : undefined;
    },
    ready: () => Promise.resolve(),
    clock: systemClock,
    log: openLog("info"),
    newRequestId: requestIds(),
  };
  return (await listen(ports, { host: "127.0.0.1", port: 0 })).port;
}

async function sqliteIn(folder: string, clinics: number): Promise<SqlDatabase> {
  const database = openSqlite(`${folder}/fleet-${clinics}.db`, { synchronous: "OFF" });
  await migrate(database);
  return database;
}

async function postgresAt(url: string): Promise<SqlDatabase> {
  const database = await openPostgres(url, { mode: "sandbox", ifMissing: "create", name: "the bench's" });
  await database.startBackgroundWork();
  return database;
}

const DOCTORS = ["Awa Test", "Bo Test", "Chloé Test", "Dan Test"] as const;
const BATCH = 500;

async function fill(fleet: Kysely<FleetSchema>, clinics: number): Promise<void> {
  await fleet.transaction().execute(async (transaction) => {
    for (let first = 0; first < clinics; first += BATCH) {
      const indexes = Array.from({ length: Math.min(BATCH, clinics - first) }, (_, offset) => first + offset);
      await transaction.insertInto("clinics").values(indexes.map(clinicRow)).execute();
      await transaction.insertInto("doctors").values(indexes.flatMap(doctorRows)).execute();
      await transaction.insertInto("weeklyHours").values(indexes.flatMap(hourRows)).execute();
      await transaction.insertInto("phoneNumbers").values(indexes.map(numberRow)).execute();
    }
  });
}

function clinicRow(index: number) {
  return {
    id: `clinic-${index}`,
    slug: `clinique-${index}`,
    name: `Clinique Test ${index}`,
    address: `${index} rue des Essais, Cotonou`,
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    language: "fr",
    phone: null,
    transferNumber: null,
    emergencyNumber: null,
    emergencyServices: null,
    ownerEmail: "owner@example.com",
    instructions: null,
    smsEnabled: 0,
    status: "active",
    createdAt: 0,
  } as const;
}

function doctorRows(index: number) {
  return DOCTORS.map((name, position) => ({
    clinicId: `clinic-${index}`,
    id: `doctor-${index}-${position}`,
    name,
    specialty: "généraliste",
    email: null,
    active: 1 as const,
    position,
  }));
}

function hourRows(index: number) {
  return (["mon", "tue", "wed", "thu", "fri"] as const).map((weekday) => ({
    clinicId: `clinic-${index}`,
    doctorId: null,
    weekday,
    opens: "08:00",
    closes: "18:00",
  }));
}

function numberRow(index: number) {
  return {
    clinicId: `clinic-${index}`,
    phoneNumber: numberOf(index),
    source: "imported" as const,
    agentId: null,
    agentVersion: null,
    webhookUrl: null,
    monthlyCents: 0,
  };
}
