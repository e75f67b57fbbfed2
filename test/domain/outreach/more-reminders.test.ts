import { expect, test } from "vitest";
import type { Call } from "../../../src/domain/call/call.ts";
import { applyOutcome } from "../../../src/domain/outreach/outcomes/apply-outcome.ts";
import { nextReminder } from "../../../src/domain/outreach/outcomes/more-reminders.ts";
import { readCallFacts } from "../../../src/domain/outreach/reminders/outbound-variables.ts";
import { readOutreachSettings } from "../../../src/domain/outreach/outreach-settings.ts";
import { refusalsOf } from "../../../src/domain/outreach/reminders/rules.ts";
import { runReminders } from "../../../src/domain/outreach/reminders/plan-reminders.ts";
import { Killed, KillSwitch } from "../../fakes/kill-switch.ts";
import { analysis, day, hour, minute, monday, stageOutreach } from "./outreach-fixture.ts";

/** Two appointments of one number: both reminders are ordered, and the first one's call is active. */
async function twoOfOneNumber() {
  const stage = await stageOutreach({ mostTries: 2 });
  const first = await stage.book(monday + 2 * day);
  const second = await stage.book(monday + 2 * day + hour);
  const { ordered } = await runReminders(stage.ports);
  const [called, waiting] = ordered;
  if (called === undefined || waiting === undefined) throw new Error("two reminders should be ordered");
  await stage.place(called.attempt, "call_1");
  const { phone } = called.reminder.contact;
  const next = (appointmentId: string, dialled = phone) =>
    nextReminder({ callId: "call_1", dialled, appointmentId, isAnswered: false }, stage.ports);
  const dialOf = async (contactId: string) => stage.stores.dials.ofContact(contactId);
  const end = async (call: Partial<Call>) => {
    await stage.tell({ ...call, callId: "call_1" });
    return applyOutcome("call_1", stage.ports);
  };
  return { ...stage, first, second, called: called.attempt, waiting: waiting.attempt, next, dialOf, end };
}

test("the number's other reminder waits during the call, and the call covers both", async () => {
  const { ports, stores, clock, first, second, waiting, next, dialOf, end } = await twoOfOneNumber();
  clock.time = monday + minute;
  const contact = await stores.contacts.find(waiting.contactId);
  if (contact === undefined) throw new Error("the contact is gone");
  const settings = await readOutreachSettings(ports, clock.time);
  const facts = await readCallFacts({ contact, at: clock.time, attempt: waiting }, settings, stores);
  expect(refusalsOf(facts).map(({ code }) => code)).toEqual(["NUMBER_IN_CALL"]);

  expect(await next(first.id)).toMatchObject({ kind: "say", isOther: false, contact: { appointmentId: second.id } });
  expect(await next(second.id)).toEqual({ kind: "none" });
  expect(await dialOf(waiting.contactId)).toMatchObject([{ state: "ended", callId: "call_1", requestedAt: null }]);

  await stores.appointments.update({ ...first, status: "confirmed" });
  await stores.appointments.update({ ...second, status: "cancelled" });
  clock.time = monday + 5 * minute;
  await end(analysis("cancelled"));
  expect(await stores.appointments.find(first.id)).toMatchObject({ status: "confirmed" });
  expect(await stores.contacts.ofAppointment(first.id)).toMatchObject({ state: "confirmed", followUp: null });
  expect(await stores.contacts.ofAppointment(second.id)).toMatchObject({ state: "cancelled", followUp: null });
  expect(await dialOf(waiting.contactId)).toMatchObject([{ outcome: "cancelled" }]);
  expect(await stores.dials.inStates(["planned"])).toEqual([]);
  expect(await stores.dials.spentSince(monday)).toMatchObject({ calls: 1 });
});

test("no answer: both are retried together, once, and then not again", async () => {
  const { stores, clock, called, waiting, end } = await twoOfOneNumber();
  clock.time = monday + 2 * minute;
  const missed = { status: "not_connected", reason: "dial_no_answer", endedAt: clock.time } as const;
  await end(missed);
  const again = await stores.dials.inStates(["planned"]);
  expect(again.map(({ contactId }) => contactId).toSorted()).toEqual([called.contactId, waiting.contactId].toSorted());
  expect(new Set(again.map(({ dueAt }) => dueAt)).size).toBe(1);
  expect(again[0]?.dueAt).toBeGreaterThan(clock.time);
  await end(missed);
  expect(await stores.dials.inStates(["planned"])).toEqual(again);
});

test("another number hears nothing, and opted-out or cancelled appointments are not mentioned", async () => {
  const { stores, first, second, next, waiting } = await twoOfOneNumber();
  expect(await next(first.id, "+2290197999999")).toEqual({ kind: "none" });
  expect(await next("no-such-appointment")).toEqual({ kind: "none" });
  await stores.appointments.update({ ...second, status: "cancelled" });
  expect(await next(first.id)).toEqual({ kind: "none" });
  expect(await stores.dials.find(waiting.id)).toMatchObject({ state: "planned" });
});

test.each([1, 2])("a server that dies at point %i of a reply loses no reminder and calls no one twice", async (at) => {
  const { ports, stores, first, second, waiting, called } = await twoOfOneNumber();
  const contact = await stores.contacts.find(called.contactId);
  const question = { callId: "call_1", dialled: contact?.phone ?? "", appointmentId: first.id, isAnswered: false };
  const dying = { ...ports, database: new KillSwitch(at).wrap(ports.database) };
  await expect(nextReminder(question, dying)).rejects.toThrow(Killed);

  const answer = await nextReminder(question, ports);
  expect(answer).toMatchObject({ kind: "say", isOther: false, contact: { appointmentId: second.id } });
  expect(await nextReminder(question, ports)).toEqual(answer);
  expect(await stores.dials.find(waiting.id)).toMatchObject({ state: "ended", callId: "call_1" });
  expect(await stores.dials.inStates(["planned"])).toEqual([]);
  expect(await nextReminder({ ...question, appointmentId: second.id }, ports)).toEqual({ kind: "none" });
});

test("three reminders of one number are given in turn, and repeated questions repeat the same one", async () => {
  const stage = await stageOutreach({ mostTries: 2 });
  const visits = [];
  for (const hours of [0, 1, 2]) visits.push(await stage.book(monday + 2 * day + hours * hour));
  const { ordered } = await runReminders(stage.ports);
  const [called] = ordered;
  if (called === undefined) throw new Error("a reminder should be ordered");
  await stage.place(called.attempt, "call_1");
  const said: (string | null)[] = [];
  let appointmentId = called.reminder.contact.appointmentId ?? "";
  for (let turn = 0; turn < 4; turn += 1) {
    const question = { callId: "call_1", dialled: called.reminder.contact.phone, appointmentId, isAnswered: false };
    stage.clock.time += minute;
    const answer = await nextReminder(question, stage.ports);
    expect(await nextReminder(question, stage.ports)).toEqual(answer);
    if (answer.kind === "none") break;
    appointmentId = answer.contact.appointmentId ?? "";
    said.push(appointmentId);
  }
  const others = visits.map(({ id }) => id).filter((id) => id !== called.reminder.contact.appointmentId);
  expect(said).toEqual(others);
  expect(await stage.stores.dials.inStates(["planned"])).toEqual([]);
});
