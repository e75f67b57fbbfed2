import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { sqlClinicRevisions } from "../../src/adapters/sql/clinics/clinic-stores.ts";
import { SETTINGS_TABLES } from "../../src/adapters/sql/database.ts";
import { isPostgres } from "../../src/adapters/sql/migrations/engine.ts";
import type { ClinicNumber, Doctor } from "../../src/domain/clinic/clinic.ts";
import { closedAllWeek, parseOpeningHours } from "../../src/domain/clinic/opening-hours.ts";
import { engines } from "../fakes/engines.ts";
import { testClinic } from "../fakes/test-clinic.ts";
import {
  idsOf,
  otherClinic,
  ownClinic,
  twoClinics,
  withDoctorAndPatient,
  rivalry,
  visitOf,
} from "../fakes/two-clinics.ts";

const awa: Doctor = { id: "doctor-1", name: "Awa Test", specialty: "Dentist", email: null, active: true };

const bought: ClinicNumber = {
  phoneNumber: "+33123456789",
  source: "bought",
  agentId: "agent-1",
  agentVersion: 3,
  webhookUrl: "https://voice.example.com/webhooks/inbound/own",
  monthlyCents: 200,
};

describe.each(engines)("clinics on %s", (_engine, open) => {
  test("come back as they were added, by id and by slug, in the order of slugs", async () => {
    const { store } = await twoClinics(open);
    const retell = { account: "ACME_KEY", agentId: "agent-9", agentVersion: 4 };
    const full = testClinic({ id: "clinic-3", slug: "Zebra", name: "Zèbre", retell, smsEnabled: true, notice: "" });
    const accented = testClinic({ id: "clinic-4", slug: "abc-2", name: "\u{1F3E5} Œil", instructions: "a\nb" });
    for (const clinic of [full, accented]) await store.clinics.add(clinic);
    expect(await store.clinics.find("clinic-3")).toEqual(full);
    expect(await store.clinics.find("abc-2")).toEqual(accented);
    expect(await store.clinics.find("ABC-2")).toBeUndefined();
    expect((await store.clinics.list()).map(({ slug }) => slug)).toEqual(["Zebra", "abc-2", "other", "own"]);
    expect(await store.clinics.accounts()).toEqual(["ACME_KEY"]);
  });

  test("no two have one slug, and none is changed that is not there", async () => {
    const { store } = await twoClinics(open);
    const taken = testClinic({ id: "clinic-3", slug: "own" });
    await expect(store.clinics.add(taken)).rejects.toMatchObject({ code: "conflict" });
    await expect(store.clinics.update({ ...otherClinic, slug: "own" })).rejects.toMatchObject({ code: "conflict" });
    const gone = testClinic({ id: "clinic-3", slug: "gone" });
    await expect(store.clinics.update(gone)).rejects.toMatchObject({ code: "not_found" });
    await store.clinics.update({ ...otherClinic, name: "Renamed", status: "suspended" });
    expect(await store.clinics.find("other")).toMatchObject({ name: "Renamed", status: "suspended" });
  });

  test("of ten that add one slug at once, one does", async () => {
    const { store } = await twoClinics(open);
    const adding = Array.from({ length: 10 }, (_, index) =>
      store.clinics.add(testClinic({ id: `rival-${index}`, slug: "rival" })),
    );
    expect(await rivalry(adding)).toEqual({ won: 1, refusedWith: ["conflict"] });
  });

  test("are listed page by page with number and active doctors, and found by words and numbers", async () => {
    const { store, own } = await withDoctorAndPatient(await twoClinics(open));
    await own.doctors.add({ ...awa, id: "left", name: "Luc Essai", active: false });
    await own.number.save(bought);
    await store.clinics.add(testClinic({ id: "clinic-3", slug: "a", name: "Clinique Sainte-Thérèse" }));
    const all = await store.clinics.overview();
    expect(all.map(({ clinic, phoneNumber, doctors }) => [clinic.slug, phoneNumber, doctors])).toEqual([
      ["a", null, 0],
      ["other", null, 1],
      ["own", bought.phoneNumber, 1],
    ]);
    const slugs = async (asked: Parameters<typeof store.clinics.overview>[0]) =>
      (await store.clinics.overview(asked)).map(({ clinic }) => clinic.slug);
    expect(await slugs({ limit: 2 })).toEqual(["a", "other"]);
    expect(await slugs({ limit: 2, after: { by: "other", id: otherClinic.id } })).toEqual(["own"]);
    expect(await slugs({ search: "SAINTE therese" })).toEqual(["a"]);
    expect(await slugs({ search: "0123 45 67 89" })).toEqual(["own"]);
    expect(await slugs({ search: "100%" })).toEqual([]);
  });

  test("a number belongs to one clinic, which is found by it", async () => {
    const { own, other, store } = await twoClinics(open);
    await own.number.save(bought);
    await own.number.save({ ...bought, agentVersion: 4 });
    expect(await own.number.find()).toEqual({ ...bought, agentVersion: 4 });
    expect(await other.number.find()).toBeUndefined();
    await expect(other.number.save(bought)).rejects.toMatchObject({ code: "conflict" });
    expect((await store.clinics.findByNumber(bought.phoneNumber))?.id).toBe(ownClinic.id);
    await other.number.remove();
    expect(await own.number.find()).toBeDefined();
    await own.number.remove();
    expect(await store.clinics.findByNumber(bought.phoneNumber)).toBeUndefined();
  });

  test("doctors are listed in the order they were added, active ones alone, none twice by name", async () => {
    const { own, other } = await twoClinics(open);
    const late = { ...awa, id: "z", name: "Zoé", pronunciation: "zo.e", late: { on: "2026-03-02", minutes: 15 } };
    await own.doctors.add(late);
    await own.doctors.add(awa);
    await other.doctors.add({ ...awa, id: "stranger" });
    expect(await own.doctors.list()).toEqual([late, awa]);
    await expect(own.doctors.add({ ...awa, id: "again" })).rejects.toMatchObject({ code: "conflict" });
    await expect(own.doctors.update({ ...late, name: awa.name })).rejects.toMatchObject({ code: "conflict" });
    await own.doctors.update({ ...awa, active: false });
    expect(idsOf(await own.doctors.list())).toEqual(["z"]);
    expect(await own.doctors.find(awa.id)).toEqual({ ...awa, active: false });
    expect(await own.doctors.find("stranger")).toBeUndefined();
    const stranger = { ...awa, id: "stranger", name: "Taken over" };
    await expect(own.doctors.update(stranger)).rejects.toMatchObject({ code: "not_found" });
    expect((await other.doctors.find("stranger"))?.name).toBe("Awa Test");
  });

  test("hours of the clinic and of doctors, and periods by their first date", async () => {
    const { own, other } = await withDoctorAndPatient(await twoClinics(open));
    const hours = parseOpeningHours("Mon-Fri 08:00-12:30,14:00-18:00");
    const { openingHours } = own;
    expect(await openingHours.ofClinic()).toEqual(closedAllWeek);
    await openingHours.setForClinic(hours);
    await openingHours.setForDoctor("doctor-own", parseOpeningHours("Tue 09:00-10:00"));
    expect(await openingHours.ofClinic()).toEqual(hours);
    expect(await openingHours.ofDoctors()).toEqual(new Map([["doctor-own", parseOpeningHours("Tue 09:00-10:00")]]));
    await openingHours.setForDoctor("doctor-own", null);
    expect(await openingHours.ofDoctors()).toEqual(new Map());
    expect(await other.openingHours.ofClinic()).toEqual(closedAllWeek);
    const period = { doctorId: null, firstDate: "2026-07-01", lastDate: null, everyWeeks: 2, hours } as const;
    await openingHours.addPeriod({ ...period, id: "b" });
    await openingHours.addPeriod({ ...period, id: "c", firstDate: "2026-01-01", lastDate: "2026-01-31" });
    await openingHours.addPeriod({ ...period, id: "a", doctorId: "doctor-own" });
    expect(idsOf(await openingHours.periods())).toEqual(["c", "a", "b"]);
    expect((await openingHours.periods())[2]).toEqual({ ...period, id: "b" });
    expect([await other.openingHours.removePeriod("a"), await openingHours.removePeriod("a")]).toEqual([false, true]);
    expect(await openingHours.removePeriod("a")).toBe(false);
  });

  test("whatever callers hear of changes the clinic's revision, and no other's", async () => {
    const { database, own, store } = await twoClinics(open);
    const revisions = sqlClinicRevisions(database);
    const seen = new Set([await revisions.of(ownClinic.id)]);
    const neighbour = await revisions.of(otherClinic.id);
    const changes = [
      () => own.doctors.add(awa),
      () => own.openingHours.setForClinic(parseOpeningHours("Mon 08:00-09:00")),
      () => own.number.save(bought),
      () => own.number.remove(),
      () => own.doctors.update({ ...awa, active: false }),
      () => store.clinics.update({ ...ownClinic, name: "New" }),
    ];
    for (const change of changes) {
      const mark = revisions.writeMark();
      await change();
      expect(revisions.writeMark()).not.toBe(mark);
      seen.add(await revisions.of(ownClinic.id));
    }
    expect(seen.size).toBe(changes.length + 1);
    expect(await revisions.of(otherClinic.id)).toBe(neighbour);
    expect(await revisions.of("nowhere")).toBeUndefined();
  });

  test("a booking is no change of settings, and leaves no kept reply in doubt", async () => {
    const { database, own } = await withDoctorAndPatient(await twoClinics(open));
    const before = database.ownSettingsChanges();
    await own.booking.transact(async (stores) => {
      await stores.appointments.add(visitOf("visit", 60));
      expect(database.ownSettingsChanges()).toBe(before);
    });
    expect(database.ownSettingsChanges()).toBe(before);
    await own.doctors.add({ ...awa, name: "Luc Essai" });
    expect(database.ownSettingsChanges()).not.toBe(before);
  });

  test("every table whose changes give a clinic a new revision is one of the settings", async () => {
    const { database } = await twoClinics(open);
    const names = isPostgres(database.fleet)
      ? sql<{
          name: string;
        }>`select event_object_table as name from information_schema.triggers where trigger_name like '%bumps_revision'`
      : sql<{
          name: string;
        }>`select tbl_name as name from sqlite_master where type = 'trigger' and name like '%bumps_revision'`;
    const { rows } = await names.execute(database.fleet);
    expect(rows.length).toBeGreaterThan(5);
    for (const { name } of rows) expect(SETTINGS_TABLES).toContain(name);
  });
});
