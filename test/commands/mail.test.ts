import { defaultNotices } from "../../src/domain/clinic/clinic.ts";
import { join } from "node:path";
import ICAL from "ical.js";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { notifyOfCall } from "../../src/domain/mail/contents/notify-clinic.ts";
import { welcomeMail } from "../../src/domain/mail/contents/owner-mail.ts";
import { type MailServer, startMailServer } from "../fakes/mail/mail-server.ts";
import { type ReceivedMail, partOf } from "../fakes/mail/read-mail.ts";
import { coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const servers: MailServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function mailServer(...behaviour: Parameters<typeof startMailServer>): Promise<MailServer> {
  const server = await startMailServer(...behaviour);
  servers.push(server);
  return server;
}

const list = z.object({
  mails: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      recipient: z.string(),
      state: z.string(),
      error: z.string().nullable(),
    }),
  ),
});
const booked = z.object({ appointment: z.object({ id: z.string() }) });

type Clinic = Awaited<ReturnType<typeof storedClinic>>;

/** Books with a mail address, moves, cancels. */
async function wholeStory(clinic: Clinic): Promise<void> {
  const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00"];
  const patient = ["--patient", "Koffi Test", "--phone", "0197000021", "--email", "koffi@example.com"];
  const { appointment } = await clinic.data(booked, "appointment:book", ...slot, ...patient);
  const there = ["--date", coming.wednesday, "--time", "10:00"];
  const moved = await clinic.data(booked, "appointment:reschedule", appointment.id, ...there);
  await clinic.data(z.unknown(), "appointment:cancel", moved.appointment.id, "--yes");
}

function send(clinic: Clinic, server: Pick<MailServer, "url">, ...flags: readonly string[]) {
  const env = { SMTP_URL: server.url, MAIL_FROM: "Accueil <reception@example.org>" };
  return run(["mail:send", ...flags], { cwd: clinic.cwd, env });
}

function calendarOf(mail: ReceivedMail) {
  const component = ICAL.Component.fromString(partOf(mail, "text/calendar").content);
  const event = new ICAL.Event(component.getFirstSubcomponent("vevent") ?? undefined);
  const attendee = event.attendees[0]?.getFirstValue();
  return {
    method: component.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    starts: event.startDate.toJSDate().toISOString(),
    attendee: String(attendee).toLowerCase(),
  };
}

describe("a patient's mails", () => {
  it("follow the appointment through booking, move and cancellation, as text, HTML and one calendar entry", async () => {
    const clinic = await storedClinic();
    const server = await mailServer();
    await wholeStory(clinic);
    expect((await send(clinic, server)).stdout).toContain("3 sent");
    expect(server.received.map(({ subject }) => subject)).toEqual([
      "Votre rendez-vous : Clinique Test",
      "Votre rendez-vous est déplacé : Clinique Test",
      "Votre rendez-vous est annulé : Clinique Test",
    ]);
    const calendars = server.received.map((mail) => calendarOf(mail));
    const [first] = calendars;
    expect(new Set(calendars.map(({ uid }) => uid)).size).toBe(1);
    expect(first).toMatchObject({ starts: `${coming.tuesday}T08:00:00.000Z`, attendee: "mailto:koffi@example.com" });
    expect(calendars.map(({ method, sequence }) => `${String(method)} ${sequence}`)).toEqual([
      "REQUEST 0",
      "REQUEST 1",
      "CANCEL 2",
    ]);
    const [mail] = server.received;
    if (mail === undefined) throw new Error("nothing arrived");
    expect(mail.to).toEqual(["koffi@example.com"]);
    expect(mail.headers["from"]).toContain("Clinique Test");
    expect(mail.headers["reply-to"]).toContain("owner@example.com");
    expect(partOf(mail, "text/calendar").headers["content-type"]).toMatch(/method="?REQUEST"?/u);
    expect(partOf(mail, "text/plain").content).toContain("9 h");
    expect(partOf(mail, "text/html").content).toContain('<html lang="fr">');
    expect(JSON.stringify(server.received)).not.toContain("Koffi");
  });

  it("are in English where the clinic is", async () => {
    const clinic = await storedClinic();
    const server = await mailServer();
    await run(["clinic:update", "clinique-test", "--language", "en"], { cwd: clinic.cwd });
    await wholeStory(clinic);
    await send(clinic, server);
    expect(server.received.map(({ subject }) => subject)[2]).toBe("Your appointment was cancelled: Clinique Test");
    const text = server.received.map((mail) => partOf(mail, "text/plain").content)[0] ?? "";
    expect(text).toContain("9:00 AM");
    expect(text).toContain("With: Dr. Awa Test");
  });

  it("are not queued in a dry run, for a refused booking, or without an address", async () => {
    const clinic = await storedClinic();
    const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00"];
    const patient = ["--patient", "Koffi Test", "--phone", "0197000021"];
    await clinic.command("appointment:book", ...slot, ...patient, "--email", "koffi@example.com", "--dry-run");
    await clinic.command("appointment:book", ...slot, "--time", "03:00", ...patient, "--email", "koffi@example.com");
    await clinic.command("appointment:book", ...slot, "--patient", "Ama Test", "--phone", "0197000022");
    expect(await clinic.data(list, "mail:list")).toEqual({ mails: [] });
  });

  it("are refused an invalid address", async () => {
    const clinic = await storedClinic();
    const { code, stderr } = await clinic.command(
      "appointment:book",
      "--doctor",
      "awa",
      "--date",
      coming.tuesday,
      "--time",
      "09:00",
      "--patient",
      "A Test",
      "--phone",
      "0197000021",
      "--email",
      "a@b\r\nBcc: x@y.z",
    );
    expect([code, stderr.includes("is not an email address")]).toEqual([1, true]);
  });
});

