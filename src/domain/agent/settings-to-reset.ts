import { type FlowDefinition, flowSchema } from "../flow/schema/flow.ts";
import type { AgentContent, JsonObject } from "./agent-content.ts";
import { contentOf } from "./agent-content.ts";
import { type AgentSettings, agentSettingsSchema } from "./agent-settings.ts";
import type { DesiredAgent } from "./desired-agent.ts";
import { retellDefaults } from "./retell-defaults.ts";

/**
 * The template with everything unset that the live version has and the template has not: an update at Retell leaves
 * alone what it does not name. What cannot be unset is left, and found when the version is read back.
 */
export function withResets(desired: DesiredAgent, live: AgentContent): DesiredAgent {
  const present = contentOf(live);
  return {
    ...desired,
    settings: resetSettings(desired.settings, present.agent),
    flow: resetFlow(desired, present.flow),
  };
}

function resetSettings(settings: AgentSettings, live: JsonObject): AgentSettings {
  const { shape } = agentSettingsSchema;
  return agentSettingsSchema.parse({ ...unset(live, settings, shape), ...settings });
}

function resetFlow({ flow }: DesiredAgent, live: JsonObject): FlowDefinition {
  return flowSchema.parse({ ...unset(live, flow, flowSchema.shape), ...flow });
}

type Shape = Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>>;

function unset(live: JsonObject, wanted: object, shape: Shape): JsonObject {
  return Object.fromEntries(
    Object.keys(live).flatMap((key) => {
      const value = retellDefaults[key] ?? null;
      return key in wanted || shape[key]?.safeParse(value).success !== true ? [] : [[key, value]];
    }),
  );
}
