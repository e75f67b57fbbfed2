import Retell from "retell-sdk";
import { describe, expect, it } from "vitest";
import { retellNumberPlatform } from "../../../src/adapters/retell/number-platform.ts";
import type { RunningSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { createAgent, openBench } from "../../sandbox/sandbox-fixture.ts";

const order = { kind: "buy", country: "US", areaCode: 512, tollFree: false } as const;

function bindingTo(agentId: string, slug: string) {
  const agents = [{ agentId, agentVersion: 0, weight: 1 }];
  return {
    nickname: `ascendia:${slug}`,
    inboundAgents: agents,
    outboundAgents: agents,
    inboundWebhookUrl: "https://voice.example.com/webhooks/retell/inbound/1",
  };
}

/** The SDK as the product creates it, but its lists have fewer numbers per page than it asked for. */
function shortPages({ url, apiKey }: RunningSandbox): Retell {
  return new Retell({ apiKey, baseURL: url, logLevel: "off", fetch: askingForTwo });
}

const askingForTwo: typeof fetch = (target, init) => {
  const url = target instanceof Request ? target.url : target.toString();
  return fetch(url.replace("limit=1000", "limit=2"), init);
};

async function bench() {
  const { sandbox, client, send } = await openBench();
  const { agent } = await createAgent(client);
  return { numbers: retellNumberPlatform(shortPages(sandbox)), agentId: agent.agent_id, client, send };
}

describe("the numbers at Retell", () => {
  it("are bought and bound, read back unchanged, bound again and released", async () => {
    const { numbers, agentId } = await bench();
    const bought = await numbers.buy(order, bindingTo(agentId, "a"));
    expect(bought).toMatchObject({ phoneNumber: "+15125550100", source: "bought", ...bindingTo(agentId, "a") });
    expect(await numbers.find(bought.phoneNumber)).toEqual(bought);
    await numbers.bind(bought.phoneNumber, bindingTo(agentId, "b"));
    expect(await numbers.find(bought.phoneNumber)).toMatchObject({ nickname: "ascendia:b" });
    await numbers.release(bought.phoneNumber);
    expect(await numbers.find(bought.phoneNumber)).toBeUndefined();
    await expect(numbers.release(bought.phoneNumber)).rejects.toMatchObject({ code: "not_found" });
    await expect(numbers.bind(bought.phoneNumber, bindingTo(agentId, "b"))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("are imported with the trunk's credentials, under the field names of the import request", async () => {
    const { numbers, agentId, client } = await bench();
    const imported = await numbers.importNumber(
      {
        kind: "import",
        phoneNumber: "+2290197000001",
        terminationUri: "trunk.example.com",
        username: "clinic",
        passwordVariable: "TRUNK",
        password: "test",
        transport: null,
      },
      bindingTo(agentId, "a"),
    );
    expect(imported).toMatchObject({ source: "imported", phoneNumber: "+2290197000001" });
    const raw = await client.phoneNumber.retrieve("+2290197000001");
    expect(raw.sip_outbound_trunk_config).toMatchObject({
      termination_uri: "trunk.example.com",
      auth_username: "clinic",
    });
  });

  it("are all listed, page by page", async () => {
    const { numbers, agentId } = await bench();
    for (const slug of ["a", "b", "c", "d", "e"]) await numbers.buy(order, bindingTo(agentId, slug));
    const listed = await numbers.list();
    expect(new Set(listed.map(({ nickname }) => nickname)).size).toBe(5);
    expect(listed).toHaveLength(5);
  });

  it("are ordered once, even after an error that the SDK would retry", async () => {
    const { numbers, agentId, send } = await bench();
    await send("POST", "/_sandbox/faults", { kind: "server_error", method: "POST", path: "/create-phone-number" });
    await expect(numbers.buy(order, bindingTo(agentId, "a"))).rejects.toMatchObject({ code: "transient" });
    expect(await numbers.list()).toEqual([]);
  });

  it("refuse an unknown agent with Retell's message", async () => {
    const { numbers } = await bench();
    await expect(numbers.buy(order, bindingTo("agent_nobody", "a"))).rejects.toThrow("agent_nobody");
  });
});