describe("sending", () => {
  it("waits without a mail server, and happens once when there is one", async () => {
    const clinic = await storedClinic();
    await wholeStory(clinic);
    const without = await run(["mail:send"], { cwd: clinic.cwd });
    expect([without.code, without.stderr]).toEqual([4, expect.stringContaining("SMTP_URL is not set")]);
    const states = async () => (await clinic.data(list, "mail:list")).mails.map(({ state }) => state);
    expect(await states()).toEqual(["waiting", "waiting", "waiting"]);
    const server = await mailServer();
    await send(clinic, server);
    expect((await send(clinic, server)).stdout).toContain("0 sent");
    expect(await states()).toEqual(["sent", "sent", "sent"]);
    expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(3);
  });

  it("retries mail that a server that is down or busy did not accept, and gives up on refused mail", async () => {
    const clinic = await storedClinic();
    await wholeStory(clinic);
    const gone = await mailServer();
    await gone.close();
    const nobody = await send(clinic, gone);
    expect(nobody).toMatchObject({ code: 5, stderr: expect.stringContaining("3 emails could not be sent") as unknown });
    expect(nobody.stdout).toContain("0 sent, 3 to retry");
    const busy = await mailServer({ refusal: () => 451 });
    expect((await send(clinic, busy)).stdout).toContain("3 to retry");
    const strict = await mailServer({ refusal: () => 550 });
    const refused = await send(clinic, strict, "--json");
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, data: { refused: 3 }, error: { code: "failed" } });
    const { mails } = await clinic.data(list, "mail:list", "--state", "failed");
    expect(mails.map(({ error }) => error)).toEqual(Array.from({ length: 3 }, () => "EENVELOPE 550 5.1.1 RCPT TO"));
    const server = await mailServer();
    expect((await send(clinic, server)).stdout).toContain("0 sent");
    expect((await send(clinic, server, "--failed", "--dry-run")).stdout).toContain("Would send 3 emails");
    expect((await send(clinic, server, "--failed")).stdout).toContain("3 sent");
    expect(server.received).toHaveLength(3);
  });

  it("explains the form of a mail server's address", async () => {
    const clinic = await storedClinic();
    const { code, stderr } = await run(["mail:send"], { cwd: clinic.cwd, env: { SMTP_URL: "mail.example.com" } });
    expect([code, stderr]).toEqual([4, expect.stringContaining("SMTP_URL must be a URL such as smtp://")]);
  });

  it("needs a sender", async () => {
    const clinic = await storedClinic();
    await wholeStory(clinic);
    const { code, stderr } = await run(["mail:send"], {
      cwd: clinic.cwd,
      env: { SMTP_URL: "smtp://127.0.0.1:1?tls=never" },
    });
    expect([code, stderr]).toEqual([4, expect.stringContaining("MAIL_FROM is not set")]);
  });
});

describe("a clinic's mails", () => {
  it.each([
    {
      language: "fr",
      welcome: "Votre réceptionniste IA est prête",
      summary: "Appel terminé : une suite est attendue",
      happened: "La personne demande à être rappelée.",
    },
    {
      language: "en",
      welcome: "Your AI receptionist is ready",
      summary: "Call ended: something is left to do",
      happened: "The person asks to be called back.",
    },
  ])("arrive in $language: welcome and call summary, as text and HTML", async ({ language, ...said }) => {
    const clinic = await storedClinic();
    await run(["clinic:update", "clinique-test", "--language", language], { cwd: clinic.cwd });
    await tellAll(clinic);
    const server = await mailServer();
    expect((await send(clinic, server)).stdout).toContain("2 sent");
    expect(server.received.map(({ subject, to }) => [subject, to])).toEqual([
      [said.welcome, ["owner@example.com"]],
      [said.summary, ["owner@example.com"]],
    ]);
    const texts = server.received.map((mail) => partOf(mail, "text/plain").content);
    expect(texts[0]).toContain("+2290197000001");
    expect(texts[1]).toContain(said.happened);
    expect(texts[1]).toContain("+2290197000021");
    for (const mail of server.received) {
      expect(partOf(mail, "text/html").content).toContain(`<html lang="${language}">`);
    }
  });
});

