import type { BoundAgent, NumberBinding, NumberChanges, PlatformNumber } from "../../number/ports.ts";
import type { DriftKind } from "./drift.ts";

/** One departure of a number from its binding, and the change that undoes it. */
export interface NumberDrift {
  readonly kind: DriftKind;
  readonly detail: string;
  readonly changes: NumberChanges;
}

/** All departures of a clinic's number, each told once. */
export function numberDrift(number: PlatformNumber, wanted: NumberBinding): readonly NumberDrift[] {
  return [...agentDrift(number, wanted), ...webhookDrift(number, wanted), ...markDrift(number, wanted)];
}

/** Inbound and outbound are one finding: they are to be the same agent, and one change sets both. */
function agentDrift(number: PlatformNumber, wanted: NumberBinding): readonly NumberDrift[] {
  const directions = [
    { name: "inbound", is: number.inboundAgents, should: wanted.inboundAgents },
    { name: "outbound", is: number.outboundAgents, should: wanted.outboundAgents },
  ];
  const wrong = directions.filter(({ is, should }) => agentsText(is) !== agentsText(should));
  if (wrong.length === 0) return [];
  const detail = wrong.map(({ name, is, should }) => `${name} is ${agentsText(is)}, should be ${agentsText(should)}`);
  const changes = { inboundAgents: wanted.inboundAgents, outboundAgents: wanted.outboundAgents };
  return [{ kind: agentKind(wrong), detail: `${number.phoneNumber}: ${detail.join("; ")}`, changes }];
}

interface Direction {
  readonly is: readonly BoundAgent[];
  readonly should: readonly BoundAgent[];
}

function agentKind(wrong: readonly Direction[]): DriftKind {
  if (wrong.some(({ is }) => is.length === 0)) return "unbound";
  const isOther = wrong.some(({ is, should }) => is.some(({ agentId }) => agentId !== should[0]?.agentId));
  return isOther ? "other_agent" : "version_pin";
}

function agentsText(agents: readonly BoundAgent[]): string {
  if (agents.length === 0) return "no agent";
  return agents
    .map(({ agentId, agentVersion, weight }) => {
      const share = weight === 1 ? "" : ` ×${weight}`;
      return `${agentId}@${agentVersion ?? "latest"}${share}`;
    })
    .join(" + ");
}

function webhookDrift(number: PlatformNumber, wanted: NumberBinding): readonly NumberDrift[] {
  const { inboundWebhookUrl: is } = number;
  const should = wanted.inboundWebhookUrl;
  if (is === should) return [];
  const detail = `${number.phoneNumber}: inbound webhook is ${is ?? "not set"}, should be ${should}`;
  return [{ kind: webhookKind(is, should), detail, changes: { inboundWebhookUrl: should } }];
}

function webhookKind(is: string | null, should: string): DriftKind {
  if (is === null || is === "") return "webhook_missing";
  if (!URL.canParse(is)) return "webhook_wrong";
  const [found, wanted] = [new URL(is), new URL(should)];
  return found.origin === wanted.origin ? "webhook_wrong" : "webhook_host";
}

function markDrift(number: PlatformNumber, { nickname }: NumberBinding): readonly NumberDrift[] {
  if (number.nickname === nickname) return [];
  const detail = `${number.phoneNumber}: nickname is ${number.nickname ?? "not set"}, should be ${nickname}`;
  return [{ kind: "mark_wrong", detail, changes: { nickname } }];
}
