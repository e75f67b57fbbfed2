import * as z from "zod";

interface NumberLimit {
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

/**
 * The minimum and maximum that Retell accepts, by field, from its specification of 2026-06-25 (docs/retell.md 1, 2).
 * The validator, the templates and the sandbox share this table.
 */
const numberLimits = {
  model_temperature: { min: 0, max: 1 },
  top_k: { min: 1, max: 10, whole: true },
  filter_score: { min: 0, max: 1 },
  begin_after_user_silence_ms: { whole: true },
  cool_down: { min: 1 },
  interruption_sensitivity: { min: 0, max: 1 },
  responsiveness: { min: 0, max: 1 },
  backchannel_frequency: { min: 0, max: 1 },
  voice_speed: { min: 0.5, max: 2 },
  voice_temperature: { min: 0, max: 2 },
  volume: { min: 0, max: 2 },
  ambient_sound_volume: { min: 0, max: 2 },
  code_timeout_ms: { min: 5000, max: 60_000, whole: true },
  tool_timeout_ms: { whole: true },
  server_timeout_ms: { whole: true },
  max_retry: { min: 0, max: 5, whole: true },
  delay_ms: { min: 0, max: 5000, whole: true },
  transfer_ring_duration_ms: { min: 5000, max: 90_000, whole: true },
  endpointing_ms: { whole: true },
  max_call_duration_ms: { min: 60_000, max: 7_200_000, whole: true },
  end_call_after_silence_ms: { min: 10_000, whole: true },
  ring_duration_ms: { min: 5000, max: 300_000, whole: true },
  begin_message_delay_ms: { min: 0, max: 5000, whole: true },
  reminder_trigger_ms: { min: 1 },
  reminder_max_count: { min: 0, whole: true },
  webhook_timeout_ms: { min: 1, whole: true },
  signed_url_expiration_ms: { min: 1, whole: true },
  data_storage_retention_days: { min: 1, max: 730, whole: true },
  digit_limit: { min: 1, max: 50, whole: true },
  dtmf_timeout_ms: { min: 1000, max: 15_000, whole: true },
} as const satisfies Readonly<Record<string, NumberLimit>>;

const textLimits = {
  code: { min: 0, max: 20_000 },
  tool_output: { min: 0, max: 15_000 },
  extracted_name: { min: 1, max: Number.MAX_SAFE_INTEGER },
  preset_description: { min: 1, max: Number.MAX_SAFE_INTEGER },
  agent_id: { min: 1, max: Number.MAX_SAFE_INTEGER },
  detection_prompt: { min: 0, max: 2000 },
  agent_identity: { min: 1, max: 100 },
  call_purpose: { min: 1, max: 300 },
  phone_number: { min: 1, max: Number.MAX_SAFE_INTEGER },
} as const;

export const boostedKeywordsLimit = 100;

export const equationsLimit = 50;

/** A number in the field's range; the error message states the range. */
export function limited(field: keyof typeof numberLimits): z.ZodNumber {
  const limit: NumberLimit = numberLimits[field];
  const error = `must be ${rangeText(limit)}`;
  const kind = limit.whole === true ? z.int({ error }) : z.number();
  const low = limit.min === undefined ? kind : kind.min(limit.min, { error });
  return limit.max === undefined ? low : low.max(limit.max, { error });
}

export function limitedText(field: keyof typeof textLimits): z.ZodString {
  const { min, max } = textLimits[field];
  return z
    .string()
    .min(min, { error: "must not be empty" })
    .max(max, { error: `must have at most ${max} characters` });
}

/** A list without duplicate texts. */
export const uniqueTexts = z
  .array(z.string())
  .refine((texts) => new Set(texts).size === texts.length, { error: "must not have the same item twice" });

function rangeText({ min, max, whole }: NumberLimit): string {
  const kind = whole === true ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  return min === undefined ? kind : `${kind} from ${min} up`;
}

/** Retell refuses duplicate names; the second one is reported. */
export function namesAreUnique(list: readonly { readonly name: string }[], context: z.RefinementCtx): void {
  for (const [index, { name }] of list.entries()) {
    if (list.findIndex((one) => one.name === name) === index) continue;
    context.addIssue({ code: "custom", path: [index, "name"], message: `"${name}" is used twice; give each its own` });
  }
}
