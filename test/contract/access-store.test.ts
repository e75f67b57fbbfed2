import { describe, expect, test } from "vitest";
import { SqlAccessStore } from "../../src/adapters/sql/fleet/access-store.ts";
import type { Link, Session } from "../../src/domain/access/access.ts";
import { engines } from "../fakes/engines.ts";
import { idsOf, ownClinic, twoClinics } from "../fakes/two-clinics.ts";

const pass = { role: "clinic", clinicId: ownClinic.id, holder: "desk@example.com" } as const;

function link(id: string, more: Partial<Link> = {}): Link {
  return { id, ...pass, secretDigest: `digest-${id}`, createdAt: 1_000, expiresAt: 2_000, usedAt: null, ...more };
}

function session(id: string, more: Partial<Session> = {}): Session {
  const times = { createdAt: 1_000, seenAt: 1_000, expiresAt: 2_000, revokedAt: null };
  return { id, ...pass, secretDigest: `digest-${id}`, browserDigest: "browser", ...times, ...more };
}

describe.each(engines)("access on %s", (_engine, open) => {
  async function access() {
    return new SqlAccessStore((await twoClinics(open)).database.fleet);
  }

  test("a link lets one in, once, until it expires", async () => {
    const store = await access();
    await store.addLink(link("one"));
    await store.addLink(link("operator", { role: "operator", clinicId: null }));
    expect(await store.takeLink("digest-one", 2_000)).toBeUndefined();
    expect(await store.takeLink("digest-none", 1_500)).toBeUndefined();
    expect(await store.takeLink("digest-one", 1_500)).toEqual(link("one", { usedAt: 1_500 }));
    expect(await store.takeLink("digest-one", 1_600)).toBeUndefined();
    expect(await store.takeLink("digest-operator", 1_500)).toMatchObject({ role: "operator", clinicId: null });
  });

  test("of twenty that come with one link at once, one is let in", async () => {
    const store = await access();
    await store.addLink(link("one"));
    const taken = await Promise.all(Array.from({ length: 20 }, () => store.takeLink("digest-one", 1_500)));
    expect(taken.filter((taker) => taker !== undefined)).toHaveLength(1);
  });

  test("no two links or sessions have one secret", async () => {
    const store = await access();
    await store.addLink(link("one"));
    await expect(store.addLink(link("two", { secretDigest: "digest-one" }))).rejects.toThrow(/UNIQUE|duplicate/u);
    await store.addSession(session("one"));
    await expect(store.addSession(session("two", { secretDigest: "digest-one" }))).rejects.toThrow(/UNIQUE|duplicate/u);
    expect(idsOf(await store.sessions())).toEqual(["one"]);
  });

  test("counts a holder's links since then, used ones too", async () => {
    const store = await access();
    await store.addLink(link("one", { createdAt: 10 }));
    await store.addLink(link("two", { createdAt: 20, usedAt: 21 }));
    await store.addLink(link("three", { createdAt: 20, holder: "Desk@example.com" }));
    expect(await store.linksSince(pass.holder, 10)).toBe(2);
    expect(await store.linksSince(pass.holder, 11)).toBe(1);
    expect(await store.linksSince("nobody", 0)).toBe(0);
  });

  test("sessions are listed latest first, seen and revoked by their id", async () => {
    const store = await access();
    for (const [id, createdAt] of Object.entries({ b: 5, a: 5, c: 9 }))
      await store.addSession(session(id, { createdAt }));
    expect(idsOf(await store.sessions())).toEqual(["c", "a", "b"]);
    await store.seen("a", 1_700);
    await store.revoke("b", 1_800);
    expect(await store.sessionWith("digest-a")).toEqual(session("a", { createdAt: 5, seenAt: 1_700 }));
    expect(await store.sessionWith("digest-b")).toEqual(session("b", { createdAt: 5, revokedAt: 1_800 }));
    expect(await store.sessionWith("digest-z")).toBeUndefined();
  });

  test("what expired before then is forgotten", async () => {
    const store = await access();
    await store.addLink(link("old", { expiresAt: 99 }));
    await store.addLink(link("new", { expiresAt: 5_000 }));
    await store.addSession(session("old", { expiresAt: 99 }));
    await store.addSession(session("new", { expiresAt: 100 }));
    await store.forgetBefore(100);
    expect(idsOf(await store.sessions())).toEqual(["new"]);
    expect(await store.linksSince(pass.holder, 0)).toBe(1);
  });
});
