import type { NumberChanges, PlatformNumber } from "../../number/ports.ts";
import type { PinnedAgent } from "../../number/number-binding.ts";
import type { FleetClinic } from "./ports.ts";

/** Every way in which the fleet can depart from the store, with its name for people, in the order of the report. */
export const driftKinds = {
  agent_missing: "the agent is not at Retell",
  event_url: "call events go elsewhere",
  number_missing: "clinic without its number",
  unfinished: "begun and not finished",
  unbound: "number without agent",
  other_agent: "number bound to another agent",
  version_pin: "number pinned to another version",
  webhook_missing: "number without webhook",
  webhook_host: "webhook on another host",
  webhook_wrong: "wrong webhook",
  mark_wrong: "number without its mark",
  no_doctors: "clinic without doctors",
  no_hours: "clinic without opening hours",
  orphan_number: "paid for and used by no clinic",
  unused_number: "paid for and answered by nobody",
} as const;

export type DriftKind = keyof typeof driftKinds;

/** A change of one number that puts a finding right. */
export interface Repair {
  readonly clinicId: string;
  readonly slug: string;
  readonly phoneNumber: string;
  readonly changes: NumberChanges;
}

export interface Finding {
  readonly kind: DriftKind;
  /** A clinic's slug, a number, or an agent with its version. */
  readonly subject: string;
  readonly detail: string;
  /** The command that puts it right. */
  readonly fix: string;
  /** null: nothing that can be done without a person's choice or money. */
  readonly repair: Repair | null;
}

/** What the store wants. */
export interface DesiredFleet {
  readonly clinics: readonly FleetClinic[];
  readonly agent: PinnedAgent;
  readonly publicUrl: string;
}

export interface ObservedAgent extends PinnedAgent {
  /** undefined: Retell does not know this version; null: it has none of its own. */
  readonly eventUrl: string | null | undefined;
}

/** What Retell has. */
export interface ObservedFleet {
  readonly numbers: readonly PlatformNumber[];
  readonly agents: readonly ObservedAgent[];
}
