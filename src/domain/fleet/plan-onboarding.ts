import { AscendiaError } from "../../errors.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { ClinicDetails, ClinicRequest, DoctorRequest, NumberRequest } from "../clinic/clinic-request.ts";
import type { Clinic, ClinicNumber, Doctor } from "../clinic/clinic.ts";
import { type WeeklyHours, formatOpeningHours, hasNoOpenDay } from "../clinic/opening-hours.ts";
import { countryOfTelephone } from "../clinic/telephone.ts";
import {
  type NumberBinding,
  type PinnedAgent,
  bindingDifferences,
  bindingOf,
  isTollFree,
  monthlyCentsOf,
} from "../number/number.ts";
import { desiredAgent } from "./drift.ts";
import { type NumberPlan, planNumber } from "./onboard-clinic-number.ts";
import { refuseTransferNumbers } from "../call/transfer-numbers.ts";
import type { OnboardingPorts } from "./ports.ts";

interface AuditPorts {
  readonly audit: AuditLog;
}

const auditAction = "clinic:onboard";

/** The number costs money from now on, even if a later step fails. A continued run records it once. */
export async function recordNumber(
  number: ClinicNumber,
  { clinic }: OnboardingPlan,
  { audit }: AuditPorts,
): Promise<void> {
  const { phoneNumber, source, monthlyCents } = number;
  await audit.record({
    act: `${auditAction} ${clinic.id} ${phoneNumber}`,
    action: auditAction,
    subject: `number:${phoneNumber}`,
    before: null,
    after: { clinic: clinic.slug, source, monthly_cents: monthlyCents },
    reason: null,
  });
}

/** The clinic when it goes into service. */
export async function recordOnboarding(
  phoneNumber: string,
  plan: OnboardingPlan,
  { audit }: AuditPorts,
): Promise<void> {
  const { clinic, agent, binding, request } = plan;
  await audit.record({
    act: `${auditAction} ${clinic.id}`,
    action: auditAction,
    subject: `clinic:${clinic.slug}`,
    before: null,
    after: {
      clinic_id: clinic.id,
      phone_number: phoneNumber,
      agent_id: agent.agentId,
      agent_version: agent.version,
      inbound_webhook_url: binding.inboundWebhookUrl,
      doctors: request.doctors.length,
      status: "active",
    },
    reason: null,
  });
}

/** Repairs to a clinic in service: what was changed. */
export async function recordRepair(plan: OnboardingPlan, act: string, { audit }: AuditPorts): Promise<void> {
  const { clinic, steps, number } = plan;
  const changed = steps.filter(({ action: planned }) => planned !== "unchanged");
  await audit.record({
    act,
    action: auditAction,
    subject: `clinic:${clinic.slug}`,
    before: { number: number.storedNumber },
    after: Object.fromEntries(changed.map(({ step, detail }) => [step, detail])),
    reason: null,
  });
}

/** The stored facts of a clinic that a request can contain. */
export interface StoredParts {
  readonly doctors: readonly Doctor[];
  readonly rooms: readonly string[];
  readonly hours: WeeklyHours;
  readonly ownHours: ReadonlyMap<string, WeeklyHours>;
  readonly number: ClinicNumber | undefined;
}

/** The request differs from the store, and onboarding never changes an existing clinic. */
export class ClinicDiffersError extends AscendiaError {}

/** One difference, and the command that changes the store. */
interface Difference {
  readonly field: string;
  readonly fix: string;
}

/**
 * Running the same command again continues. It must neither change an existing clinic nor let another one with the
 * same slug take over its data.
 * @throws ClinicDiffersError naming what differs; conflict for a clinic that is suspended or offboarded
 */
