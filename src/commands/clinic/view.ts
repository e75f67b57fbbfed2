import type { ClinicOverview } from "../../domain/clinic/ports.ts";
import { table } from "../../terminal/table.ts";

export function clinicTable(lines: readonly ClinicOverview[], width?: number): string {
  if (lines.length === 0) return "No clinics yet. Add one with: ascendia clinic:onboard";
  return table(
    ["slug", "name", "status", "number", "language", "zone", "doctors"],
    lines.map(({ clinic, phoneNumber, doctors }) => [
      clinic.slug,
      clinic.name,
      clinic.status,
      phoneNumber ?? "none",
      clinic.language,
      clinic.timezone,
      String(doctors),
    ]),
    { width, keep: ["slug", "status", "number"] },
  );
}
