import { expect, test } from "vitest";
import { outcomeOf } from "../../../src/domain/call/events/describe-call.ts";

const analysed = (analysis: object) =>
  outcomeOf({
    status: "ended",
    reason: "voicemail_reached",
    analysisJson: JSON.stringify(analysis),
    transcriptJson: null,
  });

test.each([
  [{ in_voicemail: true, custom_analysis_data: { outcome: "no_outcome" } }, "voicemail"],
  [{ in_voicemail: true, custom_analysis_data: {} }, "voicemail"],
  [{ in_voicemail: true, custom_analysis_data: { outcome: "confirmed" } }, "confirmed"],
  [{ in_voicemail: false, custom_analysis_data: { outcome: "no_outcome" } }, "no_outcome"],
])("%j tells of %s, as an analysis must choose and a voicemail is not among its choices", (analysis, outcome) => {
  expect(analysed(analysis)).toEqual({ outcome, basis: "analysis" });
});

test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
  "a turn with the role %s counts as spoken, and the outcome of tools still counts",
  (role) => {
    const turns = [
      `{"role":"${role}","content":"hello"}`,
      `{"role":"tool_call_invocation","tool_call_id":"1","name":"book_appointment","arguments":"{}"}`,
      `{"role":"tool_call_result","tool_call_id":"1","content":"{\\"booked\\":\\"true\\"}"}`,
    ];
    const call = {
      status: "ended",
      reason: "user_hangup",
      analysisJson: null,
      transcriptJson: `[${turns.join()}]`,
    } as const;
    expect(outcomeOf(call)).toEqual({ outcome: "booked", basis: "tools" });
  },
);
