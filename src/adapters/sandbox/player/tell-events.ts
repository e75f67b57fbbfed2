import { resolvePlaceholders } from "../../../domain/flow/placeholders.ts";
import type { JsonObject } from "../json.ts";
import type { PlayPorts } from "./play-ports.ts";
import type { AgentToPlay } from "./playable-agent.ts";

/** Pauses before the three repetitions (retell-api.md 5.3; 15 no. 1). */
const pausesMs = [1000, 2000, 4000];

export interface Telling {
  readonly event: string;
  readonly call: JsonObject;
  readonly agent: AgentToPlay;
  readonly variables: Readonly<Record<string, string>>;
}

/** Sends the event to the agent's URL until it is taken with a 2xx, four times at most; `isOver` ends the repetitions. */
export const tellEvent = async (
  { event, call, agent, variables }: Telling,
  { send, wait }: PlayPorts,
  isOver: () => boolean,
): Promise<boolean> => {
  if (agent.webhookUrl === null || !agent.events.has(event)) return false;
  const request = {
    url: resolvePlaceholders(agent.webhookUrl, (name) => variables[name]),
    method: "POST",
    body: JSON.stringify({ event, call }),
    timeoutMs: agent.webhookTimeoutMs,
  };
  for (const pause of [0, ...pausesMs]) {
    if (pause > 0 && isOver()) return false;
    if (pause > 0) await wait(pause);
    const outcome = await send(request);
    if (outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300) return true;
  }
  return false;
};
