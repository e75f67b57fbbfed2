import { isSupportedCountry } from "libphonenumber-js/min";
import { badRequest } from "../http/http.ts";
import type { JsonObject } from "../json.ts";
import type { SandboxOptions } from "../sandbox-options.ts";
import type { AgentWeight, NumberChanges } from "../schemas/phone-number-schema.ts";

/** Rules that Retell's specification states in its descriptions, in addition to the shapes (docs/retell.md 14.4). */

type NumberRules = Pick<NumberChanges, "allowed_inbound_country_list" | "allowed_outbound_country_list" | AgentList>;
type AgentList = (typeof agentLists)[number];

const agentLists = ["inbound_agents", "outbound_agents", "inbound_sms_agents", "outbound_sms_agents"] as const;
const countryLists = ["allowed_inbound_country_list", "allowed_outbound_country_list"] as const;

export function checkNumberRules(number: NumberRules, { wordedRules }: SandboxOptions): void {
  if (wordedRules === "leave_out") return;
  for (const field of agentLists) {
    if (addsUpToOne(number[field] ?? [])) continue;
    throw refused(field, "the weights of the list must add up to 1 (a single agent has weight 1)");
  }
  for (const field of countryLists) {
    const wrong = (number[field] ?? []).findIndex((country) => !isSupportedCountry(country));
    if (wrong < 0) continue;
    throw refused(`${field}[${wrong}]`, "is not an ISO 3166-1 alpha-2 country code such as US or BJ");
  }
}

const weightsTolerance = 1e-6;

function addsUpToOne(agents: readonly AgentWeight[]): boolean {
  return agents.length === 0 || Math.abs(agents.reduce((sum, agent) => sum + agent.weight, 0) - 1) < weightsTolerance;
}

export function checkStartingState(llm: JsonObject, { wordedRules }: SandboxOptions): void {
  const { states, starting_state: start } = llm;
  if (wordedRules === "leave_out" || !Array.isArray(states) || states.length === 0) return;
  if (states.some((state: { readonly name?: unknown }) => state.name === start)) return;
  throw refused("starting_state", "must name one of the states");
}

function refused(field: string, why: string): Error {
  return badRequest(`Invalid request format: ${field}: ${why}.`);
}
