import { describe, expect, test } from "vitest";
import type { NewMail } from "../../src/domain/clinic/ports.ts";
import { engines } from "../fakes/engines.ts";
import { idsOf, ownClinic, twoClinics } from "../fakes/two-clinics.ts";

function mail(id: string, more: Partial<NewMail> = {}): NewMail {
  return {
    id,
    kind: "call-summary",
    key: id,
    recipient: "desk@example.com",
    subject: "Résumé : « appel »",
    body: "Ligne 1\nLigne 2 \u{1F600}",
    html: null,
    calendar: null,
    calendarMethod: null,
    patientId: null,
    callId: null,
    createdAt: 1_000,
    ...more,
  };
}

const waiting = { state: "waiting", attempts: 0, attemptedAt: null, sentAt: null, lastError: null } as const;
const begun = { now: 2_000, begunBefore: 0 };

describe.each(engines)("mails on %s", (_engine, open) => {
  test("come back as they were queued, oldest first, of the own clinic alone", async () => {
    const { own, other } = await twoClinics(open);
    const full = mail("b", { html: "<p>é</p>", calendar: "BEGIN:VCALENDAR", calendarMethod: "REQUEST", callId: "c1" });
    expect(await own.outbox.add(full)).toBe(true);
    expect(await own.outbox.add(mail("a"))).toBe(true);
    expect(await own.outbox.add(mail("first", { createdAt: 1 }))).toBe(true);
    expect(await other.outbox.add(mail("foreign"))).toBe(true);
    expect(idsOf(await own.outbox.list())).toEqual(["first", "a", "b"]);
    expect((await own.outbox.list())[2]).toEqual({ ...full, ...waiting });
    expect(idsOf(await other.outbox.list())).toEqual(["foreign"]);
  });

  test("a clinic queues each kind and key once, and another clinic may queue the same", async () => {
    const { own, other } = await twoClinics(open);
    expect(await own.outbox.add(mail("one", { key: "same" }))).toBe(true);
    expect(await own.outbox.add(mail("two", { key: "same" }))).toBe(false);
    expect(await own.outbox.add(mail("three", { key: "same", kind: "welcome" }))).toBe(true);
    expect(await other.outbox.add(mail("four", { key: "same" }))).toBe(true);
    expect(idsOf(await own.outbox.list())).toEqual(["one", "three"]);
    expect([await own.outbox.has("welcome", "same"), await own.outbox.has("digest", "same")]).toEqual([true, false]);
    expect([await own.outbox.has("welcome", "same"), await other.outbox.has("welcome", "same")]).toEqual([true, false]);
  });

  test("a mail and the job that sends it are queued together, once", async () => {
    const { own, store } = await twoClinics(open);
    await own.outbox.add(mail("one", { key: "same" }));
    await own.outbox.add(mail("two", { key: "same" }));
    const jobs = await store.jobs.list({ kind: "send-mail", limit: 10 });
    expect(jobs).toMatchObject([{ key: "one", clinicId: ownClinic.id, dueAt: 1_000, state: "waiting" }]);
  });

  test("of ten that queue the same mail at once, one does", async () => {
    const { own } = await twoClinics(open);
    const added = await Promise.all(
      Array.from({ length: 10 }, (_, index) => own.outbox.add(mail(`mail-${index}`, { key: "same" }))),
    );
    expect(added.filter(Boolean)).toHaveLength(1);
    expect(await own.outbox.list()).toHaveLength(1);
  });

  test("a mail of a transaction that fails is not queued", async () => {
    const { own } = await twoClinics(open);
    const failing = own.booking.transact(async (stores) => {
      await stores.outbox.add(mail("lost"));
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    await own.booking.transact((stores) => stores.outbox.add(mail("kept")));
    expect(idsOf(await own.outbox.list())).toEqual(["kept"]);
  });

  test("the fleet's list names the clinic, latest first, page by page, by clinic, state and words", async () => {
    const { own, other, store } = await twoClinics(open);
    for (const [id, createdAt] of Object.entries({ a: 1, b: 2, c: 2, d: 3 })) {
      await own.outbox.add(mail(id, { createdAt, subject: id === "b" ? "Votre rendez-vous" : "Autre" }));
    }
    await other.outbox.add(mail("e", { createdAt: 2 }));
    const first = await store.mails.list({ limit: 2 });
    expect(first.map(({ id, clinicSlug, clinicName }) => [id, clinicSlug, clinicName])).toEqual([
      ["d", "own", "Own"],
      ["e", "other", "Other"],
    ]);
    const after = { by: 2, id: "e" };
    expect(idsOf(await store.mails.list({ limit: 10, after }))).toEqual(["c", "b", "a"]);
    expect(idsOf(await store.mails.list({ limit: 10, clinicId: ownClinic.id }))).toEqual(["d", "c", "b", "a"]);
    expect(idsOf(await store.mails.list({ limit: 10, search: "RENDEZ vous" }))).toEqual(["b"]);
    expect(idsOf(await store.mails.list({ limit: 10, search: "other" }))).toEqual(["e"]);
    await store.mails.begin("a", begun);
    expect(idsOf(await store.mails.list({ limit: 10, state: "sending" }))).toEqual(["a"]);
  });

  test("of ten senders one begins a mail, and one that died while sending is begun again", async () => {
    const { own, store } = await twoClinics(open);
    await own.outbox.add(mail("one"));
    const taken = await Promise.all(Array.from({ length: 10 }, () => store.mails.begin("one", begun)));
    expect(taken.filter((mails) => mails !== undefined)).toMatchObject([
      { id: "one", state: "sending", attempts: 1, attemptedAt: 2_000, ownerEmail: "own@example.com" },
    ]);
    expect(await store.mails.due(2_000, 10)).toEqual([]);
    expect(await store.mails.due(2_001, 10)).toEqual(["one"]);
    expect(await store.mails.begin("one", { now: 3_000, begunBefore: 2_001 })).toMatchObject({ attempts: 2 });
    expect(await store.mails.begin("nowhere", begun)).toBeUndefined();
  });

  test("the oldest are due first, no more than asked for", async () => {
    const { own, other, store } = await twoClinics(open);
    await own.outbox.add(mail("late", { createdAt: 3 }));
    await other.outbox.add(mail("early", { createdAt: 1 }));
    await own.outbox.add(mail("middle", { createdAt: 2 }));
    expect(await store.mails.due(0, 2)).toEqual(["early", "middle"]);
  });

  test("only the latest attempt settles a mail, and a settled one stays as it is", async () => {
    const { own, store } = await twoClinics(open);
    await own.outbox.add(mail("one"));
    const lost = await store.mails.begin("one", begun);
    const held = await store.mails.begin("one", { now: 3_000, begunBefore: 2_001 });
    if (lost === undefined || held === undefined) throw new Error("not begun");
    await store.mails.settle(lost, { state: "failed", sentAt: null, lastError: "late" });
    expect(await store.mails.find("one")).toMatchObject({ state: "sending", lastError: null });
    await store.mails.settle(held, { state: "sent", sentAt: 3_100, lastError: null });
    await store.mails.settle(held, { state: "failed", sentAt: null, lastError: "again" });
    expect(await store.mails.find("one")).toMatchObject({ state: "sent", sentAt: 3_100, lastError: null });
  });

  test("a failed mail is queued again, and no other", async () => {
    const { own, store } = await twoClinics(open);
    await own.outbox.add(mail("one"));
    expect(await store.mails.retry("one")).toBe(false);
    const held = await store.mails.begin("one", begun);
    if (held === undefined) throw new Error("not begun");
    await store.mails.settle(held, { state: "failed", sentAt: null, lastError: "refused" });
    expect([await store.mails.retry("one"), await store.mails.retry("one")]).toEqual([true, false]);
    expect(await store.mails.find("one")).toMatchObject({ state: "waiting", attempts: 1, lastError: "refused" });
  });
});
