import { describe, expect, test } from "vitest";
import type { Call } from "../../../src/domain/call/call.ts";
import { applyOutcome } from "../../../src/domain/outreach/outcomes/apply-outcome.ts";
import type { Contact } from "../../../src/domain/outreach/contact.ts";
import type { OutreachPolicy } from "../../../src/domain/outreach/policy.ts";
import { runReminders } from "../../../src/domain/outreach/reminders/plan-reminders.ts";
import { analysis, day, hour, minute, monday, stageOutreach } from "./outreach-fixture.ts";

/** An appointment in two days, whose reminder has been ordered and placed. */
async function called(more: Partial<Contact> = {}, policy: Partial<OutreachPolicy> = {}) {
  const stage = await stageOutreach(policy);
  const appointment = await stage.book(monday + 2 * day);
  if (Object.keys(more).length > 0) await stage.addContact({ appointmentId: appointment.id, ...more });
  const { ordered } = await runReminders(stage.ports);
  const [first] = ordered;
  if (first === undefined) throw new Error("no reminder was ordered");
  await stage.place(first.attempt, "call_1");
  stage.clock.time = monday + 5 * minute;
  const state = async () => ({
    contact: await stage.stores.contacts.ofAppointment(appointment.id),
    appointment: await stage.stores.appointments.find(appointment.id),
    dials: await stage.stores.dials.ofContact(first.attempt.contactId),
  });
  const hear = async (call: Partial<Call>) => {
    await stage.tell({ callId: "call_1", ...call });
    return applyOutcome("call_1", stage.ports);
  };
  return { ...stage, appointment, dial: first.attempt, state, hear };
}

describe("an outcome that settles the appointment", () => {
  test.each([
    { outcome: "confirmed", contactState: "confirmed", status: "confirmed", followUp: null },
    { outcome: "cancelled", contactState: "cancelled", status: "cancelled", followUp: null },
    { outcome: "rescheduled", contactState: "open", status: "scheduled", followUp: "staff_move" },
    { outcome: "wrong_person", contactState: "wrong_person", status: "scheduled", followUp: null },
    { outcome: "opted_out", contactState: "opted_out", status: "scheduled", followUp: null },
  ])("$outcome: contact $contactState, book $status, follow-up $followUp", async (expected) => {
    const { outcome, contactState, status, followUp } = expected;
    const { hear, state } = await called();
    expect(await hear(analysis(outcome))).toEqual({ kind: "applied", outcome });
    const after = await state();
    expect(after).toMatchObject({
      contact: { state: contactState, followUp },
      appointment: { status },
      dials: [{ state: "ended", outcome, endedAt: monday + 5 * minute, callId: "call_1" }],
    });
    expect(await hear(analysis(outcome))).toEqual({ kind: "before", outcome });
    expect(await state()).toEqual(after);
  });

  test("what the call itself did to the book is left as it is", async () => {
    const { hear, state, stores, appointment } = await called();
    await stores.appointments.update({ ...appointment, status: "rescheduled", calendarSequence: 1 });
    await hear(analysis("rescheduled"));
    expect(await state()).toMatchObject({
      contact: { state: "rescheduled", followUp: null },
      appointment: { status: "rescheduled", calendarSequence: 1 },
    });
  });

  test("a book that shows something else stays as it is, and staff must check", async () => {
    const { hear, state, stores, appointment } = await called();
    await stores.appointments.update({ ...appointment, status: "cancelled" });
    await hear(analysis("confirmed"));
    expect(await state()).toMatchObject({
      contact: { state: "cancelled", followUp: "staff_check" },
      appointment: { status: "cancelled" },
    });
  });

  test("an opt-out applies to the number, not just to the contact", async () => {
    const { hear, stores, addContact, appointment } = await called();
    const relative = await addContact({ appointmentAt: appointment.startsAt + hour });
    await hear(analysis("opted_out"));
    expect(await stores.optOuts.list()).toMatchObject([{ source: "call", callId: "call_1" }]);
    expect(await stores.contacts.find(relative.id)).toMatchObject({ state: "opted_out" });
  });
});

