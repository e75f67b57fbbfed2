import { AscendiaError } from "../../errors.ts";
import type { Clinic, ClinicNumber } from "../../clinic/clinic.ts";
import { markedSlug, type PinnedAgent } from "../../number/number-binding.ts";
import { monthlyCentsOfNumber } from "../../number/number-price.ts";
import type { PlatformNumber } from "../../number/ports.ts";
import type { NumberPorts } from "./ports.ts";

/** The store's record of a number as Retell says it is. */
export function recordOf(number: PlatformNumber): ClinicNumber {
  const [agent] = number.inboundAgents;
  return {
    phoneNumber: number.phoneNumber,
    source: number.source,
    agentId: agent?.agentId ?? null,
    agentVersion: typeof agent?.agentVersion === "number" ? agent.agentVersion : null,
    webhookUrl: number.inboundWebhookUrl,
    monthlyCents: monthlyCentsOfNumber(number),
  };
}

/** @throws conflict when the clinic may not have that number: it has another, or somebody else has it */
export async function refuseNumberOfOthers(
  clinic: Clinic,
  phoneNumber: string,
  { store }: Pick<NumberPorts, "store">,
): Promise<void> {
  if (clinic.status === "offboarded") {
    throw new AscendiaError("conflict", `${clinic.slug} is offboarded and gets no number.`);
  }
  const stored = await store.scope(clinic.id).number.find();
  if (stored !== undefined && stored.phoneNumber !== phoneNumber) {
    throw new AscendiaError("conflict", `${clinic.slug} has a number already, ${stored.phoneNumber}.`, {
      hint: `Give it up first: ascendia number:release ${stored.phoneNumber}`,
    });
  }
  const owner = await store.clinics.findByNumber(phoneNumber);
  if (owner === undefined || owner.id === clinic.id) return;
  throw new AscendiaError("conflict", `The number ${phoneNumber} belongs to another clinic, ${owner.slug}.`, {
    hint: `See it with: ascendia clinic:show ${owner.slug}`,
  });
}

/** @throws conflict when the number serves something that is not ours to take over */
export async function refuseNumberInUse(
  found: PlatformNumber,
  wanted: { readonly clinic: Clinic; readonly agent: PinnedAgent },
  { store }: Pick<NumberPorts, "store">,
): Promise<void> {
  const slug = markedSlug(found);
  const owner = slug === undefined ? undefined : await store.clinics.find(slug);
  const foreign = found.inboundAgents.find(({ agentId }) => agentId !== wanted.agent.agentId);
  const isMarkedForOther = owner !== undefined && owner.id !== wanted.clinic.id && owner.status !== "offboarded";
  if (!isMarkedForOther && (foreign === undefined || slug !== undefined)) return;
  const use = isMarkedForOther ? `is marked for ${owner.slug}` : `is answered by agent ${foreign?.agentId ?? ""}`;
  throw new AscendiaError("conflict", `The number ${found.phoneNumber} ${use}.`, {
    hint: "Take it off there first, or with --take-over here if that is meant.",
  });
}
