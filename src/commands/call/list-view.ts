import type { FleetCall } from "../../domain/call/ports.ts";
import { table } from "../../terminal/table.ts";
import { clinicSaid, type RevealFlag, shownNumber, type Slugs, utc } from "../shown-call.ts";

export function callsText(calls: readonly FleetCall[], slugs: Slugs, reveal: RevealFlag): string {
  if (calls.length === 0) return "No calls.";
  const rows = calls.map((call) => [
    call.callId,
    utc(call.calledAt),
    clinicSaid(call, slugs),
    call.direction,
    shownNumber(call.patientNumber, reveal) ?? "",
    call.status,
    call.outcome ?? "",
    call.reason ?? "",
    call.durationMs === null ? "" : `${Math.round(call.durationMs / 1000)} s`,
  ]);
  return table(["call", "when (UTC)", "clinic", "direction", "number", "status", "outcome", "reason", "took"], rows);
}
