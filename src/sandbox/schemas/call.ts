import * as z from "zod";
import { limitedText } from "../../flow/schema/limits.ts";
import { versionReference } from "../../flow/schema/tool.ts";
import { agentOverride } from "./agent.ts";
import { e164 } from "./phone-number-schema.ts";

const stringFilter = { type: z.literal("string"), op: z.enum(["eq", "ne", "sw", "ew", "co"]), value: z.string() };
const numberFilter = {
  type: z.literal("number"),
  op: z.enum(["eq", "ne", "gt", "ge", "lt", "le"]),
  value: z.number(),
};
const booleanFilter = { type: z.literal("boolean"), op: z.literal("eq"), value: z.boolean() };
const rangeFilter = { type: z.literal("range"), op: z.literal("bt"), value: z.tuple([z.number(), z.number()]) };
const enumFilter = { type: z.literal("enum"), op: z.literal("in"), value: z.array(z.string()) };
const presentFilter = { type: z.literal("present"), op: z.enum(["pr", "np"]) };

const texts = z.strictObject(stringFilter).optional();
const flags = z.strictObject(booleanFilter).optional();
const choices = z.strictObject(enumFilter).optional();
const figures = z.discriminatedUnion("type", [z.strictObject(numberFilter), z.strictObject(rangeFilter)]).optional();

const key = { key: z.string() };
const keyed = z
  .array(
    z.discriminatedUnion("type", [
      z.strictObject({ ...stringFilter, ...key }),
      z.strictObject({ ...numberFilter, ...key }),
      z.strictObject({ ...booleanFilter, ...key }),
      z.strictObject({ ...rangeFilter, ...key }),
      z.strictObject({ ...enumFilter, ...key }),
      z.strictObject({ ...presentFilter, ...key }),
    ]),
  )
  .optional();

export type ValueFilter = NonNullable<z.infer<typeof keyed>>[number];

/** `filter_criteria` of list-calls (docs/retell.md 9.7). */
export const callFilter = z.strictObject({
  agent: z
    .array(z.strictObject({ agent_id: limitedText("agent_id"), version: z.array(z.int()).optional() }))
    .optional(),
  agent_tag: choices,
  batch_call_id: texts,
  call_id: z.discriminatedUnion("type", [z.strictObject(stringFilter), z.strictObject(enumFilter)]).optional(),
  call_status: z
    .strictObject({ ...enumFilter, value: z.array(z.enum(["not_connected", "ongoing", "ended", "error"])) })
    .optional(),
  call_successful: flags,
  call_type: choices,
  combined_cost: figures,
  custom_analysis_data: keyed,
  custom_attributes: keyed,
  data_storage_setting: choices,
  direction: choices,
  disconnection_reason: choices,
  duration_ms: figures,
  dynamic_variables: keyed,
  e2e_latency_p50: figures,
  end_timestamp: figures,
  from_number: texts,
  in_voicemail: flags,
  metadata: keyed,
  start_timestamp: figures,
  to_number: texts,
  tool_calls: z
    .array(
      z
        .strictObject({ name: z.string().optional(), type: z.string().optional(), latency_ms: figures, success: flags })
        .refine((filter) => Object.keys(filter).length > 0, { error: "must name at least one of its filters" }),
    )
    .optional(),
  user_sentiment: choices,
});

export type CallFilter = z.infer<typeof callFilter>;

/** A filter on a field of the call itself. */
export type PlainFilter = Exclude<NonNullable<Exclude<CallFilter[keyof CallFilter], readonly unknown[]>>, undefined>;

/** Dynamic variables are text only (docs/retell.md 10). */
export const dynamicVariables = z.record(
  z.string(),
  z.string({ error: 'dynamic variables must be strings, so send 42 as "42"' }),
);

const maxMetadataBytes = 50_000;

/** Any object up to 50 kB (docs/retell.md 9.1). */
export const metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= maxMetadataBytes, { error: "is larger than 50 kB" });

const context = {
  agent_override: agentOverride.optional(),
  retell_llm_dynamic_variables: dynamicVariables.optional(),
  metadata: metadata.optional(),
};

const outbound = {
  ...context,
  override_agent_id: z.string().min(1).optional(),
  override_agent_version: versionReference.optional(),
  custom_sip_headers: z.record(z.string(), z.string()).optional(),
  ignore_e164_validation: z.boolean().optional(),
};

/** Accepts `idempotency_key` and `honor_internal_dnc`, which are newer than the SDK (docs/retell.md 9.1, 15.21). */
export const phoneCallToCreate = z.strictObject({
  ...outbound,
  from_number: z.string().min(1),
  to_number: e164,
  idempotency_key: z
    .string()
    .regex(/^[A-Za-z0-9_-]{5,255}$/u, { error: "must be 5 to 255 characters of A-Z a-z 0-9 _ -" })
    .optional(),
  honor_internal_dnc: z.boolean().optional(),
});

export type PhoneCallToCreate = z.infer<typeof phoneCallToCreate>;

export const phoneCallToRegister = z.strictObject({
  ...context,
  agent_id: z.string().min(1),
  agent_version: versionReference.optional(),
  from_number: limitedText("phone_number").optional(),
  to_number: limitedText("phone_number").optional(),
  direction: z.enum(["inbound", "outbound"]).optional(),
});

export const webCallToCreate = z.strictObject({
  ...context,
  agent_id: z.string().min(1),
  agent_version: versionReference.optional(),
  current_node_id: z.string().nullable().optional(),
  current_state: z.string().nullable().optional(),
});

const storage = z.enum(["everything", "everything_except_pii", "basic_attributes_only"]);

export const callChanges = z.strictObject({
  metadata: metadata.optional(),
  data_storage_setting: storage.optional(),
  custom_attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export const liveCallChanges = z.strictObject({
  fields_to_override: z
    .strictObject({
      override_dynamic_variables: dynamicVariables.nullable().optional(),
      metadata: metadata.optional(),
      data_storage_setting: storage.optional(),
    })
    .optional(),
  call_control: z
    .strictObject({ additional_context: z.string().min(1).optional(), trigger_response: z.boolean().optional() })
    .optional(),
});

const minutes = z.int().min(0).max(1440);

/** Monday first, as ISO 8601 numbers them. */
export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const callTimeWindow = z.strictObject({
  windows: z
    .array(
      z.strictObject({ start: minutes, end: minutes }).refine((window) => window.start < window.end, {
        error: "start must be before end, windows do not cross midnight",
      }),
    )
    .min(1),
  day: z.array(z.enum(weekdays)).optional(),
  timezone: z.string().optional(),
});

export type CallTimeWindow = z.infer<typeof callTimeWindow>;

export const batchToCreate = z.strictObject({
  from_number: z.string().min(1),
  tasks: z.array(z.strictObject({ ...outbound, to_number: e164 })).min(1),
  name: z.string().optional(),
  trigger_timestamp: z.int().min(0).optional(),
  reserved_concurrency: z.int().min(0).optional(),
  call_time_window: callTimeWindow.optional(),
});

export type BatchToCreate = z.infer<typeof batchToCreate>;

/** Names from tutorials, with what to send instead (docs/retell.md 13.2, 13.4). */
export const callFieldsInstead = {
  agent_id: "use override_agent_id",
  agent_version: "use override_agent_version",
  dynamic_variables: "use retell_llm_dynamic_variables",
  webhook_url: "calls have none: events go to the agent's webhook_url",
};

export const agentCallFieldsInstead = {
  override_agent_id: "use agent_id",
  override_agent_version: "use agent_version",
  dynamic_variables: "use retell_llm_dynamic_variables",
};
