import type { AuditLog } from "../../audit/audit-log.ts";
import type { ClinicRequest, DoctorRequest } from "../../clinic/requests/clinic-request.ts";
import { type Clinic, type ClinicNumber, type OwnRetell, accountOf } from "../../clinic/clinic.ts";
import { formatOpeningHours } from "../../clinic/opening-hours.ts";
import {
  type NumberBinding,
  type PinnedAgent,
  bindingDifferences,
  bindingOf,
  monthlyCentsOf,
} from "../../number/number.ts";
import { type StoredParts, refuseDifference } from "../clinics/clinic-changes.ts";
import { desiredAgent } from "../repair/drift.ts";
import { type NumberPlan, planNumber } from "./onboard-clinic-number.ts";
import { refuseTransferNumbers } from "../../call/line/transfer-numbers.ts";
import type { OnboardingPorts } from "../ports.ts";
import { type KeptPart, type Reconciliation, planReconciliation, unlistedParts } from "../clinics/reconcile-clinic.ts";

interface AuditPorts {
  readonly audit: AuditLog;
}

const auditAction = "clinic:onboard";

/** The number costs money from now on, even if a later step fails. A resumed run records it only once. */
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
    after: { clinic: clinic.slug, source, monthly_cents: monthlyCents, ...accountFact(clinic) },
    reason: null,
  });
}

/** Empty for the installation's own account. */
function accountFact(clinic: Clinic): { readonly retell_key_env?: string } {
  const account = accountOf(clinic);
  return account === null ? {} : { retell_key_env: account };
}

/** Records that the clinic goes into service. */
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
      ...accountFact(clinic),
    },
    reason: null,
  });
}

/** Records what was changed in a clinic that is already in service. */
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

type PlannedAction = "create" | "adopt" | "update" | "unchanged";

const onboardingSteps = ["clinic", "number", "binding", "welcome mail", "activation"] as const;

export type OnboardingStep = (typeof onboardingSteps)[number];

interface PlannedStep {
  readonly step: OnboardingStep;
  readonly action: PlannedAction;
  readonly detail: string;
}

/** A doctor to add or, with an id, a stored doctor whose own hours are missing. */
interface MissingDoctor {
  readonly doctor: DoctorRequest;
  readonly storedId: string | null;
}

/**
 * What onboarding would do to this clinic now, as data: planned without writing, shown by --dry-run, carried out by
 * applyOnboarding.
 */
export interface OnboardingPlan {
  readonly request: ClinicRequest;
  readonly clinic: Clinic;
  readonly isStored: boolean;
  /** Changes that bring a stored clinic in line with the request; null: none. */
  readonly reconciliation: Reconciliation | null;
  /** With --update: stored parts that the request does not mention; they stay. */
  readonly kept: readonly KeptPart[];
  readonly missingDoctors: readonly MissingDoctor[];
  readonly newRooms: readonly string[];
  readonly agent: PinnedAgent;
  readonly number: NumberPlan;
  readonly binding: NumberBinding;
  readonly steps: readonly PlannedStep[];
  /** The increase in Retell's monthly bill, in cents. */
  readonly addedMonthlyCents: number;
}

/** `update`: change a stored clinic to match the request; otherwise a difference is refused. */
interface PlanOptions {
  readonly update: boolean;
}

/** @throws conflict when another clinic has the slug or number; not_configured without a master agent */
export async function planOnboarding(
  request: ClinicRequest,
  installation: OnboardingPorts,
  { update }: PlanOptions = { update: false },
): Promise<OnboardingPlan> {
  const { numbers, pinned } = await installation.inAccount(accountAsked(request));
  const ports = { ...installation, numbers };
  const stored = await ports.clinics.find(request.details.slug);
  const known = stored ?? newClinic(request, await retellOf(request, pinned), ports);
  const present = await storedParts(known, ports);
  const { reconciliation, kept } = await comparison(stored, present, { request, update, ports });
  const clinic = reconciliation?.after ?? known;
  await refuseTransferNumbers(clinic, ports.clinics, importedNumber(request));
  const agent = await agentOf(clinic, present.number ?? null, ports);
  const binding = bindingOf(clinic, agent, ports.publicUrl);
  const number = await planNumber({ request, agent, storedNumber: present.number }, ports);
  const { isComplete, ...missing } = missingParts(request, present);
  const draft = { request, clinic, isStored: stored !== undefined, ...missing, agent, number, binding };
  const action = stored === undefined ? "create" : actionOf(isComplete && reconciliation === null);
  return {
    ...draft,
    reconciliation,
    kept,
    steps: [
      { step: "clinic", action, detail: clinicText(request) },
      { step: "number", action: number.action, detail: number.detail },
      bindingStep(number, stored === undefined ? withoutId(binding, clinic.id) : binding),
      { step: "welcome mail", action: present.isWelcomed ? "unchanged" : "create", detail: clinic.ownerEmail },
      { step: "activation", action: actionOf(clinic.status === "active"), detail: "status active" },
    ],
    addedMonthlyCents: number.action === "create" ? monthlyCentsOf(request.number) : 0,
  };
}

