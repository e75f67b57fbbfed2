import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqlFunctionReplies } from "../../src/adapters/sql/calls/hearing.ts";
import { openSqlite } from "../../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import type { Store } from "../../src/domain/fleet/ports.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import type { TestApp } from "../server/published-answers.ts";
import { NOON, NUMBERS, cotonou, appOf, inboundCall, signed, startApp } from "../server/server-fixture.ts";
import { print, table } from "./identity/print.ts";

const patient = { patient_name: "Koffi Rejeu", patient_phone: "+2290197000055" };
const monday = { doctor_id: "doctor-awa", date: "2026-11-23" };

/** A body for every function, as the agent sends it. */
const functionArgs: Readonly<Record<string, object>> = {
  get_doctors: {},
  check_availability: monday,
  book_appointment: { ...monday, time: "09:00", ...patient },
  find_appointment: patient,
  reschedule_appointment: { ...monday, time: "11:00", appointment_id: "unknown", ...patient },
  cancel_appointment: { appointment_id: "unknown", ...patient },
  join_waitlist: { ...monday, ...patient },
  confirm_appointment: { appointment_id: "unknown", ...patient },
  request_callback: { date: "2026-11-24", time: "10:00" },
  opt_out: {},
};

const call = {
  call_id: "call_replay",
  direction: "inbound",
  to_number: NUMBERS[cotonou.id],
  from_number: "+2290197000055",
};

interface Sent {
  readonly what: string;
  readonly path: string;
  readonly body: object;
}

/**
 * Sends every route's signed body to every other route, which must refuse it, and every function's body again after its
 * effect was undone, to the same process and to another one on the same database: both must give the first answer and
 * do nothing.
 */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-replay-"));
  const path = join(folder, "replay.db");
  const rows: [string, string][] = [];
  const checks: boolean[] = [];
  const check = (what: string, isRight: boolean): void => {
    checks.push(isRight);
    if (!isRight) rows.push([what, "WRONG"]);
  };
  const opened: { store?: Store } = {};
  const first = await startApp({ functions: functionsOn(() => opened.store) }, path);
  opened.store = first.store;
  const database = openSqlite(path, { synchronous: "OFF" });
  const store = sqlStore(database);
  const other = await appOf({
    ...first.ports,
    clinics: store.clinics,
    functions: functionsOn(() => store),
    replies: new SqlFunctionReplies(database),
  });
  try {
    const crossed = await crossRoutes(first.app, check);
    const replayed = await replays({ first: first.app, other, store }, check);
    print(table([...rows, ["bodies sent to other routes", String(crossed)], ["functions replayed", String(replayed)]]));
  } finally {
    await database.close();
    await first.database.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { passed: checks.filter(Boolean).length, total: checks.length };
}

function functionsOn(store: () => Store | undefined) {
  let ids = 0;
  return clinicFunctions((clinic) => {
    const opened = store();
    if (opened === undefined) throw new Error("not started");
    return {
      clinic,
      database: opened.scope(clinic.id).outreach,
      fleetPause: opened.fleetPause,
      isRetellNumber: async (number) => (await opened.clinics.findByNumber(number)) !== undefined,
      holidays: publicHolidays(),
      clock: { now: () => NOON },
      newId: () => `id-${Math.floor(Math.random() * 1e12)}-${(ids += 1)}`,
    };
  });
}

type Check = (what: string, isRight: boolean) => void;

function allBodies(): readonly Sent[] {
  const functions = Object.entries(functionArgs).map(([name, args]) => ({
    what: name,
    path: `/api/${name.replaceAll("_", "-")}`,
    body: { name, args, call },
  }));
  const ended = { event: "call_ended", call: { ...call, call_status: "ended", start_timestamp: NOON - 60_000 } };
  const events = ["/api/retell/webhook", "/api/webhook/call-outcome"].map((path) => ({
    what: "event",
    path,
    body: ended,
  }));
  const inbound = ["/webhooks/retell/inbound", `/webhooks/retell/inbound/${cotonou.slug}`].map((path) => ({
    what: "inbound",
    path,
    body: inboundCall(NUMBERS[cotonou.id]),
  }));
  return [...functions, ...events, ...inbound];
}

async function crossRoutes(app: TestApp, check: Check): Promise<number> {
  const bodies = allBodies();
  let sent = 0;
  for (const from of bodies) {
    for (const to of bodies) {
      if (from.what === to.what) continue;
      sent += 1;
      const { status } = await app.request(signed(to.path, from.body, NOON - sent));
      check(`${from.what} sent to ${to.path}: ${status}`, status === 400);
    }
  }
  return sent;
}

interface Processes {
  readonly first: TestApp;
  readonly other: TestApp;
  readonly store: Store;
}

/** Undoes each function's effect before its request is sent again. */
async function replays({ first, other, store }: Processes, check: Check): Promise<number> {
  const { stores } = store.scope(cotonou.id).outreach;
  const functions = allBodies().filter(({ what }) => what !== "event" && what !== "inbound");
  for (const [index, { what, path, body }] of functions.entries()) {
    const at = NOON + 1000 + index;
    const send = async (app: TestApp) => (await app.request(signed(path, body, at))).text();
    const answer = await send(first);
    const done = await undo(stores);
    const again = [await send(first), await send(other), await send(other)];
    check(
      `${what} is answered alike in every process`,
      again.every((text) => text === answer),
    );
    check(`${what} is done once`, (await undo(stores)) === 0 && (what !== "book_appointment" || done > 0));
  }
  const both = signed(
    "/api/book-appointment",
    { name: "book_appointment", args: { ...monday, time: "10:00", ...patient }, call },
    NOON + 5000,
  );
  const answers = await Promise.all([
    first.request(both.clone()),
    other.request(both.clone()),
    first.request(both.clone()),
  ]);
  const texts = new Set(await Promise.all(answers.map((response) => response.text())));
  const booked = await undo(stores);
  check(
    `sent three times at once: booked ${booked}, answers ${[...texts].join(" | ")}`,
    texts.size === 1 && booked === 1,
  );
  return functions.length;
}

/** @returns how many appointments it cancelled */
async function undo({ appointments }: ReturnType<Store["scope"]>["outreach"]["stores"]): Promise<number> {
  const made = await appointments.startingWithin({ from: 0, to: Number.MAX_SAFE_INTEGER });
  const active = made.filter(({ status }) => status === "scheduled" || status === "confirmed");
  for (const appointment of active) await appointments.update({ ...appointment, status: "cancelled" });
  return active.length;
}
