import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { requireClinic } from "../../src/domain/fleet/ports.ts";
import { clinicFile } from "../fakes/clinic-file.ts";
import { type Installation, openInstallation } from "../fakes/sandbox-installation.ts";
import { coming } from "../fakes/stored-clinic.ts";

const opened: Installation[] = [];

afterEach(async () => {
  for (const installation of opened.splice(0)) await installation.close();
});

const patient = "+2290197000077";

const placed = z.looseObject({
  repeated: z.boolean(),
  dial_id: z.string().nullable(),
  contact_id: z.string().nullable(),
  state: z.string().nullable(),
  call_id: z.string().nullable(),
});

/** A clinic whose number is bound, with a patient who comes on Tuesday. */
async function installed() {
  const installation = await openInstallation();
  opened.push(installation);
  const { ascendia, file } = installation;
  await ascendia("agent:create", "--yes");
  const onboarded = await ascendia("clinic:onboard", "--file", file("clinic.json", clinicFile), "--yes");
  expect(onboarded.code).toBe(0);
  const slug = "clinique-sainte-therese";
  const [doctor = ""] = clinicFile.doctors.map(({ name }) => name);
  const slot = ["--doctor", doctor, "--date", coming.tuesday, "--time", "14:00"];
  const who = ["--patient", "Awa Test", "--phone", patient, "--reason", "test"];
  const booked = await ascendia("appointment:book", "--clinic", slug, ...slot, ...who);
  expect(booked.code).toBe(0);
  const place = (...argv: readonly string[]) => ["call:place", "--clinic", slug, ...argv];
  const calls = async () => (await installation.dashboard.call.list({})).items;
  return { ...installation, slug, place, calls };
}

const now = ["--force", "a test has no hours", "--yes"];

test("a contact is found by the end of its id, as lists show it", async () => {
  const { ascendia, data, place } = await installed();
  const { contact_id: id } = await data(placed, ...place("--to", patient, "--key", "k1", ...now));
  // The contact is found: only the call under way prevents a second one.
  const shown = await ascendia(...place("--contact", id?.slice(-8) ?? "", ...now));
  expect(shown.stderr).toContain("another call to this contact");
  expect((await ascendia(...place("--contact", "00000000", ...now))).stderr).toContain("00000000");
});

test("a patient is called about their appointment, once per key, after showing recipient, time and price", async () => {
  const { ascendia, data, place, calls, dashboard } = await installed();
  const shown = await ascendia(...place("--to", patient, "--key", "k1", ...now));
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.stderr).toContain("**77, in fr");
  expect(shown.stderr).toContain("+2290197000001");
  expect(shown.stderr).not.toContain(patient);
  const again = await data(placed, ...place("--to", patient, "--key", "k1", ...now));
  const [call, ...others] = await calls();
  expect(others).toEqual([]);
  expect(again).toMatchObject({ repeated: true, state: "placed", call_id: call?.call_id });
  const made = await dashboard.call.retrieve(call?.call_id ?? "");
  expect(made).toMatchObject({
    to_number: patient,
    metadata: { dial_id: again.dial_id, contact_id: again.contact_id },
    retell_llm_dynamic_variables: {
      customer_name: "Awa Test",
      call_purpose: "reminder",
      appointment_time: "14 heures",
    },
  });
});

test("a call for later is planned, and only shown under --dry-run", async () => {
  const { data, place, calls } = await installed();
  const at = ["--at", `${coming.monday} 10:00`, "--yes"];
  expect(await data(placed, ...place("--to", patient, ...at, "--dry-run"))).toMatchObject({
    state: null,
    dial_id: null,
  });
  expect(await data(placed, ...place("--to", patient, ...at))).toMatchObject({ state: "planned", call_id: null });
  expect(await calls()).toEqual([]);
});

test("the rule that forbids a call is named, and only the hours can be overridden", async () => {
  const { json, place, calls } = await installed();
  const night = ["--at", `${coming.monday} 03:00`, "--yes"];
  expect(await json(...place("--to", patient, ...night))).toMatchObject({
    code: 1,
    error: { code: "forbidden", message: expect.stringContaining("OUTSIDE_HOURS") as unknown },
  });
  expect(await json(...place("--to", patient, ...night, "--force", "she asked for it"))).toMatchObject({ code: 0 });
  expect(await json(...place("--to", patient, "--key", "other", ...now))).toMatchObject({
    error: { message: expect.stringContaining("CALL_UNDER_WAY") as unknown },
  });
  expect(await json(...place("--to", "+2290197000078", ...now))).toMatchObject({
    error: {
      message: expect.stringContaining("NO_APPOINTMENT: No one with that number has an upcoming app") as unknown,
    },
  });
  expect(await calls()).toEqual([]);
});

test("nobody is called after their appointment, whatever is overridden", async () => {
  const { json, place, calls } = await installed();
  const after = ["--at", `${coming.tuesday} 14:00`, "--force", "she asked for it", "--yes"];
  expect(await json(...place("--to", patient, ...after))).toMatchObject({
    code: 1,
    error: { code: "forbidden", message: expect.stringContaining("APPOINTMENT_PAST") as unknown },
  });
  expect(await calls()).toEqual([]);
});

