import { symmetric } from "retell-sdk/lib/webhook_auth";
import { z } from "zod";
import { signBody, signerOf } from "../../src/adapters/retell/signature.ts";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import { sqlClinicRevisions } from "../../src/adapters/sql/clinics/clinic-stores.ts";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { SqlFunctionReplies } from "../../src/adapters/sql/calls/hearing.ts";
import { migrate } from "../../src/adapters/sql/migrations/migrate.ts";
import { newDatabase } from "../../src/adapters/sql/migrations/new-database.ts";
import { openSqlite } from "../../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { InboundReplies } from "../../src/domain/call/line/inbound-reply.ts";
import type { Clinic, ClinicNumber, Doctor } from "../../src/domain/clinic/clinic.ts";
import { closedAllWeek } from "../../src/domain/clinic/opening-hours.ts";
import type { Store } from "../../src/domain/fleet/ports.ts";
import { type RunningServer, listen } from "../../src/server/listen.ts";
import type { ServerPorts } from "../../src/server/ports.ts";
import { type TestApp, answeringAsPublished } from "./published-answers.ts";
import { testClinic } from "../fakes/test-clinic.ts";

export const KEY = "key_0123456789abcdef0123456789ab";
export const NORTH_KEY = "key_north_56789abcdef0123456789ab";
const SIGNING_KEYS = { own: [KEY], accounts: new Map([["NORTH", [NORTH_KEY]]]) };
/** A Saturday: 2026-11-21, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 21, 12);

export const cotonou: Clinic = testClinic({
  id: "clinic-cotonou",
  slug: "clinique-test-cotonou",
  name: "Clinique Test de Cotonou",
  address: "12 rue des Essais, Cotonou",
  country: "BJ",
  timezone: "Africa/Porto-Novo",
  phone: "+2290197000010",
  transferNumber: "+2290197000011",
  emergencyNumber: "+2290197000012",
  ownerEmail: "owner-a@example.com",
  instructions: "Parking derrière la clinique.",
  smsEnabled: true,
  createdAt: NOON,
});

export const austin: Clinic = testClinic({
  id: "clinic-austin",
  slug: "austin-test-clinic",
  name: 'Austin "Test" Clinic',
  address: "1 Test Street, Austin",
  country: "US",
  timezone: "America/Chicago",
  language: "en",
  ownerEmail: "owner-b@example.com",
  createdAt: NOON,
});

export const NUMBERS = { [cotonou.id]: "+2290197000001", [austin.id]: "+14155550101" } as const;

export const awa: Doctor = { id: "doctor-awa", name: "Awa Test", specialty: "généraliste", email: null, active: true };
export const dupont: Doctor = { ...awa, id: "doctor-bo", name: "Dr Bo Test", specialty: "dentist" };

export const PHRASES = {
  fr: { greeting: "{{clinic_name}}, bonjour.", hours: "Nous sommes ouverts {{business_hours}}." },
  en: { greeting: "Hello, you have reached {{clinic_name}}.", hours: "We are open {{business_hours}}." },
  es: { greeting: "Gracias por llamar {{clinic_at}}.", hours: "Abrimos {{business_hours}}." },
} as const;

export async function addClinic(store: Store, clinic: Clinic, doctors: readonly Doctor[]): Promise<void> {
  await store.clinics.add(clinic);
  const scope = store.scope(clinic.id);
  for (const doctor of doctors) await scope.doctors.add(doctor);
  await scope.openingHours.setForClinic({ ...closedAllWeek, mon: [{ opens: "08:00", closes: "12:30" }] });
  const phoneNumber = NUMBERS[clinic.id];
  if (phoneNumber !== undefined) await scope.number.save(imported(phoneNumber));
}

export function imported(phoneNumber: string): ClinicNumber {
  return { phoneNumber, source: "imported", agentId: null, agentVersion: null, webhookUrl: null, monthlyCents: 0 };
}

/** A clock that stands still until it is set. */
export class SetClock {
  time = NOON;
  now(): number {
    return this.time;
  }
}

