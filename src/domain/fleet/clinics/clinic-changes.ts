import { parseServices } from "../../clinic/requests/emergency-services.ts";
import { AscendiaError } from "../../../errors.ts";
import { type Clinic, type ClinicNumber, type Doctor, afterHoursAnswers, clinicArticles } from "../../clinic/clinic.ts";
import { fieldProblem } from "../../clinic/requests/read-clinic-request.ts";
import { parseTelephone, countryOfTelephone } from "../../clinic/telephone/telephone.ts";
import { type Language, isLanguage, languages } from "../../language/language.ts";
import { parseZone } from "../../time/zoned-time.ts";
import type { Room } from "../../booking/ports.ts";
import type {
  ClinicDetails,
  ClinicRequest,
  DoctorRequest,
  NumberRequest,
} from "../../clinic/requests/clinic-request.ts";
import { type WeeklyHours, formatOpeningHours, hasNoOpenDay } from "../../clinic/opening-hours.ts";
import { isTollFree } from "../../number/number.ts";

/** As typed, with the field names of clinic.json. "none" clears an optional value. */
export interface ClinicChanges {
  readonly name?: string;
  readonly slug?: string;
  readonly address?: string;
  readonly country?: string;
  readonly timezone?: string;
  readonly language?: string;
  readonly phone?: string;
  readonly transfer_number?: string;
  readonly emergency_number?: string;
  readonly emergency_services?: string;
  readonly owner_email?: string;
  readonly instructions?: string;
  readonly after_hours?: string;
  readonly on_call_number?: string;
  readonly notice?: string;
  readonly article?: string;
  readonly voice?: string;
  readonly second_language?: string;
  readonly sms?: boolean;
}

type TextField = Exclude<keyof ClinicChanges, "sms">;

const emptiable: ReadonlySet<TextField> = new Set([
  "phone",
  "transfer_number",
  "emergency_number",
  "emergency_services",
  "instructions",
  "after_hours",
  "on_call_number",
  "notice",
  "voice",
  "second_language",
]);

type Reader = (text: string, country: string) => Partial<Clinic>;

const readers: Readonly<Record<TextField, Reader>> = {
  name: (name) => ({ name }),
  slug: (slug) => ({ slug }),
  address: (address) => ({ address }),
  country: (country) => ({ country: country.toUpperCase() }),
  timezone: (text) => ({ timezone: parseZone(text) }),
  language: (language) => (isLanguage(language) ? { language } : {}),
  phone: (text, country) => ({ phone: parseTelephone(text, country, "phone") }),
  transfer_number: (text, country) => ({ transferNumber: parseTelephone(text, country, "transfer_number") }),
  emergency_number: (text, country) => ({ emergencyNumber: parseTelephone(text, country, "emergency_number") }),
  emergency_services: (text) => ({ emergencyServices: parseServices(text) }),
  owner_email: (ownerEmail) => ({ ownerEmail }),
  instructions: (instructions) => ({ instructions }),
  after_hours: (text) => ({ afterHours: afterHoursAnswers.find((answer) => answer === text) ?? null }),
  notice: (text) => ({ notice: text.toLowerCase() === "default" ? null : text }),
  article: (text) => ({ article: clinicArticles.find((article) => article === text) ?? null }),
  voice: (voice) => ({ voice }),
  second_language: (language) => ({ secondLanguage: parseLanguage(language) }),
  on_call_number: (text, country) => ({ onCallNumber: parseTelephone(text, country, "on_call_number") }),
};

const emptied: Readonly<Partial<Record<TextField, Partial<Clinic>>>> = {
  phone: { phone: null },
  transfer_number: { transferNumber: null },
  emergency_number: { emergencyNumber: null },
  emergency_services: { emergencyServices: null },
  instructions: { instructions: null },
  after_hours: { afterHours: null },
  on_call_number: { onCallNumber: null },
  notice: { notice: "" },
  voice: { voice: null },
  second_language: { secondLanguage: null },
};

function parseLanguage(text: string): Language {
  if (isLanguage(text)) return text;
  throw new AscendiaError("invalid", `second_language: "${text.slice(0, 40)}" is not a language.`, {
    hint: `Use ${languages.join(" or ")}, or none.`,
  });
}

const textFields = Object.keys(readers).filter((name): name is TextField => Object.hasOwn(readers, name));

/** The clinic after the change. @throws invalid with all problems at once */
export function changedClinic(clinic: Clinic, changes: ClinicChanges): Clinic {
  const problems: string[] = [];
  const country = changes.country?.trim().toUpperCase() ?? clinic.country;
  const parts = textFields.map((field) => {
    const text = changes[field]?.trim();
    if (text === undefined) return {};
    if (field === "article" && text.toLowerCase() === "default") return { article: null };
    if (emptiable.has(field) && text.toLowerCase() === "none") return emptied[field] ?? {};
    const problem = fieldProblem(field, text, country);
    if (problem === undefined) return readers[field](text, country);
    problems.push(problem);
    return {};
  });
  const sms = changes.sms === undefined ? {} : { smsEnabled: changes.sms };
  const after = [...parts, sms].reduce<Clinic>((whole, part) => Object.assign({}, whole, part), clinic);
  if (after.afterHours === "forward" && after.onCallNumber === null) {
    problems.push("after_hours: forward needs the doctor on call: pass --on-call-number too");
  }
  if (problems.length === 0) return after;
  throw new AscendiaError("invalid", `Invalid change to ${clinic.slug}.`, {
    detail: problems,
    hint: "Correct this and run the same command again. Nothing was done.",
  });
}

