import * as z from "zod";
import type { PlayableAgent } from "../call-player.ts";

const texts = z.record(z.string(), z.string());

const toolSchema = z.looseObject({
  name: z.string(),
  url: z.string(),
  method: z.string().default("POST"),
  headers: texts.nullish().transform((headers) => headers ?? {}),
  args_at_root: z.boolean().nullish(),
  timeout_ms: z.number().default(120_000),
  parameters: z
    .looseObject({ properties: z.record(z.string(), z.looseObject({})) })
    .nullish()
    .transform((parameters) => parameters?.properties ?? {}),
});

export type PlayableTool = z.infer<typeof toolSchema>;

const analysisItem = z.looseObject({ name: z.string().optional(), choices: z.array(z.string()).optional() });

/** The agent fields needed to play a call (docs/retell.md 2.1, 1.7.1, 2.2). Others are ignored. */
const agentSchema = z.looseObject({
  webhook_url: z.string().nullish(),
  webhook_events: z.array(z.string()).nullish(),
  webhook_timeout_ms: z.number().default(10_000),
  post_call_analysis_data: z.array(analysisItem).nullish(),
});

const engineSchema = z.looseObject({
  tools: z.array(z.looseObject({})).nullish(),
  default_dynamic_variables: texts.nullish(),
});

export interface AgentToPlay {
  /** null: no events are sent. */
  readonly webhookUrl: string | null;
  readonly events: ReadonlySet<string>;
  readonly webhookTimeoutMs: number;
  readonly analysed: readonly z.infer<typeof analysisItem>[];
  readonly tools: readonly PlayableTool[];
  readonly defaults: Readonly<Record<string, string>>;
}

/** The events of an agent that chooses none (docs/retell.md 5.2). */
const usualEvents = ["call_started", "call_ended", "call_analyzed"];

export function agentToPlay({ agent, engine }: PlayableAgent): AgentToPlay {
  const known = agentSchema.parse(agent);
  const flow = engineSchema.parse(engine ?? {});
  return {
    webhookUrl: known.webhook_url ?? null,
    events: new Set(known.webhook_events ?? usualEvents),
    webhookTimeoutMs: known.webhook_timeout_ms,
    analysed: known.post_call_analysis_data ?? [],
    tools: (flow.tools ?? []).flatMap((tool) => {
      const parsed = toolSchema.safeParse(tool);
      return parsed.success ? [parsed.data] : [];
    }),
    defaults: flow.default_dynamic_variables ?? {},
  };
}
