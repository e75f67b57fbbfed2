import type { EngineOptions } from "../../flow/session/state.ts";
import type { MasterTemplate } from "./template.ts";

/** The agent settings that affect its flow. */
export function engineOptions(agent: MasterTemplate["agent"]): Partial<EngineOptions> {
  const { reminder_trigger_ms, reminder_max_count, end_call_after_silence_ms, timezone } = agent;
  return {
    ...(reminder_trigger_ms !== undefined && { reminderTriggerMs: reminder_trigger_ms }),
    ...(reminder_max_count !== undefined && { reminderMaxCount: reminder_max_count }),
    ...(end_call_after_silence_ms !== undefined && { endCallAfterSilenceMs: end_call_after_silence_ms }),
    ...(timezone && { defaultTimeZone: timezone }),
  };
}
