import { canonicalJson } from "../../domain/canonical-json.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { PauseChange } from "../../domain/outreach/attempts/outreach-status.ts";
import type { PauseStore } from "../../domain/outreach/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicsFlags, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

export interface PauseFlags extends ClinicsFlags {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

/** The scope of the pause: one clinic, or null for all, including future ones. */
export interface PauseScope {
  readonly clinic: Clinic | null;
  readonly pauses: PauseStore;
}

/** @throws usage unless exactly one of a clinic and --all is passed */
export async function pauseScope(flags: ClinicsFlags, context: Context): Promise<PauseScope> {
  const store = await context.store();
  if (flags.all !== true) {
    const clinic = await chosenClinic(flags, context);
    return { clinic, pauses: store.scope(clinic.id).outreach.stores.pause };
  }
  if (flags.clinic === undefined) return { clinic: null, pauses: store.fleetPause };
  throw new AscendiaError("usage", "--clinic and --all cannot be combined.", { hint: "Pass only one of them." });
}

interface RecordedChange {
  readonly action: string;
  readonly clinic: Clinic | null;
  readonly reason: string | null;
  readonly make: () => Promise<PauseChange>;
}

/** Changed and audited together; a pause of all clinics is recorded for the fleet. */
export async function recordPause(
  { action, clinic, reason, make }: RecordedChange,
  context: Context,
): Promise<PauseChange> {
  if (clinic !== null) return changeAndRecord(make, (change) => ({ action, clinic, ...change, reason }), context);
  const audit = await context.audit();
  return context.atomically(async () => {
    const change = await make();
    if (canonicalJson(change.before) === canonicalJson(change.after)) return change;
    await audit.record({ act: context.newId(), action, subject: "fleet", ...change, reason });
    return change;
  });
}

export function scopeSaid(clinic: Clinic | null): string {
  return clinic === null ? "all clinics" : clinic.name;
}
