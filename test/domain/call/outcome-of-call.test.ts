import { expect, test } from "vitest";
import { outcomeOf } from "../../../src/domain/call/outcome-of-call.ts";

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
