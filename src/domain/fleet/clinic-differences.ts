import { AscendiaError } from "../../errors.ts";
import type { Room } from "../booking/ports.ts";
import type { ClinicDetails, ClinicRequest, DoctorRequest, NumberRequest } from "../clinic/clinic-request.ts";
import type { Clinic, ClinicNumber, Doctor } from "../clinic/clinic.ts";
import { type WeeklyHours, formatOpeningHours, hasNoOpenDay } from "../clinic/opening-hours.ts";
import { countryOfTelephone } from "../clinic/telephone.ts";
import { isTollFree } from "../number/number.ts";
import { fieldChanges } from "./clinic-changes.ts";

/** The stored facts of a clinic that a request can contain. */
export interface StoredParts {
  readonly doctors: readonly Doctor[];
  readonly rooms: readonly Room[];
  readonly hours: WeeklyHours;
  readonly ownHours: ReadonlyMap<string, WeeklyHours>;
  readonly number: ClinicNumber | undefined;
}

/** The request differs from the store, and onboarding changes an existing clinic only when it is asked to. */
export class ClinicDiffersError extends AscendiaError {}

/** One difference, and the command that changes the store. */
interface Difference {
  readonly field: string;
  readonly fix: string;
}

/** @throws conflict for a clinic that is suspended or offboarded */
export function refuseOutOfService({ slug, status }: Clinic): void {
  if (status !== "suspended" && status !== "offboarded") return;
  throw new AscendiaError("conflict", `The clinic ${slug} exists and is ${status}.`, {
    hint: `See it with: ascendia clinic:show ${slug}. For another clinic, use another slug.`,
  });
}

/**
 * Running the same command again continues. It must neither change an existing clinic nor let another one with the
 * same slug take over its data.
 * @throws ClinicDiffersError naming what differs; conflict for a clinic that is suspended or offboarded
 */
export function refuseDifference(stored: Clinic, parts: StoredParts, request: ClinicRequest): void {
  refuseOutOfService(stored);
  const { slug } = stored;
  const differences = [...partDifferences(stored, parts, request), ...numberDifferences(stored, parts, request)];
  if (differences.length === 0) return;
  const fields = differences.map(({ field }) => field);
  throw new ClinicDiffersError(
    "conflict",
    `The slug "${slug}" is taken by another clinic, or by this one with other data: ${fields.join(", ")} ${fields.length === 1 ? "differs" : "differ"}.`,
    {
      hint: `To change this clinic: ${[...new Set(differences.map(({ fix }) => fix))].join("; ")}. To see it: ascendia clinic:show ${slug}. For another clinic, use another slug.`,
      detail: fields,
    },
  );
}

/** Everything but the number. */
export function partDifferences(stored: Clinic, parts: StoredParts, request: ClinicRequest): readonly Difference[] {
  return [
    ...detailDifferences(stored, request.details),
    ...retellDifferences(stored, request),
    ...hoursDifference(stored, parts.hours, request.hours),
    ...request.doctors.flatMap((doctor) => doctorDifferences(stored, parts, doctor)),
    ...roomDifferences(stored, parts, request),
  ];
}

/** For an import, the plan compares the number itself; the store knows nothing about its trunk. */
export function numberDifferences(
  { status }: Clinic,
  { number: stored }: StoredParts,
  { number: wanted }: ClinicRequest,
): readonly Difference[] {
  const isYetToCome = status === "onboarding" || stored === undefined;
  if (isYetToCome || wanted.kind === "import" || isSoldAs(wanted, stored)) return [];
  return [
    {
      field: `number (it has ${stored.phoneNumber})`,
      fix: `ascendia number:release ${stored.phoneNumber} releases its number`,
    },
  ];
}

