import { expect, test } from "vitest";
import { transcriptRedaction } from "../../src/domain/privacy/redact-transcript.ts";
import { NUMBERS, appOf, austin, cotonou, signed, startApp } from "./server-fixture.ts";

const PATH = "/api/retell/webhook";
const said = "Je suis née le 17 mai 1984, mon numéro est le 01 97 00 00 77, awa@example.com.";

function ended(clinicId: keyof typeof NUMBERS, callId: string): object {
  const turns = [{ role: "user", content: said, words: [{ word: "01" }, { word: "97" }] }];
  const line = { direction: "inbound", to_number: NUMBERS[clinicId], from_number: "+14155550199" };
  return { event: "call_ended", call: { call_id: callId, ...line, transcript: said, transcript_object: turns } };
}

test("transcripts are stored without numbers, addresses and birth dates if the clinic asks, and unchanged otherwise", async () => {
  const { ports, store, database, clock } = await startApp();
  const redaction = transcriptRedaction({ clinics: store.clinics, scope: (clinicId) => store.scope(clinicId), clock });
  const app = await appOf({ ...ports, redaction });
  await store
    .scope(cotonou.id)
    .privacySettings.save({ retentionDays: null, redactTranscripts: true, verify: "either" });
  expect((await app.request(signed(PATH, ended(cotonou.id, "call_1")))).status).toBe(200);
  expect((await app.request(signed(PATH, ended(austin.id, "call_2")))).status).toBe(200);
  const rows = await database.fleet.selectFrom("callEvents").select("body").orderBy("callId").execute();
  const [asked, other] = rows.map(({ body }) => body);
  expect(asked).not.toMatch(/01 97|"97"|awa@example|1984/u);
  expect(asked).toContain("[numéro]");
  expect(asked).toContain("[date de naissance]");
  expect(asked).toContain("+14155550199");
  expect(other).toBe(JSON.stringify(ended(austin.id, "call_2")));
});
