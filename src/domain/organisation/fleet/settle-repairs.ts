import { canonicalJson } from "../../canonical-json.ts";
import { AscendiaError } from "../../errors.ts";
import { type PlannedRepair, repairsOf } from "./apply-fleet.ts";
import type { Finding } from "./drift.ts";
import { type FleetPorts, viewFleet } from "./observe-fleet.ts";

interface Choice {
  readonly chosen: (finding: Finding) => boolean;
  /** Shows the plan and throws unless it is agreed to. `moved`: it replaces one that was agreed to. */
  readonly agree: (repairs: readonly PlannedRepair[], moved: boolean) => Promise<void>;
}

const ATTEMPTS = 5;

/**
 * The repairs that were agreed to and still hold: the world is looked at again after the agreement, and what changed
 * meanwhile is a new plan that needs a new agreement.
 * @throws transient when it never stands still
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
  throw new AscendiaError("transient", "Retell's numbers change faster than the plan can be agreed to.", {
    hint: "Find out who else changes them, then run the same command again.",
  });
}
