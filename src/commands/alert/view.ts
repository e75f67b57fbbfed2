import { shortId } from "../../domain/find-by-id.ts";
import { alertName } from "../../domain/alert/ports.ts";
import type { FleetAlert } from "../../domain/alert/ports.ts";
import { table, terminalSafe } from "../../terminal/table.ts";

/** `muted`: no more notices of it are sent until it ends. */
type AlertState = "open" | "muted" | "ended";

export function alertJson(alert: FleetAlert) {
  const { id, kind, clinicSlug, detail, fix, raisedAt, mutedAt, endedAt, ending } = alert;
  return {
    id,
    kind,
    clinic: clinicSlug,
    state: stateOf(alert),
    detail,
    fix,
    raised_at: instant(raisedAt),
    muted_at: mutedAt === null ? null : instant(mutedAt),
    ended_at: endedAt === null ? null : instant(endedAt),
    ending,
  };
}

function stateOf({ endedAt, mutedAt }: FleetAlert): AlertState {
  if (endedAt !== null) return "ended";
  return mutedAt === null ? "open" : "muted";
}

export function alertTable(alerts: readonly FleetAlert[]): string {
  const rows = alerts.map((alert) => [
    shortId(alert.id),
    alertName(alert, " "),
    stateOf(alert),
    instant(alert.raisedAt).slice(0, 16).replace("T", " "),
    terminalSafe(alert.ending ?? alert.detail),
  ]);
  return table(["alert", "what", "state", "since (UTC)", "detail"], rows);
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
