import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CallAttempt } from "../../../src/domain/outreach/attempt.ts";
import type { CallFacts } from "../../../src/domain/outreach/reminders/outbound-variables.ts";
import { nextReminder } from "../../../src/domain/outreach/reminders/plan-reminders.ts";
import type { OutreachPolicy } from "../../../src/domain/outreach/policy.ts";
import { allowed, contact, madeCall } from "./call-facts-fixture.ts";
import { day, hour, minute, phone } from "./outreach-fixture.ts";

/**
 * Zones with a clock change near the instant, in both directions, one by half an hour, and one that lost a whole day.
 */
const changes = [
  ["America/New_York", Date.UTC(2026, 2, 8, 7)],
  ["America/New_York", Date.UTC(2026, 10, 1, 6)],
  ["Europe/Paris", Date.UTC(2026, 2, 29, 1)],
  ["Europe/Paris", Date.UTC(2026, 9, 25, 1)],
  ["Australia/Lord_Howe", Date.UTC(2026, 3, 4, 15)],
  ["Australia/Lord_Howe", Date.UTC(2026, 9, 3, 15, 30)],
  ["Africa/Casablanca", Date.UTC(2026, 1, 15, 2)],
  ["America/Santiago", Date.UTC(2026, 8, 6, 4)],
  ["Pacific/Apia", Date.UTC(2011, 11, 30, 10)],
] as const;

const policies = fc.record({
  leads: fc.uniqueArray(fc.constantFrom(2 * 60, 4 * 60, 24 * 60, 48 * 60, 72 * 60), { minLength: 1, maxLength: 3 }),
  opens: fc.integer({ min: 0, max: 22 }),
  length: fc.integer({ min: 1, max: 24 }),
  onSundays: fc.boolean(),
  mostTries: fc.integer({ min: 1, max: 4 }),
  mostWeekly: fc.integer({ min: 1, max: 4 }),
});

const situations = fc.record({
  change: fc.constantFrom(...changes),
  policy: policies,
  /** Minutes from the clock change to the appointment, and from the plan to the appointment. */
  offset: fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 }),
  ahead: fc.integer({ min: -60, max: 5 * 24 * 60 }),
});

type Situation = typeof situations extends fc.Arbitrary<infer Value> ? Value : never;

function factsOf({ change: [zone, changeAt], policy: given, offset, ahead }: Situation): CallFacts {
  const startsAt = changeAt + offset * minute;
  const closes = Math.min(24, given.opens + given.length);
  const policy: OutreachPolicy = {
    ...allowed.policy,
    leadMinutes: given.leads.toSorted((one, other) => other - one),
    opensAt: `${String(given.opens).padStart(2, "0")}:00`,
    closesAt: `${String(closes).padStart(2, "0")}:00`,
    onSundays: given.onSundays,
    mostTries: given.mostTries,
    mostWeekly: given.mostWeekly,
  };
  const { opensAt, closesAt, onSundays } = policy;
  const hours = { zone, opensAt, closesAt, onSundays, holidays: new Set<string>() };
  return { ...allowed, at: startsAt - ahead * minute, policy, hours, contact: { ...contact, appointmentAt: startsAt } };
}

/** The wall clock according to the runtime, not to our own rules. */
function wallClock(at: number, timeZone: string): { readonly weekday: string; readonly time: string } {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { weekday: parts.get("weekday") ?? "", time: `${parts.get("hour") ?? ""}:${parts.get("minute") ?? ""}` };
}

/** What is wrong with a call at that time. */
function faultsOf(dueAt: number, { policy, hours, at, contact: { appointmentAt } }: CallFacts): readonly string[] {
  const { weekday, time } = wallClock(dueAt, hours.zone);
  const faults = [
    time < policy.opensAt || time >= policy.closesAt ? `${time} in ${hours.zone}` : "",
    !policy.onSundays && weekday === "Sun" ? "on a Sunday" : "",
    dueAt < at ? "before now" : "",
    dueAt >= (appointmentAt ?? 0) - hour ? "too late" : "",
  ];
  return faults.filter((fault) => fault !== "");
}