function importedNumber({ number }: ClinicRequest): string | null {
  return number.kind === "import" ? number.phoneNumber : null;
}

const asRequested = { reconciliation: null, kept: [] };

interface Wanted {
  readonly request: ClinicRequest;
  readonly update: boolean;
  readonly ports: OnboardingPorts;
}

async function comparison(
  stored: Clinic | undefined,
  present: StoredParts,
  { request, update, ports }: Wanted,
): Promise<Pick<OnboardingPlan, "reconciliation" | "kept">> {
  if (stored === undefined) return asRequested;
  if (update) {
    const reconciliation = await planReconciliation(stored, present, request, ports);
    return { reconciliation, kept: unlistedParts(stored, present, request) };
  }
  refuseDifference(stored, present, request);
  return asRequested;
}

/** Whether applying the plan would change nothing. */
export function isUnchanged({ steps }: OnboardingPlan): boolean {
  return steps.every(({ action }) => action === "unchanged");
}

function accountAsked({ retell }: ClinicRequest): string | null {
  return retell?.account ?? null;
}

/** The clinic's own agent, else the master agent at the version that its number has. */
async function agentOf(clinic: Clinic, number: ClinicNumber | null, ports: OnboardingPorts): Promise<PinnedAgent> {
  const ownAgent = await ports.ownAgent(clinic);
  return ownAgent ?? desiredAgent({ number, ownAgent: null }, await ports.masterAgent());
}

async function retellOf(
  { retell }: ClinicRequest,
  pinned: (agentId: string) => Promise<PinnedAgent>,
): Promise<OwnRetell | null> {
  if (retell === null) return null;
  const { agentId, version } = await pinned(retell.agentId);
  return { account: retell.account, agentId, agentVersion: version };
}

function newClinic({ details }: ClinicRequest, retell: OwnRetell | null, ports: OnboardingPorts): Clinic {
  return { ...details, retell, id: ports.newId(), status: "onboarding", createdAt: ports.clock.now() };
}

async function storedParts(
  clinic: Clinic,
  ports: OnboardingPorts,
): Promise<StoredParts & { readonly isWelcomed: boolean }> {
  const stores = ports.scope(clinic.id);
  return {
    doctors: await stores.doctors.list(),
    rooms: await stores.booking.stores.rooms.list(),
    hours: await stores.openingHours.ofClinic(),
    ownHours: await stores.openingHours.ofDoctors(),
    number: await stores.number.find(),
    isWelcomed: (await stores.outbox.list()).some(({ kind }) => kind === "welcome"),
  };
}

function missingDoctorsOf(
  { doctors }: ClinicRequest,
  present: Pick<StoredParts, "doctors" | "ownHours">,
): readonly MissingDoctor[] {
  return doctors.flatMap((doctor) => {
    const storedId = present.doctors.find(({ name }) => name === doctor.name)?.id ?? null;
    const isComplete = storedId !== null && (doctor.hours === null || present.ownHours.has(storedId));
    return isComplete ? [] : [{ doctor, storedId }];
  });
}

function missingParts(request: ClinicRequest, present: StoredParts) {
  const missingDoctors = missingDoctorsOf(request, present);
  const newRooms = request.rooms.filter((name) => !present.rooms.some((room) => room.name === name));
  const hoursAreStored = formatOpeningHours(present.hours) === formatOpeningHours(request.hours);
  const isComplete = missingDoctors.length === 0 && newRooms.length === 0 && hoursAreStored;
  return { missingDoctors, newRooms, isComplete };
}

function actionOf(isComplete: boolean): PlannedAction {
  return isComplete ? "unchanged" : "update";
}

function clinicText({ details, doctors, hours }: ClinicRequest): string {
  const count = doctors.length === 1 ? "1 doctor" : `${doctors.length} doctors`;
  return `${details.name}, ${count}, ${formatOpeningHours(hours)}`;
}

/** A new clinic gets its id when it is stored, so the plan must not show one that may change. */
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
