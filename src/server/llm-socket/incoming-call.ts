import { z } from "zod";
import type { CallerCard } from "../../domain/call/caller-card.ts";
import type { EffectiveDialogue } from "../../domain/clinic/dialogue-settings.ts";
import type { SocketRoute } from "../../domain/dialogue/route-socket.ts";
import type { ServerPorts } from "../ports.ts";
import type { AgentConfig } from "./frames.ts";
import { linePhrases } from "./phrases.ts";
import type { IncomingCall } from "./session-ports.ts";

const cardSchema = z.object({ dynamic_variables: z.record(z.string(), z.string()) });
const decoder = new TextDecoder();

interface Announced {
  readonly settings: EffectiveDialogue;
  readonly card: CallerCard;
}

/** What the call begins with: the same facts that the inbound webhook answers. */
export function incomingCall(
  { clinic, callId }: SocketRoute,
  { settings, card }: Announced,
  { newRequestId }: Pick<ServerPorts, "newRequestId">,
): IncomingCall {
  const { dynamic_variables: facts } = cardSchema.parse(JSON.parse(decoder.decode(card.answer)));
  const isClosed = !card.takesCalls || facts["clinic_status"] === "closed";
  const closing = facts["clinic_status"] === "closed" ? facts["phrase_greeting"] : undefined;
  return {
    clinic,
    callId: callId ?? `unnamed-${newRequestId()}`,
    facts,
    closing: isClosed ? closing || linePhrases[clinic.language].closed : null,
    agentConfig: agentConfigOf(settings),
    mode: settings.mode.value ?? "flow",
  };
}

/** Only what the organisation or the default sets. */
function agentConfigOf(settings: EffectiveDialogue): AgentConfig | null {
  const { responsiveness, interruptionSensitivity, reminderTriggerMs, reminderMaxCount } = settings;
  const config: AgentConfig = {
    ...(responsiveness.value !== null && { responsiveness: responsiveness.value }),
    ...(interruptionSensitivity.value !== null && { interruption_sensitivity: interruptionSensitivity.value }),
    ...(reminderTriggerMs.value !== null && { reminder_trigger_ms: reminderTriggerMs.value }),
    ...(reminderMaxCount.value !== null && { reminder_max_count: reminderMaxCount.value }),
  };
  return Object.keys(config).length === 0 ? null : config;
}
