import { describe, expect, it } from "vitest";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { defaultBookingRules } from "../../../src/domain/booking/booking-rules.ts";
import { publicHolidays } from "../../../src/domain/booking/calendar/public-holidays.ts";
import type { Call } from "../../../src/domain/call/call.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { closedAllWeek, parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { clinicNewsKinds } from "../../../src/domain/mail/contents/notify-clinic.ts";
import { clinicReport } from "../../../src/domain/report/clinic-report.ts";
import { centsText } from "../../../src/domain/report/exact-cents.ts";
import { weekNamed } from "../../../src/domain/report/week.ts";
import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import { testClinic } from "../../fakes/test-clinic.ts";
import { testCall } from "../../fakes/test-call.ts";

const zone = "Europe/Paris";

const clinic = testClinic({
  name: "Cabinet <Test>",
  address: "1 rue du Test",
  timezone: zone,
  // Its calls cost what its own account reports.
  retell: { account: "NORTH_KEY", agentId: "agent_north", agentVersion: 1 },
  ownerEmail: "owner@example.com",
});

function callAt(callId: string, at: number, more: Partial<Call> = {}): Call {
  return testCall(at, { callId, costCents: 10.1, analyzedAt: at, ...more });
}

async function installation(changes: Partial<Clinic> = {}) {
  let [now, ids] = [instantOf("2026-10-26", "08:00", zone), 0];
  const database = await newDatabase();
  const store = sqlStore(database);
  const here = { ...clinic, ...changes };
  await store.clinics.add(here);
  const scope = store.scope(here.id);
  await scope.openingHours.setForClinic(parseOpeningHours("Mon-Fri 09:00-17:00"));
  await scope.doctors.add({ id: "dr", name: "Awa Test", specialty: "Dentiste", email: null, active: true });
  const { stores } = scope.booking;
  await stores.patients.add({
    id: "p",
    name: "P",
    phone: "+33199000011",
    birthDate: null,
    email: null,
    createdAt: 0,
  });
  const holidays = publicHolidays();
  const newId = () => `id-${(ids += 1)}`;
  const job = { id: "job", kind: "weekly-report", key: "", clinicId: null, payload: "{}", state: "running" } as const;
  const times = { dueAt: 0, attempts: 1, leasedUntil: null, lastError: null, createdAt: 0, endedAt: null };
  return {
    database,
    scope,
    addCalls: (...calls: readonly Call[]) =>
      database.fleet
        .insertInto("calls")
        .values(calls.map((call) => Object.assign({ clinicId: here.id }, call)))
        .execute(),
    leave: (callId: string, createdAt: number) =>
      scope.outreach.stores.messages.add({
        id: newId(),
        callId,
        name: null,
        phone: null,
        text: "Rappelez-moi.",
        urgency: "normal",
        createdAt,
        doneAt: null,
      }),
    book: (
      callId: string | null,
      createdAt: number,
      more: { readonly startsAt?: number; readonly status?: "no_show" } = {},
    ) => {
      const startsAt = more.startsAt ?? instantOf("2027-01-04", "09:00", zone) + (ids += 1) * 1_800_000;
      const span = { startsAt, endsAt: startsAt + 1, blockedFrom: startsAt, blockedTo: startsAt + 1 };
      const whom = { id: newId(), patientId: "p", doctorId: "dr", roomId: null, typeId: null, callId };
      const rest = { rescheduledFrom: null, changeReason: null, calendarUid: newId(), calendarSequence: 0 };
      return stores.appointments.add({
        ...whom,
        ...span,
        ...rest,
        status: more.status ?? "scheduled",
        createdAt,
        updatedAt: createdAt,
      });
    },
    report: async (week: string) => {
      const sources = { records: scope.records, bookings: stores, holidays };
      return clinicReport(weekNamed(week, "week"), here, sources);
    },
    setNow: (date: string, time: string) => {
      now = instantOf(date, time, zone);
    },
    /** One server's job; @returns the mails that are then waiting */
    run: async () => {
      const clock = { now: () => now };
      const kinds = clinicNewsKinds({ ...store, scope: (id) => store.scope(id), holidays, clock, newId });
      await kinds["weekly-report"]?.run({ ...job, ...times });
      return (await scope.outbox.list()).filter(({ kind }) => kind === "weekly-report");
    },
  };
}

const at = (date: string, time: string): number => instantOf(date, time, zone);

