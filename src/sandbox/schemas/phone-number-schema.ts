import * as z from "zod";
import { versionReference } from "../../flow/schema/tool.ts";

const agentWeight = z.strictObject({
  agent_id: z.string().min(1),
  agent_version: versionReference.optional(),
  weight: z.number().positive().max(1),
});

export type AgentWeight = z.infer<typeof agentWeight>;

const agents = z.array(agentWeight).nullable().optional();
const countries = z.array(z.string()).nullable().optional();

const webhookUrl = z
  .string()
  .regex(/^https?:\/\/\S+$/u, { error: "must be an http or https address" })
  .nullable()
  .optional();

export const e164 = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/u, { error: "must be an E.164 number: +, country code, number, no spaces" });

const transport = z.enum(["TLS", "TCP", "UDP"]).nullable().optional();

const binding = {
  inbound_agents: agents,
  outbound_agents: agents,
  inbound_webhook_url: webhookUrl,
  allowed_inbound_country_list: countries,
  allowed_outbound_country_list: countries,
  transport,
};

/** The body of a purchase (docs/retell.md 3.3). */
export const numberToBuy = z.strictObject({
  ...binding,
  country_code: z
    .enum(["US", "CA"], {
      error:
        "only US and CA numbers are sold; any other number is imported over a SIP trunk with POST /import-phone-number",
    })
    .optional(),
  area_code: z
    .int({ error: "must be a 3-digit integer, a US area code" })
    .min(200, { error: "must be a 3-digit integer, a US area code" })
    .max(999, { error: "must be a 3-digit integer, a US area code" })
    .optional(),
  phone_number: z.string().min(1).optional(),
  toll_free: z.boolean().optional(),
  number_provider: z.enum(["twilio", "telnyx"]).optional(),
  nickname: z.string().optional(),
  fallback_number: e164.nullable().optional(),
});

export type NumberToBuy = z.infer<typeof numberToBuy>;

export const numberToImport = z.strictObject({
  ...binding,
  phone_number: z.string().min(1),
  termination_uri: z.string().min(1),
  sip_trunk_auth_username: z.string().optional(),
  sip_trunk_auth_password: z.string().optional(),
  ignore_e164_validation: z.boolean().optional(),
  nickname: z.string().optional(),
});

export type NumberToImport = z.infer<typeof numberToImport>;

export const numberChanges = z.strictObject({
  ...binding,
  inbound_sms_agents: agents,
  outbound_sms_agents: agents,
  inbound_sms_webhook_url: webhookUrl,
  nickname: z.string().nullable().optional(),
  fallback_number: e164.nullable().optional(),
  termination_uri: z.string().min(1).optional(),
  auth_username: z.string().optional(),
  auth_password: z.string().optional(),
});

export type NumberChanges = z.infer<typeof numberChanges>;

const list = "[{agent_id, weight: 1, agent_version?}]";

/** Mistakes in tutorials and old documentation (docs/retell.md 3.2, 13.1). */
const removedFields = {
  agent_id: `a number has no agent_id: use inbound_agents: ${list}`,
  agent_version: `use inbound_agents: ${list}`,
  inbound_agent_id: `removed 2026-03-31: use inbound_agents: ${list}`,
  inbound_agent_version: `removed 2026-03-31: use inbound_agents: ${list}`,
  outbound_agent_id: `removed 2026-03-31: use outbound_agents: ${list}`,
  outbound_agent_version: `removed 2026-03-31: use outbound_agents: ${list}`,
  inbound_sms_agent_id: `removed 2026-03-31: use inbound_sms_agents: ${list}`,
  inbound_sms_agent_version: `removed 2026-03-31: use inbound_sms_agents: ${list}`,
  outbound_sms_agent_id: `removed 2026-03-31: use outbound_sms_agents: ${list}`,
  outbound_sms_agent_version: `removed 2026-03-31: use outbound_sms_agents: ${list}`,
  webhook_url: "use inbound_webhook_url",
};

const onlyByUpdate = "only PATCH /update-phone-number takes it, after the number exists";

export const insteadWhenBuying = {
  ...removedFields,
  inbound_sms_webhook_url: onlyByUpdate,
  inbound_sms_agents: onlyByUpdate,
  outbound_sms_agents: onlyByUpdate,
  termination_uri: "SIP trunks belong to POST /import-phone-number",
};

export const insteadWhenImporting = {
  ...insteadWhenBuying,
  auth_username: "when importing the name is sip_trunk_auth_username",
  auth_password: "when importing the name is sip_trunk_auth_password",
  fallback_number: onlyByUpdate,
};

export const insteadWhenUpdating = {
  ...removedFields,
  sip_trunk_auth_username: "when updating the name is auth_username",
  sip_trunk_auth_password: "when updating the name is auth_password",
};