test("around clock changes, no reminder is planned outside the person's call hours, in the past or too late", () => {
  let planned = 0;
  fc.assert(
    fc.property(situations, (situation) => {
      const facts = factsOf(situation);
      const { dueAt, refusals } = nextReminder(facts);
      if (dueAt !== null) planned += 1;
      expect(dueAt === null ? [] : faultsOf(dueAt, facts)).toEqual([]);
      expect(dueAt === null).toBe(refusals.length > 0);
    }),
    { numRuns: 600 },
  );
  expect(planned).toBeGreaterThan(100);
});

test("nothing is planned for a number that has opted out", () => {
  const optOut = { phone, source: "staff", callId: null, reason: null, createdAt: 0 } as const;
  fc.assert(
    fc.property(situations, (situation) => {
      const { dueAt, refusals } = nextReminder({ ...factsOf(situation), optOut });
      expect(dueAt).toBeNull();
      expect(refusals.map(({ code }) => code)).toContain("OPTED_OUT");
    }),
  );
});

const endings = fc.array(fc.constantFrom("no_answer", "busy", "voicemail", "failed", "no_outcome"), {
  minLength: 5,
  maxLength: 5,
});

/** The least time from a call with this outcome to the next. */
const spacing = { no_answer: 2 * hour, busy: 15 * minute, voicemail: day, failed: hour, no_outcome: 2 * hour } as const;

interface Played {
  readonly dials: readonly CallAttempt[];
  readonly faults: readonly string[];
}

/** The five days before the appointment: each hour, due calls are placed and end with the given outcomes. */
function play(start: CallFacts, ends: readonly (keyof typeof spacing)[]): Played {
  const dials: CallAttempt[] = [];
  const faults: string[] = [];
  let notBefore = 0;
  for (let { at } = start; at < (start.contact.appointmentAt ?? 0); at += hour) {
    const facts = { ...start, at, dials, calledAt: dials.map(({ dueAt }) => dueAt) };
    const { dueAt, key } = nextReminder(facts);
    if (dueAt === null || dueAt >= at + hour) continue;
    faults.push(...faultsOf(dueAt, facts), ...(dueAt < notBefore ? ["too soon after the last"] : []));
    const outcome = ends[dials.length] ?? "no_answer";
    dials.push(madeCall(dueAt, outcome, { key, id: `dial-${dials.length}` }));
    notBefore = dueAt + spacing[outcome];
  }
  return { dials, faults };
}

test("however calls end, no appointment and lead is called twice, and tries, spacing and caps are respected", () => {
  fc.assert(
    fc.property(situations, endings, (situation, ends) => {
      const start = factsOf({ ...situation, ahead: 5 * 24 * 60 });
      const { dials, faults } = play(start, ends);
      expect(faults).toEqual([]);
      expect(new Set(dials.map(({ key }) => key)).size).toBe(dials.length);
      expect(dials.length).toBeLessThanOrEqual(Math.min(start.policy.mostTries, start.policy.mostWeekly));
    }),
    { numRuns: 60 },
  );
});

test("a lead that falls on a Sunday is called on the Saturday before, rather than dropped", () => {
  /** Monday 2026-11-23 at 10:00 in Cotonou; planned on the Friday before. */
  const startsAt = Date.UTC(2026, 10, 23, 9);
  const facts = {
    ...allowed,
    at: startsAt - 3 * day,
    contact: { ...contact, appointmentAt: startsAt },
    policy: { ...allowed.policy, leadMinutes: [24 * 60] },
  };
  expect(nextReminder(facts)).toMatchObject({ dueAt: Date.UTC(2026, 10, 21, 18), refusals: [] });
});
