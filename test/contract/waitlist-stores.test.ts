import { describe, expect, test } from "vitest";
import { clinicsWithLapsedOffers } from "../../src/adapters/sql/booking/waitlist-stores.ts";
import type { OfferedSlot } from "../../src/domain/booking/ports.ts";
import { engines } from "../fakes/engines.ts";
import { idsOf, ownClinic, patientOf, twoClinics, visitOf, withDoctorAndPatient } from "../fakes/two-clinics.ts";
import { waitingOn } from "../fakes/waitlist-entry.ts";

const entry = waitingOn("2026-03-02", { id: "entry", patientId: "patient-own", createdAt: 1 });

function offer(id: string, more: Partial<OfferedSlot> = {}): OfferedSlot {
  const about = { entryId: "entry", patientId: "patient-own", doctorId: "doctor-own", startsAt: 1_000, endsAt: 1_030 };
  return { id, ...about, state: "open", reason: null, offeredAt: 10, settledAt: null, ...more };
}

describe.each(engines)("the waitlist on %s", (_engine, open) => {
  async function waiting() {
    const clinics = await withDoctorAndPatient(await twoClinics(open));
    await clinics.own.booking.stores.waitlist.add(entry);
    return { ...clinics, stores: clinics.own.booking.stores, others: clinics.other.booking.stores };
  }

  test("entries come back as they were added, in order of arrival, of the own clinic alone", async () => {
    const { stores, others } = await waiting();
    const wish = { doctorId: "doctor-own", dayPart: "morning", callId: "c", caller: "+331", mayCall: false } as const;
    const full = { ...entry, id: "full", ...wish, createdAt: 0 };
    await stores.waitlist.add(full);
    expect(await stores.waitlist.find("full")).toEqual(full);
    expect(idsOf(await stores.waitlist.inLine())).toEqual(["full", "entry"]);
    await stores.waitlist.update({ ...full, status: "lapsed" });
    expect(idsOf(await stores.waitlist.inLine())).toEqual(["entry"]);
    expect([await others.waitlist.find("entry"), await others.waitlist.inLine()]).toEqual([undefined, []]);
    await expect(others.waitlist.update(entry)).rejects.toMatchObject({ code: "not_found" });
  });

  test("an entry's patient is of the clinic itself", async () => {
    const { stores, others } = await waiting();
    await expect(others.waitlist.add({ ...entry, id: "stolen" })).rejects.toThrow(/FOREIGN|foreign/u);
    await expect(stores.waitlist.add({ ...entry, id: "nobody", patientId: "nobody" })).rejects.toThrow(
      /FOREIGN|foreign/u,
    );
    expect(await others.waitlist.inLine()).toEqual([]);
  });

  test("offers are found by slot and entry, oldest first, open ones alone", async () => {
    const { stores, others } = await waiting();
    await stores.patients.add(patientOf("patient-2"));
    await stores.offered.add(offer("b", { state: "declined", reason: "RULE", settledAt: 20 }));
    await stores.offered.add(offer("a", { patientId: "patient-2" }));
    await stores.offered.add(offer("first", { offeredAt: 5, startsAt: 2_000 }));
    expect(await stores.offered.find("b")).toEqual(offer("b", { state: "declined", reason: "RULE", settledAt: 20 }));
    expect(idsOf(await stores.offered.ofSlot({ doctorId: "doctor-own", startsAt: 1_000 }))).toEqual(["a", "b"]);
    expect(idsOf(await stores.offered.ofEntry("entry"))).toEqual(["first", "a", "b"]);
    expect(idsOf(await stores.offered.open())).toEqual(["first", "a"]);
    await stores.offered.update(offer("a", { patientId: "patient-2", state: "accepted", settledAt: 30 }));
    expect(idsOf(await stores.offered.open())).toEqual(["first"]);
    expect([await others.offered.open(), await others.offered.ofEntry("entry")]).toEqual([[], []]);
    await expect(others.offered.update(offer("b"))).rejects.toMatchObject({ code: "not_found" });
  });

  test("nobody is offered one time twice, however many offer it at once", async () => {
    const { stores } = await waiting();
    const offering = await Promise.allSettled(["a", "b", "c"].map((id) => stores.offered.add(offer(id))));
    expect(offering.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(stores.offered.add(offer("again", { state: "declined" }))).rejects.toMatchObject({ code: "conflict" });
  });

  test("an offer, its hold and its entry change together or not at all", async () => {
    const { own, stores } = await waiting();
    const { startsAt, endsAt, blockedFrom, blockedTo } = visitOf("slot", 1_000);
    const times = { startsAt, endsAt, blockedFrom, blockedTo, expiresAt: 500 };
    const about = { callId: null, waitlistEntryId: "entry", doctorId: "doctor-own", roomId: null, typeId: null };
    const work = (isFailing: boolean) =>
      own.booking.transact(async ({ holds, offered, waitlist, jobs }) => {
        await holds.add({ id: "offer", ...about, ...times });
        await offered.add(offer("offer"));
        await waitlist.update({ ...entry, status: "offered", holdId: "offer" });
        await jobs.order({ kind: "waitlist-call", key: "offer", payload: "{}", dueAt: 1 });
        if (isFailing) throw new Error("stop");
      });
    await expect(work(true)).rejects.toThrow("stop");
    expect([await stores.holds.find("offer"), (await stores.waitlist.find("entry"))?.status]).toEqual([
      undefined,
      "waiting",
    ]);
    await work(false);
    expect(await stores.waitlist.find("entry")).toMatchObject({ status: "offered", holdId: "offer" });
    expect(idsOf(await stores.offered.open())).toEqual(["offer"]);
  });

  test("clinics that hold a slot for someone who let it pass, while they are active", async () => {
    const { database, stores, store } = await waiting();
    const { startsAt, endsAt, blockedFrom, blockedTo } = visitOf("slot", 1_000);
    const about = { callId: null, waitlistEntryId: "entry", doctorId: "doctor-own", roomId: null, typeId: null };
    await stores.holds.add({ id: "hold", ...about, startsAt, endsAt, blockedFrom, blockedTo, expiresAt: 500 });
    expect(await clinicsWithLapsedOffers(database, 499)).toEqual([]);
    expect(idsOf(await clinicsWithLapsedOffers(database, 500))).toEqual([ownClinic.id]);
    await store.clinics.update({ ...ownClinic, status: "suspended" });
    expect(await clinicsWithLapsedOffers(database, 500)).toEqual([]);
  });
});