test("an opt-out is never overridden", async () => {
  const { databasePath, json, slug, place, calls } = await installed();
  const store = sqlStore(await openDatabase(databasePath, "sandbox"));
  const clinic = await requireClinic(slug, store.clinics);
  const optOut = { phone: patient, source: "staff", callId: null, reason: null, createdAt: 1 } as const;
  await store.scope(clinic.id).outreach.stores.optOuts.add(optOut);
  await store.close();
  expect(await json(...place("--to", patient, ...now))).toMatchObject({
    error: { code: "forbidden", message: expect.stringContaining("OPTED_OUT") as unknown },
  });
  expect(await calls()).toEqual([]);
});

test("overridden hours are in the audit log with the reason, and without the number", async () => {
  const { ascendia, place, slug } = await installed();
  await ascendia(...place("--to", patient, ...now));
  const { stdout } = await ascendia("audit:list", "--json");
  expect(stdout).toContain("call:place");
  expect(stdout).toContain("a test has no hours");
  expect(stdout).toContain(`clinic:${slug}`);
  expect(stdout).not.toContain(patient);
});

test("a call whose answer was lost is looked up and found", async () => {
  const { data, place, calls, fault } = await installed();
  await fault({ kind: "answer_lost", method: "POST", path: "/v2/create-phone-call" });
  const [call] = [await data(placed, ...place("--to", patient, ...now))];
  expect(call).toMatchObject({ state: "placed" });
  expect((await calls()).map(({ call_id }) => call_id)).toEqual([call.call_id]);
});

test.each([
  [["--to", patient, "--contact", "c"], "--to"],
  [[], "--contact"],
  [["--to", patient, "--at", "soon"], "--at"],
  [["--to", patient, "--at", "2020-01-01 09:00"], "past"],
  [["--to", patient, "--key", "a b"], "--key"],
  [["--to", patient, "--force", " "], "--force"],
  [["--to", "12"], "--to"],
])("%j is refused with what is wrong", async (argv, named) => {
  const { json, place } = await installed();
  const { code, error } = await json(...place(...argv));
  expect(code).not.toBe(0);
  expect(JSON.stringify(error)).toContain(named);
});

test("a notice goes to someone without an appointment who agreed, and can be cancelled or ended", async () => {
  const { ascendia, data, place, calls, dashboard, slug } = await installed();
  const at = ["--clinic", slug] as const;
  const notice = ["--to", "+2290197000078", "--about", "Vos documents sont prêts", "--yes"];
  const refused = await ascendia(...place(...notice, ...now));
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain("NO_CONSENT");
  const consent = ["--name", "Sena Test", "--consent", "asked at the desk"];
  const later = await data(placed, ...place(...notice, ...consent, "--at", `${coming.monday} 10:00`));
  const cancelled = z.looseObject({ state: z.string(), repeated: z.boolean() });
  expect(await data(cancelled, "call:cancel", later.dial_id ?? "", ...at)).toMatchObject({
    state: "failed",
    repeated: false,
  });
  expect(await data(cancelled, "call:cancel", later.dial_id ?? "", ...at)).toMatchObject({ repeated: true });
  const made = await data(placed, ...place(...notice, ...now));
  const { retell_llm_dynamic_variables: variables } = await dashboard.call.retrieve(made.call_id ?? "");
  expect(variables).toMatchObject({ call_purpose: "notice" });
  expect(variables?.["phrase_reminder_notice"]).toContain("Vos documents sont prêts. Pour ne plus être appelé");
  expect((await ascendia("call:cancel", made.dial_id ?? "", ...at)).stderr).toContain("call:stop");
  expect((await ascendia("call:stop", made.call_id ?? "", ...at, "--yes")).code).toBe(0);
  expect((await dashboard.call.retrieve(made.call_id ?? "")).call_status).toBe("ended");
  expect((await ascendia("call:stop", made.call_id ?? "", ...at, "--yes")).code).toBe(1);
  expect(await calls()).toHaveLength(1);
});

test("one person is added once, and called only after they agreed", async () => {
  const { data, ascendia, slug } = await installed();
  const added = z.looseObject({ contact_id: z.string().nullable(), may_call: z.boolean(), repeated: z.boolean() });
  const who = ["--clinic", slug, "--name", "Sena Test", "--phone", "01 97 00 00 78"] as const;
  const first = await data(added, "contact:add", ...who);
  expect(first).toMatchObject({ may_call: false, repeated: false });
  expect(await data(added, "contact:add", ...who)).toMatchObject({ contact_id: first.contact_id, repeated: true });
  const own = await ascendia("contact:add", "--clinic", slug, "--name", "Sena Test", "--phone", "0197000001");
  expect(own.stderr).toContain("a clinic's own number at Retell");
  for (const phone of ["0197000001", "+33899123456", "+881612345678"]) {
    const refused = ["contact:add", "--clinic", slug, "--name", "Sena Test", "--phone", phone];
    const [dry, real] = [await ascendia(...refused, "--dry-run"), await ascendia(...refused)];
    expect([dry.code, dry.stderr]).toEqual([1, real.stderr]);
  }
  const past = await ascendia("contact:add", ...who, "--at", "2020-01-01 09:00");
  expect(past.stderr).toContain("in the past");
});
