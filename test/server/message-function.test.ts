import { type Clinic, defaultNotices } from "../../src/domain/clinic/clinic.ts";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import { MessageMetrics } from "../../src/server/metrics/business-metrics.ts";
import { NOON, NUMBERS, SetClock, austin, cotonou, signed, startApp } from "./server-fixture.ts";

const CALLER = "+2290197000055";
const answerSchema = z.object({ message: z.string(), taken: z.enum(["true", "false", "refused"]) });
const metrics = new MessageMetrics();

async function start() {
  const opened: { store?: Awaited<ReturnType<typeof startApp>>["store"] } = {};
  let ids = 0;
  const functions = clinicFunctions((clinic) => {
    if (opened.store === undefined) throw new Error("not started");
    return {
      clinic,
      database: opened.store.scope(clinic.id).outreach,
      fleetPause: opened.store.fleetPause,
      isRetellNumber: () => Promise.resolve(false),
      holidays: publicHolidays(),
      clock: new SetClock(),
      newId: () => `new-${(ids += 1)}`,
      noteMessage: metrics.note,
    };
  });
  const server = await startApp({ functions });
  opened.store = server.store;
  return server;
}

let sent = 0;
let server: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  server = await start();
});

async function leave(args: object, { from = CALLER, clinic = cotonou }: { from?: string; clinic?: Clinic } = {}) {
  const call = {
    call_id: "call_1",
    direction: "inbound",
    to_number: NUMBERS[clinic.id],
    from_number: from,
    retell_llm_dynamic_variables: { clinic_id: clinic.id },
  };
  const body = { name: "take_message", args: { clinic_id: clinic.id, ...args }, call };
  const response = await server.app.request(signed("/api/take-message", body, NOON + (sent += 1)));
  expect(response.status).toBe(200);
  return answerSchema.parse(await response.json());
}

const scope = (clinic: Clinic = cotonou) => server.store.scope(clinic.id);
const messages = (clinic?: Clinic) => scope(clinic).outreach.stores.messages.list({ isOpenOnly: true });

test("an urgent message is urgent however a model writes the word", async () => {
  await leave({ message: "Mon plâtre me serre.", callback_number: "01 97 00 00 77", urgency: "Urgent" });
  expect(await messages()).toMatchObject([{ urgency: "urgent" }]);
});

test("a message is stored, mailed to the owner and read back", async () => {
  const before = metrics.text();
  const said = {
    message: "J'ai besoin d'un certificat.",
    caller_name: "Koffi Test",
    callback_number: "01 97 00 00 77",
  };
  const { taken, message } = await leave({ ...said, urgency: "urgent" });
  expect(taken).toBe("true");
  expect(message).toBe(
    "C'est noté pour l'équipe, comme urgent. Je lui transmets : « J'ai besoin d'un certificat. » Numéro de rappel : 01 97 00 00 77.",
  );
  expect(await messages()).toMatchObject([
    { name: "Koffi Test", phone: "+2290197000077", text: said.message, urgency: "urgent", doneAt: null },
  ]);
  const [mail, ...others] = await scope().outbox.list();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    kind: "message",
    recipient: cotonou.ownerEmail,
    subject: "Message urgent d'un appelant",
  });
  expect(mail?.body).toContain("01 97 00 00 77");
  expect(metrics.text()).not.toBe(before);
  expect(await messages(austin)).toEqual([]);
});

test.each(["+19005550123", "+18705550123", "+870773112345"])(
  "the team is never asked to call %s back",
  async (from) => {
    const asked = await leave({ message: "Please call me about my results." }, { from, clinic: austin });
    const isCostly = from !== "+18705550123";
    expect(asked.taken).toBe(isCostly ? "false" : "true");
    const { message } = await leave(
      { message: "Please call me about my results.", number_asked: "true" },
      { from, clinic: austin },
    );
    expect(message.includes("The team has no number to call you back on.")).toBe(isCostly);
    expect((await messages(austin)).at(-1)?.phone).toBe(isCostly ? null : from);
  },
);

test("a repeated message in one call is stored once", async () => {
  await leave({ message: "Rappelez-moi." });
  await leave({ message: "Rappelez-moi." });
  await leave({ message: "Apportez aussi le dossier." });
  expect((await messages()).map(({ text }) => text)).toHaveLength(2);
  expect(await scope().outbox.list()).toHaveLength(2);
});

test("without a number the caller is asked once, then the message is stored without one", async () => {
  const withheld = { from: "anonymous" };
  const first = await leave({ message: "Je serai en retard." }, withheld);
  expect(first).toEqual({ taken: "false", message: "À quel numéro l'équipe peut-elle vous rappeler ?" });
  expect(await messages()).toEqual([]);
  const second = await leave({ message: "Je serai en retard.", number_asked: "true" }, withheld);
  expect(second.taken).toBe("true");
  expect(second.message).toContain("L'équipe n'a pas de numéro où vous rappeler.");
  expect(await messages()).toMatchObject([{ phone: null }]);
});

test("an empty message, or a variable that Retell never filled, is asked for", async () => {
  for (const message of ["", "  ", "{{message_text}}"]) {
    expect(await leave({ message })).toEqual({
      taken: "false",
      message: "Quel message dois-je transmettre à l'équipe ?",
    });
  }
  expect(await messages()).toEqual([]);
});

test("a clinic that redacts transcripts stores no number in the text, and one without mails gets none", async () => {
  await scope().privacySettings.save({ retentionDays: null, redactTranscripts: true, verify: "either" });
  await scope().notices.save({
    ...defaultNotices,
    callSummaries: false,
    digestHour: null,
    weeklyDay: null,
    messages: false,
    recipients: [],
  });
  await leave({ message: "Appelez le 01 97 00 00 77." });
  expect(await messages()).toMatchObject([{ text: "Appelez le [numéro].", phone: CALLER }]);
  expect(await scope().outbox.list()).toEqual([]);
});

test("retention and erasure include messages", async () => {
  await leave({ message: "De la part de Koffi Test." });
  expect(await scope().retention.eraseBefore(NOON)).toEqual({});
  const person = {
    patientIds: [],
    contactIds: [],
    names: [],
    phones: [CALLER],
    sharedPhones: [],
    emails: [],
    sharedNames: [],
  };
  expect(await scope().people.read(person)).toMatchObject({ messages: [{ phone: CALLER }] });
  expect(await scope().people.erase(person)).toMatchObject({ messages: 1 });
  expect(await messages()).toEqual([]);
  await leave({ message: "Encore un." });
  expect(await scope().retention.eraseBefore(NOON * 2)).toMatchObject({ messages: 1 });
});

test("a premium number, or the clinic's own, is asked for once and never stored", async () => {
  for (const [number, text] of [
    ["+1 900 555 0199", "Un message."],
    [String(cotonou.phone), "Un autre."],
  ] as const) {
    const said = { message: text, callback_number: number };
    expect(await leave(said)).toMatchObject({ taken: "false" });
    expect(await leave({ ...said, number_asked: "true" })).toMatchObject({ taken: "true" });
  }
  expect((await messages()).map(({ phone }) => phone)).toEqual([CALLER, CALLER]);
});

test("a call leaves at most five messages", async () => {
  for (const text of ["un", "deux", "trois", "quatre", "cinq"]) await leave({ message: text });
  expect(await leave({ message: "six" })).toEqual({
    message: "Je ne peux plus prendre de message pendant cet appel.",
    taken: "refused",
  });
  expect(await messages()).toHaveLength(5);
});
