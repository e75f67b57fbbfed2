import { type Clinic, defaultNotices } from "../../../src/domain/clinic/clinic.ts";
import { describe, expect, it, test } from "vitest";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { publicHolidays } from "../../../src/domain/booking/calendar/public-holidays.ts";
import { type Call, callOutcomes } from "../../../src/domain/call/call.ts";
import { languages } from "../../../src/domain/language/language.ts";
import { callSummaryText } from "../../../src/domain/mail/contents/call-summary.ts";
import { htmlText, plainText } from "../../../src/domain/mail/mail.ts";
import { clinicNewsKinds } from "../../../src/domain/mail/contents/notify-clinic.ts";
import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const zone = "Africa/Porto-Novo";

const clinic: Clinic = testClinic({
  name: "Clinique Test",
  address: "1 rue du Test",
  country: "BJ",
  timezone: zone,
  ownerEmail: "owner@example.com",
});

const calledAt = instantOf("2026-03-03", "10:12", zone);

const call: Call = {
  callId: "call-1",
  attribution: "known",
  direction: "inbound",
  status: "ended",
  patientNumber: "+2290197000021",
  clinicNumber: null,
  agentId: null,
  agentVersion: null,
  calledAt,
  startedAt: calledAt,
  endedAt: calledAt + 94_000,
  durationMs: 94_000,
  reason: "user_hangup",
  outcome: "booked",
  transcriptJson: null,
  transfersJson: null,
  variablesJson: null,
  analysisJson: JSON.stringify({
    call_summary: "A visit was booked.",
    custom_analysis_data: { callback_message: "Rappelez-moi <svp>", callback_requested: true },
  }),
  metadataJson: null,
  costCents: null,
  latencyP50Ms: null,
  latencyP99Ms: null,
  analyzedAt: calledAt,
  updatedAt: calledAt,
};

async function installation(calls: readonly Call[] = [call]) {
  let now = calledAt + 600_000;
  let ids = 0;
  const database = await newDatabase();
  const store = sqlStore(database);
  await store.clinics.add(clinic);
  await database.fleet
    .insertInto("calls")
    .values(calls.map((each) => ({ clinicId: clinic.id, ...each })))
    .execute();
  const newId = () => `mail-${(ids += 1)}`;
  const clock = { now: () => now };
  const kinds = clinicNewsKinds({ ...store, scope: (id) => store.scope(id), holidays: publicHolidays(), clock, newId });
  const scope = store.scope(clinic.id);
  return {
    scope,
    jobs: () => database.fleet.selectFrom("jobs").select(["kind", "key", "clinicId"]).execute(),
    setNow: (date: string, time: string) => {
      now = instantOf(date, time, zone);
    },
    run: async (kind: "call-summary" | "daily-digest", key = "") => {
      const job = { id: "job", kind, key, clinicId: clinic.id, payload: "{}", state: "running" } as const;
      const times = { dueAt: 0, attempts: 1, leasedUntil: null, lastError: null, createdAt: 0, endedAt: null };
      await kinds[kind]?.run({ ...job, ...times });
      return (await scope.outbox.list()).filter((mail) => mail.kind === kind);
    },
  };
}

describe("a call's summary", () => {
  it("is not sent unless the clinic asks for it", async () => {
    const { run } = await installation();
    expect(await run("call-summary", "call-1")).toEqual([]);
  });

  it("goes to each recipient once, however often the job runs, and is ordered to be sent", async () => {
    const { run, scope, jobs } = await installation();
    const recipients = ["a@example.com", "b@example.com"];
    await scope.notices.save({ ...defaultNotices, callSummaries: true, weeklyDay: null, recipients });
    await run("call-summary", "call-1");
    const mails = await run("call-summary", "call-1");
    expect(mails.map(({ recipient, callId }) => [recipient, callId])).toEqual(recipients.map((to) => [to, "call-1"]));
    const orders = mails.map(({ id }) => ({ kind: "send-mail", key: id, clinicId: clinic.id }));
    expect(await jobs()).toEqual(orders);
  });

  it("says what happened and what to do, with the number only if someone must be called back", async () => {
    const { run, scope } = await installation([call, { ...call, callId: "call-2", analysisJson: null }]);
    await scope.notices.save({ ...defaultNotices, callSummaries: true, weeklyDay: null });
    const [first] = await run("call-summary", "call-1");
    expect(first?.subject).toBe("Appel terminé : une suite est attendue");
    expect(first?.body).toContain("Un rendez-vous a été pris.");
    expect(first?.body).toContain("Numéro : +2290197000021");
    expect(first?.body).toContain("Rappelez-moi <svp>");
    expect(first?.html).toContain("Rappelez-moi &lt;svp&gt;");
    const second = (await run("call-summary", "call-2"))[1];
    expect(second?.subject).toBe("Appel terminé");
    expect(second?.body).toContain("Numéro : **21");
    expect(second?.body).not.toContain("+229");
  });

  it("waits for a call that is not over, and says nothing about an unknown one", async () => {
    const { run, scope } = await installation([{ ...call, outcome: null }]);
    await scope.notices.save({ ...defaultNotices, callSummaries: true, weeklyDay: null });
    expect(await run("call-summary", "call-1")).toEqual([]);
    expect(await run("call-summary", "call-9")).toEqual([]);
  });
});

test.each(languages.flatMap((language) => callOutcomes.map((outcome) => [language, outcome] as const)))(
  "in %s, a call that ended as %s has its own wording, and a subject that reveals nothing",
  (language, outcome) => {
    const text = callSummaryText(
      { ...clinic, language },
      { call: { ...call, outcome }, appointments: [], doctors: [] },
    );
    expect(plainText(text)).not.toMatch(/undefined|null|NaN|\[object/u);
    expect(htmlText(text)).toContain(`<html lang="${language}">`);
    expect(text.subject).not.toMatch(/\d|urgence|emergency/iu);
  },
);

describe("the daily digest", () => {
  const calls = [call, { ...call, callId: "call-2", outcome: "question_answered", analysisJson: null } as const];

  it("comes at the clinic's hour by its own clock, once a day, about the previous day", async () => {
    const { run, scope, setNow } = await installation([
      ...calls,
      { ...call, callId: "of another day", calledAt: instantOf("2026-03-04", "00:00", zone) },
    ]);
    await scope.notices.save({
      ...defaultNotices,
      callSummaries: false,
      digestHour: 7,
      weeklyDay: null,
      messages: true,
      recipients: [],
    });
    setNow("2026-03-04", "06:59");
    expect(await run("daily-digest")).toEqual([]);
    setNow("2026-03-04", "07:00");
    await run("daily-digest");
    setNow("2026-03-04", "23:00");
    const mails = await run("daily-digest");
    expect(mails.map(({ subject, recipient }) => [subject, recipient])).toEqual([
      ["Votre journée du mardi 3 mars", "owner@example.com"],
    ]);
    expect(mails[0]?.body).toMatch(
      /Appels reçus : 2[\s\S]*Rendez-vous pris : 1[\s\S]*- 10 h 12 · \+2290197000021 · Rappelez-moi/u,
    );
    setNow("2026-03-05", "08:00");
    expect(await run("daily-digest")).toHaveLength(2);
  });

  it("is not sent if it is off, or for an offboarded clinic", async () => {
    const { run, setNow } = await installation(calls);
    setNow("2026-03-04", "12:00");
    expect(await run("daily-digest")).toEqual([]);
  });
});
