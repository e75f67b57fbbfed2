import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../src/adapters/sql/keep-statements.ts";
import { addDays } from "../../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../../src/domain/time/zoned-time.ts";
import { table } from "../../src/terminal/table.ts";
import { clinicId, doctorId, storeClinic, timezone } from "./slot-race/clinic.ts";
import { type Heard, type Serving, callFunction, serve } from "./slot-race/serving.ts";

const CALLERS = 200;

interface Race {
  readonly name: string;
  /** One call that is sent again and again, or as many calls as requests. */
  readonly sameCall: boolean;
  readonly time: string;
}

interface Outcome {
  readonly race: Race;
  readonly booked: number;
  readonly alternatives: number;
  readonly ids: number;
  readonly rows: number;
  readonly slowestMs: number;
  readonly passed: boolean;
}

/**
 * 200 signed `book_appointment` requests for one slot at once, over HTTP, half to each of two `ascendia serve` on one
 * database: one succeeds, 199 hear what else is free, one row is written. The same 200 times from one call: one id.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-race-"));
  const path = join(folder, "race.db");
  await storeClinic(path);
  const servers = [await serve({ folder, databasePath: path }), await serve({ folder, databasePath: path })];
  const rows = keepStatements(new BetterSqlite3(path, { readonly: true }));
  try {
    const outcomes: Outcome[] = [];
    for (const race of races(quick ? 1 : 5, seed)) outcomes.push(await runRace(race, servers, rows));
    print(outcomes);
    return { passed: outcomes.filter(({ passed }) => passed).length, total: outcomes.length };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rows.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every race has a slot of its own. */
function races(rounds: number, seed: number): readonly Race[] {
  return Array.from({ length: rounds }, (_, round) => {
    const hour = 8 + ((seed + round) % 9);
    const time = (minutes: string): string => `${String(hour).padStart(2, "0")}:${minutes}`;
    return [
      { name: `${CALLERS} callers, ${time("00")}`, sameCall: false, time: time("00") },
      { name: `one call ${CALLERS} times, ${time("30")}`, sameCall: true, time: time("30") },
    ];
  }).flat();
}

async function runRace(race: Race, servers: readonly Serving[], rows: BetterSqlite3.Database): Promise<Outcome> {
  const date = addDays(dateAt(Date.now(), timezone), 30);
  const heard = await Promise.all(
    Array.from({ length: CALLERS }, (_, index) => {
      const url = servers[index % servers.length]?.url ?? "";
      return callFunction(url, "book-appointment", requestOf(race, { date, caller: race.sameCall ? 0 : index }));
    }),
  );
  const startsAt = instantOf(date, race.time, timezone);
  const written = rows
    .prepare("select id from appointments where doctor_id = ? and starts_at = ?")
    .all(doctorId, startsAt);
  const booked = heard.filter(({ answer }) => answer.booked === "true");
  const alternatives = heard.filter((each) => isAlternative(each)).length;
  const ids = new Set(booked.map(({ answer }) => answer.appointment_id)).size;
  const expected = race.sameCall ? CALLERS : 1;
  return {
    race,
    booked: booked.length,
    alternatives,
    ids,
    rows: written.length,
    slowestMs: Math.max(...heard.map(({ ms }) => ms)),
    passed: booked.length === expected && alternatives === CALLERS - expected && ids === 1 && written.length === 1,
  };
}

function requestOf({ sameCall, time }: Race, { date, caller }: { readonly date: string; readonly caller: number }) {
  const call_id = `call_${sameCall ? "again" : "race"}_${date}_${time}_${caller}`;
  return {
    name: "book_appointment",
    args: {
      clinic_id: clinicId,
      doctor_id: doctorId,
      date,
      time,
      patient_name: `Patient ${inLetters(caller)} Test`,
      patient_phone: `+22901970${String(caller).padStart(5, "0")}`,
    },
    call: { call_id, call_type: "phone_call", retell_llm_dynamic_variables: { clinic_id: clinicId } },
  };
}

/** 12 is "Bc": a name has no digits. */
function inLetters(number: number): string {
  const letters = String(number).replaceAll(/\d/gu, (digit) => "abcdefghij".charAt(Number(digit)));
  return letters.charAt(0).toUpperCase() + letters.slice(1);
}

/** A refusal as a caller should hear it: a sentence, and other times to take. */
function isAlternative({ status, answer }: Heard): boolean {
  const { booked, message, available_slots: slots = [] } = answer;
  return status === 200 && booked === "false" && slots.some(({ time }) => message.includes(time));
}

function print(outcomes: readonly Outcome[]): void {
  const lines = outcomes.map(({ race, booked, alternatives, ids, rows, slowestMs, passed }) => [
    race.name,
    String(booked),
    String(alternatives),
    String(ids),
    String(rows),
    slowestMs.toFixed(0),
    passed ? "yes" : "NO",
  ]);
  const head = ["race", "answered booked", "alternative spoken", "ids", "rows", "slowest ms", "as it should"];
  process.stdout.write(`${table(head, lines)}\n`);
}
