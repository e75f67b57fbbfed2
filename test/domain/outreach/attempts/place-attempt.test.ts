import { describe, expect, it } from "vitest";
import { contact, dial, hour, monday, stage } from "./attempt-fixture.ts";

describe("placing a call", () => {
  it("requests it once, with number, pinned agent, metadata and the appointment in the contact's language", async () => {
    const { place, stored, calls } = await stage();
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "placed", callId: "call_dial-0001" } });
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "placed" } });
    expect(calls.orders).toMatchObject([
      {
        dialId: "dial-0001",
        clinicId: "clinic-cotonou",
        contactId: "contact-1",
        fromNumber: "+2290197000001",
        toNumber: contact.phone,
        agent: { agentId: "agent_1", version: 3 },
        speech: expect.objectContaining({ language: "fr-FR", voice_id: "11labs-Marie" }) as unknown,
        variables: {
          clinic_id: "clinic-cotonou",
          call_purpose: "reminder",
          customer_name: "Awa Test",
          business_name: "Clinique Test de Cotonou",
          appointment_date: "mardi 24 novembre",
          appointment_time: "10 heures",
          appointment_type: "Détartrage",
          provider_name: "Dr. Bo Test",
        },
      },
    ]);
    expect(await stored()).toMatchObject({ state: "placed", requestedAt: monday, attempt: 1 });
  });

  it("waits until it is due, and for its turn", async () => {
    const { place, time, calls, change } = await stage({ dial: { dueAt: monday + hour } });
    expect(await place()).toMatchObject({ kind: "wait", until: monday + hour, why: "not due" });
    time.moveTo(monday + hour);
    calls.account = { limit: 4, current: 4, reservedForInbound: 0 };
    expect(await place()).toMatchObject({ kind: "wait", why: "its turn" });
    expect(calls.orders).toEqual([]);
    calls.account = { limit: 4, current: 0, reservedForInbound: 0 };
    time.moveTo(monday + hour + 5000);
    await change({});
    expect(await place()).toMatchObject({ kind: "settled" });
  });
});

it("no one is called while Retell cannot report its free lines", async () => {
  const { place, calls, stored } = await stage();
  calls.isReachable = false;
  expect(await place()).toMatchObject({ kind: "wait", until: monday + 10_000, why: "RETELL_UNREACHABLE" });
  expect(await stored()).toMatchObject({ state: "planned", requestedAt: null });
});

describe("a rule that forbids the call when it is due", () => {
  it.each([
    ["OPTED_OUT", { contact: { state: "opted_out" } }],
    ["NO_CONSENT", { contact: { consent: false } }],
    ["APPOINTMENT_PAST", { contact: { appointmentAt: monday - hour } }],
    ["NOT_DIALLABLE", { contact: { phone: "+14155550101" } }],
  ] as const)("%s ends the attempt, and Retell is not asked", async (rule, changes) => {
    const { place, calls } = await stage(changes);
    expect(await place()).toMatchObject({
      kind: "settled",
      attempt: { state: "failed", reason: rule, requestedAt: null },
    });
    expect(calls.orders).toEqual([]);
  });

  it("OPTED_OUT applies to the number, whenever it was said", async () => {
    const { place, outreach, calls } = await stage();
    const optOut = { phone: contact.phone, source: "call", callId: "call_1", reason: null, createdAt: 1 } as const;
    await outreach.stores.optOuts.add(optOut);
    expect(await place()).toMatchObject({ attempt: { state: "failed", reason: "OPTED_OUT" } });
    expect(calls.orders).toEqual([]);
  });

  it("OUTSIDE_HOURS postpones it to the next call hours, unless an operator overrode them", async () => {
    const late = monday + 11 * hour;
    const { place, time, calls, change, stored } = await stage({ contact: { appointmentAt: monday + 48 * hour } });
    time.moveTo(late);
    const tomorrow = monday + 23 * hour;
    expect(await place()).toMatchObject({ kind: "wait", until: tomorrow, why: "OUTSIDE_HOURS" });
    expect(await stored()).toMatchObject({ state: "planned", dueAt: tomorrow });
    await change({ dueAt: late, forced: "asked for it on the telephone" });
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "placed" } });
    expect(calls.rung).toEqual([dial.id]);
  });

  it("OUTREACH_PAUSED keeps it until the pause ends", async () => {
    const { place, outreach, time } = await stage();
    await outreach.stores.pause.save({ reason: "strike", pausedAt: monday });
    expect(await place()).toMatchObject({ kind: "wait", why: "OUTREACH_PAUSED", attempt: { state: "planned" } });
    await outreach.stores.pause.remove();
    time.moveTo(monday + hour);
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "placed" } });
  });
});

