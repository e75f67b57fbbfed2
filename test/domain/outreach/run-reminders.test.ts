import { expect, test, vi } from "vitest";
import { SqlAttemptStore } from "../../../src/adapters/sql/outreach/attempt-stores.ts";
import type { Job } from "../../../src/domain/job/ports.ts";
import { applyOutcome } from "../../../src/domain/outreach/outcomes/apply-outcome.ts";
import { remindersKind } from "../../../src/domain/outreach/outcomes/outreach-jobs.ts";
import { planReminders, runReminders } from "../../../src/domain/outreach/reminders/plan-reminders.ts";
import { oneByOne } from "../../fakes/one-by-one.ts";
import { cotonou } from "../../server/server-fixture.ts";
import { analysis, day, hour, monday, stageOutreach } from "./outreach-fixture.ts";

test("concurrent runs order each appointment and lead once, with its job and its contact", async () => {
  const { ports, book, stores, jobs } = await stageOutreach();
  const first = await book(monday + 2 * day);
  await book(monday + 2 * day + hour);
  const runs = await Promise.all([runReminders(ports), runReminders(ports), runReminders(ports)]);
  expect(runs.flatMap(({ ordered }) => ordered)).toHaveLength(2);
  const dials = await stores.dials.inStates(["planned"]);
  expect(dials.map(({ key, dueAt }) => [key, dueAt])).toEqual([
    [`reminder:${first.id}:2880`, monday],
    [expect.stringMatching(/^reminder:.+:2880$/u), monday + hour],
  ]);
  expect(await jobs()).toEqual(dials.map(({ id, dueAt }) => ({ kind: "dial", key: id, dueAt })));
  expect(await stores.contacts.ofAppointment(first.id)).toMatchObject({ consent: true, consentBasis: "booking" });
});

test("a plan writes nothing, and is the same as the run that follows", async () => {
  const { ports, book, stores } = await stageOutreach();
  await book(monday + 2 * day);
  await book(monday + 20 * day);
  const plan = await planReminders(ports, monday);
  expect(plan.reminders.map(({ dueAt }) => dueAt)).toEqual([monday]);
  expect(await stores.contacts.list()).toEqual([]);
  expect((await runReminders(ports)).ordered.map(({ attempt }) => attempt.dueAt)).toEqual([monday]);
});

test("what is due after the next day is planned, and ordered by a later run", async () => {
  const { ports, book, clock } = await stageOutreach();
  await book(monday + 4 * day);
  const { plan, ordered } = await runReminders(ports);
  expect(plan.reminders).toMatchObject([{ dueAt: monday + 2 * day }]);
  expect(ordered).toEqual([]);
  clock.time = monday + day;
  expect((await runReminders(ports)).ordered).toHaveLength(1);
});

test("the second lead is ordered once the first call is over, unless that settled it", async () => {
  const { ports, book, place, tell, clock } = await stageOutreach();
  await book(monday + 2 * day);
  const [first] = (await runReminders(ports)).ordered;
  if (first === undefined) throw new Error("nothing was ordered");
  await place(first.attempt, "call_1");
  clock.time = monday + day - hour;
  expect((await planReminders(ports, clock.time)).reminders).toMatchObject([
    { dueAt: null, refusals: [{ code: "CALL_UNDER_WAY" }] },
  ]);
  await tell({ callId: "call_1", ...analysis("question_answered"), endedAt: monday + hour });
  await applyOutcome("call_1", ports);
  expect((await runReminders(ports)).ordered).toMatchObject([
    { reminder: { leadMinutes: 1440 }, attempt: { dueAt: monday + day } },
  ]);
});

test("a moved appointment gets its own call, with the person's settings", async () => {
  const { ports, book, addContact, stores } = await stageOutreach();
  const before = await book(monday + 2 * day);
  await addContact({ appointmentId: before.id, language: "en", timezone: "Europe/Paris", consent: false });
  await stores.appointments.update({ ...before, status: "rescheduled" });
  const after = await book(monday + 2 * day + hour, { patientId: before.patientId, rescheduledFrom: before.id });
  const { reminders } = await planReminders(ports, monday);
  expect(reminders).toMatchObject([
    {
      appointment: { id: before.id },
      dueAt: null,
      refusals: expect.arrayContaining([expect.objectContaining({ code: "APPOINTMENT_MOVED" })]) as unknown,
    },
    {
      appointment: { id: after.id },
      contact: { language: "en", timezone: "Europe/Paris" },
      refusals: [{ code: "NO_CONSENT" }],
    },
  ]);
});

test("every contact is accounted for, with the rule that keeps it from being called", async () => {
  const { ports, book, addContact, stores } = await stageOutreach();
  await book(monday - hour);
  const past = await addContact({ appointmentAt: monday - hour });
  const bare = await addContact({});
  const cancelled = await book(monday + 3 * day, { status: "cancelled" });
  const called = await addContact({ appointmentId: cancelled.id });
  await stores.policy.save({ ...(await planReminders(ports, monday)).settings.policy, consent: "stated" });
  const { reminders } = await planReminders(ports, monday);
  const rules = new Map(reminders.map(({ contact, refusals }) => [contact.id, refusals.map(({ code }) => code)]));
  expect(rules.get(past.id)).toEqual(["APPOINTMENT_PAST"]);
  expect(rules.get(bare.id)).toEqual(["NO_APPOINTMENT"]);
  expect(rules.get(called.id)).toEqual(["APPOINTMENT_CANCELLED"]);
});

test("the periodic job runs the clinics whose policy is on, and one clinic's failure does not stop the others", async () => {
  const { ports, book, stores } = await stageOutreach();
  await book(monday + 2 * day);
  const broken = { ...cotonou, id: "clinic-broken", slug: "broken" };
  const job: Job = {
    id: "job-1",
    clinicId: null,
    kind: "reminders",
    key: "0",
    payload: "{}",
    dueAt: monday,
    state: "running",
    attempts: 1,
    leasedUntil: null,
    lastError: null,
    createdAt: monday,
    endedAt: null,
  };
  const trouble = { ofYear: () => Promise.reject(new Error("no holidays")) };
  const kind = remindersKind({
    clinics: { all: () => oneByOne([broken, cotonou]), find: () => Promise.resolve(cotonou) },
    outreach: (clinic) => (clinic.slug === "broken" ? { ...ports, holidays: trouble } : ports),
  });
  await expect(kind.run(job)).rejects.toThrow("broken: no holidays");
  expect(await stores.dials.inStates(["planned"])).toHaveLength(1);
});

test("a plan reads the cost of the clinic's calls of the day once, however many appointments there are", async () => {
  const { ports, book } = await stageOutreach();
  for (const later of [2, 3, 4]) await book(monday + later * day);
  const asked = vi.spyOn(SqlAttemptStore.prototype, "spentSince");
  const { reminders } = await planReminders(ports, monday);
  expect(reminders).toHaveLength(3);
  expect(asked).toHaveBeenCalledOnce();
});
