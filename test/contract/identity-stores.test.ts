import { describe, expect, test } from "vitest";
import { identifyCaller } from "../../src/domain/booking/patients/patient-identity.ts";
import type { BookingOrigin } from "../../src/domain/booking/ports.ts";
import { engines } from "../fakes/engines.ts";
import { twoClinics, visitOf, withDoctorAndPatient } from "../fakes/two-clinics.ts";

const caller = "+33123456789";

function origin(appointmentId: string, more: Partial<BookingOrigin> = {}): BookingOrigin {
  return { appointmentId, caller, phoneConfirmed: true, proven: false, bookedAt: 100, ...more };
}

describe.each(engines)("callers' identity on %s", (_engine, open) => {
  async function clinics() {
    return withDoctorAndPatient(await twoClinics(open));
  }

  test("failed checks are counted by call, by number and by clinic, since then", async () => {
    const { own, other } = await clinics();
    const { tries } = own.outreach.stores;
    const failed = { callId: "call-1", caller, phone: null, triedAt: 100 };
    await tries.add({ ...failed, id: "a" });
    await tries.add({ ...failed, id: "b", callId: "call-2", caller: null, phone: caller });
    await tries.add({ ...failed, id: "c", callId: "call-3", caller: null, triedAt: 200 });
    const about = { callId: "call-1", numbers: [caller, "+999"] };
    expect(await tries.countSince(100, about)).toEqual({ ofCall: 1, ofNumber: 2, ofClinic: 3 });
    expect(await tries.countSince(101, about)).toEqual({ ofCall: 0, ofNumber: 0, ofClinic: 1 });
    expect(await tries.countSince(100, { callId: "x", numbers: [] })).toEqual({ ofCall: 0, ofNumber: 0, ofClinic: 3 });
    const theirs = other.outreach.stores.tries;
    expect(await theirs.countSince(0, about)).toEqual({ ofCall: 0, ofNumber: 0, ofClinic: 0 });
    await theirs.forgetBefore(1_000);
    await tries.forgetBefore(200);
    expect(await tries.countSince(0, about)).toEqual({ ofCall: 0, ofNumber: 0, ofClinic: 1 });
  });

  test("of ten wrong claims at once in one call, no more are judged than the limit", async () => {
    const { own } = await clinics();
    let ids = 0;
    const ports = { clock: { now: () => 1_000 }, newId: () => `try-${(ids += 1)}` };
    const claim = { name: "Nobody", phone: "+33999999999" };
    const attempt = { claim, isStated: true, callId: "call", caller: null, verification: "either" } as const;
    const claiming = Array.from({ length: 10 }, () =>
      own.outreach.transact((stores) => identifyCaller(attempt, stores, ports)),
    );
    const kinds = (await Promise.all(claiming)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "denied")).toHaveLength(2);
    expect(kinds.filter((kind) => kind === "blocked")).toHaveLength(8);
    const counts = await own.outreach.stores.tries.countSince(0, { callId: "call", numbers: [] });
    expect(counts.ofCall).toBe(3);
  });

  test("an origin comes back as it was noted, to its clinic alone", async () => {
    const { own, other } = await clinics();
    const { appointments, origins } = own.booking.stores;
    await appointments.add(visitOf("visit", 1_000));
    await origins.add(origin("visit", { caller: null, phoneConfirmed: false, proven: true }));
    expect(await origins.find("visit")).toEqual(origin("visit", { caller: null, phoneConfirmed: false, proven: true }));
    expect([await origins.find("none"), await other.booking.stores.origins.find("visit")]).toEqual([
      undefined,
      undefined,
    ]);
    await expect(origins.add(origin("visit"))).rejects.toThrow(/UNIQUE|duplicate/u);
  });

  test("a number's bookings count once when they are moved, and not when their caller proved who they are", async () => {
    const { own, other } = await clinics();
    const { appointments, origins } = own.booking.stores;
    const visits = [
      visitOf("past", 10),
      visitOf("next", 2_000),
      visitOf("moved", 3_000, { rescheduledFrom: "next" }),
      visitOf("gone", 4_000, { status: "cancelled" }),
      visitOf("proven", 5_000),
      visitOf("withheld", 6_000),
    ];
    for (const visit of visits) await appointments.add(visit);
    for (const id of ["past", "next", "moved", "gone"]) await origins.add(origin(id));
    await origins.add(origin("proven", { proven: true }));
    await origins.add(origin("withheld", { caller: null }));
    const counted = await origins.countOf(caller, { from: 100, now: 1_000 });
    expect([counted.booked, new Set(counted.upcoming)]).toEqual([3, new Set([2_000, 3_000])]);
    expect(await origins.countOf(caller, { from: 101, now: 9_000 })).toEqual({ booked: 0, upcoming: [] });
    expect([await origins.countWithheld(100), await origins.countWithheld(101)]).toEqual([1, 0]);
    expect(await origins.provenAmong(["past", "proven", "none"])).toEqual(new Set(["proven"]));
    expect(await origins.provenAmong([])).toEqual(new Set());
    const theirs = other.booking.stores.origins;
    expect(await theirs.countOf(caller, { from: 0, now: 0 })).toEqual({ booked: 0, upcoming: [] });
    expect(await theirs.provenAmong(["proven"])).toEqual(new Set());
  });
});
