import { describe, expect, test } from "vitest";
import { reportedCall, sqlAttemptTraffic } from "../../src/adapters/sql/outreach/attempt-stores.ts";
import type { CallAttempt } from "../../src/domain/outreach/attempt.ts";
import type { Contact } from "../../src/domain/outreach/contact.ts";
import { engines } from "../fakes/engines.ts";
import { testCall } from "../fakes/test-call.ts";
import { idsOf, otherClinic, ownClinic, twoClinics, rivalry } from "../fakes/two-clinics.ts";

function contact(id: string): Contact {
  const elsewhere = { appointmentId: null, appointmentAt: null, appointmentType: null, provider: null } as const;
  const nothing = { timezone: null, instructions: null, email: null, followUp: null, followUpAt: null } as const;
  const person = { name: "Awa Test", phone: "+2290197000020", language: "fr", consent: true } as const;
  const times = { createdAt: 1, updatedAt: 1 };
  return { id, ...person, ...elsewhere, ...nothing, consentBasis: "stated", state: "open", ...times };
}

function attempt(id: string, more: Partial<CallAttempt> = {}): CallAttempt {
  const open = { about: null, forced: null, requestedAt: null, callId: null, reason: null, outcome: null } as const;
  const times = { dueAt: 1_000, endedAt: null, createdAt: 1, updatedAt: 1 };
  return {
    id,
    contactId: "contact-own",
    state: "planned",
    key: `reminder:${id}:60`,
    attempt: 1,
    ...open,
    ...times,
    ...more,
  };
}

describe.each(engines)("call attempts on %s", (_engine, open) => {
  async function dials() {
    const clinics = await twoClinics(open);
    await clinics.own.outreach.stores.contacts.add(contact("contact-own"));
    await clinics.other.outreach.stores.contacts.add(contact("contact-other"));
    return { ...clinics, own: clinics.own.outreach.stores.dials, other: clinics.other.outreach.stores.dials };
  }

  test("come back as they were added, by id and key, of the own clinic alone", async () => {
    const { own, other } = await dials();
    const full = attempt("one", {
      about: "Fermé « lundi »",
      forced: "urgent",
      requestedAt: 5,
      callId: "c1",
      outcome: "busy",
    });
    await own.add(full);
    expect([await own.find("one"), await own.withKey(full.key)]).toEqual([full, full]);
    expect([await other.find("one"), await other.withKey(full.key)]).toEqual([undefined, undefined]);
    await expect(other.update(full)).rejects.toMatchObject({ code: "not_found" });
    await expect(own.update(attempt("gone"))).rejects.toMatchObject({ code: "not_found" });
  });

  test("a clinic plans one call under a key, however many order it at once", async () => {
    const { own, other } = await dials();
    const adding = ["a", "b", "c", "d"].map((id) => own.add(attempt(id, { key: "reminder:visit:60" })));
    expect(await rivalry(adding)).toEqual({ won: 1, refusedWith: ["conflict"] });
    await other.add(attempt("e", { key: "reminder:visit:60", contactId: "contact-other" }));
    expect(await other.withKey("reminder:visit:60")).toMatchObject({ id: "e" });
  });

  test("the call's own attempt, and those that the call was for as well", async () => {
    const { own } = await dials();
    await own.add(attempt("asked", { callId: "call", requestedAt: 5 }));
    for (const id of ["b", "a"]) await own.add(attempt(id, { callId: "call" }));
    expect((await own.ofCall("call"))?.id).toBe("asked");
    expect(idsOf(await own.alsoInCall("call"))).toEqual(["a", "b"]);
    expect(await own.ofCall("nowhere")).toBeUndefined();
  });

  test("by contact, by state and since they were asked, each in its order", async () => {
    const { own } = await dials();
    await own.add(attempt("a", { createdAt: 3, dueAt: 30, requestedAt: 300, state: "placed" }));
    await own.add(attempt("b", { createdAt: 2, dueAt: 10 }));
    await own.add(attempt("c", { createdAt: 2, dueAt: 20, requestedAt: 200, state: "dialling" }));
    await own.add(attempt("d", { createdAt: 1, dueAt: 20, state: "ended" }));
    expect(idsOf(await own.ofContact("contact-own"))).toEqual(["d", "b", "c", "a"]);
    expect(idsOf(await own.inStates(["planned", "dialling", "placed"]))).toEqual(["b", "c", "a"]);
    expect(await own.inStates([])).toEqual([]);
    expect(idsOf(await own.askedSince(200))).toEqual(["c", "a"]);
    expect(idsOf(await own.askedSince(201))).toEqual(["a"]);
  });

  test("what was spent: calls asked for, those with a price, and their cents", async () => {
    const { own, store } = await dials();
    expect(await own.spentSince(0)).toEqual({ calls: 0, priced: 0, cents: 0 });
    for (const [id, costCents] of Object.entries({ a: 1.25, b: 2.5, c: null })) {
      await own.add(attempt(id, { callId: id, requestedAt: 10 }));
      const call = { ...testCall(10, { callId: id, costCents }), clinicId: ownClinic.id };
      await store.callLedger.rewrite(id, () => ({ call, orders: [] }));
    }
    await own.add(attempt("unknown", { requestedAt: 10 }));
    await own.add(attempt("before", { requestedAt: 9 }));
    expect(await own.spentSince(10)).toEqual({ calls: 4, priced: 2, cents: 3.75 });
  });

  test("traffic: calls in use and waiting by clinic, of one account", async () => {
    const { own, other, database, store } = await dials();
    const now = 10 * 3_600_000;
    await own.add(attempt("placed", { state: "placed", requestedAt: now - 60_000 }));
    await own.add(attempt("begun", { state: "dialling", requestedAt: now - 500 }));
    await own.add(attempt("forgotten", { state: "placed", requestedAt: 1 }));
    await own.add(attempt("due", { dueAt: now }));
    await other.add(attempt("later", { dueAt: now + 1, contactId: "contact-other" }));
    const traffic = await sqlAttemptTraffic(database.fleet, null).at(now);
    expect(traffic).toEqual({
      inUse: new Map([[ownClinic.id, 2]]),
      justBegun: 1,
      waiting: new Set([ownClinic.id]),
      askedAt: [now - 500],
    });
    const retell = { account: "ACME_KEY", agentId: "agent", agentVersion: 1 };
    await store.clinics.update({ ...otherClinic, retell });
    const theirs = await sqlAttemptTraffic(database.fleet, "ACME_KEY").at(now + 1);
    expect(theirs.waiting).toEqual(new Set([otherClinic.id]));
  });

  test("a reported call is found by Retell's id and by the attempt's own", async () => {
    const { own, database } = await dials();
    await own.add(attempt("one", { callId: "call-1" }));
    await own.add(attempt("two"));
    const found = { callId: "call-1", clinicId: ownClinic.id };
    expect(await reportedCall("one", database.fleet)).toEqual(found);
    expect(await reportedCall("call-1", database.fleet)).toEqual(found);
    expect([await reportedCall("two", database.fleet), await reportedCall("x", database.fleet)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
