import { describe, expect, test } from "vitest";
import { SqlAccountLists } from "../../src/adapters/sql/fleet/account-lists.ts";
import { sqlSocketDirectory } from "../../src/adapters/sql/clinics/clinic-settings-stores.ts";
import { defaultNotices, defaultPrivacySettings } from "../../src/domain/clinic/clinic.ts";
import { type DialogueSettings, inheritingDialogue } from "../../src/domain/clinic/dialogue-settings.ts";
import { engines } from "../fakes/engines.ts";
import { otherClinic, ownClinic, twoClinics } from "../fakes/two-clinics.ts";

const spoken: DialogueSettings = {
  ...inheritingDialogue,
  mode: "prompt",
  instructions: "Sois bref.\nToujours.",
  responsiveness: 0.75,
  interruptionSensitivity: 1,
  reminderTriggerMs: 12_000,
};

describe.each(engines)("a clinic's settings on %s", (_engine, open) => {
  test("notices: the defaults, then the last saved, the recipients in their order", async () => {
    const { own, other } = await twoClinics(open);
    expect(await own.notices.find()).toEqual(defaultNotices);
    const all = { callSummaries: true, digestHour: 0, weeklyDay: null, messages: false, textCopyTo: "+33612345678" };
    for (const recipients of [[], ["b@example.com", "a@example.com"]]) {
      await own.notices.save({ ...all, recipients });
      expect(await own.notices.find()).toEqual({ ...all, recipients });
    }
    expect(await other.notices.find()).toEqual(defaultNotices);
  });

  test("phrases: one text per language and key, by key, then language", async () => {
    const { own, other } = await twoClinics(open);
    await own.phrases.save({ language: "fr", key: "greeting", text: "Bonjour" });
    await own.phrases.save({ language: "en", key: "greeting", text: "Hello" });
    await own.phrases.save({ language: "en", key: "Goodbye", text: "Bye" });
    await own.phrases.save({ language: "fr", key: "greeting", text: "Bonjour à vous" });
    await other.phrases.save({ language: "fr", key: "greeting", text: "Salut" });
    expect((await own.phrases.list()).map(({ language, key, text }) => [key, language, text])).toEqual([
      ["Goodbye", "en", "Bye"],
      ["greeting", "en", "Hello"],
      ["greeting", "fr", "Bonjour à vous"],
    ]);
    await own.phrases.remove({ language: "fr", key: "greeting" });
    expect(await own.phrases.list()).toHaveLength(2);
    expect(await other.phrases.list()).toHaveLength(1);
  });

  test("privacy, dialogue and suspension: their defaults, the last saved, each clinic's own", async () => {
    const { own, other } = await twoClinics(open);
    expect([await own.privacySettings.find(), await own.dialogue.read(), await own.suspension.find()]).toEqual([
      defaultPrivacySettings,
      inheritingDialogue,
      undefined,
    ]);
    const privacy = { retentionDays: 30, redactTranscripts: true, verify: "callback" } as const;
    const suspension = { answer: "forward", message: "Fermé.", forwardTo: "+33123456789", suspendedAt: 5 } as const;
    for (const retentionDays of [30, null]) {
      await own.privacySettings.save({ ...privacy, retentionDays });
      await own.dialogue.save({ ...spoken, reminderMaxCount: retentionDays });
      await own.suspension.save({ ...suspension, suspendedAt: retentionDays ?? 0 });
      expect(await own.privacySettings.find()).toEqual({ ...privacy, retentionDays });
      expect(await own.dialogue.read()).toEqual({ ...spoken, reminderMaxCount: retentionDays });
      expect(await own.suspension.find()).toEqual({ ...suspension, suspendedAt: retentionDays ?? 0 });
    }
    expect([await other.privacySettings.find(), await other.dialogue.read(), await other.suspension.find()]).toEqual([
      defaultPrivacySettings,
      inheritingDialogue,
      undefined,
    ]);
    await other.suspension.remove();
    expect(await own.suspension.find()).toBeDefined();
    await own.suspension.remove();
    expect(await own.suspension.find()).toBeUndefined();
  });

  test("two who save a clinic's first settings at once both succeed, and one of theirs stays", async () => {
    const { own } = await twoClinics(open);
    const days = [10, 20, 30];
    await Promise.all(
      days.map((retentionDays) => own.privacySettings.save({ ...defaultPrivacySettings, retentionDays })),
    );
    expect(days).toContain((await own.privacySettings.find()).retentionDays);
    await Promise.all(days.map((digestHour) => own.notices.save({ ...defaultNotices, digestHour })));
    expect(days).toContain((await own.notices.find()).digestHour);
    await Promise.all(days.map((reminderMaxCount) => own.dialogue.save({ ...spoken, reminderMaxCount })));
    expect(days).toContain((await own.dialogue.read()).reminderMaxCount);
    const suspension = { answer: "message", message: null, forwardTo: null } as const;
    await Promise.all(days.map((suspendedAt) => own.suspension.save({ ...suspension, suspendedAt })));
    expect(days).toContain((await own.suspension.find())?.suspendedAt);
    const phrase = { language: "fr", key: "greeting" } as const;
    await Promise.all(days.map((day) => own.phrases.save({ ...phrase, text: String(day) })));
    expect(await own.phrases.list()).toHaveLength(1);
    const pauses = own.outreach.stores.pause;
    await Promise.all(days.map((pausedAt) => pauses.save({ reason: "storm", pausedAt })));
    expect(days).toContain((await pauses.find())?.pausedAt);
  });
});

