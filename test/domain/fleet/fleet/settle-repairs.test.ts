import { describe, expect, it } from "vitest";
import type { Clinic } from "../../../../src/domain/clinic/clinic.ts";
import { settleRepairs } from "../../../../src/domain/fleet/repair/apply-repairs.ts";
import { type FleetPorts, viewFleet } from "../../../../src/domain/fleet/repair/plan-repairs.ts";
import { type NumberInFull, bindingOf } from "../../../../src/domain/number/number.ts";
import { testClinic } from "../../../fakes/test-clinic.ts";

const agent = { agentId: "agent_test", version: 3 };
const publicUrl = "https://voice.example.com";
const phoneNumber = "+14155550101";

const clinic: Clinic = testClinic({
  slug: "austin",
  name: "Austin Test Clinic",
  address: "1 Test Street",
  country: "US",
  timezone: "America/Chicago",
  language: "en",
  ownerEmail: "owner@example.com",
});

/** A clinic whose number has lost its webhook. */
function world() {
  const limits = { fallbackNumber: null, allowedInboundCountries: [], allowedOutboundCountries: [] };
  const binding = bindingOf(clinic, agent, publicUrl);
  let number: NumberInFull = { phoneNumber, source: "bought", ...binding, ...limits, inboundWebhookUrl: null };
  const stored = { phoneNumber, source: "bought", agentId: agent.agentId, agentVersion: 3 } as const;
  const ports: FleetPorts = {
    fleet: {
      clinics: async () => [
        {
          clinic,
          number: { ...stored, webhookUrl: null, monthlyCents: 200 },
          ownAgent: null,
          usesSocket: false,
          doctors: 1,
          hasHours: true,
        },
      ],
    },
    inAccount: async () => ({
      numbers: { listInFull: async () => [number] },
      account: {
        eventUrl: async () => `${publicUrl}/api/retell/webhook`,
        organisation: async () => "Test",
        isPublished: async () => true,
      },
    }),
    masterAgent: async () => agent,
    publicUrl,
  };
  const edit = (changes: Partial<NumberInFull>) => {
    number = { ...number, ...changes };
  };
  return { ports, edit, binding };
}

async function settle(ports: FleetPorts, agree: (kinds: readonly string[], moved: boolean) => void) {
  const { findings } = await viewFleet(ports);
  return settleRepairs(
    findings,
    {
      chosen: () => true,
      agree: async (repairs, moved) =>
        agree(
          repairs.flatMap(({ kinds }) => kinds),
          moved,
        ),
    },
    ports,
  );
}

describe("between confirmation and repair", () => {
  it("the confirmed plan is the one that is carried out", async () => {
    const { ports } = world();
    const asked: unknown[] = [];
    const repairs = await settle(ports, (kinds, moved) => asked.push([kinds, moved]));
    expect(repairs.map(({ kinds }) => kinds)).toEqual([["webhook_missing"]]);
    expect(asked).toEqual([[["webhook_missing"], false]]);
  });

  it("what changes in the meantime is planned and confirmed again", async () => {
    const { ports, edit } = world();
    const asked: unknown[] = [];
    const repairs = await settle(ports, (kinds, moved) => {
      asked.push([kinds, moved]);
      if (!moved) edit({ nickname: "front desk" });
    });
    expect(asked).toEqual([
      [["webhook_missing"], false],
      [["webhook_missing", "mark_wrong"], true],
    ]);
    expect(repairs.flatMap(({ kinds }) => kinds)).toEqual(["webhook_missing", "mark_wrong"]);
  });

  it("nothing is done when the drift is already fixed, or when it keeps changing", async () => {
    const { ports, edit, binding } = world();
    expect(await settle(ports, () => edit({ inboundWebhookUrl: binding.inboundWebhookUrl }))).toEqual([]);
    let turn = 0;
    edit({ inboundWebhookUrl: null });
    const restless = settle(ports, () => {
      turn += 1;
      edit({ nickname: turn % 2 === 1 ? "front desk" : binding.nickname });
    });
    await expect(restless).rejects.toMatchObject({ code: "transient" });
  });
});
