import type { Clinic, ClinicNumber } from "../../clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import type { NumberBinding, PlatformNumber } from "../../number/ports.ts";
import { applyRepairs, repairsOf } from "../fleet/apply-fleet.ts";
import { desiredAgent, desiredBinding } from "../fleet/desired-binding.ts";
import { type NumberDrift, numberDrift } from "../fleet/number-drift.ts";
import { requireClinic } from "../require-clinic.ts";
import { recordOf, refuseNumberInUse, refuseNumberOfOthers } from "./keep-number.ts";
import type { NumberPorts } from "./ports.ts";

export interface BindRequest {
  readonly clinic: string;
  /** undefined: the number that the clinic has. */
  readonly phoneNumber: string | undefined;
  /** Also when another agent answers it. */
  readonly takeOver: boolean;
}

/** `adopt`: the number is at Retell and becomes the clinic's. */
export interface BindPlan {
  readonly clinic: Clinic;
  readonly action: "adopt" | "update" | "unchanged";
  readonly number: PlatformNumber;
  readonly binding: NumberBinding;
  readonly drift: readonly NumberDrift[];
}

/** @throws not_found, conflict */
export async function planBind(request: BindRequest, ports: NumberPorts): Promise<BindPlan> {
  const clinic = await requireClinic(request.clinic, ports.store.clinics);
  const stored = await ports.store.scope(clinic.id).number.find();
  const phoneNumber = request.phoneNumber ?? stored?.phoneNumber;
  if (phoneNumber === undefined) throw noNumber(clinic);
  await refuseNumberOfOthers(clinic, phoneNumber, ports);
  const master = await ports.masterAgent();
  const entry = { clinic, number: stored ?? null, ownAgent: (await ports.ownAgent(clinic.id)) ?? null };
  const number = await findNumber(phoneNumber, ports);
  if (stored === undefined && !request.takeOver) {
    await refuseNumberInUse(number, { clinic, agent: desiredAgent(entry, master) }, ports);
  }
  const binding = desiredBinding(entry, { agent: master, publicUrl: ports.publicUrl });
  const drift = numberDrift(number, binding);
  return { clinic, action: actionOf(stored, drift), number, binding, drift };
}

function actionOf(stored: ClinicNumber | undefined, drift: readonly NumberDrift[]): BindPlan["action"] {
  if (stored === undefined) return "adopt";
  return drift.length === 0 ? "unchanged" : "update";
}

/** @throws what Retell refused */
export async function applyBind({ clinic, number, drift, action }: BindPlan, ports: NumberPorts): Promise<void> {
  if (action === "unchanged") return;
  const { phoneNumber } = number;
  const { id: clinicId, slug } = clinic;
  if (action === "adopt") await adopt({ clinic, number }, ports);
  const findings = drift.map(({ kind, detail, changes }) => {
    return { kind, subject: slug, detail, fix: "", repair: { clinicId, slug, phoneNumber, changes } };
  });
  const results = await applyRepairs(repairsOf(findings), { ...ports, action: "number:bind" }, () => {});
  const problem = results.find((result) => result.problem !== null)?.problem ?? null;
  if (problem !== null) {
    throw new AscendiaError("failed", problem, { hint: "Run the same command again: it continues." });
  }
}

async function adopt({ clinic, number }: Pick<BindPlan, "clinic" | "number">, ports: NumberPorts): Promise<void> {
  await ports.store.scope(clinic.id).number.save(recordOf(number));
  await ports.audit.record({
    act: ports.newId(),
    action: "number:bind",
    subject: `clinic:${clinic.slug}`,
    before: null,
    after: { number: number.phoneNumber },
    reason: null,
  });
}

async function findNumber(phoneNumber: string, { numbers }: NumberPorts): Promise<PlatformNumber> {
  const found = await numbers.find(phoneNumber);
  if (found !== undefined) return found;
  throw new AscendiaError("not_found", `The number ${phoneNumber} is not in this Retell account.`, {
    hint: "See the numbers that are with: ascendia number:list",
  });
}

function noNumber({ slug }: Clinic): AscendiaError {
  return new AscendiaError("not_found", `${slug} has no number that could be bound.`, {
    hint: `Name one that is at Retell with --number, or bring one: ascendia number:import ${slug}`,
  });
}
