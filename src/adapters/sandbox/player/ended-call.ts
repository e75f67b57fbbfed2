import type { JsonObject } from "../json.ts";
import type { PlayedAttempt } from "../schemas/player-schema.ts";
import type { AgentToPlay } from "./playable-agent.ts";
import { outcomePlays } from "./played-outcomes.ts";

/** Of a call bought by the minute: voice 7 cents and telephony 1.5 cents, as an example of the shape. */
const centsPerMinute = { retell_platform: 7, telephony: 1.5 };

/** What a connected call has besides its end (retell-api.md 5.4). */
export const measured = (durationMs: number): JsonObject => {
  const seconds = Math.ceil(durationMs / 1000);
  const products = Object.entries(centsPerMinute).map(([product, cents]) => ({
    product,
    unit_price: cents / 60,
    cost: rounded((cents / 60) * seconds),
  }));
  const latency = { p50: 820, p90: 1180, p95: 1290, p99: 1410, min: 610, max: 1420, num: 3, values: [610, 820, 1420] };
  return {
    call_cost: {
      combined_cost: rounded(products.reduce((sum, { cost }) => sum + cost, 0)),
      product_costs: products,
      total_duration_seconds: seconds,
      total_duration_unit_price: rounded(products.reduce((sum, one) => sum + one.unit_price, 0)),
    },
    latency: { e2e: latency },
  };
};

const rounded = (cents: number): number => Math.round(cents * 1000) / 1000;

/** `call_analysis`: of the agent's own items, `outcome` where it is a choice, and those that the script's args name. */
export const analysisOf = (attempt: PlayedAttempt, { analysed }: AgentToPlay): JsonObject => {
  const { status, found = "" } = outcomePlays[attempt.outcome];
  const items = analysed.flatMap(({ name, choices }) => {
    const value = name === undefined ? undefined : analysedValue(name, attempt, found);
    if (name === undefined || value === undefined) return [];
    return [[name, choices === undefined || choices.includes(value) ? value : choices.at(-1)] as const];
  });
  const isConnected = status === "ended";
  return {
    call_summary: `Played by the sandbox: ${attempt.outcome}.`,
    user_sentiment: "Unknown",
    call_successful: isConnected && !["no_outcome", "voicemail"].includes(found),
    in_voicemail: attempt.outcome === "voicemail",
    custom_analysis_data: isConnected ? Object.fromEntries(items) : {},
  };
};

const analysedValue = (name: string, { outcome, args }: PlayedAttempt, found: string): string | undefined => {
  if (name === "outcome") return found;
  const { date, time } = args;
  if (name === "callback_time" && outcome === "callback") return date === undefined ? "" : `${date}T${time ?? "09:00"}`;
  return args[name];
};
