import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import * as z from "zod";
import { badRequest, unknownId } from "../http/http.ts";
import { type JsonObject, withoutUndefined } from "../json.ts";
import type { NumberChanges, NumberToBuy, NumberToImport } from "../schemas/phone-number-schema.ts";
import type { SandboxOptions } from "../sandbox-options.ts";
import type { Queries } from "../store/database.ts";
import { type StoredDocument, documentsMentioning, findDocument, replaceDocument } from "../store/documents.ts";
import { requireAgentVersion } from "./agent.ts";

export function presentNumber(stored: Pick<StoredDocument, "id" | "body" | "modifiedAt">): JsonObject {
  return {
    phone_number: stored.id,
    ...stored.body,
    last_modification_timestamp: stored.modifiedAt,
  };
}

export async function requireNumber(phoneNumber: string, queries: Queries): Promise<StoredDocument> {
  const found = await findDocument({ kind: "phone_number", id: phoneNumber }, queries);
  if (found === undefined) throw unknownId(422, `phone number ${phoneNumber}`);
  return found;
}

export function boughtNumber(phoneNumber: string, order: NumberToBuy): JsonObject {
  const { phone_number: _number, country_code: _country, toll_free: _tollFree, ...rest } = order;
  const { number_provider: provider = "twilio", transport: _transport, area_code: _areaCode, ...settings } = rest;
  return {
    phone_number_type: `retell-${provider}`,
    phone_number_pretty: pretty(phoneNumber),
    area_code: Number(phoneNumber.slice(2, 5)),
    ...settings,
  };
}

/** The password is not stored: no response contains it, and no trunk is ever dialled (docs/retell.md 3.3). */
export function importedNumber(sent: NumberToImport): JsonObject {
  const { phone_number: phoneNumber, termination_uri: terminationUri, transport, ...rest } = sent;
  const { sip_trunk_auth_username: username, sip_trunk_auth_password: _password, ...others } = rest;
  const { ignore_e164_validation: _ignore, ...settings } = others;
  return {
    phone_number_type: "custom",
    phone_number_pretty: pretty(phoneNumber),
    sip_outbound_trunk_config: {
      termination_uri: terminationUri,
      ...(username === undefined ? {} : { auth_username: username }),
      transport: transport ?? "TCP",
    },
    ...settings,
  };
}

export function changedNumber(body: JsonObject, changes: NumberChanges): JsonObject {
  const { termination_uri: terminationUri, auth_username: username, auth_password: password, ...rest } = changes;
  const { transport, ...settings } = rest;
  const trunk = withoutUndefined({ termination_uri: terminationUri, auth_username: username, transport });
  const touchesTrunk = password !== undefined || Object.keys(trunk).length > 0;
  if (!touchesTrunk) return { ...body, ...settings };
  const before = body["sip_outbound_trunk_config"];
  const config = { ...(typeof before === "object" ? before : {}), ...trunk };
  return { ...body, ...settings, sip_outbound_trunk_config: config };
}

/** Refuses the number itself, and a number with a fallback of its own (docs/retell.md 3.3). */
export async function checkFallback(
  phoneNumber: string,
  fallback: string | null | undefined,
  queries: Queries,
): Promise<void> {
  if (fallback === null || fallback === undefined) return;
  if (fallback === phoneNumber) {
    throw badRequest("Invalid request format: fallback_number: a number cannot be its own fallback.");
  }
  const target = await findDocument({ kind: "phone_number", id: fallback }, queries);
  if (typeof target?.body["fallback_number"] !== "string") return;
  throw badRequest(`Invalid request format: fallback_number: ${fallback} has a fallback of its own.`);
}

function pretty(phoneNumber: string): string {
  const parsed = parsePhoneNumberFromString(phoneNumber);
  if (parsed === undefined) return phoneNumber;
  return parsed.countryCallingCode === "1" ? `+1 ${parsed.formatNational()}` : parsed.formatInternational();
}

const bound = z.looseObject({
  agent_id: z.string(),
  agent_version: z.union([z.string(), z.number()]).optional(),
});
const boundList = z.array(bound);

const agentFields = ["inbound_agents", "outbound_agents", "inbound_sms_agents", "outbound_sms_agents"] as const;

function boundAgents(number: JsonObject, field: string): z.infer<typeof boundList> {
  return boundList.parse(number[field] ?? []);
}

/** Answers 422 unless every agent and version of a number exists. */
export async function checkBoundAgents(
  number: JsonObject,
  { wordedRules }: SandboxOptions,
  queries: Queries,
): Promise<void> {
  if (wordedRules === "leave_out") return;
  for (const agent of agentFields.flatMap((field) => boundAgents(number, field))) {
    await requireAgentVersion(agent.agent_id, agent.agent_version, queries);
  }
}

