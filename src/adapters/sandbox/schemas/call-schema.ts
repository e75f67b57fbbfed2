import * as z from "zod";
import { versionReference } from "../http/version-reference.ts";
import { agentOverride } from "./agent-override-schema.ts";
import { dynamicVariables, metadata } from "./dynamic-variables.ts";
import { e164 } from "./phone-number-schema.ts";

const context = {
  agent_override: agentOverride.optional(),
  retell_llm_dynamic_variables: dynamicVariables.optional(),
  metadata: metadata.optional(),
};

const outbound = {
  ...context,
  override_agent_id: z.string().min(1).optional(),
  override_agent_version: versionReference.optional(),
  custom_sip_headers: z
    .record(
      z.string().regex(/^(x-.+|user-to-user)$/iu, { error: "header names start with X- or are User-To-User" }),
      z.string(),
    )
    .optional(),
  ignore_e164_validation: z.boolean().optional(),
};

/** `idempotency_key` and `honor_internal_dnc` are newer than the SDK and accepted (retell-api.md 9.1; 15 no. 21). */
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
  from_number: z.string().optional(),
  to_number: z.string().optional(),
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

const callTimeWindow = z.strictObject({
  windows: z
    .array(
      z.strictObject({ start: minutes, end: minutes }).refine((window) => window.start < window.end, {
        error: "start must be before end, windows do not cross midnight",
      }),
    )
    .min(1),
  day: z.array(z.enum(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])).optional(),
  timezone: z.string().optional(),
});

export const batchToCreate = z.strictObject({
  from_number: z.string().min(1),
  tasks: z.array(z.strictObject({ ...outbound, to_number: e164 })).min(1),
  name: z.string().optional(),
  trigger_timestamp: z.int().min(0).optional(),
  reserved_concurrency: z.int().min(0).optional(),
  call_time_window: callTimeWindow.optional(),
});

/** Names from tutorials (retell-api.md 13.2, 13.4). */
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
