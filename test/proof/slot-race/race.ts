import { addDays } from "../../../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../../../src/domain/time/zoned-time.ts";
import { table } from "../../../src/terminal/table.ts";
import { clinicId, doctorId, timezone } from "./clinic.ts";
import { type Heard, type Serving, callFunction } from "./serving.ts";

const CALLERS = 200;

export interface Race {
  readonly name: string;
  /** Whether one call is sent again and again, or each request is a separate call. */
  readonly sameCall: boolean;
  readonly time: string;
}

export interface Outcome {
  readonly race: Race;
  readonly booked: number;
  readonly alternatives: number;
  readonly ids: number;
  readonly rows: number;
  readonly slowestMs: number;
  readonly passed: boolean;
}

/** Every race has its own slot. */
export function races(rounds: number, seed: number): readonly Race[] {
  return Array.from({ length: rounds }, (_, round) => {
    const hour = 8 + ((seed + round) % 9);
    const time = (minutes: string): string => `${String(hour).padStart(2, "0")}:${minutes}`;
    return [
      { name: `${CALLERS} callers, ${time("00")}`, sameCall: false, time: time("00") },
      { name: `one call ${CALLERS} times, ${time("30")}`, sameCall: true, time: time("30") },
    ];
  }).flat();
}

/**
 * Sends all requests at once, distributed among the servers. @param rowsAt counts the doctor's appointments that begin
 * then
 */
export async function runRace(
  race: Race,
  servers: readonly Pick<Serving, "url">[],
  rowsAt: (startsAt: number) => Promise<number>,
): Promise<Outcome> {
  const date = addDays(dateAt(Date.now(), timezone), 30);
  const heard = await Promise.all(
    Array.from({ length: CALLERS }, (_, index) => {
      const url = servers[index % servers.length]?.url ?? "";
      const caller = firstCaller(race) + (race.sameCall ? 0 : index);
      return callFunction(url, "book-appointment", requestOf(race, { date, caller }));
    }),
  );
  const rows = await rowsAt(instantOf(date, race.time, timezone));
  const booked = heard.filter(({ answer }) => answer.booked === "true");
  const alternatives = heard.filter((each) => isAlternative(each)).length;
  const ids = new Set(booked.map(({ answer }) => answer.appointment_id)).size;
  const expected = race.sameCall ? CALLERS : 1;
  return {
    race,
    booked: booked.length,
    alternatives,
    ids,
    rows,
    slowestMs: Math.max(...heard.map(({ ms }) => ms)),
    passed: booked.length === expected && alternatives === CALLERS - expected && ids === 1 && rows === 1,
  };
}

/** Different callers in each race, because nobody may book that often in a day. */
function firstCaller({ time, sameCall }: Race): number {
  return Number(time.slice(0, 2)) * 2 * CALLERS + (sameCall ? CALLERS : 0);
}

/** One caller's request for book_appointment. */
export function requestOf(
  { sameCall, time }: Omit<Race, "name">,
  { date, caller }: { readonly date: string; readonly caller: number },
) {
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

/** 12 becomes "Bc": a name has no digits. */
function inLetters(number: number): string {
  const letters = String(number).replaceAll(/\d/gu, (digit) => "abcdefghij".charAt(Number(digit)));
  return letters.charAt(0).toUpperCase() + letters.slice(1);
}

/** A refusal as a caller should hear it: a sentence, and other times to choose from. */
function isAlternative({ status, answer }: Heard): boolean {
  const { booked, message, available_slots: slots = [] } = answer;
  return status === 200 && booked === "false" && slots.some(({ time }) => message.includes(time));
}

export function raceTable(outcomes: readonly Outcome[]): string {
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
  return table(head, lines);
}
