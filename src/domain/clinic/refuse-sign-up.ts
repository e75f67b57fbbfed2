import type { Clock } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { SignUp, SignUpStore } from "./sign-up.ts";

interface RefusePorts {
  readonly signUps: Pick<SignUpStore, "decide">;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
  /** The work's writes to the database are committed together or not at all. */
  readonly atomically: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Drops what was filled in, and says so in the audit log. @throws conflict when it was decided meanwhile */
export async function refuseSignUp(
  { id, name }: Pick<SignUp, "id" | "name">,
  reason: string | null,
  { signUps, audit, clock, newId, atomically }: RefusePorts,
): Promise<void> {
  await atomically(async () => {
    const decision = { state: "refused", reason, clinicId: null, decidedAt: clock.now() } as const;
    if (!(await signUps.decide(id, decision))) {
      throw new AscendiaError("conflict", `The sign-up of ${name} was decided meanwhile.`);
    }
    await audit.record({
      act: newId(),
      action: "signup:refuse",
      subject: `signup:${id}`,
      before: { state: "waiting" },
      after: { state: "refused" },
      reason,
    });
  });
}