/** Queues the welcome as onboarding does, and the summary of a finished call as its job does. */
async function tellAll({ cwd }: Clinic): Promise<void> {
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  const store = sqlStore(database);
  const stored = await store.clinics.find("clinique-test");
  if (stored === undefined) throw new Error("no clinic");
  const scope = store.scope(stored.id);
  const facts = { phoneNumber: "+2290197000001", doctors: ["Awa Test"] };
  await scope.outbox.add(welcomeMail(stored, facts, { id: "mail-1", createdAt: 1 }));
  await scope.notices.save({ ...defaultNotices, callSummaries: true, weeklyDay: null });
  const call = {
    callId: "call_1",
    clinicId: stored.id,
    attribution: "known",
    direction: "inbound",
    status: "ended",
  } as const;
  const told = { patientNumber: "+2290197000021", calledAt: 1, outcome: "callback_requested", updatedAt: 1 } as const;
  await database.fleet
    .insertInto("calls")
    .values({ ...call, ...told })
    .execute();
  const ports = { clock: { now: () => 2 }, holidays: publicHolidays(), newId: () => "mail-2" };
  expect(await notifyOfCall("call_1", { clinic: stored, stores: scope }, ports)).toBe(1);
  await database.close();
}

describe("what operators see", () => {
  it("masks addresses and texts unless asked", async () => {
    const clinic = await storedClinic();
    await wholeStory(clinic);
    const { mails } = await clinic.data(list, "mail:list");
    expect(mails.map(({ recipient }) => recipient)).toEqual(Array.from({ length: 3 }, () => "k***@example.com"));
    const id = mails[0]?.id.slice(-8) ?? "";
    const show = (...flags: readonly string[]) => run(["mail:show", id, ...flags], { cwd: clinic.cwd });
    expect((await show()).stdout).not.toMatch(/koffi|Bonjour/u);
    expect((await show("--reveal")).stdout).toMatch(/koffi@example.com[\s\S]*Bonjour/u);
    expect((await clinic.command("mail:list", "--reveal")).stdout).toContain("koffi@example.com");
    expect((await run(["mail:show", "nothing"], { cwd: clinic.cwd })).code).not.toBe(0);
  });

  it.each([
    "welcome",
    "call-summary",
    "daily-digest",
    "appointment-booked",
    "appointment-moved",
    "appointment-cancelled",
  ])("previews %s in both languages, escaped", async (kind) => {
    const clinic = await storedClinic();
    await run(["clinic:update", "clinique-test", "--name", "Test <b>& Fils"], { cwd: clinic.cwd });
    const shape = z.object({ subject: z.string(), text: z.string(), html: z.string() });
    const fr = await clinic.data(shape, "mail:preview", kind);
    const en = await clinic.data(shape, "mail:preview", kind, "--language", "en");
    expect(fr.subject).not.toBe(en.subject);
    expect(fr.html).not.toContain("<b>");
    expect([fr.text, en.text].join("")).not.toMatch(/undefined|null|NaN/u);
    const html = await clinic.command("mail:preview", kind, "--html", "-o", "mail.html");
    expect(html.stdout).toContain("Wrote mail.html");
  });

  it("lists the known kinds", async () => {
    const clinic = await storedClinic();
    const { code, stderr } = await clinic.command("mail:preview", "farewell");
    expect([code, stderr]).toEqual([2, expect.stringContaining("call-summary")]);
  });
});

describe("clinic:notices and clinic:privacy", () => {
  const set = ["--call-summaries", "on", "--digest", "7", "--recipients", "a@example.com,b@example.com"];

  it("show, change, and are audited", async () => {
    const clinic = await storedClinic();
    const shape = z.object({
      call_summaries: z.boolean(),
      digest_hour: z.number().nullable(),
      recipients: z.array(z.string()),
    });
    expect(await clinic.data(shape, "clinic:notices")).toEqual({
      call_summaries: false,
      digest_hour: null,
      recipients: [],
    });
    await clinic.command("clinic:notices", ...set, "--dry-run");
    expect((await clinic.data(shape, "clinic:notices")).call_summaries).toBe(false);
    await clinic.command("clinic:notices", ...set);
    const after = { call_summaries: true, digest_hour: 7, recipients: ["a@example.com", "b@example.com"] };
    expect(await clinic.data(shape, "clinic:notices")).toEqual(after);
    await clinic.command("clinic:privacy", "--retention-days", "30", "--redact", "on");
    expect((await clinic.command("clinic:privacy")).stdout).toMatch(/30 days[\s\S]*without phone numbers/u);
    const audit = await run(["audit:list"], { cwd: clinic.cwd });
    expect(audit.stdout).toMatch(/clinic:privacy[\s\S]*clinic:notices/u);
  });

  it.each([
    ["clinic:notices", "--digest", "24"],
    ["clinic:notices", "--call-summaries", "perhaps"],
    ["clinic:notices", "--recipients", "nobody"],
    ["clinic:privacy", "--retention-days", "0"],
    ["clinic:privacy", "--redact", "1"],
  ])("%s %s %s is refused", async (command, flag, value) => {
    const clinic = await storedClinic();
    const { code, stderr } = await clinic.command(command, flag, value);
    expect([code === 0, stderr.includes(flag)]).toEqual([false, true]);
  });
});
