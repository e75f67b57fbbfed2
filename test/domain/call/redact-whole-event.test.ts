import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readCallEvent } from "../../../src/domain/call/events/call-event.ts";
import { checkDigits } from "../../../src/domain/call/check-digits.ts";
import { redactEvent } from "../../../src/domain/call/events/test-event.ts";
import { redactTranscript } from "../../../src/domain/privacy/redact-transcript.ts";

const redact = (text: string): string => redactTranscript(text, "en", 2026);
const said = "call me at 0197 00 00 21 or ann@example.org, born 1961-04-02";
const secrets = ["0197 00 00 21", "ann@example.org", "1961-04-02"];

const places: readonly (readonly [string, object])[] = [
  ["a message of a chat", { message_with_tool_calls: [{ role: "user", content: said }] }],
  ["a field of the analysis", { call_analysis: { custom_analysis_data: { anything: said } } }],
  ["the analysis of a chat", { chat_analysis: { chat_summary: said } }],
  ["a variable that the call began with", { retell_llm_dynamic_variables: { note: said } }],
  ["a nested variable", { collected_dynamic_variables: { patient: { contact: [said] } } }],
  ["metadata", { metadata: { note: said } }],
  ["a name in metadata", { metadata: { [said]: true } }],
  ["arguments of a tool, as JSON", { tool_calls: [{ arguments: JSON.stringify({ phone: said }) }] }],
  ["a field that Retell adds later", { whatever_comes: { next: said } }],
];

test.each(places)("removes speech from %s", (_, place) => {
  for (const kind of ["call", "chat"]) {
    const body = redactEvent(JSON.stringify({ event: `${kind}_ended`, [kind]: place }), redact);
    expect(secrets.filter((secret) => body.includes(secret))).toEqual([]);
  }
});

test("removes links to recordings, and phone numbers stored as numbers", () => {
  const call = {
    recording_url: "https://example.org/r.wav",
    scrubbed_recording_url: "https://example.org/s.wav",
    call_analysis: { custom_analysis_data: { callback: 22_997_000_021 } },
  };
  const body = redactEvent(JSON.stringify({ event: "call_ended", call }), redact);
  expect(body).not.toMatch(/example\.org|22997000021/u);
});

test("keeps the fields about the line", () => {
  const call = {
    call_id: "call_1",
    from_number: "+22997000021",
    to_number: "+22997000013",
    start_timestamp: 1_772_539_200_000,
    disconnection_reason: "user_hangup",
    retell_llm_dynamic_variables: { clinic_id: "0192f0c1-0000-7000-8000-000000000001" },
  };
  const event = { event: "transfer_started", transfer_destination: { number: "+22997000099" }, call };
  expect(JSON.parse(redactEvent(JSON.stringify(event), redact))).toEqual(event);
});

function keyOf(number: string): string | undefined {
  const event = { event: "transfer_started", call: { call_id: "call_1" }, transfer_destination: { number } };
  return readCallEvent(event, () => "")?.key;
}

test("the key of a transfer distinguishes destinations and contains no number", () => {
  const keys = new Set(["+22997000021", "+22997000022", "+22997000031"].map(keyOf));
  expect(keys.size).toBe(3);
  expect([...keys].join(" ")).not.toMatch(/\d{6}/u);
  fc.assert(fc.property(fc.string(), (text) => /^[\da-f]{4}$/u.test(checkDigits(text))));
});
