import { AscendiaError } from "../../../errors.ts";
import type { NumberToImport } from "../../clinic/requests/clinic-request.ts";
import type { Clinic, ClinicNumber } from "../../clinic/clinic.ts";
import { type NumberBinding, type PlatformNumber, markedSlug, priceOfNumber } from "../../number/number.ts";
import { applyBind, planBind, recordOf, refuseNumberInUse, refuseNumberOfOthers } from "./change-number.ts";
import { desiredAgent, desiredBinding, numberDrift } from "../repair/drift.ts";
import { refuseTransferNumbers } from "../../call/line/transfer-numbers.ts";
import { type NumberPorts, requireClinic } from "../ports.ts";

export type Trunk = Omit<NumberToImport, "kind" | "passwordVariable"> & {
  readonly password: string | null;
};

/** `adopt`: it is already in the account, for example because the answer to an earlier import was lost. */
export interface ImportPlan {
  readonly clinic: Clinic;
  readonly action: "create" | "adopt" | "update" | "unchanged";
  readonly trunk: Trunk;
  readonly binding: NumberBinding;
}

/** @throws not_found, conflict */
export async function planImport(idOrSlug: string, trunk: Trunk, ports: NumberPorts): Promise<ImportPlan> {
  const clinic = await requireClinic(idOrSlug, ports.store.clinics);
  await refuseNumberOfOthers(clinic, trunk.phoneNumber, ports);
  await refuseTransferNumbers(clinic, ports.store.clinics, trunk.phoneNumber);
  const stored = (await ports.store.scope(clinic.id).number.find()) ?? null;
  const ownAgent = (await ports.ownAgent(clinic)) ?? null;
  const entry = { clinic, number: stored, ownAgent };
  const master = ownAgent ?? (await ports.masterAgent());
  const found = await ports.numbers.find(trunk.phoneNumber);
  if (found !== undefined && stored === null) {
    await refuseNumberInUse(found, { clinic, agent: desiredAgent(entry, master) }, ports);
  }
  const binding = desiredBinding(entry, { agent: master, publicUrl: ports.publicUrl });
  const action = found === undefined ? "create" : keptAction(found, { isStored: stored !== null, binding });
  return { clinic, action, trunk, binding };
}

function keptAction(
  found: PlatformNumber,
  { isStored, binding }: { readonly isStored: boolean; readonly binding: NumberBinding },
): ImportPlan["action"] {
  if (!isStored) return "adopt";
  return numberDrift(found, binding).length === 0 ? "unchanged" : "update";
}

/** Leaves the number bound as planned. After a lost answer it looks the number up instead of repeating the request. */
export async function applyImport(plan: ImportPlan, ports: NumberPorts): Promise<PlatformNumber> {
  const { clinic, trunk, action } = plan;
  if (action === "create") {
    const number = await importOnce(plan, ports);
    await ports.store.scope(clinic.id).number.save(recordOf(number));
    await ports.audit.record({
      act: ports.newId(),
      action: "number:import",
      subject: `clinic:${clinic.slug}`,
      before: null,
      after: { number: number.phoneNumber, termination_uri: trunk.terminationUri, transport: trunk.transport },
      reason: null,
    });
  }
  const bind = await planBind({ clinic: clinic.id, phoneNumber: trunk.phoneNumber, takeOver: false }, ports);
  await applyBind(bind, ports);
  return bind.number;
}

async function importOnce({ trunk, binding }: ImportPlan, { numbers }: NumberPorts): Promise<PlatformNumber> {
  try {
    return await numbers.importNumber({ kind: "import", passwordVariable: null, ...trunk }, binding);
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "transient") throw error;
    const found = await numbers.find(trunk.phoneNumber);
    if (found === undefined) throw error;
    return found;
  }
}

export interface ReleasePlan {
  readonly phoneNumber: string;
  /** null: the number no longer exists at Retell, only in the store. */
  readonly found: PlatformNumber | null;
  readonly owner: Clinic | null;
  readonly price: string;
  /** The consequences, one sentence each. */
  readonly consequences: readonly string[];
}

type ReleasePorts = Pick<NumberPorts, "store" | "numbers" | "audit" | "newId">;

/** @throws not_found when neither Retell nor the store has the number; conflict when another program uses it */
export async function planRelease(phoneNumber: string, isForced: boolean, ports: ReleasePorts): Promise<ReleasePlan> {
  const found = (await ports.numbers.find(phoneNumber)) ?? null;
  const owner = (await ports.store.clinics.findByNumber(phoneNumber)) ?? null;
  if (owner !== null) return withOwner(found, owner, await storedNumber(owner, ports));
  if (found === null) {
    throw new AscendiaError("not_found", `Neither this Retell account nor the store has a number ${phoneNumber}.`, {
      hint: "List its numbers with: ascendia number:list",
    });
  }
  if (markedSlug(found) === undefined && found.inboundAgents.length > 0 && !isForced) {
    throw new AscendiaError(
      "conflict",
      `The number ${phoneNumber} belongs to no clinic and is answered by agent ${found.inboundAgents[0]?.agentId ?? ""}.`,
      { hint: "It may belong to another program. To release it anyway, pass --foreign." },
    );
  }
  return releasePlan(found, { phoneNumber, owner: null, consequences: ["No clinic uses it."] });
}

async function storedNumber({ id }: Clinic, { store }: ReleasePorts): Promise<ClinicNumber> {
  const stored = await store.scope(id).number.find();
  if (stored === undefined) throw new Error("a clinic found by its number has it");
  return stored;
}

function withOwner(found: PlatformNumber | null, owner: Clinic, { phoneNumber }: ClinicNumber): ReleasePlan {
  const serves = owner.status === "active" || owner.status === "suspended";
  const consequences = [
    `${owner.name} (${owner.slug}) will have no number.`,
    ...(serves ? [`Callers of ${phoneNumber} will no longer reach the receptionist.`] : []),
  ];
  return releasePlan(found, { phoneNumber, owner, consequences });
}

function releasePlan(
  found: PlatformNumber | null,
  { consequences, ...more }: Pick<ReleasePlan, "phoneNumber" | "owner" | "consequences">,
): ReleasePlan {
  if (found === null) return { ...more, found, price: "costs nothing: it no longer exists at Retell", consequences };
  const last =
    found.source === "bought"
      ? "Retell may give it to someone else: you cannot get it back."
      : "It stays with its carrier and can be imported again.";
  return { ...more, found, price: priceOfNumber(found), consequences: [...consequences, last] };
}

/** After a lost answer, the number is looked up; repeating the release has no further effect. */
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
