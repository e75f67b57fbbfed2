import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicRequest, DoctorRequest } from "../clinic/clinic-request.ts";
import { formatOpeningHours } from "../clinic/opening-hours-text.ts";
import { bindingDifferences, bindingOf, type PinnedAgent } from "../number/number-binding.ts";
import { monthlyCentsOf } from "../number/number-price.ts";
import type { NumberBinding } from "../number/ports.ts";
import { desiredAgent } from "./fleet/desired-binding.ts";
import { refuseDifference } from "./onboard-clinic-difference.ts";
import { type NumberPlan, planNumber } from "./onboard-clinic-number.ts";
import type { OnboardingPorts } from "./onboard-clinic-ports.ts";

export type PlannedAction = "create" | "adopt" | "update" | "unchanged";

export const onboardingSteps = ["clinic", "number", "binding", "welcome mail", "activation"] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

export interface PlannedStep {
  readonly step: OnboardingStep;
  readonly action: PlannedAction;
  readonly detail: string;
}

/** A doctor to add, or (with an id) one that is stored without the hours of their own. */
export interface MissingDoctor {
  readonly doctor: DoctorRequest;
  readonly storedId: string | null;
}

/** What onboarding this clinic would do now, as data: made by reading only, shown by --dry-run, walked by applyOnboarding. */
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
  /** What applying it adds to Retell's monthly bill, in cents. */
  readonly addedMonthlyCents: number;
}

/** @throws conflict when slug or number belong to another clinic, not_configured without a master agent */
export async function planOnboarding(request: ClinicRequest, ports: OnboardingPorts): Promise<OnboardingPlan> {
  const stored = await ports.clinics.find(request.details.slug);
  const clinic = stored ?? newClinic(request, ports);
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

/** A clinic that is not stored yet gets its id when it is: the plan shows none that will not come true. */
function withoutId(binding: NumberBinding, clinicId: string): NumberBinding {
  return { ...binding, inboundWebhookUrl: binding.inboundWebhookUrl.replace(clinicId, "<new clinic id>") };
}

/** A new number is bought already bound; one that is there may have to be changed. */
function bindingStep(number: NumberPlan, binding: NumberBinding): PlannedStep {
  const [agent] = binding.inboundAgents;
  const target = `${agent?.agentId ?? ""} version ${agent?.agentVersion ?? ""}, ${binding.inboundWebhookUrl}`;
  if (number.existing === null) return { step: "binding", action: "create", detail: target };
  const differences = bindingDifferences(number.existing, binding);
  if (differences.length === 0 && number.isRecordedAs(binding))
    return { step: "binding", action: "unchanged", detail: target };
  return { step: "binding", action: "update", detail: differences.length === 0 ? target : differences.join("; ") };
}
