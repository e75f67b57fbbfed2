import type { NumberLine } from "../../domain/fleet/numbers/numbers.ts";
import { type BoundAgent, type NumberInFull, dollars } from "../../domain/number/number.ts";
import { counted, table } from "../../terminal/table.ts";

export function numbersJson(lines: readonly NumberLine[]) {
  const unused = lines.filter(({ state }) => state === "orphan");
  return {
    numbers: lines.map((line) => numberJson(line)),
    monthly_cents: totalCents(lines),
    orphans: unused.length,
    orphans_monthly_cents: totalCents(unused),
  };
}

function numberJson({ phoneNumber, clinic, account, state, source, monthlyCents, found }: NumberLine) {
  const line = { number: phoneNumber, clinic, account, state, source, monthly_cents: monthlyCents };
  return { ...line, at_retell: found === null ? null : foundJson(found) };
}

function foundJson(found: NumberInFull) {
  const [agent] = found.inboundAgents;
  return {
    agent_id: agent?.agentId ?? null,
    agent_version: agent?.agentVersion ?? null,
    inbound_webhook_url: found.inboundWebhookUrl,
    fallback_number: found.fallbackNumber,
    allowed_inbound_countries: found.allowedInboundCountries,
    allowed_outbound_countries: found.allowedOutboundCountries,
  };
}

export function numbersText(lines: readonly NumberLine[], width?: number): string {
  if (lines.length === 0) return "No numbers.";
  const unused = lines.filter(({ state }) => state === "orphan");
  const accounts = lines.some(({ account }) => account !== null) ? ["account"] : [];
  const rows = lines.map(({ phoneNumber, clinic, account, state, monthlyCents, source, found }) => [
    phoneNumber,
    clinic ?? "none",
    ...accounts.map(() => account ?? "this installation's"),
    state,
    agentsText(found?.inboundAgents ?? []),
    found?.inboundWebhookUrl ?? "none",
    source === "imported" ? "carrier" : dollars(monthlyCents),
  ]);
  const orphans =
    unused.length === 0 ? "" : `; ${unused.length} used by no clinic, ${dollars(totalCents(unused))} a month`;
  return [
    table(["number", "clinic", ...accounts, "state", "agent", "webhook", "monthly"], rows, {
      width,
      keep: ["number", "clinic", "state", "monthly"],
    }),
    `${counted(lines.length, "number")}, ${dollars(totalCents(lines))} a month to Retell${orphans}`,
  ].join("\n\n");
}

function agentsText(agents: readonly BoundAgent[]): string {
  if (agents.length === 0) return "none";
  return agents.map(({ agentId, agentVersion }) => `${agentId}@${agentVersion ?? "latest"}`).join(" + ");
}

function totalCents(lines: readonly NumberLine[]): number {
  return lines.reduce((sum, { monthlyCents }) => sum + monthlyCents, 0);
}
