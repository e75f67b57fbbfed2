import { noSpecialDays } from "../../src/domain/call/line/clinic-now.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { CALLER_VARIABLES } from "../../src/domain/agent/template/check-template.ts";
import { phraseKeys } from "../../src/domain/agent/template/phrases.ts";
import { callerVariables } from "../../src/domain/call/line/caller-variables.ts";
import type { Suspension } from "../../src/domain/clinic/clinic.ts";
import { closedAllWeek } from "../../src/domain/clinic/opening-hours.ts";
import {
  NOON,
  NUMBERS,
  addClinic,
  austin,
  awa,
  cotonou,
  dupont,
  imported,
  inboundCall,
  openTestDatabase,
  signed,
  signedBySdk,
  startApp,
  toldBy,
} from "./server-fixture.ts";

const INBOUND = "/webhooks/retell/inbound";

const cotonouAnswer = {
  call_inbound: {
    dynamic_variables: {
      local_time: "13:00",
      open_now: "false",
      opening_now: "fermée en ce moment, elle ouvre le lundi 23 novembre à 8 heures",
      closures: "aucune",
      notice: "Vous parlez à un assistant automatique, et l'appel peut être enregistré pour le suivi de votre demande.",
      clinic_id: "clinic-cotonou",
      clinic_slug: "clinique-test-cotonou",
      clinic_name: "Clinique Test de Cotonou",
      clinic_said: "la Clinique Test de Cotonou",
      clinic_at: "à la Clinique Test de Cotonou",
      clinic_of: "de la Clinique Test de Cotonou",
      clinic_address: "12 rue des Essais, Cotonou",
      clinic_phone: "+2290197000010",
      timezone: "Africa/Porto-Novo",
      language: "fr",
      language_name: "français",
      second_language: "none",
      second_variables: "{}",
      today: "2026-11-21",
      today_spoken: "samedi 21 novembre 2026",
      available_doctors: "1. Dr. Awa Test - généraliste (ID: doctor-awa)",
      doctor_id_map: '{"Dr. Awa Test":"doctor-awa"}',
      doctors_said: '{"doctor-awa":"le docteur Awa Test"}',
      business_hours: "le lundi de 8 heures à 12 heures 30",
      transfer_number: "+2290197000011",
      emergency_number: "+2290197000012",
      emergency_services: "le 112 ou le 118",
      crisis_line: "",
      has_transfer_number: "true",
      sms_enabled: "true",
      asks_reason: "false",
      clinic_instructions: "Parking derrière la clinique.",
      clinic_status: "open",
      call_purpose: "",
      phrase_greeting: "Clinique Test de Cotonou, bonjour.",
      phrase_hours: "Nous sommes ouverts le lundi de 8 heures à 12 heures 30.",
    },
    metadata: { clinic_id: "clinic-cotonou" },
    agent_override: {
      agent: { language: "fr-FR", boosted_keywords: ["Clinique Test de Cotonou", "Awa Test"] },
    },
  },
};

test.each([
  ["its id", `${INBOUND}/${cotonou.id}`, undefined],
  ["its slug", `${INBOUND}/${cotonou.slug}`, undefined],
  ["the dialled number", INBOUND, NUMBERS[cotonou.id]],
  ["id and number together", `${INBOUND}/${cotonou.id}`, NUMBERS[cotonou.id]],
  ["its id, whatever unknown number was dialled", `${INBOUND}/${cotonou.id}`, "+14155550150"],
])("a call is answered with its clinic's variables, by %s", async (_, path, toNumber) => {
  const { app } = await startApp();
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const response = await app.request(signed(path, inboundCall(toNumber)));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toEqual(cotonouAnswer);
  }
});

test("what the clinic lacks is an empty text, and every value is a text", async () => {
  const { app } = await startApp();
  const answer = await toldBy(
    app.request(await signedBySdk(`${INBOUND}/austin-test-clinic`, JSON.stringify(inboundCall()))),
  );
  expect(answer.dynamic_variables).toMatchObject({
    clinic_name: 'Austin "Test" Clinic',
    clinic_phone: "",
    transfer_number: "",
    emergency_number: "",
    has_transfer_number: "false",
    sms_enabled: "false",
    asks_reason: "false",
    clinic_instructions: "",
    today_spoken: "Saturday, November 21, 2026",
    available_doctors: "1. Dr Bo Test - dentist (ID: doctor-bo)",
    phrase_greeting: 'Hello, you have reached Austin "Test" Clinic.',
  });
  expect(answer.agent_override).toEqual({
    agent: { language: "en-US", boosted_keywords: ['Austin "Test" Clinic', "Dr Bo Test"] },
  });
});

