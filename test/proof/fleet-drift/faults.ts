import { z } from "zod";
import { closedAllWeek } from "../../../src/domain/clinic/opening-hours.ts";
import type { DriftKind } from "../../../src/domain/fleet/repair/drift.ts";
import { type AllClinicStores, requireClinic } from "../../../src/domain/fleet/ports.ts";
import type { PinnedAgent } from "../../../src/domain/number/number.ts";
import { type Installation, phoneNumberOf, slugOf } from "./installation.ts";

const versioned = z.object({ version: z.number() });

export interface Place {
  readonly installation: Installation;
  readonly agent: PinnedAgent;
  /** An agent of the same account that is not ours. */
  readonly anotherAgent: string;
  readonly index: number;
}

export interface Fault {
  readonly kind: DriftKind;
  readonly how: string;
  /** Whether fleet:apply leaves the fault to a person: it needs a choice, money or facts. */
  readonly isForAPerson: boolean;
  /** Plants the fault, and returns the subject that fleet:plan must name. */
  plant(place: Place): Promise<string>;
  /** What a person does about it, as commands; none if fleet:apply repairs it. */
  fix(place: Place, subject: string): readonly (readonly string[])[];
}

type NumberEdit = Parameters<Installation["dashboard"]["phoneNumber"]["update"]>[1];

function edited(kind: DriftKind, how: string, edit: (place: Place) => NumberEdit): Fault {
  const plant = async (place: Place) => {
    await place.installation.dashboard.phoneNumber.update(phoneNumberOf(place.index), edit(place));
    return slugOf(place.index);
  };
  return { kind, how, isForAPerson: false, plant, fix: () => [] };
}

async function ofClinic(
  { installation, index }: Place,
  work: (stores: AllClinicStores) => Promise<void>,
): Promise<string> {
  await installation.inStore(async (store) => {
    const { id } = await requireClinic(slugOf(index), store.clinics);
    await work(store.scope(id));
  });
  return slugOf(index);
}

async function pin(place: Place, version: number): Promise<void> {
  const { installation, agent, index } = place;
  const agents = [{ agent_id: agent.agentId, agent_version: version, weight: 1 }];
  await installation.dashboard.phoneNumber.update(phoneNumberOf(index), {
    inbound_agents: agents,
    outbound_agents: agents,
  });
  await ofClinic(place, async ({ number }) => {
    const stored = await number.find();
    if (stored !== undefined) await number.save({ ...stored, agentVersion: version });
  });
}

export const faults: readonly Fault[] = [
  {
    kind: "number_missing",
    how: "number deleted in the dashboard",
    isForAPerson: true,
    plant: async ({ installation, index }) => {
      await installation.dashboard.phoneNumber.delete(phoneNumberOf(index));
      return slugOf(index);
    },
    fix: ({ index }, slug) => [
      ["number:import", slug, "--number", phoneNumberOf(index), "--termination-uri", "trunk.example.com"],
    ],
  },
  edited("other_agent", "inbound agent exchanged", ({ anotherAgent }) => ({
    inbound_agents: [{ agent_id: anotherAgent, weight: 1 }],
  })),
  edited("unbound", "agents taken off", () => ({ inbound_agents: [], outbound_agents: [] })),
  edited("version_pin", "pinned to latest", ({ agent }) => ({
    inbound_agents: [{ agent_id: agent.agentId, agent_version: "latest", weight: 1 }],
  })),
  edited("webhook_missing", "webhook taken off", () => ({ inbound_webhook_url: null })),
  edited("webhook_host", "webhook on the server of last year", () => ({
    inbound_webhook_url: "https://old.example.com/webhooks/retell/inbound/x",
  })),
  edited("webhook_wrong", "webhook of nobody on this server", () => ({
    inbound_webhook_url: "https://voice.example.com/webhooks/retell/inbound/nobody",
  })),
  edited("mark_wrong", "nickname changed", () => ({ nickname: "front desk" })),
  {
    kind: "no_doctors",
    how: "last doctor left",
    isForAPerson: true,
    plant: (place) =>
      ofClinic(place, async ({ doctors }) => {
        for (const doctor of await doctors.list()) await doctors.update({ ...doctor, active: false });
      }),
    fix: (_, slug) => [["doctor:add", slug, "--name", "Koffi Test", "--specialty", "Dentiste"]],
  },
  {
    kind: "no_hours",
    how: "opening hours emptied",
    isForAPerson: true,
    plant: (place) => ofClinic(place, ({ openingHours }) => openingHours.setForClinic(closedAllWeek)),
    fix: (_, slug) => [["hours:set", "Mon-Fri 08:00-12:30", "--clinic", slug]],
  },
  {
    kind: "orphan_number",
    how: "bought for a clinic that is not there",
    isForAPerson: true,
    plant: async ({ installation }) => {
      const bought = await installation.dashboard.phoneNumber.create({ nickname: "ascendia:nobody" });
      return bought.phone_number;
    },
    fix: (_, number) => [["number:release", number, "--yes", "--confirm", number]],
  },
  {
    kind: "unused_number",
    how: "bought in the dashboard and forgotten",
    isForAPerson: true,
    plant: async ({ installation }) => (await installation.dashboard.phoneNumber.create({})).phone_number,
    fix: (_, number) => [["number:release", number, "--yes", "--confirm", number]],
  },
  {
    kind: "event_url",
    how: "clinic rolled out to a version with another event URL",
    isForAPerson: true,
    plant: async (place) => {
      const { agentId, version } = place.agent;
      const { agent } = place.installation.dashboard;
      const draft = versioned.parse(await agent.createVersion(agentId, { base_version: version }));
      await agent.update(agentId, { version: draft.version, webhook_url: "https://old.example.com/events" });
      await agent.publish(agentId, { version: draft.version });
      await pin(place, draft.version);
      return `${agentId}@${draft.version}`;
    },
    fix: () => [],
  },
];

/** Repairs the version with the wrong event URL: its clinic returns to the previous version. */
export async function pinBack(place: Place): Promise<void> {
  await pin(place, place.agent.version);
}