/** The stored clinic with what the request says; what the request leaves open stays. */
export function withDetails(stored: Clinic, details: ClinicDetails): Clinic {
  return {
    ...stored,
    ...details,
    phone: details.phone ?? stored.phone,
    transferNumber: details.transferNumber ?? stored.transferNumber,
    emergencyNumber: details.emergencyNumber ?? stored.emergencyNumber,
    emergencyServices: details.emergencyServices ?? stored.emergencyServices,
    afterHours: details.afterHours ?? stored.afterHours,
    onCallNumber: details.onCallNumber ?? stored.onCallNumber,
    notice: details.notice ?? stored.notice,
    article: details.article ?? stored.article,
    voice: details.voice ?? stored.voice,
    secondLanguage: details.secondLanguage ?? stored.secondLanguage,
    instructions: details.instructions ?? stored.instructions,
  };
}

function detailDifferences(stored: Clinic, details: ClinicDetails): readonly Difference[] {
  const fix = `ascendia clinic:update ${stored.slug}`;
  return fieldChanges(stored, withDetails(stored, details)).map(({ field }) => ({ field, fix }));
}

/** What the request leaves open stays. Its number may have to move, so only clinic:update changes it. */
export function retellDifferences({ slug, retell: is }: Clinic, { retell: should }: ClinicRequest) {
  if (should === null || (is?.account === should.account && is.agentId === should.agentId)) return [];
  const account = should.account ?? "none";
  const fix = `ascendia clinic:update ${slug} --retell-key-env ${account} --agent ${should.agentId}`;
  return [{ field: is?.account === should.account ? "agent" : "retell_key_env", fix }];
}

/** A clinic that is being onboarded may not have its hours yet. */
function hoursDifference({ slug, status }: Clinic, is: WeeklyHours, should: WeeklyHours): readonly Difference[] {
  const isYetToCome = status === "onboarding" && hasNoOpenDay(is);
  if (isYetToCome || formatOpeningHours(is) === formatOpeningHours(should)) return [];
  return [{ field: "hours", fix: `ascendia clinic:update ${slug} --hours <hours>` }];
}

/** What the request leaves open, such as the email address, can be anything. Once in service, a missing doctor has left. */
function doctorDifferences(clinic: Clinic, parts: StoredParts, wanted: DoctorRequest): readonly Difference[] {
  const { slug, status } = clinic;
  const { name, specialty, email, hours } = wanted;
  const found = parts.doctors.find((doctor) => doctor.name === name);
  if (found === undefined) {
    const fix = `ascendia doctor:add --clinic ${slug} --name "${name}" --specialty <specialty>`;
    return status === "onboarding" ? [] : [{ field: `doctor ${name} (missing)`, fix }];
  }
  const update = `ascendia doctor:update "${name}" --clinic ${slug}`;
  const own = parts.ownHours.get(found.id);
  const isOtherWeek = hours !== null && own !== undefined && formatOpeningHours(own) !== formatOpeningHours(hours);
  return [
    ...(found.specialty === specialty ? [] : [{ field: `doctor ${name} (specialty)`, fix: update }]),
    ...(email === null || found.email === email ? [] : [{ field: `doctor ${name} (email)`, fix: update }]),
    ...(isOtherWeek
      ? [{ field: `doctor ${name} (hours)`, fix: `ascendia hours:set <hours> --doctor "${name}" --clinic ${slug}` }]
      : []),
  ];
}

function roomDifferences({ slug, status }: Clinic, { rooms }: StoredParts, request: ClinicRequest) {
  if (status === "onboarding") return [];
  return request.rooms
    .filter((name) => !rooms.some((room) => room.name === name))
    .map((name) => ({ field: `room ${name} (missing)`, fix: `ascendia room:add "${name}" --clinic ${slug}` }));
}

function isSoldAs(wanted: NumberRequest & { readonly kind: "buy" }, { source, phoneNumber }: ClinicNumber): boolean {
  if (source !== "bought" || wanted.tollFree !== isTollFree(phoneNumber)) return false;
  if (wanted.tollFree) return true;
  const isInArea = wanted.areaCode === null || phoneNumber.startsWith(`+1${wanted.areaCode}`);
  return isInArea && countryOfTelephone(phoneNumber) === wanted.country;
}
