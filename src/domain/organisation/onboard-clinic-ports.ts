import type { AuditLog } from "../audit/ports.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { StepOutcome } from "../journal/run-steps.ts";
import type { Journal } from "../journal/ports.ts";
import type { PinnedAgent } from "../number/number-binding.ts";
import type { NumberPlatform } from "../number/ports.ts";
import type { Clock } from "../time/ports.ts";
import type { ClinicStores } from "./stores.ts";

export interface OnboardingPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber" | "add" | "update">;
  scope(clinicId: string): ClinicStores;
  readonly numbers: NumberPlatform;
  readonly journal: Journal;
  readonly audit: AuditLog;
  readonly clock: Clock;
  newId(): string;
  /** @throws not_configured when there is no published master agent */
  masterAgent(): Promise<PinnedAgent>;
  /** Of a clinic with an agent of its own. */
  ownAgent(clinicId: string): Promise<PinnedAgent | undefined>;
  /** Where Retell reaches the server. */
  readonly publicUrl: string;
  /** The value of an environment variable that the request names. */
  secret(variable: string): string | undefined;
  /** The trunk's password as typed at the terminal, where the request names no variable for it. */
  readonly typedPassword?: string;
  readonly onStep?: (step: string, outcome: StepOutcome) => void;
}
