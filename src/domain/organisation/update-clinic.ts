import type { AuditLog } from "../audit/ports.ts";
import type { HoursPlan } from "../booking/plan-hours.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { formatOpeningHours } from "../clinic/opening-hours-text.ts";
import { AscendiaError } from "../errors.ts";
import { inboundWebhookUrl, numberMark } from "../number/number-binding.ts";
import type { FleetNumbers, NumberPlatform, PlatformNumber } from "../number/ports.ts";
import { applyRepairs, repairsOf } from "./fleet/apply-fleet.ts";
import { type NumberDrift, numberDrift } from "./fleet/number-drift.ts";
import type { Store } from "./stores.ts";
import { changedClinic, type ClinicChanges, type FieldChange, fieldChanges } from "./update-clinic-fields.ts";

export interface UpdatePorts {
  readonly store: Pick<Store, "clinics" | "scope">;
  readonly numbers: NumberPlatform & FleetNumbers;
  readonly audit: AuditLog;
  /** What the work writes to the database is there whole or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  newId(): string;
  readonly publicUrl: string;
}

export interface UpdatePlan {
  readonly before: Clinic;
  readonly after: Clinic;
  readonly changes: readonly FieldChange[];
  /** null: they stay. */
  readonly hours: HoursPlan | null;
  readonly number: PlatformNumber | null;
  /** What does not fit the clinic's number any more: its mark, which names the slug, and its webhook. */
  readonly drift: readonly NumberDrift[];
}

/** @throws invalid; conflict when the slug is taken or the clinic is offboarded */
export async function planUpdate(
  clinic: Clinic,
  { changes, hours }: { readonly changes: ClinicChanges; readonly hours: HoursPlan | null },
  ports: UpdatePorts,
): Promise<UpdatePlan> {
  if (clinic.status === "offboarded") {
    throw new AscendiaError("conflict", `${clinic.slug} is offboarded and is not changed any more.`);
  }
  const after = changedClinic(clinic, changes);
  const namesake = await ports.store.clinics.find(after.slug);
  if (namesake !== undefined && namesake.id !== clinic.id) {
    throw new AscendiaError("conflict", `The slug "${after.slug}" belongs to ${namesake.name}.`, {
      hint: "Give another --slug.",
    });
  }
  const number = await numberAtRetell(clinic, ports);
  const own = hours !== null && isNew(hours) ? hours : null;
  const hoursChange = own === null ? [] : [hoursText(own)];
  return {
    before: clinic,
    after,
    changes: [...fieldChanges(clinic, after), ...hoursChange],
    hours: own,
    number,
    drift: number === null ? [] : ownDrift(number, after, ports.publicUrl),
  };
}

function isNew({ before, hours }: HoursPlan): boolean {
  return hours !== null && (before === null || formatOpeningHours(before) !== formatOpeningHours(hours));
}

function hoursText({ before, hours }: HoursPlan): FieldChange {
  return { field: "hours", before: weekText(before), after: weekText(hours) };
}

function weekText(week: HoursPlan["hours"]): string {
  return week === null ? "closed" : formatOpeningHours(week);
}

async function numberAtRetell({ id }: Clinic, { store, numbers }: UpdatePorts): Promise<PlatformNumber | null> {
  const stored = await store.scope(id).number.find();
  return stored === undefined ? null : ((await numbers.find(stored.phoneNumber)) ?? null);
}

/** Which agent answers is no fact about the clinic: fleet:plan and agent:rollout look after that. */
function ownDrift(number: PlatformNumber, { id, slug }: Clinic, publicUrl: string): readonly NumberDrift[] {
  const { inboundAgents, outboundAgents } = number;
  const wanted = { nickname: numberMark(slug), inboundWebhookUrl: inboundWebhookUrl(publicUrl, id) };
  return numberDrift(number, { ...wanted, inboundAgents, outboundAgents });
}

/** The store first: what Retell then lacks is seen by the same command again, and by fleet:plan. */
export async function applyUpdate(plan: UpdatePlan, ports: UpdatePorts): Promise<void> {
  if (plan.changes.length > 0) await ports.atomically(() => storeChanges(plan, ports));
  await rebind(plan, ports);
}

async function storeChanges({ before, after, changes, hours }: UpdatePlan, ports: UpdatePorts): Promise<void> {
  await ports.store.clinics.update(after);
  if (hours?.hours) await ports.store.scope(after.id).openingHours.setForClinic(hours.hours);
  await ports.audit.record({
    act: ports.newId(),
    action: "clinic:update",
    subject: `clinic:${before.slug}`,
    before: Object.fromEntries(changes.map((change) => [change.field, change.before])),
    after: Object.fromEntries(changes.map((change) => [change.field, change.after])),
    reason: null,
  });
}

async function rebind({ after, number, drift }: UpdatePlan, ports: UpdatePorts): Promise<void> {
  if (number === null) return;
  const { id: clinicId, slug } = after;
  const findings = drift.map(({ kind, detail, changes }) => {
    return {
      kind,
      subject: slug,
      detail,
      fix: "",
      repair: { clinicId, slug, phoneNumber: number.phoneNumber, changes },
    };
  });
  const results = await applyRepairs(repairsOf(findings), { ...ports, action: "clinic:update" }, () => {});
  const problem = results.find((result) => result.problem !== null)?.problem ?? null;
  if (problem === null) return;
  throw new AscendiaError("failed", `The clinic is changed; its number is not: ${problem}`, {
    hint: `Run the same command again, or: ascendia clinic:update ${slug} --rebind`,
  });
}
