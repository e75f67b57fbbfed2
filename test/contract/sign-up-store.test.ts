import { describe, expect, test } from "vitest";
import { SqlSignUpStore } from "../../src/adapters/sql/fleet/access-store.ts";
import { type SignUp, MOST_WAITING } from "../../src/domain/clinic/ports.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { engines } from "../fakes/engines.ts";
import { testClinic } from "../fakes/test-clinic.ts";
import { idsOf } from "../fakes/two-clinics.ts";

function signUp(id: string, more: Partial<SignUp> = {}): SignUp {
  const open = { decidedAt: null, reason: null, clinicId: null } as const;
  return {
    id,
    name: "Clinique Été",
    state: "waiting",
    formJson: `{"name":"${id}"}`,
    receivedAt: 1_000,
    ...open,
    ...more,
  };
}

describe.each(engines)("sign-ups on %s", (_engine, open) => {
  async function signUps() {
    return new SqlSignUpStore((await open()).fleet);
  }

  test("the form is closed until someone opens it", async () => {
    const store = await signUps();
    expect(await store.isOpen()).toBe(false);
    for (const isOpen of [true, true, false]) {
      await store.setOpen(isOpen);
      expect(await store.isOpen()).toBe(isOpen);
    }
  });

  test("come back as they were sent, latest first", async () => {
    const store = await signUps();
    expect(await store.add(signUp("a"))).toBe(true);
    expect(await store.add(signUp("b"))).toBe(true);
    expect(await store.add(signUp("c", { receivedAt: 1 }))).toBe(true);
    expect(idsOf(await store.list({ isWaitingOnly: true }))).toEqual(["b", "a", "c"]);
    expect((await store.list({ isWaitingOnly: false }))[1]).toEqual(signUp("a"));
  });

  test("the same form waits once, however often it is sent at once", async () => {
    const store = await signUps();
    const same = { formJson: '{"name":"same"}' };
    const added = await Promise.all(Array.from({ length: 8 }, (_, index) => store.add(signUp(`try-${index}`, same))));
    expect(added).toEqual(Array.from({ length: 8 }, () => true));
    expect(await store.list({ isWaitingOnly: true })).toHaveLength(1);
  });

  test("is decided once; what was filled in is dropped, and the form may be sent again", async () => {
    const database = await open();
    // Either of the two may be the first: on PostgreSQL each has a connection of its own.
    await sqlStore(database).clinics.add(testClinic({ id: "clinic-1" }));
    const store = new SqlSignUpStore(database.fleet);
    await store.add(signUp("one"));
    const refused = { state: "refused", decidedAt: 5, reason: "Twice.", clinicId: null } as const;
    const approved = { ...refused, state: "approved", clinicId: "clinic-1" } as const;
    const decided = await Promise.all([store.decide("one", refused), store.decide("one", approved)]);
    expect(decided.filter(Boolean)).toHaveLength(1);
    expect(await store.decide("nowhere", refused)).toBe(false);
    expect(await store.list({ isWaitingOnly: true })).toEqual([]);
    expect(await store.list({ isWaitingOnly: false })).toMatchObject([{ id: "one", formJson: null, decidedAt: 5 }]);
    expect(await store.add(signUp("two", { formJson: '{"name":"one"}' }))).toBe(true);
    expect(idsOf(await store.list({ isWaitingOnly: true }))).toEqual(["two"]);
  });

  test("no more wait than fit", async () => {
    const database = await open();
    const rows = Array.from({ length: MOST_WAITING }, (_, index) => signUp(`row-${index}`));
    await database.fleet.insertInto("signUps").values(rows).execute();
    const store = new SqlSignUpStore(database.fleet);
    expect(await store.add(signUp("too-many"))).toBe(false);
    expect(await store.add(signUp("row-1"))).toBe(true);
    await store.decide("row-0", { state: "refused", decidedAt: 1, reason: null, clinicId: null });
    expect(await store.add(signUp("fits"))).toBe(true);
  });
});
