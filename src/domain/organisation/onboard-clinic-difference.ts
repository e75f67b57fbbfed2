import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDetails, ClinicRequest } from "../clinic/clinic-request.ts";
import { formatOpeningHours } from "../clinic/opening-hours-text.ts";
import { hasNoOpenDay, type WeeklyHours } from "../clinic/opening-hours.ts";
import { AscendiaError } from "../errors.ts";

/** Stored facts and what clinic.json calls them. */
const names: Readonly<Record<keyof ClinicDetails, string>> = {
  slug: "slug",
  name: "name",
  address: "address",
  country: "country",
  timezone: "timezone",
  language: "language",
  phone: "phone",
  transferNumber: "transfer_number",
  emergencyNumber: "emergency_number",
  ownerEmail: "owner_email",
  instructions: "instructions",
  smsEnabled: "sms",
};

const detailKeys = ["name", "address", "country", "timezone", "language", "phone"] as const;
const moreKeys = ["transferNumber", "emergencyNumber", "ownerEmail", "instructions", "smsEnabled"] as const;

/**
 * The same command again continues; another clinic with that slug must not take over what the first one has.
 * @throws conflict naming what differs
 */
export function refuseAnotherClinic(stored: Clinic, hours: WeeklyHours, request: ClinicRequest): void {
  const differing: readonly string[] = [
    ...[...detailKeys, ...moreKeys].filter((key) => stored[key] !== request.details[key]).map((key) => names[key]),
    ...(hasNoOpenDay(hours) || formatOpeningHours(hours) === formatOpeningHours(request.hours) ? [] : ["hours"]),
  ];
  if (stored.status === "suspended" || stored.status === "offboarded") {
    throw new AscendiaError("conflict", `The clinic ${stored.slug} exists and is ${stored.status}.`, {
      hint: `See it with: ascendia clinic:show ${stored.slug}. For another clinic give another slug.`,
    });
  }
  if (differing.length === 0) return;
  throw new AscendiaError(
    "conflict",
    `The slug "${stored.slug}" belongs to another clinic, or to this one with other data: ${differing.join(", ")} ${differing.length === 1 ? "differs" : "differ"}.`,
    {
      hint: `To change this clinic: ascendia clinic:update ${stored.slug}. To see it: ascendia clinic:show ${stored.slug}. For another clinic give another slug.`,
      detail: differing,
    },
  );
}
