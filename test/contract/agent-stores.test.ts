import { describe, expect, test } from "vitest";
import { SqlAcceptedChanges } from "../../src/adapters/sql/fleet/agent-stores.ts";
import { SqlAgentVersionStore } from "../../src/adapters/sql/fleet/agent-version-store.ts";
import type { MasterAgent, VersionRecord } from "../../src/domain/agent/ports.ts";
import { parseOpeningHours } from "../../src/domain/clinic/opening-hours.ts";
import { engines } from "../fakes/engines.ts";
import { idsOf, otherClinic, ownClinic, twoClinics, withDoctorAndPatient } from "../fakes/two-clinics.ts";

const master: MasterAgent = { agentId: "agent", flowId: "flow", version: 2, templateHash: "hash", createdAt: 5 };

function version(number: number, more: Partial<VersionRecord> = {}): VersionRecord {
  const content = { agent: { voice: "né", speed: 1.25, list: [null, true] }, flow: { nodes: [] } };
  const facts = { flowId: "flow", flowVersion: 1, templateHash: "hash", templatePath: null, note: null } as const;
  const times = { writtenAt: 1_000, publishedAt: null, promotedAt: null, withdrawnAt: null };
  return { agentId: "agent", version: number, ...facts, ...times, written: content, readBack: content, ...more };
}

