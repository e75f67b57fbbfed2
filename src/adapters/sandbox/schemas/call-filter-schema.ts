import * as z from "zod";

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

const key = { key: z.string().optional() };
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

/** `filter_criteria` of list-calls (retell-api.md 9.7); `tool_calls` is not emulated. */
export const callFilter = z.strictObject({
  agent: z.array(z.strictObject({ agent_id: z.string(), version: z.array(z.int()).optional() })).optional(),
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
  user_sentiment: choices,
});

export type CallFilter = z.infer<typeof callFilter>;
