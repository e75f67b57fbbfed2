import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { badRequest, unknownId } from "../http/api-error.ts";
import { type JsonObject, withoutUndefined } from "../json.ts";
import type { NumberChanges, NumberToBuy, NumberToImport } from "../schemas/phone-number-schema.ts";
import { findDocument, type StoredDocument } from "../store/documents.ts";
import type { Queries } from "../store/open-sandbox-database.ts";

export const presentNumber = (stored: Pick<StoredDocument, "id" | "body" | "modifiedAt">): JsonObject => ({
  phone_number: stored.id,
  ...stored.body,
  last_modification_timestamp: stored.modifiedAt,
});

export const requireNumber = async (phoneNumber: string, queries: Queries): Promise<StoredDocument> => {
  const found = await findDocument({ kind: "phone_number", id: phoneNumber }, queries);
  if (found === undefined) throw unknownId(422, `phone number ${phoneNumber}`);
  return found;
};

export const boughtNumber = (phoneNumber: string, order: NumberToBuy): JsonObject => {
  const { phone_number: _number, country_code: _country, toll_free: _tollFree, ...rest } = order;
  const { number_provider: provider = "twilio", transport: _transport, area_code: _areaCode, ...settings } = rest;
  return {
    phone_number_type: `retell-${provider}`,
    phone_number_pretty: pretty(phoneNumber),
    area_code: Number(phoneNumber.slice(2, 5)),
    ...settings,
  };
};

/** The password is not kept: nothing returns it and no trunk is ever dialled (retell-api.md 3.3). */
export const importedNumber = (sent: NumberToImport): JsonObject => {
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
};

export const changedNumber = (body: JsonObject, changes: NumberChanges): JsonObject => {
  const { termination_uri: terminationUri, auth_username: username, auth_password: password, ...rest } = changes;
  const { transport, ...settings } = rest;
  const trunk = withoutUndefined({ termination_uri: terminationUri, auth_username: username, transport });
  const touchesTrunk = password !== undefined || Object.keys(trunk).length > 0;
  if (!touchesTrunk) return { ...body, ...settings };
  const before = body["sip_outbound_trunk_config"];
  const config = { ...(typeof before === "object" ? before : {}), ...trunk };
  return { ...body, ...settings, sip_outbound_trunk_config: config };
};

/** Not itself, and not a number that has a fallback of its own (retell-api.md 3.3). */
export const checkFallback = async (
  phoneNumber: string,
  fallback: string | null | undefined,
  queries: Queries,
): Promise<void> => {
  if (fallback === null || fallback === undefined) return;
  if (fallback === phoneNumber) {
    throw badRequest("Invalid request format: fallback_number: a number cannot be its own fallback.");
  }
  const target = await findDocument({ kind: "phone_number", id: fallback }, queries);
  if (typeof target?.body["fallback_number"] !== "string") return;
  throw badRequest(`Invalid request format: fallback_number: ${fallback} has a fallback of its own.`);
};

const pretty = (phoneNumber: string): string => {
  const parsed = parsePhoneNumberFromString(phoneNumber);
  if (parsed === undefined) return phoneNumber;
  return parsed.countryCallingCode === "1" ? `+1 ${parsed.formatNational()}` : parsed.formatInternational();
};
