import { describe, expect, test } from "vitest";
import type { CallFacts } from "../../../src/domain/outreach/reminders/outbound-variables.ts";
import {
  type RuleCode,
  callRules,
  judgeCall,
  nextCallAt,
  refusalsOf,
} from "../../../src/domain/outreach/reminders/rules.ts";
import { allowed, contact, hours, madeCall } from "./call-facts-fixture.ts";
import { day, hour, minute, monday, phone } from "./outreach-fixture.ts";

const { policy } = allowed;
const optOut = { phone, source: "call", callId: null, reason: null, createdAt: monday } as const;
const booked = { startsAt: monday + 2 * day, createdAt: monday - 7 * day, status: "scheduled", typeId: null } as const;
const waiting = madeCall(monday, null, { state: "planned", requestedAt: null, endedAt: null });

/** What makes this rule, and no other, forbid the call, and when it passes; null: time alone never makes it pass. */
const cases: Readonly<Record<RuleCode, readonly [change: Partial<CallFacts>, until: number | null]>> = {
  CLINIC_SUSPENDED: [{ clinic: { ...allowed.clinic, status: "suspended" } }, null],
  OUTREACH_PAUSED: [{ pause: { reason: "test", pausedAt: monday } }, null],
  POLICY_OFF: [{ policy: { ...policy, enabled: false } }, null],
  NO_NUMBER: [{ hasNumber: false }, null],
  NOT_DIALLABLE: [{ contact: { ...contact, phone: "+14155550101" } }, null],
  COSTLY_NUMBER: [{ refusedKind: "premium-rate" }, null],
  OWN_NUMBER: [{ isRetellNumber: true }, null],
  DAILY_CAP: [{ today: { calls: policy.mostDaily, cents: 0, until: monday + 4 * hour } }, monday + 4 * hour],
  TYPE_NOT_CALLED: [{ policy: { ...policy, typeIds: ["type-1"] } }, null],
  OUTSIDE_HOURS: [{ at: monday - 2 * hour }, monday - hour],
  OPTED_OUT: [{ optOut }, null],
  WRONG_PERSON: [{ contact: { ...contact, state: "wrong_person" } }, null],
  DECEASED: [{ isDeceased: true }, null],
  NO_CONSENT: [{ contact: { ...contact, consent: false } }, null],
  OFFER_OVER: [{ purpose: "waitlist", offer: null }, null],
  NO_APPOINTMENT: [{ contact: { ...contact, appointmentAt: null } }, null],
  APPOINTMENT_CANCELLED: [{ appointment: { ...booked, status: "cancelled" } }, null],
  APPOINTMENT_MOVED: [{ appointment: { ...booked, status: "rescheduled" } }, null],
  APPOINTMENT_PAST: [{ contact: { ...contact, appointmentAt: monday } }, null],
  TOO_NEAR: [{ contact: { ...contact, appointmentAt: monday + 59 * minute } }, null],
  BOOKED_SINCE: [
    { key: "reminder:appointment-1:2880", appointment: { ...booked, createdAt: monday, startsAt: monday + 47 * hour } },
    null,
  ],
  STAFF_FOLLOW_UP: [{ contact: { ...contact, followUp: "staff_move" } }, null],
  ALREADY_CONFIRMED: [{ appointment: { ...booked, status: "confirmed" } }, null],
  ALREADY_CALLED: [{ key: "retry:1", dials: [madeCall(monday - day, "no_answer", { key: "retry:1" })] }, null],
  CALL_UNDER_WAY: [{ dials: [waiting] }, null],
  NUMBER_IN_CALL: [{ otherCallAt: allowed.at - 60_000 }, allowed.at + 19 * 60_000],
  TRIES_USED_UP: [{ dials: [1, 2, 3].map((days) => madeCall(monday - days * day, "no_answer")).toReversed() }, null],
  TRIED_RECENTLY: [{ dials: [madeCall(monday - 5 * minute, "busy")] }, monday + 10 * minute],
  FREQUENCY_CAP: [
    {
      calledAt: [1, 2, 3, 4].map((days) => monday - days * day),
      contact: { ...contact, appointmentAt: monday + 6 * day },
    },
    monday + 3 * day,
  ],
};

