import { AscendiaError } from "../../../errors.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { canonicalJson } from "../../canonical-json.ts";
import type { FleetNumbers, NumberChanges, NumberInFull } from "../../number/number.ts";
import type { DriftKind, Finding, Repair } from "./drift.ts";
import { type FleetPorts, viewFleet } from "./plan-repairs.ts";
import type { Store } from "../ports.ts";

interface RepairPorts {
  /** The numbers of the account that owns the number to change. */
  numbersOf(account: string | null): Promise<Pick<FleetNumbers, "change">>;
  readonly store: Pick<Store, "scope">;
  readonly audit: AuditLog;
  /** The command's name in the audit log. */
  readonly action: string;
  newId(): string;
}

/** All changes to one number, in one request. */
export interface PlannedRepair extends Repair {
  readonly kinds: readonly DriftKind[];
}

export interface RepairResult extends PlannedRepair {
  readonly outcome: "done" | "failed";
  readonly problem: string | null;
}

/** The repairs that need no decision, one per number. */
export function repairsOf(findings: readonly Finding[]): readonly PlannedRepair[] {
  const repairs = new Map<string, PlannedRepair>();
  for (const { kind, repair } of findings) {
    if (repair === null) continue;
    const before = repairs.get(repair.phoneNumber);
    repairs.set(repair.phoneNumber, {
      ...repair,
      changes: { ...before?.changes, ...repair.changes },
      kinds: [...(before?.kinds ?? []), kind],
    });
  }
  return [...repairs.values()];
}

/** Applies the repairs one by one; a failure does not stop the others. */
export async function applyRepairs(
  repairs: readonly PlannedRepair[],
  ports: RepairPorts,
  onResult: (result: RepairResult) => void,
): Promise<readonly RepairResult[]> {
  const results: RepairResult[] = [];
  for (const repair of repairs) {
    const result = await applyRepair(repair, ports);
    results.push(result);
    onResult(result);
  }
  return results;
}

async function applyRepair(repair: PlannedRepair, ports: RepairPorts): Promise<RepairResult> {
  try {
    const number = await (await ports.numbersOf(repair.account)).change(repair.phoneNumber, repair.changes);
    refuseUnapplied(number, repair.changes);
    await recordBinding(number, repair, ports);
    return { ...repair, outcome: "done", problem: null };
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return { ...repair, outcome: "failed", problem: error.message };
  }
}

/** Retell answers a change with the number's current state: a field that did not change is a failure. */
function refuseUnapplied(number: NumberInFull, changes: NumberChanges): void {
  const unapplied = Object.entries(changes).filter(
    ([field, wanted]) => canonicalJson(Reflect.get(number, field)) !== canonicalJson(wanted),
  );
  if (unapplied.length === 0) return;
  const fields = unapplied.map(([field]) => field).join(", ");
  throw new AscendiaError("drift", `Retell did not apply the change to ${number.phoneNumber}: ${fields}.`);
}

async function recordBinding(found: NumberInFull, repair: PlannedRepair, ports: RepairPorts): Promise<void> {
  const { number } = ports.store.scope(repair.clinicId);
  const before = await number.find();
  const [agent] = found.inboundAgents;
  if (before !== undefined) {
    await number.save({
      ...before,
      agentId: agent?.agentId ?? null,
      agentVersion: typeof agent?.agentVersion === "number" ? agent.agentVersion : null,
      webhookUrl: found.inboundWebhookUrl,
    });
  }
  await ports.audit.record({
    act: ports.newId(),
    action: ports.action,
    subject: `clinic:${repair.slug}`,
    before: { kinds: repair.kinds },
    after: repair.changes,
    reason: null,
  });
}

interface Choice {
  readonly chosen: (finding: Finding) => boolean;
  /** Shows the plan and throws unless it is confirmed. `moved`: it replaces a plan that was already confirmed. */
  readonly agree: (repairs: readonly PlannedRepair[], moved: boolean) => Promise<void>;
}

const ATTEMPTS = 5;

/**
 * The confirmed repairs that still apply. Retell is read again after the confirmation; if anything changed in the
 * meantime, the new plan needs a new confirmation. @throws transient when it keeps changing
 */
export async function settleRepairs(
  first: readonly Finding[],
  { chosen, agree }: Choice,
  ports: FleetPorts,
): Promise<readonly PlannedRepair[]> {
  let planned = repairsOf(first.filter(chosen));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (planned.length === 0) return planned;
    await agree(planned, attempt > 0);
    const now = repairsOf((await viewFleet(ports)).findings.filter(chosen));
    if (canonicalJson(now) === canonicalJson(planned)) return now;
    planned = now;
  }
  throw new AscendiaError("transient", "Retell's numbers change faster than the plan can be confirmed.", {
    hint: "Find out what else is changing them, then run the same command again.",
  });
}