test("the variables are exactly those that a template may expect", () => {
  const everyPhrase = Object.fromEntries(phraseKeys.map((key) => [key, `{{clinic_name}} ${key}`]));
  const facts = {
    clinic: austin,
    phoneNumber: null,
    doctors: [],
    hours: closedAllWeek,
    phrases: {},
    specialDays: noSpecialDays,
    suspension: null,
    asksReason: false,
  };
  const variables = callerVariables(facts, { fr: everyPhrase, en: everyPhrase, es: everyPhrase }, NOON);
  expect(Object.keys(variables).toSorted()).toEqual([...CALLER_VARIABLES].toSorted());
});

test("a chat is answered under its own key", async () => {
  const { app } = await startApp();
  const chat = { event: "chat_inbound", chat_inbound: { chat_id: "chat_1", to_number: NUMBERS[cotonou.id] } };
  const response = await app.request(signed(INBOUND, chat));
  expect(await response.json()).toEqual({ chat_inbound: cotonouAnswer.call_inbound });
});

test("keys that Retell may add are ignored", async () => {
  const { app } = await startApp();
  const call = inboundCall(NUMBERS[cotonou.id], {
    agent_version: "7",
    custom_sip_headers: { "x-a": "b" },
    future: [1],
  });
  expect((await app.request(signed(INBOUND, { ...call, also: {} }))).status).toBe(200);
});

test.each(["onboarding", "offboarded"] as const)(
  "calls of a clinic that is %s are rejected in the only way that Retell acts on",
  async (status) => {
    const { app, store } = await startApp();
    await app.request(signed(`${INBOUND}/${cotonou.id}`, inboundCall()));
    await store.clinics.update({ ...cotonou, status });
    const call = await app.request(signed(`${INBOUND}/${cotonou.id}`, inboundCall()));
    expect([call.status, await call.json()]).toEqual([200, { call_inbound: { reject: true } }]);
    const chat = await app.request(signed(INBOUND, { chat_inbound: { to_number: NUMBERS[cotonou.id] } }));
    expect(await chat.json()).toEqual({ chat_inbound: { reject: true } });
  },
);

describe("a suspended clinic", () => {
  const suspension = { message: null, forwardTo: null, suspendedAt: NOON } as const;

  async function suspended(change: Partial<Suspension>) {
    const { app, store } = await startApp();
    await app.request(signed(`${INBOUND}/${cotonou.id}`, inboundCall()));
    await store.scope(cotonou.id).suspension.save({ ...suspension, answer: "message", ...change });
    await store.clinics.update({ ...cotonou, status: "suspended" });
    return app.request(signed(`${INBOUND}/${cotonou.id}`, inboundCall()));
  }

  test("says that it is closed, in its language, and lets the flow end", async () => {
    expect((await toldBy(suspended({}))).dynamic_variables).toMatchObject({
      clinic_id: cotonou.id,
      clinic_status: "closed",
      phrase_greeting:
        "Bonjour, vous êtes bien à la Clinique Test de Cotonou. Notre accueil téléphonique est fermé pour le moment. En cas d'urgence, appelez le 112 ou le 118. Merci de votre appel, au revoir.",
    });
  });

  test("says its own words if it has some, with its facts filled in", async () => {
    const { dynamic_variables: told } = await toldBy(suspended({ message: "Fermé. Appelez le {{clinic_phone}}." }));
    expect(told["phrase_greeting"]).toBe("Fermé. Appelez le +2290197000010.");
  });

  test("offers to transfer the caller to the line that takes its calls", async () => {
    const told = await toldBy(suspended({ answer: "forward", forwardTo: "+2290197000099" }));
    expect(told.dynamic_variables).toMatchObject({
      clinic_status: "forwarded",
      transfer_number: "+2290197000099",
      has_transfer_number: "true",
    });
  });

  test("is rejected if it chose so, and answered as usual after it resumes", async () => {
    expect(await (await suspended({ answer: "reject" })).json()).toEqual({ call_inbound: { reject: true } });
    const { app, store } = await startApp();
    await store.clinics.update({ ...cotonou, status: "suspended" });
    await store.clinics.update({ ...cotonou, status: "active" });
    expect(await (await app.request(signed(`${INBOUND}/${cotonou.id}`, inboundCall()))).json()).toEqual(cotonouAnswer);
  });
});