describe("a call that reached no one", () => {
  test.each([
    ["dial_busy", "busy", 15 * minute],
    ["dial_no_answer", "no_answer", 2 * hour],
    ["dial_failed", "failed", hour],
  ] as const)("%s is tried again after the policy's time", async (reason, outcome, wait) => {
    const { hear, state, jobs } = await called();
    await hear({ status: "not_connected", reason });
    const dueAt = monday + 5 * minute + wait;
    const { contact, dials } = await state();
    expect(contact).toMatchObject({ state: "open", followUp: "retry", followUpAt: dueAt });
    expect(dials).toMatchObject([
      { state: "ended", outcome, reason },
      { state: "planned", attempt: 2, dueAt },
    ]);
    expect(await jobs()).toContainEqual({ kind: "dial", key: dials[1]?.id, dueAt });
  });

  test("a voicemail is left alone until the next day", async () => {
    const { hear, state } = await called();
    await hear({ reason: "voicemail_reached" });
    expect((await state()).dials[1]).toMatchObject({ dueAt: monday + 5 * minute + day });
  });

  test("a try that would fall in the evening waits for the morning", async () => {
    const { hear, state, clock } = await called();
    clock.time = Date.UTC(2026, 10, 23, 18, 30);
    await hear({ status: "not_connected", reason: "dial_no_answer" });
    expect((await state()).dials[1]).toMatchObject({ dueAt: Date.UTC(2026, 10, 24, 8) });
  });

  test("tries end with the policy's number", async () => {
    const { hear, state } = await called({}, { mostTries: 1 });
    await hear({ status: "not_connected", reason: "dial_no_answer" });
    expect(await state()).toMatchObject({
      contact: { state: "unreached", followUp: null },
      dials: [{ state: "ended" }],
    });
  });

  test("a repeated outcome causes one retry", async () => {
    const { hear, state } = await called();
    await hear({ status: "not_connected", reason: "dial_no_answer" });
    await hear({ status: "not_connected", reason: "dial_busy" });
    expect((await state()).dials).toHaveLength(2);
  });

  test("a pause does not lose the next try", async () => {
    const { hear, state, stores } = await called();
    await stores.pause.save({ reason: "test", pausedAt: monday });
    await hear({ status: "not_connected", reason: "dial_no_answer" });
    expect((await state()).dials[1]).toMatchObject({ state: "planned" });
  });
});

describe("a later analysis", () => {
  test("overrides how the call ended, and cancels the planned retry", async () => {
    const { hear, state } = await called();
    await hear({ reason: "user_hangup" });
    await hear({ reason: "user_hangup", ...analysis("voicemail") });
    expect((await state()).dials).toMatchObject([{ outcome: "voicemail" }, { state: "planned" }]);
    await hear({ reason: "user_hangup", ...analysis("confirmed") });
    expect(await state()).toMatchObject({
      contact: { state: "confirmed", followUp: null },
      appointment: { status: "confirmed" },
      dials: [{ outcome: "confirmed" }, { state: "failed" }],
    });
  });

  test("is not undone by an earlier finding", async () => {
    const { hear, state } = await called();
    await hear(analysis("confirmed"));
    const after = await state();
    await hear({ reason: "voicemail_reached", analysisJson: null });
    expect(await state()).toEqual(after);
  });

  test("reaches the attempt by the call's metadata when Retell's answer was lost", async () => {
    const { hear, state, stores, dial } = await called();
    await stores.dials.update({ ...dial, state: "unknown", requestedAt: monday });
    const metadataJson = JSON.stringify({ dial_id: dial.id, contact_id: dial.contactId });
    await hear({ ...analysis("confirmed"), metadataJson });
    expect(await state()).toMatchObject({
      contact: { state: "confirmed" },
      dials: [{ state: "ended", callId: "call_1" }],
    });
  });
});

describe("a callback", () => {
  test("is planned for the requested time, by the clinic's clock", async () => {
    const { hear, state } = await called();
    await hear(analysis("callback_requested", { callback_time: "2026-11-24T16:30" }));
    const dueAt = Date.UTC(2026, 10, 24, 15, 30);
    expect(await state()).toMatchObject({
      contact: { state: "callback_requested", followUp: "callback", followUpAt: dueAt },
      dials: [{ state: "ended" }, { key: "callback:call_1", state: "planned", dueAt }],
    });
  });

  test("that would be too late for the appointment is left to staff", async () => {
    const { hear, state } = await called();
    await hear(analysis("callback_requested", { callback_time: "2026-12-24T16:30" }));
    expect(await state()).toMatchObject({ contact: { followUp: "staff_callback" }, dials: [{ state: "ended" }] });
  });
});

test("a call that is not over, or is unknown, changes nothing", async () => {
  const { hear, ports } = await called();
  expect(await hear({ status: "ongoing" })).toEqual({ kind: "none", outcome: null });
  expect(await applyOutcome("call_2", ports)).toEqual({ kind: "none", outcome: null });
});

test("an opt-out in an inbound call applies too", async () => {
  const { ports, stores, tell } = await stageOutreach();
  await tell({ callId: "call_3", direction: "inbound", ...analysis("opted_out") });
  await applyOutcome("call_3", ports);
  expect(await stores.optOuts.list()).toHaveLength(1);
});

test("a person who was reached without a result is called again only at the next lead", async () => {
  const { hear, state, clock, ports } = await called();
  await hear({ reason: "user_hangup" });
  expect(await state()).toMatchObject({
    contact: { state: "open", followUp: null },
    dials: [{ outcome: "no_outcome" }],
  });
  clock.time = monday + 6 * minute;
  expect((await runReminders(ports)).ordered.map(({ attempt }) => attempt.dueAt)).toEqual([monday + day]);
});
