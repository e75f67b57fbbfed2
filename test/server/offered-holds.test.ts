import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import { bookByStaff } from "../../src/domain/booking/visits/staff-booking.ts";
import { endOfCall } from "../../src/domain/outreach/attempts/waitlist-calls.ts";
import type { OutreachPorts } from "../../src/domain/outreach/ports.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import { NOON, NUMBERS, SetClock, awa, cotonou, signed, startApp } from "./server-fixture.ts";

/** Each test has its own Monday; Awa works from 8:00 to 12:30. */
const mondays = ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"] as const;
const clock = new SetClock();
const answerSchema = z.looseObject({
  message: z.string(),
  reason: z.string().optional(),
  available_slots: z.array(z.looseObject({ time: z.string() })).default([]),
});

let server: Awaited<ReturnType<typeof startApp>>;
let ports: OutreachPorts;
let sent = 0;

beforeAll(async () => {
  let ids = 0;
  const functions = clinicFunctions(() => ports);
  server = await startApp({ functions });
  ports = {
    clinic: cotonou,
    database: server.store.scope(cotonou.id).outreach,
    fleetPause: server.store.fleetPause,
    isRetellNumber: () => Promise.resolve(false),
    holidays: publicHolidays(),
    clock,
    newId: () => `held-${(ids += 1)}`,
  };
});

async function ask(callId: string, name: string, args: object) {
  const variables = { clinic_id: cotonou.id };
  const ends = { to_number: NUMBERS[cotonou.id], from_number: "+2290197000099" };
  const call = { call_id: callId, direction: "inbound", ...ends, retell_llm_dynamic_variables: variables };
  const body = { name: name.replaceAll("-", "_"), args: { clinic_id: cotonou.id, doctor_id: awa.id, ...args }, call };
  const response = await server.app.request(signed(`/api/${name}`, body, NOON + (sent += 1)));
  return answerSchema.parse(await response.json());
}

const times = async (callId: string, date: string) =>
  (await ask(callId, "check-availability", { date })).available_slots.map(({ time }) => time);

const patient = { patient_name: "Koffi Test", patient_phone: "01 97 00 00 55" };

describe("offered times are held for the call that hears them", () => {
  test("for five minutes, the first three of a day, and not for another call", async () => {
    const [date] = mondays;
    expect((await times("call_1", date)).slice(0, 4)).toEqual(["8 heures", "8 heures 30", "9 heures", "9 heures 30"]);
    expect((await times("call_2", date)).slice(0, 3)).toEqual(["9 heures 30", "10 heures", "10 heures 30"]);
    // Asking again renews the holds and adds none.
    expect((await times("call_1", date)).slice(0, 4)).toEqual(["8 heures", "8 heures 30", "9 heures", "11 heures"]);
    const rival = await ask("call_3", "book-appointment", { date, time: "08:00", ...patient });
    expect(rival).toMatchObject({ reason: "slot_taken", booked: "false" });
    expect(rival.message).toContain("une autre personne est en train de choisir ce créneau");
    clock.time += 5 * 60_000;
    expect((await times("call_3", date)).slice(0, 3)).toEqual(["8 heures", "8 heures 30", "9 heures"]);
  });

  test("and released when it books or ends", async () => {
    const [, date] = mondays;
    await times("call_4", date);
    expect(await ask("call_4", "book-appointment", { date, time: "08:30", ...patient })).toMatchObject({
      booked: "true",
    });
    expect((await times("call_5", date)).slice(0, 2)).toEqual(["8 heures", "9 heures"]);
    await endOfCall("call_5", ports);
    expect((await times("call_6", date)).slice(0, 2)).toEqual(["8 heures", "9 heures"]);
  });

  test("but staff may book them", async () => {
    const [, , date] = mondays;
    await times("call_7", date);
    const startsAt = Date.parse(`${date}T07:00Z`);
    const choice = { doctorId: awa.id, startsAt, typeId: null };
    await bookByStaff({ choice, patient: { name: "Ida Test", phone: "+2290197000069" }, reason: null }, ports);
    expect((await times("call_7", date)).slice(0, 2)).toEqual(["8 heures 30", "9 heures"]);
    const late = await ask("call_7", "book-appointment", { date, time: "08:00", ...patient });
    expect(late).toMatchObject({ reason: "slot_taken" });
  });

  test("and a rival for the last times hears that someone is choosing them", async () => {
    const [, , , date] = mondays;
    const hours = { firstDate: date, lastDate: date, fromTime: "08:30", toTime: "24:00" };
    const closure = { id: "closure-1", kind: "closed", doctorId: null, ...hours, reason: null } as const;
    await ports.database.stores.exceptions.add(closure);
    expect(await times("call_8", date)).toEqual(["8 heures"]);
    const { message } = await ask("call_9", "check-availability", { date });
    expect(message).toContain("Une autre personne est en train de choisir parmi les derniers créneaux");
  });
});