test("a call that no rule forbids may go out at once", () => {
  expect(refusalsOf(allowed)).toEqual([]);
  expect(nextCallAt(allowed)).toBe(monday);
});

describe("each rule forbids on its own, and says when it will pass", () => {
  test.each(Object.entries(cases))("%s", (code, [change, until]) => {
    const facts = { ...allowed, ...change };
    expect(refusalsOf(facts)).toMatchObject([{ code, until }]);
    expect(nextCallAt(facts)).toBe(until);
  });

  test("no rule is forgotten here", () => {
    expect(Object.keys(cases).toSorted()).toEqual(Object.keys(callRules).toSorted());
  });

  test("every rule is judged, whatever the verdicts of the others", () => {
    const facts = { ...allowed, optOut, hasNumber: false };
    expect(judgeCall(facts)).toHaveLength(Object.keys(callRules).length);
    expect(refusalsOf(facts).map(({ code }) => code)).toEqual(["NO_NUMBER", "OPTED_OUT"]);
  });
});

test("asking for a callback is consent to that call, but not to calls at night or after an opt-out", () => {
  const asked = { ...allowed, purpose: "callback", contact: { ...contact, consent: false } } as const;
  expect(refusalsOf(asked)).toEqual([]);
  expect(refusalsOf({ ...asked, optOut, at: monday - 3 * hour })).toMatchObject([
    { code: "OUTSIDE_HOURS" },
    { code: "OPTED_OUT" },
  ]);
});

test("a booking is consent only if the policy says so", () => {
  const byBooking = { ...allowed, contact: { ...contact, consentBasis: "booking" } } as const;
  expect(refusalsOf(byBooking)).toEqual([]);
  expect(refusalsOf({ ...byBooking, policy: { ...policy, consent: "stated" } })).toMatchObject([
    { code: "NO_CONSENT" },
  ]);
});

test("an operator's call needs no policy, but respects the person's wishes", () => {
  const manual = { ...allowed, purpose: "manual", policy: { ...policy, enabled: false } } as const;
  expect(refusalsOf(manual)).toEqual([]);
  expect(refusalsOf({ ...manual, at: monday - 3 * hour })).toMatchObject([{ code: "OUTSIDE_HOURS" }]);
  expect(refusalsOf({ ...manual, at: monday - 3 * hour, isForced: true })).toEqual([]);
  expect(refusalsOf({ ...manual, isForced: true, optOut })).toMatchObject([{ code: "OPTED_OUT" }]);
});

test.each(["NO_APPOINTMENT", "APPOINTMENT_CANCELLED", "APPOINTMENT_MOVED", "APPOINTMENT_PAST"] as const)(
  "%s also forbids an operator's call and a requested callback",
  (code) => {
    const [change] = cases[code];
    for (const purpose of ["manual", "callback"] as const) {
      expect(refusalsOf({ ...allowed, ...change, purpose, isForced: true })).toMatchObject([{ code }]);
    }
  },
);

test("a number that may belong to several countries is called if one of them is allowed", () => {
  const abroad = { ...allowed, contact: { ...contact, phone: "+441632960001" } };
  expect(refusalsOf(abroad)).toMatchObject([{ code: "NOT_DIALLABLE" }]);
  expect(refusalsOf({ ...abroad, policy: { ...policy, countries: ["GB"] } })).toEqual([]);
  const garbled = { ...abroad, contact: { ...contact, phone: "" } };
  expect(refusalsOf(garbled)).toMatchObject([{ code: "NOT_DIALLABLE" }]);
});

test("call hours are local to the person, and holidays and Sundays have none", () => {
  const inTokyo = { ...allowed, hours: { ...hours, zone: "Asia/Tokyo" } };
  expect(nextCallAt(inTokyo)).toBe(monday);
  // 20:00 in Tokyo is 11:00 UTC; the next morning there is 00:00 UTC.
  expect(nextCallAt({ ...inTokyo, at: Date.UTC(2026, 10, 23, 11) })).toBe(Date.UTC(2026, 10, 24));
  const onHoliday = { ...allowed, hours: { ...hours, holidays: new Set(["2026-11-23"]) } };
  expect(nextCallAt(onHoliday)).toBe(Date.UTC(2026, 10, 24, 8));
});
