import type { Clinic, ClinicNumber } from "../clinic/clinic.ts";
import type { JournalEntry } from "../journal/ports.ts";
import { runSteps } from "../journal/run-steps.ts";
import { priceOfNumber } from "../number/number-price.ts";
import { rowsIn } from "./archive.ts";
import type { OffboardPlan, OffboardPorts, OffboardRequest, OffboardStep } from "./offboard-ports.ts";
import { type Receipt, receiptOf } from "./offboard-receipt.ts";
import { offboardingWork } from "./offboard-steps.ts";
import { requireClinic } from "./require-clinic.ts";

/** @throws not_found */
export async function planOffboarding(request: OffboardRequest, ports: OffboardPorts): Promise<OffboardPlan> {
  const clinic = await requireClinic(request.clinic, ports.store.clinics);
  const stores = ports.store.scope(clinic.id);
  const number = (await stores.number.find()) ?? null;
  const archive = await stores.archive.read();
  const done = new Set((await ports.journal.entries(subjectOf(clinic))).filter(isDone).map(({ step }) => step));
  const steps = stepsOf({ clinic, request, number, archive }).map((step) =>
    done.has(step.step) ? { step: step.step, action: "unchanged" as const, detail: step.detail } : step,
  );
  return { clinic, request, number, archive, steps };
}

/** Whether applying the plan would change nothing. */
export function isOffboarded({ steps }: OffboardPlan): boolean {
  return steps.every(({ action }) => action === "unchanged");
}

/** Killed or failed at any point, the same command continues. The export is on the disk before anything is given up. */
export async function applyOffboarding(plan: OffboardPlan, ports: OffboardPorts): Promise<Receipt> {
  await runSteps(subjectOf(plan.clinic), offboardingWork(plan, ports), ports);
  return receiptOf(plan.clinic, await ports.journal.entries(subjectOf(plan.clinic)));
}

function subjectOf({ id }: Clinic): string {
  return `offboard:${id}`;
}

function isDone({ state }: JournalEntry): boolean {
  return state === "done";
}

function stepsOf({ clinic, request, number, archive }: Omit<OffboardPlan, "steps">): readonly OffboardStep[] {
  const rows = rowsIn(archive);
  const released = archive["phoneNumbers"]?.length ?? 0;
  const left = rows - released;
  const less = released === 0 ? "" : " (the number's goes with its release)";
  const { exportPath, data } = request;
  return [
    { step: "export", action: "create", detail: `${rows} rows to ${exportPath}, readable by you alone` },
    { step: "close", action: "update", detail: `${clinic.slug} takes no calls any more` },
    { step: "release", action: number === null ? "unchanged" : "release", detail: numberText(number) },
    data === "erase"
      ? { step: "erase", action: "erase", detail: `${left} rows${less}, and the clinic's own address, lines and mail` }
      : { step: "keep", action: "unchanged", detail: `${left} rows stay in the database${less}` },
  ];
}

function numberText(number: ClinicNumber | null): string {
  if (number === null) return "it has no number";
  const end =
    number.source === "bought" ? "given back to Retell for good" : "taken out of Retell, stays with its carrier";
  return `${number.phoneNumber} (${priceOfNumber(number)}), ${end}`;
}