describe.each(engines)("the fleet's settings on %s", (_engine, open) => {
  test("dialogue, voices, the pause and Retell's lists: nothing, then the last saved", async () => {
    const { store, database } = await twoClinics(open);
    expect([await store.dialogueDefaults.read(), await store.voices.read(), await store.fleetPause.find()]).toEqual([
      inheritingDialogue,
      {},
      undefined,
    ]);
    await Promise.all([store.dialogueDefaults.save(spoken), store.dialogueDefaults.save(spoken)]);
    await store.voices.save({ fr: "11labs-Amélie" });
    await store.voices.save({ fr: "11labs-Zoé", en: "v2" });
    for (const pausedAt of [1, 2]) await store.fleetPause.save({ reason: "Grève", pausedAt });
    expect(await store.dialogueDefaults.read()).toEqual(spoken);
    expect(await store.voices.read()).toEqual({ fr: "11labs-Zoé", en: "v2" });
    expect(await store.fleetPause.find()).toEqual({ reason: "Grève", pausedAt: 2 });
    await store.fleetPause.remove();
    expect(await store.fleetPause.find()).toBeUndefined();
    expect(await new SqlAccountLists(database.fleet).read()).toBeUndefined();
  });

  test("the clinic of the socket: the first with a key, the chosen one, or none", async () => {
    const { database, store } = await twoClinics(open);
    const directory = sqlSocketDirectory(database);
    expect([await directory.defaultClinicId(), await directory.assumedClinicId()]).toEqual([null, null]);
    await directory.setKey(otherClinic.id, "secret-1");
    expect(await directory.assumedClinicId()).toBe(otherClinic.id);
    await directory.setKey(ownClinic.id, "secret-2");
    await directory.setKey(ownClinic.id, "secret-3");
    expect([await directory.keyOf(ownClinic.id), await directory.keyOf(otherClinic.id)]).toEqual([
      "secret-3",
      "secret-1",
    ]);
    expect(await directory.assumedClinicId()).toBe(ownClinic.id);
    expect(await directory.clinicsWithKey()).toEqual(new Set([ownClinic.id, otherClinic.id]));
    await store.clinics.update({ ...ownClinic, status: "offboarded" });
    expect(await directory.assumedClinicId()).toBe(otherClinic.id);
    await directory.setDefaultClinic(otherClinic.id);
    expect([await directory.defaultClinicId(), await directory.assumedClinicId()]).toEqual([otherClinic.id, null]);
    await directory.setDefaultClinic(null);
    expect([await directory.defaultClinicId(), await directory.assumedClinicId()]).toEqual([null, null]);
    await directory.setKey(otherClinic.id, null);
    expect(await directory.keyOf(otherClinic.id)).toBeNull();
  });

  test("dialogues: the latest of each call, of the own clinic, until they are forgotten or the clinic left", async () => {
    const { database, store } = await twoClinics(open);
    const directory = sqlSocketDirectory(database);
    const [own, other] = [directory.statesOf(ownClinic.id), directory.statesOf(otherClinic.id)];
    await own.save({ callId: "call", state: '{"turn":1}', updatedAt: 1 });
    await own.save({ callId: "call", state: '{"turn":2,"said":"é\u{1F600}"}', updatedAt: 5 });
    expect(await own.find("call", 5)).toBe('{"turn":2,"said":"é\u{1F600}"}');
    expect([await own.find("call", 6), await other.find("call", 0)]).toEqual([undefined, undefined]);
    await directory.keep([
      { clinicId: ownClinic.id, callId: "two", state: "{}", updatedAt: 2 },
      { clinicId: otherClinic.id, callId: "call", state: "{}", updatedAt: 3 },
    ]);
    expect(await other.find("call", 0)).toBe("{}");
    expect(await directory.forgetBefore(3)).toBe(1);
    await store.clinics.update({ ...otherClinic, status: "offboarded" });
    await other.save({ callId: "late", state: "{}", updatedAt: 9 });
    expect(await other.find("late", 0)).toBeUndefined();
  });
});
