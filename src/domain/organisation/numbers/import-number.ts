import type { Clinic } from "../../clinic/clinic.ts";
import type { NumberToImport } from "../../clinic/clinic-request.ts";
import { AscendiaError } from "../../errors.ts";
import type { NumberBinding, PlatformNumber } from "../../number/ports.ts";
import { desiredAgent, desiredBinding } from "../fleet/desired-binding.ts";
import { numberDrift } from "../fleet/number-drift.ts";
import { requireClinic } from "../require-clinic.ts";
import { applyBind, planBind } from "./bind-number.ts";
import { recordOf, refuseNumberInUse, refuseNumberOfOthers } from "./keep-number.ts";
import type { NumberPorts } from "./ports.ts";

export type Trunk = Omit<NumberToImport, "kind" | "passwordVariable"> & {
  readonly password: string | null;
};

/** `adopt`: it is in the account already, as after an import whose answer was lost. */
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
  const stored = (await ports.store.scope(clinic.id).number.find()) ?? null;
  const master = await ports.masterAgent();
  const entry = { clinic, number: stored, ownAgent: (await ports.ownAgent(clinic.id)) ?? null };
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

/** Ends with the number bound as planned; a lost answer is looked up, never repeated. */
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
