import type { AuditLog } from "../../audit/ports.ts";
import type { PinnedAgent } from "../../number/number-binding.ts";
import type { FleetNumbers, NumberPlatform } from "../../number/ports.ts";
import type { Store } from "../stores.ts";

/** What the operations on single numbers work with. */
export interface NumberPorts {
  readonly store: Pick<Store, "clinics" | "scope">;
  readonly numbers: NumberPlatform & FleetNumbers;
  readonly audit: AuditLog;
  newId(): string;
  /** @throws not_configured when there is no published master agent */
  masterAgent(): Promise<PinnedAgent>;
  /** Of a clinic with an agent of its own. */
  ownAgent(clinicId: string): Promise<PinnedAgent | undefined>;
  readonly publicUrl: string;
}
