import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import BetterSqlite3 from "better-sqlite3";
import { verifySignature } from "../../src/adapters/retell/signature.ts";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { SANDBOX_API_KEY } from "../../src/config.ts";

const HALF_HOUR_MS = 30 * 60_000;

interface Row {
  readonly doctor_id: string;
  readonly starts_at: number;
}

/**
 * The reference: answers the same requests with the least code, directly on node:http and better-sqlite3. It checks the
 * signature, reads what the answer needs with prepared statements, and writes one durable row.
 */
export function serveNaively(path: string, clinicId: string): Promise<number> {
  const database = keepStatements(new BetterSqlite3(path));
  for (const setting of ["journal_mode = WAL", "synchronous = FULL"]) database.exec(`pragma ${setting}`);
  database.exec(
    "create table if not exists naive_visits (id text primary key, doctor text, starts_at integer, name text, phone text, unique (doctor, starts_at))",
  );
  database.exec("create table if not exists naive_events (key text primary key, body text)");
  const doctors = database.prepare("select id from doctors where clinic_id = ? order by position").pluck();
  const hours = database.prepare("select opens, closes from weekly_hours where clinic_id = ? and weekday = ?");
  const taken = database.prepare<[string, number, number], Row>(
    "select doctor_id, starts_at from appointments where clinic_id = ? and blocked_from >= ? and blocked_from < ? and status in ('scheduled', 'confirmed')",
  );
  const visit = database.prepare("insert into naive_visits values (?, ?, ?, ?, ?)");
  const event = database.prepare("insert or ignore into naive_events values (?, ?)");
  const answers: Readonly<Record<string, (body: ReturnType<typeof JSON.parse>) => object>> = {
    "/api/check-availability": ({ args }) => {
      const from = Date.parse(`${String(args.date)}T12:00:00Z`);
      hours.all(clinicId, "mon");
      const busy = new Set(
        taken.all(clinicId, from, from + 12 * 3_600_000).map((row) => `${row.doctor_id} ${row.starts_at}`),
      );
      const slots: object[] = [];
      const all = doctors.all(clinicId);
      for (let start = from; start < from + 10 * 3_600_000; start += HALF_HOUR_MS) {
        for (const doctor of all) if (!busy.has(`${String(doctor)} ${start}`)) slots.push({ doctor, start });
      }
      return { available_slots: slots };
    },
    "/api/book-appointment": ({ args }) => {
      visit.run(randomUUID(), args.doctor_id, args.starts_at, args.patient_name, args.patient_phone);
      return { booked: "true" };
    },
    "/api/retell/webhook": (body) => {
      event.run(`${String(body.event)}:${String(body.call.call_id)}`, JSON.stringify(body));
      return { received: true };
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      const signature = String(request.headers["x-retell-signature"]);
      if (!verifySignature(raw, signature, { key: SANDBOX_API_KEY, nowMs: Date.now() }))
        return response.writeHead(401).end();
      const body = JSON.stringify(answers[request.url ?? ""]?.(JSON.parse(raw.toString())));
      return response
        .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
        .end(body);
    });
  });
  return new Promise((ready) => {
    server.listen(0, "127.0.0.1", () => ready((server.address() as AddressInfo).port));
  });
}
