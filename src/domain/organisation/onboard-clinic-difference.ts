import type { Clinic, ClinicNumber, Doctor } from "../clinic/clinic.ts";
import type { ClinicDetails, ClinicRequest, DoctorRequest, NumberRequest } from "../clinic/clinic-request.ts";
import { formatOpeningHours } from "../clinic/opening-hours-text.ts";
import { hasNoOpenDay, type WeeklyHours } from "../clinic/opening-hours.ts";
import { countryOfTelephone } from "../clinic/telephone.ts";
import { AscendiaError } from "../errors.ts";
import { isTollFree } from "../number/number-price.ts";

/** What the store has of a clinic, as far as a request speaks of it. */
export interface StoredParts {
  readonly doctors: readonly Doctor[];
  readonly rooms: readonly string[];
  readonly hours: WeeklyHours;
  readonly ownHours: ReadonlyMap<string, WeeklyHours>;
  readonly number: ClinicNumber | undefined;
}

/** What is asked for is not what the store has, and onboarding changes no clinic that is there. */
export class ClinicDiffersError extends AscendiaError {}

/** One place, and the command that brings it into the store. */
interface Difference {
  readonly field: string;
  readonly fix: string;
}

/**
 * The same command again continues; it must neither change a clinic that is there, nor let another one with that slug
 * take over what the first one has.
 * @throws ClinicDiffersError naming what differs; conflict for a clinic that is suspended or offboarded
 */
export function refuseDifference(stored: Clinic, parts: StoredParts, request: ClinicRequest): void {
  const { slug, status } = stored;
  if (status === "suspended" || status === "offboarded") {
    throw new AscendiaError("conflict", `The clinic ${slug} exists and is ${status}.`, {
      hint: `See it with: ascendia clinic:show ${slug}. For another clinic give another slug.`,
    });
  }
  const differences = [
    ...detailDifferences(stored, request.details),
    ...hoursDifference(stored, parts.hours, request.hours),
    ...request.doctors.flatMap((doctor) => doctorDifferences(stored, parts, doctor)),
    ...roomDifferences(stored, parts, request),
    ...(status === "onboarding" ? [] : numberDifference(parts.number, request.number)),
  ];
  if (differences.length === 0) return;
  const fields = differences.map(({ field }) => field);
  throw new ClinicDiffersError(
    "conflict",
    `The slug "${slug}" belongs to another clinic, or to this one with other data: ${fields.join(", ")} ${fields.length === 1 ? "differs" : "differ"}.`,
    {
      hint: `To change this clinic: ${[...new Set(differences.map(({ fix }) => fix))].join("; ")}. To see it: ascendia clinic:show ${slug}. For another clinic give another slug.`,
      detail: fields,
    },
  );
}

/** Stored facts and what clinic.json calls them. */
const names: Readonly<Record<Exclude<keyof ClinicDetails, "slug">, string>> = {
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

const keys = ["name", "address", "country", "timezone", "language", "phone"] as const;
const moreKeys = ["transferNumber", "emergencyNumber", "ownerEmail", "instructions", "smsEnabled"] as const;

function detailDifferences(stored: Clinic, details: ClinicDetails): readonly Difference[] {
  const fix = `ascendia clinic:update ${stored.slug}`;
  return [...keys, ...moreKeys]
    .filter((key) => stored[key] !== details[key])
    .map((key) => ({ field: names[key], fix }));
}

/** A clinic that is being onboarded may not have its own yet. */
function hoursDifference({ slug, status }: Clinic, is: WeeklyHours, should: WeeklyHours): readonly Difference[] {
  const isYetToCome = status === "onboarding" && hasNoOpenDay(is);
  if (isYetToCome || formatOpeningHours(is) === formatOpeningHours(should)) return [];
  return [{ field: "hours", fix: `ascendia clinic:update ${slug} --hours <hours>` }];
}

/** What the request leaves open, such as the mail, may be anything. Once in service, one who is not there has left. */
function doctorDifferences(clinic: Clinic, parts: StoredParts, wanted: DoctorRequest): readonly Difference[] {
  const { slug, status } = clinic;
  const { name, specialty, email, hours } = wanted;
  const found = parts.doctors.find((doctor) => doctor.name === name);
  if (found === undefined) {
    const fix = `ascendia doctor:add --clinic ${slug} --name "${name}" --specialty <specialty>`;
    return status === "onboarding" ? [] : [{ field: `doctor ${name} (not there)`, fix }];
  }
  const update = `ascendia doctor:update "${name}" --clinic ${slug}`;
  const own = parts.ownHours.get(found.id);
  const isOtherWeek = hours !== null && own !== undefined && formatOpeningHours(own) !== formatOpeningHours(hours);
  return [
    ...(found.specialty === specialty ? [] : [{ field: `doctor ${name} (specialty)`, fix: update }]),
    ...(email === null || found.email === email ? [] : [{ field: `doctor ${name} (mail)`, fix: update }]),
    ...(isOtherWeek
      ? [{ field: `doctor ${name} (hours)`, fix: `ascendia hours:set <hours> --doctor "${name}" --clinic ${slug}` }]
      : []),
  ];
}

function roomDifferences({ slug, status }: Clinic, { rooms }: StoredParts, request: ClinicRequest) {
  if (status === "onboarding") return [];
  return request.rooms
    .filter((name) => !rooms.includes(name))
    .map((name) => ({ field: `room ${name} (not there)`, fix: `ascendia room:add "${name}" --clinic ${slug}` }));
}

/** Of an import, the number itself is compared where it is planned; of its trunk the store knows nothing. */
function numberDifference(stored: ClinicNumber | undefined, wanted: NumberRequest): readonly Difference[] {
  if (stored === undefined || wanted.kind === "import" || isSoldAs(wanted, stored)) return [];
  return [
    {
      field: `number (it has ${stored.phoneNumber})`,
      fix: `ascendia number:release ${stored.phoneNumber} gives its number up`,
    },
  ];
}

function isSoldAs(wanted: NumberRequest & { readonly kind: "buy" }, { source, phoneNumber }: ClinicNumber): boolean {
  if (source !== "bought" || wanted.tollFree !== isTollFree(phoneNumber)) return false;
  if (wanted.tollFree) return true;
  const isInArea = wanted.areaCode === null || phoneNumber.startsWith(`+1${wanted.areaCode}`);
  return isInArea && countryOfTelephone(phoneNumber) === wanted.country;
}