describe("a clinic's week", () => {
  it("counts results of calls by the clinic's calendar, in a week with a clock change", async () => {
    const here = await installation();
    await here.addCalls(
      callAt("first", at("2026-10-19", "00:00")),
      callAt("evening", at("2026-10-20", "20:00")),
      callAt("open", at("2026-10-20", "10:00")),
      // 02:30 occurs twice on that Sunday; 23:59 is the last minute of the week's 169 hours.
      callAt("sunday", at("2026-10-25", "23:59"), { costCents: null, status: "ongoing" }),
      callAt("missed", at("2026-10-21", "10:00"), { status: "not_connected", durationMs: 0, costCents: null }),
      callAt("out", at("2026-10-21", "20:00"), { direction: "outbound", outcome: "voicemail" }),
      callAt("of the next week", at("2026-10-26", "00:00")),
      callAt("of the last week", at("2026-10-18", "23:59")),
    );
    await here.book("evening", at("2026-10-20", "20:01"));
    await here.book("open", at("2026-10-20", "10:01"));
    await here.book(null, at("2026-10-20", "10:02"));
    await here.leave("sunday", at("2026-10-25", "23:59"));
    await here.leave("out", at("2026-10-21", "20:01"));
    await here.book(null, 1, { startsAt: at("2026-10-22", "09:00"), status: "no_show" });
    const { figures, before } = await here.report("2026-W43");
    expect({ ...figures, cents: centsText(figures.cents) }).toEqual({
      calls: 6,
      answered: 4,
      booked: 2,
      savedAfterHours: 2,
      messages: 2,
      noShows: 1,
      durationMs: 300_000,
      cents: "40.4",
      unpriced: 1,
    });
    expect(before?.calls).toBe(1);
    await here.database.close();
  });

  it("counts holidays as closed, and no call as after hours if there are no hours", async () => {
    const here = await installation();
    await here.scope.booking.stores.rules.save({
      ...defaultBookingRules,
      holidays: { country: "FR", region: null, openOn: [] },
    });
    await here.addCalls(callAt("armistice", at("2026-11-11", "10:00")));
    await here.leave("armistice", at("2026-11-11", "10:01"));
    expect((await here.report("2026-W46")).figures.savedAfterHours).toBe(1);
    await here.scope.openingHours.setForClinic(closedAllWeek);
    expect((await here.report("2026-W46")).figures.savedAfterHours).toBe(0);
    await here.database.close();
  });

  it("has no previous week when the clinic is new", async () => {
    const here = await installation({ createdAt: at("2026-10-19", "00:00") });
    expect((await here.report("2026-W43")).before).toBeNull();
    expect((await here.report("2026-W44")).before?.calls).toBe(0);
    await here.database.close();
  });
});

describe("the report by mail", () => {
  it("comes once, on Mondays from eight o'clock, however often jobs run", async () => {
    const here = await installation();
    here.setNow("2026-10-26", "07:59");
    expect(await here.run()).toEqual([]);
    here.setNow("2026-10-26", "08:00");
    await Promise.all([here.run(), here.run()]);
    here.setNow("2026-11-01", "23:00");
    const mails = await here.run();
    expect(mails.map(({ subject, recipient, key }) => [subject, recipient, key])).toEqual([
      ["Votre semaine du lundi 19 octobre", "owner@example.com", "2026-W43 owner@example.com"],
    ]);
    expect(mails[0]?.body).toContain("Personne n'a appelé");
    expect(mails[0]?.html).toContain("Cabinet &lt;Test&gt;");
    here.setNow("2026-11-02", "08:00");
    expect(await here.run()).toHaveLength(2);
    await here.database.close();
  });

  it("goes out on the chosen day, or later in the week if nothing ran that day", async () => {
    const here = await installation();
    await here.scope.notices.save({
      ...(await here.scope.notices.find()),
      weeklyDay: 3,
      recipients: ["a@example.com", "b@example.com"],
    });
    here.setNow("2026-10-27", "23:00");
    expect(await here.run()).toEqual([]);
    here.setNow("2026-10-30", "00:10");
    expect((await here.run()).map(({ recipient }) => recipient)).toEqual(["a@example.com", "b@example.com"]);
    await here.database.close();
  });

  it.each<[string, Partial<Clinic>, number | null]>([
    ["who turned it off", {}, null],
    ["without an address", { ownerEmail: "" }, 1],
    ["of a clinic that is not set up yet", { status: "onboarding" }, 1],
    ["of a clinic that left", { status: "offboarded" }, 1],
    ["of a clinic that was not here in that week", { createdAt: at("2026-10-26", "00:00") }, 1],
    ["of a paused clinic that nobody called", { status: "suspended" }, 1],
  ])("does not go to an owner %s", async (_, changes, weeklyDay) => {
    const here = await installation(changes);
    await here.scope.notices.save({ ...(await here.scope.notices.find()), weeklyDay });
    expect(await here.run()).toEqual([]);
    await here.database.close();
  });

  it("still goes to a paused clinic for a week in which it had calls", async () => {
    const here = await installation({ status: "suspended" });
    await here.addCalls(callAt("open", at("2026-10-20", "10:00")));
    const [mail] = await here.run();
    expect(mail?.body).toMatch(
      /^Votre réceptionniste est en pause\.[\s\S]*Appels pris : 1 \(semaine précédente : 0\)/u,
    );
    await here.database.close();
  });
});
