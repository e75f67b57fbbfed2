import type { ClinicOverview } from "../../domain/clinic/ports.ts";
import type { Columns } from "../pages.ts";

export const clinicColumns: Columns<ClinicOverview> = {
  head: ["slug", "name", "status", "number", "language", "zone", "doctors"],
  keep: ["slug", "status", "number"],
  empty: "No clinics yet. Add one with: ascendia clinic:onboard",
  cells: ({ clinic, phoneNumber, doctors }) => [
    clinic.slug,
    clinic.name,
    clinic.status,
    phoneNumber ?? "none",
    clinic.language,
    clinic.timezone,
    String(doctors),
  ],
};