export interface FieldChange {
  readonly field: string;
  readonly before: string | boolean | null;
  readonly after: string | boolean | null;
}

const storedFields = {
  name: "name",
  slug: "slug",
  address: "address",
  country: "country",
  timezone: "timezone",
  language: "language",
  phone: "phone",
  transferNumber: "transfer_number",
  emergencyNumber: "emergency_number",
  emergencyServices: "emergency_services",
  afterHours: "after_hours",
  onCallNumber: "on_call_number",
  notice: "notice",
  article: "article",
  voice: "voice",
  secondLanguage: "second_language",
  ownerEmail: "owner_email",
  instructions: "instructions",
  smsEnabled: "sms",
} as const satisfies Partial<Record<keyof Clinic, keyof ClinicChanges>>;

const storedKeys = Object.keys(storedFields).filter((key): key is keyof typeof storedFields =>
  Object.hasOwn(storedFields, key),
);

export function fieldChanges(before: Clinic, after: Clinic): readonly FieldChange[] {
  const changed = storedKeys
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ field: storedFields[key], before: before[key], after: after[key] }));
  return [...changed, ...retellChanges(before, after)];
}

function retellFacts({ retell }: Clinic) {
  const agent = retell === null ? null : `${retell.agentId} version ${retell.agentVersion}`;
  return { retell_key_env: retell?.account ?? null, agent };
}

function retellChanges(before: Clinic, after: Clinic): readonly FieldChange[] {
  const [was, is] = [retellFacts(before), retellFacts(after)];
  return (["retell_key_env", "agent"] as const)
    .filter((field) => was[field] !== is[field])
    .map((field) => ({ field, before: was[field], after: is[field] }));
}

/** The stored facts of a clinic that a request may also state. */
export interface StoredParts {
  readonly doctors: readonly Doctor[];
  readonly rooms: readonly Room[];
  readonly hours: WeeklyHours;
  readonly ownHours: ReadonlyMap<string, WeeklyHours>;
  readonly number: ClinicNumber | undefined;
}

/** The request differs from the store; onboarding changes an existing clinic only with --update. */
export class ClinicDiffersError extends AscendiaError {}

/** A difference, and the command that changes the store. */
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
 * Running the same command again continues. It must not change an existing clinic, nor let another clinic with the same
 * slug take over its data. @throws ClinicDiffersError naming what differs; conflict for a clinic that is suspended or
 * offboarded
 */
export function refuseDifference(stored: Clinic, parts: StoredParts, request: ClinicRequest): void {
  refuseOutOfService(stored);
  const { slug } = stored;
  const differences = [...partDifferences(stored, parts, request), ...numberDifferences(stored, parts, request)];
  if (differences.length === 0) return;
  const fields = differences.map(({ field }) => field);
  throw new ClinicDiffersError(
    "conflict",
    `The slug "${slug}" is taken by another clinic, or by this one with different data: ${fields.join(", ")} ${fields.length === 1 ? "differs" : "differ"}.`,
    {
      hint: `To change this clinic: ${[...new Set(differences.map(({ fix }) => fix))].join("; ")}. To see it: ascendia clinic:show ${slug}. For another clinic, use another slug.`,
      detail: fields,
    },
  );
}

/** All differences except the number's. */
export function partDifferences(stored: Clinic, parts: StoredParts, request: ClinicRequest): readonly Difference[] {
  return [
    ...detailDifferences(stored, request.details),
    ...retellDifferences(stored, request),
    ...hoursDifference(stored, parts.hours, request.hours),
    ...request.doctors.flatMap((doctor) => doctorDifferences(stored, parts, doctor)),
    ...roomDifferences(stored, parts, request),
  ];
}

/** For an imported number, the plan compares the number itself; the store has no trunk data. */
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

/** The stored clinic with the request's details; what the request omits stays. */
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

/** What the request omits stays. The clinic's number may have to move, so only clinic:update changes these settings. */
export function retellDifferences({ slug, retell: is }: Clinic, { retell: should }: ClinicRequest) {
  if (should === null || (is?.account === should.account && is.agentId === should.agentId)) return [];
  const account = should.account ?? "none";
  const fix = `ascendia clinic:update ${slug} --retell-key-env ${account} --agent ${should.agentId}`;
  return [{ field: is?.account === should.account ? "agent" : "retell_key_env", fix }];
}

/** A clinic that is being onboarded may have no hours yet. */
function hoursDifference({ slug, status }: Clinic, is: WeeklyHours, should: WeeklyHours): readonly Difference[] {
  const isYetToCome = status === "onboarding" && hasNoOpenDay(is);
  if (isYetToCome || formatOpeningHours(is) === formatOpeningHours(should)) return [];
  return [{ field: "hours", fix: `ascendia clinic:update ${slug} --hours <hours>` }];
}

/**
 * What the request omits, such as the email address, may have any value. Once the clinic is in service, a missing
 * doctor has left.
 */
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