/** Records every line as it would be written. */
export class RememberedLog {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: object }[] = [];
  info = (fields: object, message: string): void => this.#keep("info", fields, message);
  warn = (fields: object, message: string): void => this.#keep("warn", fields, message);
  error = (fields: object, message: string): void => this.#keep("error", fields, message);

  text(): string {
    return this.lines.map((line) => JSON.stringify(line)).join("\n");
  }

  #keep(level: string, fields: object, message: string): void {
    this.lines.push({ level, message, fields });
  }
}

export async function openTestDatabase(path = ":memory:"): Promise<SqlDatabase> {
  if (path === ":memory:") return newDatabase();
  const database = openSqlite(path, { synchronous: "OFF" });
  await migrate(database);
  return database;
}

/** The real application on a real store with two clinics; its answers are checked against docs/openapi.json. */
export async function startApp(more: Partial<ServerPorts> = {}, path?: string) {
  const database = await openTestDatabase(path);
  const store = sqlStore(database);
  await addClinic(store, cotonou, [awa]);
  await addClinic(store, austin, [dupont]);
  const clock = new SetClock();
  const log = new RememberedLog();
  let ids = 0;
  const speech = { phrases: PHRASES, voices: {} };
  const ports: ServerPorts = {
    clinics: store.clinics,
    inboundReplies: new InboundReplies({
      store,
      revisions: sqlClinicRevisions(database),
      speech,
      clock,
    }),
    events: new SqlCallEventStore(database.fleet),
    redaction: { of: async () => undefined },
    replies: new SqlFunctionReplies(database),
    functions: {},
    signer: (rawBody, signature) => signerOf(rawBody, signature, { keys: SIGNING_KEYS, nowMs: clock.now() }),
    ready: async () => void (await store.clinics.find("any")),
    clock,
    log,
    newRequestId: () => `id-${(ids += 1)}`,
    ...more,
  };
  return { app: answeringAsPublished(await appOf(ports)), ports, store, database, clock, log };
}

/** The application, over HTTP. */
export async function appOf(ports: ServerPorts): Promise<TestApp> {
  let server: Promise<RunningServer> | undefined;
  const serve = async (): Promise<RunningServer> => {
    const running = await listen(ports, { host: "127.0.0.1", port: 0 });
    running.http.unref();
    running.http.on("connection", (socket) => socket.unref());
    return running;
  };
  return {
    request: async (input, init) => {
      const request = input instanceof Request ? input : new Request(new URL(input, "http://server.test"), init);
      const { pathname, search } = new URL(request.url);
      server ??= serve();
      const { headers, body, method } = request;
      return fetch(`${(await server).url}${pathname}${search}`, { headers, body, method, duplex: "half" });
    },
  };
}

/** A request as Retell sends it. */
export function signed(path: string, body: unknown, at = NOON): Request {
  const raw = typeof body === "string" ? body : JSON.stringify(body);
  return posted(path, raw, { "x-retell-signature": signBody(raw, KEY, at) });
}

export function posted(
  path: string,
  body: string | ReadableStream,
  headers: Readonly<Record<string, string>> = {},
): Request {
  return new Request(`http://server.test${path}`, {
    method: "POST",
    body,
    ...(typeof body === "string" ? {} : { duplex: "half" }),
    headers: { "content-type": "application/json", ...headers },
  });
}

/** Signed by the SDK itself, for tests that must not rely on our own signing. */
export async function signedBySdk(path: string, body: string): Promise<Request> {
  return posted(path, body, { "x-retell-signature": await symmetric.sign(body, KEY, NOON) });
}

const inboundAnswerSchema = z.object({
  call_inbound: z.object({
    dynamic_variables: z.record(z.string(), z.string()),
    metadata: z.object({ clinic_id: z.string() }),
    agent_override: z.unknown(),
  }),
});

/** The variables that an answered call received; throws if it was not answered. */
export async function toldBy(response: Response | Promise<Response>) {
  return inboundAnswerSchema.parse(await (await response).json()).call_inbound;
}

export function inboundCall(toNumber?: string, more: object = {}) {
  const numbers = toNumber === undefined ? {} : { to_number: toNumber };
  return {
    event: "call_inbound",
    call_inbound: { call_id: "call_1", from_number: "+14155550199", ...numbers, ...more },
  };
}
