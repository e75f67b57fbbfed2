import type { Clinic, ClinicNumber } from "../../clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { markedSlug } from "../../number/number-binding.ts";
import { priceOfNumber } from "../../number/number-price.ts";
import type { PlatformNumber } from "../../number/ports.ts";
import type { NumberPorts } from "./ports.ts";

export interface ReleasePlan {
  readonly phoneNumber: string;
  /** null: it is gone from Retell, and only the store still has it. */
  readonly found: PlatformNumber | null;
  readonly owner: Clinic | null;
  readonly price: string;
  /** What is lost with it, a sentence each. */
  readonly consequences: readonly string[];
}

type ReleasePorts = Pick<NumberPorts, "store" | "numbers" | "audit" | "newId">;

/** @throws not_found when neither Retell nor the store knows the number; conflict when it is another program's */
export async function planRelease(phoneNumber: string, isForced: boolean, ports: ReleasePorts): Promise<ReleasePlan> {
  const found = (await ports.numbers.find(phoneNumber)) ?? null;
  const owner = (await ports.store.clinics.findByNumber(phoneNumber)) ?? null;
  if (owner !== null) return withOwner(found, owner, await storedNumber(owner, ports));
  if (found === null) {
    throw new AscendiaError("not_found", `Neither this Retell account nor the store has a number ${phoneNumber}.`, {
      hint: "See the numbers that are with: ascendia number:list",
    });
  }
  if (markedSlug(found) === undefined && found.inboundAgents.length > 0 && !isForced) {
    throw new AscendiaError(
      "conflict",
      `The number ${phoneNumber} is no clinic's and answered by agent ${found.inboundAgents[0]?.agentId ?? ""}.`,
      { hint: "It may be another program's. Release it all the same with --foreign." },
    );
  }
  return plan(found, { phoneNumber, owner: null, consequences: ["No clinic uses it."] });
}

async function storedNumber({ id }: Clinic, { store }: ReleasePorts): Promise<ClinicNumber> {
  const stored = await store.scope(id).number.find();
  if (stored === undefined) throw new Error("a clinic found by its number has it");
  return stored;
}

function withOwner(found: PlatformNumber | null, owner: Clinic, { phoneNumber }: ClinicNumber): ReleasePlan {
  const serves = owner.status === "active" || owner.status === "suspended";
  const consequences = [
    `${owner.name} (${owner.slug}) is left without a number.`,
    ...(serves ? [`Who calls ${phoneNumber} does not reach the receptionist any more.`] : []),
  ];
  return plan(found, { phoneNumber, owner, consequences });
}

function plan(
  found: PlatformNumber | null,
  { consequences, ...more }: Pick<ReleasePlan, "phoneNumber" | "owner" | "consequences">,
): ReleasePlan {
  if (found === null) return { ...more, found, price: "costs nothing: it is gone from Retell", consequences };
  const last =
    found.source === "bought"
      ? "Retell gives it to others: it cannot be had back."
      : "It stays with its carrier and can be imported again.";
  return { ...more, found, price: priceOfNumber(found), consequences: [...consequences, last] };
}

/** A lost answer is looked up; done twice it is done once. */
export async function applyRelease(release: ReleasePlan, ports: ReleasePorts): Promise<void> {
  const { phoneNumber, found, owner } = release;
  if (found !== null) await releaseOnce(phoneNumber, ports);
  if (owner !== null) await ports.store.scope(owner.id).number.remove();
  await ports.audit.record({
    act: ports.newId(),
    action: "number:release",
    subject: owner === null ? `number:${phoneNumber}` : `clinic:${owner.slug}`,
    before: { number: phoneNumber, price: release.price },
    after: null,
    reason: null,
  });
}

async function releaseOnce(phoneNumber: string, { numbers }: ReleasePorts): Promise<void> {
  try {
    await numbers.release(phoneNumber);
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    if (error.code === "not_found") return;
    if (error.code !== "transient" || (await numbers.find(phoneNumber)) !== undefined) throw error;
  }
}