export function refuseDifference(stored: Clinic, parts: StoredParts, request: ClinicRequest): void {
  const { slug, status } = stored;
  if (status === "suspended" || status === "offboarded") {
    throw new AscendiaError("conflict", `The clinic ${slug} exists and is ${status}.`, {
      hint: `See it with: ascendia clinic:show ${slug}. For another clinic, use another slug.`,
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
    `The slug "${slug}" is taken by another clinic, or by this one with other data: ${fields.join(", ")} ${fields.length === 1 ? "differs" : "differ"}.`,
    {
      hint: `To change this clinic: ${[...new Set(differences.map(({ fix }) => fix))].join("; ")}. To see it: ascendia clinic:show ${slug}. For another clinic, use another slug.`,
      detail: fields,
    },
  );
}

/** Stored facts and their names in clinic.json. */
const names: Readonly<Record<Exclude<keyof ClinicDetails, "slug">, string>> = {
  name: "name",
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
  ownerEmail: "owner_email",
  instructions: "instructions",
  smsEnabled: "sms",
};

const keys = ["name", "address", "country", "timezone", "language", "phone"] as const;
const moreKeys = [
  "transferNumber",
  "emergencyNumber",
  "emergencyServices",
  "ownerEmail",
  "instructions",
  "smsEnabled",
] as const;

function detailDifferences(stored: Clinic, details: ClinicDetails): readonly Difference[] {
  const fix = `ascendia clinic:update ${stored.slug}`;
  return [...keys, ...moreKeys]
    .filter((key) => stored[key] !== details[key])
    .map((key) => ({ field: names[key], fix }));
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
    .filter((name) => !rooms.includes(name))
    .map((name) => ({ field: `room ${name} (missing)`, fix: `ascendia room:add "${name}" --clinic ${slug}` }));
}

/** For an import, the plan compares the number itself; the store knows nothing about its trunk. */
function numberDifference(stored: ClinicNumber | undefined, wanted: NumberRequest): readonly Difference[] {
  if (stored === undefined || wanted.kind === "import" || isSoldAs(wanted, stored)) return [];
  return [
    {
      field: `number (it has ${stored.phoneNumber})`,
      fix: `ascendia number:release ${stored.phoneNumber} releases its number`,
    },
  ];
}

function isSoldAs(wanted: NumberRequest & { readonly kind: "buy" }, { source, phoneNumber }: ClinicNumber): boolean {
  if (source !== "bought" || wanted.tollFree !== isTollFree(phoneNumber)) return false;
  if (wanted.tollFree) return true;
  const isInArea = wanted.areaCode === null || phoneNumber.startsWith(`+1${wanted.areaCode}`);
  return isInArea && countryOfTelephone(phoneNumber) === wanted.country;
}

export type PlannedAction = "create" | "adopt" | "update" | "unchanged";

export const onboardingSteps = ["clinic", "number", "binding", "welcome mail", "activation"] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

export interface PlannedStep {
  readonly step: OnboardingStep;
  readonly action: PlannedAction;
  readonly detail: string;
}

/** A doctor to add, or (with an id) a stored one whose own hours are missing. */
export interface MissingDoctor {
  readonly doctor: DoctorRequest;
  readonly storedId: string | null;
}

/** What onboarding this clinic would do now, as data: built without writing, shown by --dry-run, walked by applyOnboarding. */
export interface OnboardingPlan {
  readonly request: ClinicRequest;
  readonly clinic: Clinic;
  readonly isStored: boolean;
  readonly missingDoctors: readonly MissingDoctor[];
  readonly newRooms: readonly string[];
  readonly agent: PinnedAgent;
  readonly number: NumberPlan;
  readonly binding: NumberBinding;
  readonly steps: readonly PlannedStep[];
  /** The increase of Retell's monthly bill, in cents. */
  readonly addedMonthlyCents: number;
}

/** @throws conflict when slug or number belong to another clinic, not_configured without a master agent */
export async function planOnboarding(request: ClinicRequest, ports: OnboardingPorts): Promise<OnboardingPlan> {
  const stored = await ports.clinics.find(request.details.slug);
  const clinic = stored ?? newClinic(request, ports);
  const taken = request.number.kind === "import" ? request.number.phoneNumber : null;
  await refuseTransferNumbers(clinic, ports.clinics, taken);
  const present = await storedParts(clinic, ports);
  if (stored !== undefined) refuseDifference(stored, present, request);
  const ownAgent = (await ports.ownAgent(clinic.id)) ?? null;
  const agent = desiredAgent({ number: present.number ?? null, ownAgent }, await ports.masterAgent());
  const binding = bindingOf(clinic, agent, ports.publicUrl);
  const number = await planNumber({ request, agent, storedNumber: present.number }, ports);
  const missingDoctors = missingDoctorsOf(request, present);
  const newRooms = request.rooms.filter((name) => !present.rooms.includes(name));
  const hoursAreStored = formatOpeningHours(present.hours) === formatOpeningHours(request.hours);
  const isComplete = missingDoctors.length === 0 && newRooms.length === 0 && hoursAreStored;
  const draft = { request, clinic, isStored: stored !== undefined, missingDoctors, newRooms, agent, number, binding };
  return {
    ...draft,
    steps: [
      { step: "clinic", action: clinicAction(stored !== undefined, isComplete), detail: clinicText(request) },
      { step: "number", action: number.action, detail: number.detail },
      bindingStep(number, stored === undefined ? withoutId(binding, clinic.id) : binding),
      { step: "welcome mail", action: present.isWelcomed ? "unchanged" : "create", detail: clinic.ownerEmail },
      { step: "activation", action: clinic.status === "active" ? "unchanged" : "update", detail: "status active" },
    ],
    addedMonthlyCents: number.action === "create" ? monthlyCentsOf(request.number) : 0,
  };
}

/** Whether applying the plan would change nothing. */
export function isUnchanged({ steps }: OnboardingPlan): boolean {
  return steps.every(({ action }) => action === "unchanged");
}

function newClinic({ details }: ClinicRequest, ports: OnboardingPorts): Clinic {
  return { ...details, id: ports.newId(), status: "onboarding", createdAt: ports.clock.now() };
}

async function storedParts(clinic: Clinic, ports: OnboardingPorts) {
  const stores = ports.scope(clinic.id);
  return {
    doctors: await stores.doctors.list(),
    rooms: (await stores.booking.stores.rooms.list()).map(({ name }) => name),
    hours: await stores.openingHours.ofClinic(),
    ownHours: await stores.openingHours.ofDoctors(),
    number: await stores.number.find(),
    isWelcomed: (await stores.outbox.list()).some(({ kind }) => kind === "welcome"),
  };
}

function missingDoctorsOf(
  { doctors }: ClinicRequest,
  present: Pick<Awaited<ReturnType<typeof storedParts>>, "doctors" | "ownHours">,
): readonly MissingDoctor[] {
  return doctors.flatMap((doctor) => {
    const storedId = present.doctors.find(({ name }) => name === doctor.name)?.id ?? null;
    const isComplete = storedId !== null && (doctor.hours === null || present.ownHours.has(storedId));
    return isComplete ? [] : [{ doctor, storedId }];
  });
}

function clinicAction(isStored: boolean, isComplete: boolean): PlannedAction {
  if (!isStored) return "create";
  return isComplete ? "unchanged" : "update";
}

function clinicText({ details, doctors, hours }: ClinicRequest): string {
  const count = doctors.length === 1 ? "1 doctor" : `${doctors.length} doctors`;
  return `${details.name}, ${count}, ${formatOpeningHours(hours)}`;
}

/** A new clinic gets its id when it is stored: the plan never shows an id that may change. */
function withoutId(binding: NumberBinding, clinicId: string): NumberBinding {
  return { ...binding, inboundWebhookUrl: binding.inboundWebhookUrl.replace(clinicId, "<new clinic id>") };
}

/** A new number is bought with its binding; an existing one may need a change. */
function bindingStep(number: NumberPlan, binding: NumberBinding): PlannedStep {
  const [agent] = binding.inboundAgents;
  const target = `${agent?.agentId ?? ""} version ${agent?.agentVersion ?? ""}, ${binding.inboundWebhookUrl}`;
  if (number.existing === null) return { step: "binding", action: "create", detail: target };
  const differences = bindingDifferences(number.existing, binding);
  if (differences.length === 0 && number.isRecordedAs(binding))
    return { step: "binding", action: "unchanged", detail: target };
  return { step: "binding", action: "update", detail: differences.length === 0 ? target : differences.join("; ") };
}
