import { agentLocale } from "../call/agent-locale.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { EffectiveDialogue } from "../clinic/dialogue-settings.ts";
import type { Digest } from "../digest.ts";
import { agentSettingsSchema, type AgentSettings } from "./agent-settings.ts";
import type { AgentDefinition } from "./ports.ts";

/** An organisation's own agent as it is to exist at Retell; `hash` names this exact body. */
export interface DesiredOrganisationAgent {
  readonly body: AgentDefinition;
  readonly hash: string;
}

export interface OrganisationAgentSource {
  readonly clinic: Pick<Clinic, "slug" | "language" | "country" | "timezone">;
  /** Of the master template: voice, listening, privacy, analysis and event URL are shared. */
  readonly settings: AgentSettings;
  readonly dialogue: EffectiveDialogue;
  /** `wss://…`, to which Retell appends the call's id. */
  readonly socketUrl: string;
}

/** The name by which the agent is found again when the answer to its creation was lost. */
export function organisationAgentName(slug: string): string {
  return `ascendia:${slug}`;
}

/** The master's settings, in the clinic's language, with its own voice and pace, on its own socket. */
export function desiredOrganisationAgent(source: OrganisationAgentSource, digest: Digest): DesiredOrganisationAgent {
  const { clinic, settings, dialogue, socketUrl } = source;
  const chosen = {
    voice_id: dialogue.voice.value,
    responsiveness: dialogue.responsiveness.value,
    interruption_sensitivity: dialogue.interruptionSensitivity.value,
    reminder_trigger_ms: dialogue.reminderTriggerMs.value,
    reminder_max_count: dialogue.reminderMaxCount.value,
  };
  const own = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null));
  const body: AgentDefinition = {
    ...agentSettingsSchema.parse({
      ...settings,
      ...own,
      agent_name: organisationAgentName(clinic.slug),
      language: agentLocale(clinic),
      timezone: clinic.timezone,
    }),
    response_engine: { type: "custom-llm", llm_websocket_url: socketUrl },
  };
  return { body, hash: digest(canonicalJson(body)) };
}