test.each([
  ["an unknown id", `${INBOUND}/nobody`, NUMBERS[cotonou.id]],
  ["an unknown number", INBOUND, "+14155550150"],
  ["no number", INBOUND, undefined],
])("%s is answered with 404", async (_, path, toNumber) => {
  const { app } = await startApp();
  const response = await app.request(signed(path, inboundCall(toNumber)));
  expect([response.status, await response.json()]).toEqual([404, { error: "Clinic not found" }]);
});

test("if path and dialled number belong to two clinics, the signed number decides and the log says so", async () => {
  const { app, log } = await startApp();
  for (const expectedWarnings of [1, 2]) {
    const answer = await toldBy(app.request(signed(`${INBOUND}/${cotonou.id}`, inboundCall(NUMBERS[austin.id]))));
    expect(answer.metadata).toEqual({ clinic_id: austin.id });
    expect(JSON.stringify(answer)).not.toContain("otonou");
    expect(log.lines.filter(({ level }) => level === "warn")).toHaveLength(expectedWarnings);
  }
});

test("the date follows the clinic's own midnight", async () => {
  const { app, clock } = await startApp();
  const todayAt = async (at: number) => {
    clock.time = at;
    const told = await toldBy(app.request(signed(`${INBOUND}/${austin.id}`, inboundCall(), at)));
    return told.dynamic_variables["today"];
  };
  expect(await todayAt(Date.UTC(2026, 10, 22, 5, 59, 59))).toBe("2026-11-21");
  expect(await todayAt(Date.UTC(2026, 10, 22, 6, 0, 0))).toBe("2026-11-22");
});

test("the next caller hears what another process wrote", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-server-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "test.db");
  const { app, database } = await startApp({}, path);
  const other = await openTestDatabase(path);
  const cli = sqlStore(other);
  const call = async (clinicId: string) => {
    // A real request arrives in a new turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    return app.request(signed(`${INBOUND}/${clinicId}`, inboundCall()));
  };
  const variables = async (clinicId: string) => (await toldBy(call(clinicId))).dynamic_variables;
  expect((await variables(cotonou.id))["clinic_name"]).toBe("Clinique Test de Cotonou");
  await cli.scope(cotonou.id).doctors.add({ ...dupont, id: "doctor-new", name: "Nouveau Test" });
  expect((await variables(cotonou.id))["available_doctors"]).toContain("2. Dr. Nouveau Test");
  await cli.scope(cotonou.id).doctors.update({ ...awa, active: false });
  expect((await variables(cotonou.id))["available_doctors"]).not.toContain("Awa");
  await cli
    .scope(cotonou.id)
    .openingHours.setForClinic({ ...closedAllWeek, tue: [{ opens: "10:00", closes: "11:00" }] });
  expect((await variables(cotonou.id))["business_hours"]).toBe("le mardi de 10 heures à 11 heures");
  await cli.clinics.update({ ...cotonou, name: "Clinique Renommée" });
  expect((await variables(cotonou.id))["phrase_greeting"]).toBe("Clinique Renommée, bonjour.");
  const { phrases } = cli.scope(cotonou.id);
  await phrases.save({ language: "fr", key: "greeting", text: "Bienvenue à {{clinic_name}}." });
  await phrases.save({ language: "en", key: "greeting", text: "Welcome." });
  expect((await variables(cotonou.id))["phrase_greeting"]).toBe("Bienvenue à Clinique Renommée.");
  expect((await variables(austin.id))["phrase_greeting"]).toBe('Hello, you have reached Austin "Test" Clinic.');
  await phrases.remove({ language: "fr", key: "greeting" });
  expect((await variables(cotonou.id))["phrase_greeting"]).toBe("Clinique Renommée, bonjour.");
  expect((await call("new")).status).toBe(404);
  await addClinic(cli, { ...austin, id: "new", slug: "new-clinic" }, [{ ...dupont, id: "doctor-2" }]);
  expect((await variables("new"))["clinic_slug"]).toBe("new-clinic");
  await other.close();
  await database.close();
});

test("a number that moves to another clinic is answered by that clinic at once", async () => {
  const { app, store } = await startApp();
  const call = () => app.request(signed(INBOUND, inboundCall("+2290197000001")));
  expect((await toldBy(call())).metadata.clinic_id).toBe(cotonou.id);
  await store.scope(cotonou.id).number.remove();
  expect((await call()).status).toBe(404);
  await store.scope(austin.id).number.remove();
  await store.scope(austin.id).number.save(imported("+2290197000001"));
  expect((await toldBy(call())).metadata.clinic_id).toBe(austin.id);
});