/** Numbers bound to that agent by exactly that version number. */
export async function numbersPinnedTo(agentId: string, version: number, queries: Queries): Promise<string[]> {
  const numbers = await documentsMentioning("phone_number", agentId, queries);
  const isPinned = (agent: z.infer<typeof bound>): boolean =>
    agent.agent_id === agentId && agent.agent_version === version;
  return numbers
    .filter((number) => agentFields.some((field) => boundAgents(number.body, field).some(isPinned)))
    .map((number) => `number ${number.id}`);
}

/**
 * Removes a deleted agent from all numbers, which stay. Undocumented, but in any other state the number could not take
 * calls.
 */
export async function unbindAgent(agentId: string, at: number, queries: Queries): Promise<void> {
  for (const number of await documentsMentioning("phone_number", agentId, queries)) {
    const lists = agentFields
      .filter((field) => Array.isArray(number.body[field]))
      .map((field) => [field, boundAgents(number.body, field).filter((agent) => agent.agent_id !== agentId)] as const);
    const body = { ...number.body, ...Object.fromEntries(lists) };
    await replaceDocument({ kind: "phone_number", id: number.id, body, modifiedAt: at }, queries);
  }
}

const defaultAreaCodes = { US: 415, CA: 514 } as const;
const tollFreeCode = 833;

/** The number to sell: the requested one, else the next in the area code's series. */
export async function numberToSell(order: NumberToBuy, queries: Queries): Promise<string> {
  checkOrder(order);
  if (order.phone_number !== undefined) return order.phone_number;
  const country = order.country_code ?? "US";
  const areaCode = order.area_code ?? (order.toll_free === true ? tollFreeCode : defaultAreaCodes[country]);
  for (;;) {
    const number = seriesNumber(areaCode, await takeFromSeries(areaCode, queries));
    if ((await findDocument({ kind: "phone_number", id: number }, queries)) === undefined) return number;
  }
}

function checkOrder(order: NumberToBuy): void {
  if (order.number_provider === "telnyx" && order.country_code === "CA") {
    throw badRequest("Invalid request format: number_provider: telnyx sells US numbers only, use twilio for CA.");
  }
  if (order.area_code !== undefined) checkAreaCode(order, order.area_code);
  if (order.phone_number !== undefined) checkSpecificNumber(order, order.phone_number);
}

function checkAreaCode(order: NumberToBuy, areaCode: number): void {
  if (order.country_code === "CA") {
    throw badRequest("Invalid request format: area_code: only US area codes can be chosen; leave it out for CA.");
  }
  if (order.toll_free === true) {
    throw badRequest("Invalid request format: area_code: a toll-free number has none; leave it out.");
  }
  if (parsePhoneNumberFromString(`+1${areaCode}5550100`)?.country === "US") return;
  throw badRequest(`Invalid request format: area_code: ${areaCode} is not a US area code.`);
}

function checkSpecificNumber(order: NumberToBuy, phoneNumber: string): void {
  const parsed = parsePhoneNumberFromString(phoneNumber);
  if (parsed?.number !== phoneNumber)
    throw refusedNumber("must be an E.164 number: +, country code, number, no spaces");
  if (parsed.countryCallingCode !== "1") {
    const where = parsed.country ?? `+${parsed.countryCallingCode}`;
    throw refusedNumber(
      `only US and CA numbers are sold, not ${where}; import it over a SIP trunk with POST /import-phone-number`,
    );
  }
  if (!parsed.isValid()) throw refusedNumber("is not a possible phone number");
  const isTollFree = /^\+18(?:00|33|44|55|66|77|88)/u.test(phoneNumber);
  const country = order.country_code ?? "US";
  if (isTollFree || parsed.country === country) return;
  throw refusedNumber(`belongs to ${parsed.country ?? "no country"}, not to country_code ${country}`);
}

function refusedNumber(why: string): Error {
  return badRequest(`Invalid request format: phone_number: ${why}.`);
}

/** How many numbers of the area code were sold before; a released number is never sold again. */
async function takeFromSeries(areaCode: number, queries: Queries): Promise<number> {
  const row = await queries
    .insertInto("number_series")
    .values({ area_code: areaCode, taken: 1 })
    .onConflict((conflict) =>
      conflict.column("area_code").doUpdateSet((taken) => ({ taken: taken("number_series.taken", "+", 1) })),
    )
    .returning("taken")
    .executeTakeFirstOrThrow();
  return row.taken - 1;
}

const lineNumbers = 10_000;

/** First 555-0100 to 555-0199, which are reserved for fiction; then the rest of 555, then 556 and up. */
function seriesNumber(areaCode: number, sold: number): string {
  const exchange = 555 + Math.floor(sold / lineNumbers);
  const line = (sold + 100) % lineNumbers;
  return `+1${areaCode}${exchange}${String(line).padStart(4, "0")}`;
}
