import type Retell from "retell-sdk";
import * as z from "zod";
import type { NumberPins } from "../../domain/agent/ports.ts";
import type { NumberToBuy } from "../../domain/clinic/requests/clinic-request.ts";
import type {
  BoundAgent,
  FleetNumbers,
  NumberBinding,
  NumberChanges,
  NumberInFull,
  NumberPlatform,
} from "../../domain/number/number.ts";
import { AscendiaError } from "../../errors.ts";
import { isUnknownId, retellCall, retellReply, numeral } from "./errors.ts";
import { allItems, everyPage } from "./pages.ts";

const boundAgents = z
  .array(
    z.object({
      agent_id: z.string(),
      agent_version: z.union([z.number(), z.string()]).nullish(),
      weight: numeral,
    }),
  )
  .nullish();

const number = z.object({
  phone_number: z.string(),
  phone_number_type: z.string().nullish(),
  nickname: z.string().nullish(),
  inbound_agents: boundAgents,
  outbound_agents: boundAgents,
  inbound_webhook_url: z.string().nullish(),
  fallback_number: z.string().nullish(),
  allowed_inbound_country_list: z.array(z.string()).nullish(),
  allowed_outbound_country_list: z.array(z.string()).nullish(),
});

/** Sends creates and changes once (`maxRetries: 0`). The SDK retries reads (docs/retell.md 12.4). */
export function retellNumberPlatform(client: Retell): NumberPlatform & FleetNumbers {
  const once = { maxRetries: 0 };
  return {
    list: () => listAll(client),
    listInFull: () => listAll(client),
    find: async (phoneNumber) => {
      try {
        return await readNumber(`read the number ${phoneNumber}`, () => client.phoneNumber.retrieve(phoneNumber));
      } catch (error) {
        if (isUnknownId(error)) return undefined;
        throw error;
      }
    },
    buy: async (order, binding) => {
      const body = { ...orderBody(order), ...bindingBody(binding) };
      return readNumber("buy a number", () => client.phoneNumber.create(body, once));
    },
    importNumber: async ({ phoneNumber, terminationUri, username, password, transport }, binding) => {
      const body = {
        phone_number: phoneNumber,
        termination_uri: terminationUri,
        ...(username === null ? {} : { sip_trunk_auth_username: username }),
        ...(password === null ? {} : { sip_trunk_auth_password: password }),
        ...(transport === null ? {} : { transport }),
        ...bindingBody(binding),
      };
      return readNumber(`import the number ${phoneNumber}`, () => client.phoneNumber.import(body, once));
    },
    bind: (phoneNumber, binding) =>
      readNumber(`bind the number ${phoneNumber}`, () =>
        client.phoneNumber.update(phoneNumber, bindingBody(binding), once),
      ),
    change: (phoneNumber, changes) =>
      readNumber(`change the number ${phoneNumber}`, () =>
        client.phoneNumber.update(phoneNumber, changesBody(changes), once),
      ),
    release: async (phoneNumber) => {
      await retellCall(`release the number ${phoneNumber}`, () => client.phoneNumber.delete(phoneNumber, once));
    },
  };
}

async function listAll(client: Retell): Promise<readonly NumberInFull[]> {
  const pages = everyPage("list the numbers", number, (query) => client.phoneNumber.list(query));
  return (await allItems(pages)).map(toNumber);
}

function orderBody({ country, areaCode, tollFree }: NumberToBuy) {
  return {
    country_code: country,
    ...(areaCode === null ? {} : { area_code: areaCode }),
    ...(tollFree ? { toll_free: true } : {}),
  };
}

function bindingBody(binding: NumberBinding) {
  return {
    nickname: binding.nickname,
    inbound_agents: binding.inboundAgents.map(toBody),
    outbound_agents: binding.outboundAgents.map(toBody),
    inbound_webhook_url: binding.inboundWebhookUrl,
  };
}

function changesBody(changes: NumberChanges) {
  const { nickname, inboundAgents, outboundAgents, inboundWebhookUrl, fallbackNumber } = changes;
  const { allowedInboundCountries, allowedOutboundCountries } = changes;
  return {
    ...(nickname === undefined ? {} : { nickname }),
    ...(inboundAgents === undefined ? {} : { inbound_agents: inboundAgents.map(toBody) }),
    ...(outboundAgents === undefined ? {} : { outbound_agents: outboundAgents.map(toBody) }),
    ...(inboundWebhookUrl === undefined ? {} : { inbound_webhook_url: inboundWebhookUrl }),
    ...(fallbackNumber === undefined ? {} : { fallback_number: fallbackNumber }),
    ...(allowedInboundCountries === undefined ? {} : { allowed_inbound_country_list: [...allowedInboundCountries] }),
    ...(allowedOutboundCountries === undefined ? {} : { allowed_outbound_country_list: [...allowedOutboundCountries] }),
  };
}

function toBody({ agentId, agentVersion, weight }: BoundAgent) {
  return { agent_id: agentId, weight, ...(agentVersion === null ? {} : { agent_version: agentVersion }) };
}

async function readNumber(what: string, request: () => PromiseLike<unknown>): Promise<NumberInFull> {
  return toNumber(await retellReply(what, number, request));
}

function toNumber(raw: z.infer<typeof number>): NumberInFull {
  return {
    phoneNumber: raw.phone_number,
    source: raw.phone_number_type === "custom" ? "imported" : "bought",
    nickname: raw.nickname ?? null,
    inboundAgents: toAgents(raw.inbound_agents),
    outboundAgents: toAgents(raw.outbound_agents),
    inboundWebhookUrl: raw.inbound_webhook_url ?? null,
    fallbackNumber: raw.fallback_number ?? null,
    allowedInboundCountries: raw.allowed_inbound_country_list ?? [],
    allowedOutboundCountries: raw.allowed_outbound_country_list ?? [],
  };
}

function toAgents(bound: z.infer<typeof boundAgents>): readonly BoundAgent[] {
  return (bound ?? []).map(({ agent_id: agentId, agent_version: agentVersion, weight }) => ({
    agentId,
    agentVersion: agentVersion ?? null,
    weight,
  }));
}

/** Changes only the agent version that answers a number. Sent once, then read back. */
export function retellNumberPins(client: Retell, numbers: Pick<NumberPlatform, "list" | "find">): NumberPins {
  return {
    list: () => numbers.list(),
    pin: async (phoneNumber, { agentId, version }) => {
      const agents = [{ agent_id: agentId, agent_version: version, weight: 1 }];
      const body = { inbound_agents: agents, outbound_agents: agents };
      await retellCall(`pin the number ${phoneNumber}`, () =>
        client.phoneNumber.update(phoneNumber, body, { maxRetries: 0 }),
      );
      const found = await numbers.find(phoneNumber);
      if (found !== undefined) return found;
      throw new AscendiaError("not_found", `The number ${phoneNumber} no longer exists at Retell.`, {
        hint: "It may have been released in the dashboard.",
      });
    },
  };
}
