import { AscendiaError } from "../errors.ts";
import type { BoundAgent, NumberBinding, PlatformNumber } from "./ports.ts";

/** An agent version that callers of a number get: always a published one, never "latest". */
export interface PinnedAgent {
  readonly agentId: string;
  readonly version: number;
}

interface BoundClinic {
  readonly id: string;
  readonly slug: string;
}

const markPrefix = "ascendia:";

/** The nickname that tells whose number it is, also when the answer to its purchase was lost. */
export function numberMark(slug: string): string {
  return `${markPrefix}${slug}`;
}

/** The slug a number is marked with; undefined for numbers that ascendia did not make. */
export function markedSlug(number: PlatformNumber): string | undefined {
  return number.nickname?.startsWith(markPrefix) === true ? number.nickname.slice(markPrefix.length) : undefined;
}

export function inboundWebhookUrl(publicUrl: string, clinicId: string): string {
  return `${publicUrl}/webhooks/retell/inbound/${clinicId}`;
}

export function bindingOf(clinic: BoundClinic, agent: PinnedAgent, publicUrl: string): NumberBinding {
  const agents = [{ agentId: agent.agentId, agentVersion: agent.version, weight: 1 }];
  return {
    nickname: numberMark(clinic.slug),
    inboundAgents: agents,
    outboundAgents: agents,
    inboundWebhookUrl: inboundWebhookUrl(publicUrl, clinic.id),
  };
}

/** The fields in which a number at Retell differs from what it should be; empty when all is well. */
export function bindingDifferences(number: PlatformNumber, wanted: NumberBinding): readonly string[] {
  const facts = {
    nickname: [number.nickname ?? "none", wanted.nickname],
    inbound_agents: [agentsText(number.inboundAgents), agentsText(wanted.inboundAgents)],
    outbound_agents: [agentsText(number.outboundAgents), agentsText(wanted.outboundAgents)],
    inbound_webhook_url: [number.inboundWebhookUrl ?? "none", wanted.inboundWebhookUrl],
  };
  return Object.entries(facts)
    .filter(([, [is, should]]) => is !== should)
    .map(([field, [is, should]]) => `${field} is ${is}, should be ${should}`);
}

/** @throws conflict when several numbers carry one clinic's mark: which to keep is the operator's choice */
export function numberMarkedFor(slug: string, numbers: readonly PlatformNumber[]): PlatformNumber | undefined {
  const marked = numbers.filter((number) => number.nickname === numberMark(slug));
  const [first] = marked;
  if (marked.length <= 1) return first;
  throw new AscendiaError(
    "conflict",
    `${marked.length} numbers at Retell are marked for ${slug}: ${marked.map(({ phoneNumber }) => phoneNumber).join(", ")}.`,
    {
      hint: `Take the nickname ${numberMark(slug)} off all but one, or release the others, then run the same command again.`,
    },
  );
}

function agentsText(agents: readonly BoundAgent[]): string {
  if (agents.length === 0) return "none";
  return agents
    .map(
      ({ agentId, agentVersion, weight }) =>
        `${agentId}@${agentVersion ?? "latest"}${weight === 1 ? "" : ` ×${weight}`}`,
    )
    .join(" + ");
}
