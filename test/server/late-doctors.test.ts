import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { noteLate } from "../../src/domain/booking/slots/late-doctors.ts";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import { lateMail } from "../../src/domain/mail/contents/appointment-mail.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import { NUMBERS, awa, cotonou, signed, startApp } from "./server-fixture.ts";

/** Awa works on Mondays from 8:00 to 12:30. */
const MONDAY_AT_8 = Date.UTC(2026, 10, 23, 7);
const answerSchema = z.looseObject({
  message: z.string(),
  booked: z.string().optional(),
  reason: z.string().optional(),
  available_slots: z.array(z.object({ time: z.string() })).optional(),
});

let server: Awaited<ReturnType<typeof startApp>>;
let sent = 0;

function ports() {
  return {
    clinic: cotonou,
    database: server.store.scope(cotonou.id).outreach,
    fleetPause: server.store.fleetPause,
    isRetellNumber: async () => false,
    holidays: publicHolidays(),
    clock: { now: () => MONDAY_AT_8 },
    newId: () => `late-${(sent += 1)}`,
  };
}

beforeEach(async () => {
  const opened: { ports?: typeof ports } = {};
  const functions = clinicFunctions(() => {
    if (opened.ports === undefined) throw new Error("not started");
    return opened.ports();
  });
  server = await startApp({ functions });
  server.clock.time = MONDAY_AT_8;
  opened.ports = ports;
});

async function ask(name: string, args: object) {
  const call = {
    call_id: "call_1",
    direction: "inbound",
    to_number: NUMBERS[cotonou.id],
    from_number: "+2290197000199",
  };
  const path = `/api/${name.replaceAll("_", "-")}`;
  const response = await server.app.request(signed(path, { name, args, call }, MONDAY_AT_8 + (sent += 1)));
  return answerSchema.parse(await response.json());
}

const mine = { patient_name: "Koffi Essai", patient_phone: "01 97 00 01 99" };
const said = "Je vous préviens : le docteur Awa Test a environ 120 minutes de retard aujourd'hui.";

async function late(minutes: number): Promise<number> {
  const { doctors } = server.store.scope(cotonou.id);
  const doctor = (await doctors.list()).find(({ id }) => id === awa.id) ?? awa;
  const { visits } = await noteLate(
    { doctor, minutes },
    {
      save: (after) => doctors.update(after),
      write: async (appointment, by, { outbox }) => {
        const addressed = { id: `mail-${(sent += 1)}`, recipient: "patient@example.com", createdAt: MONDAY_AT_8 };
        await outbox.add(lateMail(by, { appointment, clinic: cotonou, doctor: doctor.name }, addressed));
      },
    },
    ports(),
  );
  return visits.length;
}

test("today's callers hear that the doctor is late, and are offered no time before waiting patients", async () => {
  const booked = await ask("book_appointment", { doctor_id: awa.id, date: "2026-11-23", time: "11:00", ...mine });
  expect(booked).toMatchObject({ booked: "true" });
  expect(booked.message).not.toContain("retard");
  expect(await late(120)).toBe(1);
  const offered = await ask("check_availability", { doctor_id: awa.id, date: "2026-11-23" });
  expect(offered.available_slots?.[0]?.time).toBe("10 heures");
  expect(offered.message.endsWith(` ${said}`)).toBe(true);
  expect((await ask("find_appointment", mine)).message.endsWith(` ${said}`)).toBe(true);
  const tooSoon = await ask("book_appointment", { doctor_id: awa.id, date: "2026-11-23", time: "09:30", ...mine });
  expect(tooSoon).toMatchObject({ booked: "false", reason: "too_soon" });
});

test("nothing is said about another day, and nothing once the doctor is on time again", async () => {
  await late(120);
  const later = await ask("check_availability", { doctor_id: awa.id, date: "2026-11-30" });
  expect(later.message).not.toContain("retard");
  await late(0);
  const today = await ask("check_availability", { doctor_id: awa.id, date: "2026-11-23" });
  expect(today.available_slots?.[0]?.time).toBe("9 heures");
  expect(today.message).not.toContain("retard");
});

test("a waiting patient gets one mail for each announced delay", async () => {
  await ask("book_appointment", { doctor_id: awa.id, date: "2026-11-23", time: "11:00", ...mine });
  await late(40);
  await late(40);
  await late(60);
  const mails = await server.store.scope(cotonou.id).outbox.list();
  expect(mails.filter(({ kind }) => kind === "appointment-late")).toHaveLength(2);
  expect(mails.at(-1)?.body).toContain("Dr. Awa Test a environ");
});
