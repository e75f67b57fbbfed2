import type { AgentCreateParams } from "retell-sdk/resources/agent";
import { expect, test } from "vitest";
import { retellLists } from "../../../src/flow/schema/retell-lists.ts";

/** Compiles only while the SDK has exactly these values; a newer SDK shows here what our lists lack. */
const events = {
  call_started: true,
  call_ended: true,
  call_analyzed: true,
  transcript_updated: true,
  transfer_started: true,
  transfer_bridged: true,
  transfer_cancelled: true,
  transfer_ended: true,
} satisfies Record<NonNullable<AgentCreateParams["webhook_events"]>[number], true>;

const models = {
  "gpt-4.1": true,
  "gpt-4.1-mini": true,
  "gpt-4.1-nano": true,
  "gpt-5": true,
  "gpt-5-mini": true,
  "gpt-5-nano": true,
  "gpt-5.1": true,
  "gpt-5.2": true,
  "gpt-5.4": true,
  "gpt-5.4-mini": true,
  "gpt-5.4-nano": true,
  "gpt-5.5": true,
  "gpt-5.6-terra": true,
  "gpt-5.6-luna": true,
  "claude-4.5-sonnet": true,
  "claude-4.6-sonnet": true,
  "claude-5-sonnet": true,
  "claude-4.5-haiku": true,
  "gemini-3.0-flash": true,
  "gemini-3.1-flash-lite": true,
  "gemini-3.5-flash": true,
  "gemini-3.5-flash-lite": true,
  "gemini-3.6-flash": true,
} satisfies Record<NonNullable<AgentCreateParams["post_call_analysis_model"]>, true>;

test("our lists have every event type and model that the SDK has", () => {
  expect(retellLists.eventTypes).toEqual(expect.arrayContaining(Object.keys(events)));
  expect(retellLists.models).toEqual(expect.arrayContaining(Object.keys(models)));
});