describe.each(engines)("agents on %s", (_engine, open) => {
  test("one master agent, and one text agent for each account", async () => {
    const { store } = await twoClinics(open);
    expect([await store.agents.master(), await store.agents.textAgent(null)]).toEqual([undefined, undefined]);
    await store.agents.saveMaster(master);
    await store.agents.saveMaster({ ...master, version: 3 });
    await store.agents.saveTextAgent(null, { ...master, agentId: "text" });
    await store.agents.saveTextAgent("ACME_KEY", { ...master, agentId: "text-acme", version: 9 });
    expect(await store.agents.master()).toEqual({ ...master, version: 3 });
    expect(await store.agents.textAgent(null)).toEqual({ agentId: "text", version: 2 });
    expect(await store.agents.textAgent("ACME_KEY")).toEqual({ agentId: "text-acme", version: 9 });
    expect(await store.agents.textAgent("OTHER")).toBeUndefined();
  });

  test("a clinic's own agent, of which there is one", async () => {
    const { store } = await twoClinics(open);
    const own = { clinicId: ownClinic.id, agentId: "agent-own", version: 1, settingsHash: "h", createdAt: 5 };
    await Promise.all([store.agents.saveOfClinic(own), store.agents.saveOfClinic(own)]);
    await store.agents.saveOfClinic({ ...own, version: 2 });
    expect(await store.agents.ofClinic(ownClinic.id)).toEqual({ ...own, version: 2 });
    expect(await store.agents.ofClinic(otherClinic.id)).toBeUndefined();
    expect(await store.agents.ofClinics()).toEqual([{ ...own, version: 2 }]);
    await store.agents.removeOfClinic(otherClinic.id);
    expect(await store.agents.ofClinics()).toHaveLength(1);
    await store.agents.removeOfClinic(ownClinic.id);
    expect(await store.agents.ofClinics()).toEqual([]);
  });

  test("versions come back as they were written, last written first, each once", async () => {
    const { database } = await twoClinics(open);
    const versions = new SqlAgentVersionStore(database.fleet);
    await versions.save(version(1));
    await versions.save(version(2, { templatePath: "/tmp/é.json", note: "« né »", publishedAt: 7 }));
    await versions.save(version(3, { writtenAt: 1 }));
    await versions.save(version(1, { agentId: "another" }));
    await versions.save(version(3, { writtenAt: 1, promotedAt: 9, readBack: { agent: {}, flow: { x: "\u{1F600}" } } }));
    expect((await versions.list("agent")).map((one) => one.version)).toEqual([2, 1, 3]);
    expect(await versions.find({ agentId: "agent", version: 3 })).toEqual(
      version(3, { writtenAt: 1, promotedAt: 9, readBack: { agent: {}, flow: { x: "\u{1F600}" } } }),
    );
    expect(await versions.find({ agentId: "agent", version: 4 })).toBeUndefined();
    expect([await versions.lastTemplate("agent"), await versions.lastTemplate("nobody")]).toEqual([
      "/tmp/é.json",
      undefined,
    ]);
  });

  test("the master agent's last template and its address are those of its own versions", async () => {
    const { database, store } = await twoClinics(open);
    const versions = new SqlAgentVersionStore(database.fleet);
    expect([await store.agents.masterAddress(), await versions.lastTemplate()]).toEqual([undefined, undefined]);
    await store.agents.saveMaster(master);
    const readBack = { agent: { webhook_url: "https://voice.example.com/webhooks/events" }, flow: {} };
    await versions.save(version(2, { readBack, templatePath: "-" }));
    await versions.save(version(3, { writtenAt: 1, readBack: { agent: { webhook_url: "https://old" }, flow: {} } }));
    expect(await store.agents.masterAddress()).toBe("https://voice.example.com/webhooks/events");
    expect(await versions.lastTemplate()).toBe("-");
    await versions.save(version(2, { readBack: { agent: { webhook_url: null }, flow: {} } }));
    expect(await store.agents.masterAddress()).toBeUndefined();
  });

  test("snapshots are kept as they were first taken, newest first", async () => {
    const { database } = await twoClinics(open);
    const versions = new SqlAgentVersionStore(database.fleet);
    const taken = { agentId: "agent", version: 1, content: { agent: { a: 1 }, flow: {} }, takenBefore: "agent:update" };
    for (const [id, takenAt] of Object.entries({ a: 5, b: 5, c: 1 }))
      await versions.saveSnapshot({ ...taken, id, takenAt });
    await versions.saveSnapshot({ ...taken, id: "a", takenAt: 99, content: { agent: {}, flow: {} } });
    expect(idsOf(await versions.snapshots("agent"))).toEqual(["b", "a", "c"]);
    expect((await versions.snapshots("agent"))[1]).toEqual({ ...taken, id: "a", takenAt: 5 });
    expect(await versions.snapshots("another")).toEqual([]);
  });

  test("accepted changes are listed by when they were accepted, each digest once", async () => {
    const { database } = await twoClinics(open);
    const changes = new SqlAcceptedChanges(database.fleet);
    const change = { change: "rule:place", digest: "one", reason: "né", acceptedAt: 5 };
    await changes.add(change);
    await changes.add({ ...change, digest: "before", acceptedAt: 1 });
    await changes.add({ ...change, reason: "later", acceptedAt: 9 });
    expect(await changes.list()).toEqual([{ ...change, digest: "before", acceptedAt: 1 }, change]);
  });

  test("the fleet at a glance: number, own agent, doctors and hours of each clinic, by slug", async () => {
    const { store, own } = await withDoctorAndPatient(await twoClinics(open));
    await own.openingHours.setForClinic(parseOpeningHours("Mon 08:00-09:00"));
    await own.number.save({
      phoneNumber: "+331",
      source: "imported",
      agentId: null,
      agentVersion: null,
      webhookUrl: null,
      monthlyCents: 0,
    });
    await store.agents.saveOfClinic({
      clinicId: ownClinic.id,
      agentId: "a",
      version: 4,
      settingsHash: "h",
      createdAt: 1,
    });
    const fleet = await store.fleet.clinics();
    expect(
      fleet.map(({ clinic, number, usesSocket, doctors, hasHours }) => [
        clinic.slug,
        number?.phoneNumber,
        usesSocket,
        doctors,
        hasHours,
      ]),
    ).toEqual([
      ["other", undefined, false, 1, false],
      ["own", "+331", true, 1, true],
    ]);
    expect(fleet[0]?.ownAgent).toBeNull();
    expect(fleet[1]?.ownAgent).toMatchObject({ agentId: "a", version: 4 });
  });
});
