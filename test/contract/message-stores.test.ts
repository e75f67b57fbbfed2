import { describe, expect, test } from "vitest";
import type { Message } from "../../src/domain/call/message.ts";
import { engines } from "../fakes/engines.ts";
import { idsOf, twoClinics } from "../fakes/two-clinics.ts";

function message(id: string, more: Partial<Message> = {}): Message {
  const given = { name: null, phone: null, text: "Rappelez-moi s'il vous plaît.", urgency: "normal" } as const;
  return { id, callId: "call-1", ...given, createdAt: 1_000, doneAt: null, ...more };
}

describe.each(engines)("messages on %s", (_engine, open) => {
  test("come back as they were left, of the own clinic alone", async () => {
    const { own, other } = await twoClinics(open);
    const full = message("one", { name: "Zoé Test", phone: "+33123456789", urgency: "urgent", doneAt: 5 });
    await own.outreach.stores.messages.add(full);
    expect(await own.outreach.stores.messages.find("one")).toEqual(full);
    expect(await other.outreach.stores.messages.find("one")).toBeUndefined();
    expect(await other.outreach.stores.messages.list({ isOpenOnly: false })).toEqual([]);
    await other.outreach.stores.messages.update({ ...full, text: "changed by a stranger" });
    expect(await own.outreach.stores.messages.find("one")).toEqual(full);
  });

  test("are listed latest first, page by page, open ones alone if asked, and found by words and numbers", async () => {
    const { own } = await twoClinics(open);
    const { messages } = own.outreach.stores;
    for (const [id, createdAt] of Object.entries({ a: 1, b: 2, c: 2, d: 3 })) {
      await messages.add(message(id, { createdAt, doneAt: id === "d" ? 9 : null }));
    }
    await messages.add(message("e", { createdAt: 0, name: "Hélène Œuvre", phone: "+33 1 23 45 67 89" }));
    expect(idsOf(await messages.list({ isOpenOnly: false }))).toEqual(["d", "c", "b", "a", "e"]);
    expect(idsOf(await messages.list({ isOpenOnly: true, limit: 2 }))).toEqual(["c", "b"]);
    expect(idsOf(await messages.list({ isOpenOnly: true, limit: 9, after: { by: 2, id: "c" } }))).toEqual([
      "b",
      "a",
      "e",
    ]);
    expect(idsOf(await messages.list({ isOpenOnly: false, search: "helene oeuvre" }))).toEqual(["e"]);
    expect(idsOf(await messages.list({ isOpenOnly: false, search: "nobody" }))).toEqual([]);
  });

  test("of one call come in order of arrival, and one that is done is open no more", async () => {
    const { own, store } = await twoClinics(open);
    const { messages } = own.outreach.stores;
    await messages.add(message("late", { createdAt: 2 }));
    await messages.add(message("early", { createdAt: 1 }));
    await messages.add(message("elsewhere", { callId: "call-2" }));
    expect(idsOf(await messages.ofCall("call-1"))).toEqual(["early", "late"]);
    await messages.update(message("late", { createdAt: 2, doneAt: 7 }));
    expect(idsOf(await messages.list({ isOpenOnly: true }))).toEqual(["elsewhere", "early"]);
    expect(await store.messages.open()).toEqual([{ clinicSlug: "own", count: 2, oldestAt: 1 }]);
  });

  test("the fleet counts open ones by clinic, in the order of slugs", async () => {
    const { own, other, store } = await twoClinics(open);
    expect(await store.messages.open()).toEqual([]);
    await own.outreach.stores.messages.add(message("one", { createdAt: 3 }));
    await other.outreach.stores.messages.add(message("two", { createdAt: 4 }));
    await other.outreach.stores.messages.add(message("three", { createdAt: 2 }));
    await other.outreach.stores.messages.add(message("done", { createdAt: 1, doneAt: 1 }));
    expect(await store.messages.open()).toEqual([
      { clinicSlug: "other", count: 2, oldestAt: 2 },
      { clinicSlug: "own", count: 1, oldestAt: 3 },
    ]);
  });

  test("one of a transaction that fails was never left", async () => {
    const { own } = await twoClinics(open);
    const failing = own.outreach.transact(async (stores) => {
      await stores.messages.add(message("lost"));
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    expect(await own.outreach.stores.messages.list({ isOpenOnly: false })).toEqual([]);
  });
});
