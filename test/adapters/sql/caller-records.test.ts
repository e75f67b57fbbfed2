import { expect, test } from "vitest";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { defaultBookingRules } from "../../../src/domain/booking/booking-rules.ts";
import type { AllClinicStores } from "../../../src/domain/fleet/ports.ts";
import { closedAllWeek } from "../../../src/domain/clinic/opening-hours.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const [FIRST, LAST] = ["2026-12-01", "2026-12-15"] as const;

/** What a clinic has, with texts that JSON has to escape. */
async function furnish({ doctors, openingHours, phrases, number, suspension, booking }: AllClinicStores, name: string) {
  const active = { specialty: 'général "plus"', email: null, active: true };
  await doctors.add({ ...active, id: `${name}-1`, name: `Dr. ${name} Un`, pronunciation: "œ̃" });
  await doctors.add({ ...active, id: `${name}-2`, name: `Dr. ${name} Deux`, late: { on: FIRST, minutes: 20 } });
  await doctors.add({ ...active, id: `${name}-3`, name: `Dr. ${name} Trois`, active: false });
  const hours = {
    ...closedAllWeek,
    mon: [
      { opens: "13:00", closes: "18:00" },
      { opens: "08:00", closes: "12:00" },
    ],
  };
  await openingHours.setForClinic(hours);
  await openingHours.setForDoctor(`${name}-1`, { ...closedAllWeek, sun: [{ opens: "09:00", closes: "10:00" }] });
  const period = { doctorId: null, firstDate: FIRST, lastDate: null, everyWeeks: 2, hours } as const;
  await openingHours.addPeriod({ ...period, id: `${name}-period` });
  await phrases.save({ language: "fr", key: "greeting", text: `Ici ${name}\n« bonjour » \\ \u{1f600}` });
  await phrases.save({ language: "en", key: "greeting", text: `This is ${name}` });
  await number.save({
    phoneNumber: `+1999555${name.length}`,
    source: "imported",
    agentId: null,
    agentVersion: null,
    webhookUrl: null,
    monthlyCents: 0,
  });
  await suspension.save({ answer: "message", message: `${name} est fermée`, forwardTo: null, suspendedAt: 5 });
  const { exceptions, rules } = booking.stores;
  const exception = { kind: "closed", doctorId: null, fromTime: "00:00", toTime: "24:00", reason: name } as const;
  await exceptions.add({ ...exception, id: `${name}-over`, firstDate: "2026-11-01", lastDate: "2026-11-30" });
  await exceptions.add({ ...exception, id: `${name}-later`, firstDate: LAST, lastDate: "2026-12-20" });
  await exceptions.add({ ...exception, id: `${name}-now`, firstDate: "2026-11-30", lastDate: FIRST });
  await rules.save({ ...defaultBookingRules, holidays: { country: "BJ", region: null, openOn: ["12-25", "01-01"] } });
}

test("one statement reads what the clinic's stores read one by one, and nothing of another clinic", async () => {
  const database = await newDatabase();
  const store = sqlStore(database);
  for (const id of ["awa", "bintou"]) {
    await store.clinics.add(testClinic({ id, slug: id }));
    await furnish(store.scope(id), id);
  }
  for (const id of ["awa", "bintou"]) {
    const { callerRecords, doctors, openingHours, phrases, number, suspension, booking } = store.scope(id);
    const read = await callerRecords.read(FIRST, LAST);
    expect(JSON.stringify(read)).not.toContain(id === "awa" ? "bintou" : "awa");
    expect(read).toEqual({
      phoneNumber: (await number.find())?.phoneNumber,
      doctors: await doctors.list(),
      hours: await openingHours.ofClinic(),
      periods: await openingHours.periods(),
      exceptions: await booking.stores.exceptions.between(FIRST, LAST),
      holidays: (await booking.stores.rules.find())?.holidays,
      phrases: await phrases.list(),
      suspension: await suspension.find(),
      types: (await booking.stores.types.list()).length,
    });
    expect(read.exceptions.map(({ id: found }) => found)).toEqual([`${id}-now`, `${id}-later`]);
  }
  await database.close();
});

test("a clinic without any records has none", async () => {
  const database = await newDatabase();
  const store = sqlStore(database);
  await store.clinics.add(testClinic({ id: "bare" }));
  expect(await store.scope("bare").callerRecords.read(FIRST, LAST)).toEqual({
    phoneNumber: null,
    doctors: [],
    hours: closedAllWeek,
    periods: [],
    exceptions: [],
    holidays: undefined,
    phrases: [],
    suspension: undefined,
    types: 0,
  });
  await database.close();
});