describe("what Retell refuses", () => {
  it("refused: the attempt failed, with Retell's message", async () => {
    const { place, calls } = await stage();
    calls.fates.push({ kind: "refused", status: 422, message: "no such agent" });
    expect(await place()).toMatchObject({
      attempt: { state: "failed", reason: "422: no such agent", endedAt: monday },
    });
  });

  it("too many requests: nothing counts as a try, and no request is sent before the given time", async () => {
    const { place, calls, time, stored } = await stage();
    calls.fates.push({ kind: "limited", retryAfterMs: 7000 });
    expect(await place()).toMatchObject({ kind: "wait", until: monday + 7000, why: "RATE_LIMITED" });
    expect(await stored()).toMatchObject({ state: "planned", requestedAt: null });
    expect(await place()).toMatchObject({ kind: "wait", until: monday + 7000 });
    expect(calls.orders).toHaveLength(1);
    time.moveTo(monday + 7000);
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "placed" } });
  });

  it("no payment: an error for the operator, and the attempt stays planned", async () => {
    const { place, calls, stored } = await stage();
    calls.fates.push({ kind: "account", status: 402, message: "Trial has ended" });
    await expect(place()).rejects.toMatchObject({ code: "failed" });
    expect(await stored()).toMatchObject({ state: "planned", requestedAt: null });
    expect(await place()).toMatchObject({ attempt: { state: "placed" } });
  });
});

describe("a lost answer", () => {
  it("is looked up, and the call that was placed is adopted", async () => {
    const { place, calls, time } = await stage();
    calls.fates.push("answer_lost");
    const lost = await place();
    expect(lost).toMatchObject({ kind: "wait", until: monday + 2000, attempt: { state: "unknown" } });
    time.moveTo(monday + 2000);
    expect(await place()).toMatchObject({
      attempt: { state: "placed", callId: "call_dial-0001", requestedAt: monday },
    });
    expect(calls.orders).toHaveLength(1);
  });

  it("of a request that never arrived leads to a request with the same key", async () => {
    const { place, calls, time } = await stage();
    calls.fates.push("never_arrives", "never_arrives");
    await place();
    time.moveTo(monday + 2000);
    expect(await place()).toMatchObject({ kind: "wait", until: monday + 4000, attempt: { state: "unknown" } });
    time.moveTo(monday + 4000);
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "placed" } });
    expect(calls.orders.map(({ dialId }) => dialId)).toEqual([dial.id, dial.id, dial.id]);
    expect(calls.rung).toEqual([dial.id]);
  });

  it("is looked up again soon when the look-up itself failed", async () => {
    const { place, calls, time } = await stage();
    calls.fates.push("answer_lost");
    await place();
    calls.isReachable = false;
    time.moveTo(monday + 2000);
    expect(await place()).toMatchObject({ kind: "wait", until: monday + 4000, why: "RETELL_UNREACHABLE" });
    calls.isReachable = true;
    time.moveTo(monday + 4000);
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "placed" } });
  });

  it("is not requested again once the key has expired: Retell's list of calls decides", async () => {
    const { place, calls, time } = await stage();
    calls.fates.push("never_arrives");
    await place();
    time.moveTo(monday + hour);
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "failed", reason: "ANSWER_LOST" } });
    expect(calls.orders).toHaveLength(1);
  });

  it("is only looked up while a rule forbids the call", async () => {
    const { place, calls, time, outreach } = await stage();
    calls.fates.push("never_arrives");
    await place();
    await outreach.stores.pause.save({ reason: "strike", pausedAt: monday });
    time.moveTo(monday + 2000);
    expect(await place()).toMatchObject({ kind: "wait", why: "OUTREACH_PAUSED", attempt: { state: "unknown" } });
    expect(calls.orders).toHaveLength(1);
  });

  it.each([
    ["before Retell was asked", []],
    ["after Retell made the call", [dial.id]],
  ])("whose process died %s rings one telephone", async (_, rung) => {
    const { place, calls } = await stage({ dial: { state: "dialling", requestedAt: monday - 60_000 } });
    calls.rung.push(...rung);
    expect(await place()).toMatchObject({ kind: "settled", attempt: { state: "placed", callId: "call_dial-0001" } });
    expect(calls.rung).toEqual([dial.id]);
    expect(calls.orders).toHaveLength(1 - rung.length);
  });

  it("does not undo what the call's events reported in the meantime", async () => {
    const { place, calls, change } = await stage();
    calls.onCreate = () => change({ state: "ended", outcome: "confirmed", endedAt: monday + 1 });
    expect(await place()).toMatchObject({
      attempt: { state: "ended", outcome: "confirmed", callId: "call_dial-0001" },
    });
  });
});

it("two concurrent workers ring one telephone", async () => {
  const { place, calls } = await stage();
  await Promise.all([place(), place(), place()]);
  expect(calls.rung).toEqual([dial.id]);
  expect(new Set(calls.orders.map(({ dialId }) => dialId)).size).toBe(1);
});
