import type { AuditLog } from "../audit/audit-log.ts";
import type { AlertStore, FleetAlert } from "./ports.ts";

interface MutePorts {
  readonly alerts: Pick<AlertStore, "mute">;
  readonly audit: AuditLog;
  readonly newId: () => string;
  readonly atomically: <T>(work: () => Promise<T>) => Promise<T>;
}

interface Muting {
  readonly at: number;
  readonly reason: string | null;
}

/** Mutes an alert and records who did. Muting it again has no effect. */
export async function muteAlert(alert: FleetAlert, { at, reason }: Muting, ports: MutePorts): Promise<void> {
  if (alert.mutedAt !== null || alert.endedAt !== null) return;
  await ports.atomically(async () => {
    await ports.alerts.mute(alert.id, at);
    await ports.audit.record({
      act: ports.newId(),
      action: "alert:mute",
      subject: alert.clinicSlug === null ? "installation" : `clinic:${alert.clinicSlug}`,
      before: { alert: alert.id, muted: false },
      after: { alert: alert.id, muted: true },
      reason,
    });
  });
}
