import { AscendiaError } from "../../../errors.ts";
import { defaultBookingRules } from "../../booking/booking-rules.ts";
import { holidaysAt } from "../../booking/calendar/public-holidays.ts";
import { type ClinicRequest, type NumberRequest, transports } from "../../clinic/requests/clinic-request.ts";
import { type ClinicNumber, accountOf } from "../../clinic/clinic.ts";
import { type Facts, type Journal, type Step, runSteps } from "../../journal/journal.ts";
import { welcomeMail } from "../../mail/contents/owner-mail.ts";
import { type PlatformNumber, bindingDifferences, monthlyCentsOf, isTollFree } from "../../number/number.ts";
import { findExisting } from "./onboard-clinic-number.ts";
import {
  type OnboardingPlan,
  type OnboardingStep,
  recordNumber,
  recordOnboarding,
  recordRepair,
} from "./plan-onboarding.ts";
import { type ClinicOnboardingPorts, type OnboardingPorts, type Store, requireClinic } from "../ports.ts";
import { reconcile } from "../clinics/reconcile-clinic.ts";
import * as z from "zod";
import { areaCodeOf, countryOfTelephone } from "../../clinic/telephone/telephone.ts";

/** The work of each step of a plan, in order. All steps can be repeated, except the number's, which has a `recover`. */
function onboardingWork(
  plan: OnboardingPlan,
  ports: ClinicOnboardingPorts,
): readonly (Step & { readonly name: OnboardingStep })[] {
  return [
    { name: "clinic", run: () => storeClinic(plan, ports) },
    { name: "number", run: () => getNumber(plan, ports), recover: () => recoverNumber(plan, ports) },
    { name: "binding", run: (facts) => bindNumber(facts, plan, ports) },
    { name: "welcome mail", run: (facts) => queueWelcome(facts, plan, ports) },
    { name: "activation", run: (facts) => activate(facts, plan, ports) },
  ];
}

async function storeClinic(plan: OnboardingPlan, ports: ClinicOnboardingPorts): Promise<Facts> {
  const { clinic, request, isStored, missingDoctors, newRooms, reconciliation } = plan;
  if (!isStored) await ports.clinics.add(clinic);
  const stores = ports.scope(clinic.id);
  const { rules } = stores.booking.stores;
  if ((await rules.find()) === undefined)
    await rules.save({ ...defaultBookingRules, holidays: await holidaysAt(clinic) });
  // The clinic is stored already, and the reconciliation covered its hours, doctors and rooms.
  if (reconciliation !== null) return { clinic_id: clinic.id };
  await stores.openingHours.setForClinic(request.hours);
  for (const { doctor, storedId } of missingDoctors) {
    const { hours, ...person } = doctor;
    const doctorId = storedId ?? ports.newId();
    if (storedId === null) await stores.doctors.add({ ...person, id: doctorId, active: true });
    if (hours !== null) await stores.openingHours.setForDoctor(doctorId, hours);
  }
  for (const name of newRooms) {
    await stores.booking.transact(({ rooms }) => rooms.add({ id: ports.newId(), name, active: true }));
  }
  return { clinic_id: clinic.id };
}

async function getNumber(plan: OnboardingPlan, ports: ClinicOnboardingPorts): Promise<Facts> {
  if (plan.number.existing !== null) return keepNumber(plan.number.existing, plan, ports);
  return keepNumber(await order(plan, ports), plan, ports);
}

/** The journal has an order without an answer: it may have been carried out. */
async function recoverNumber(plan: OnboardingPlan, ports: ClinicOnboardingPorts): Promise<Facts | undefined> {
  const found = await findExisting({ ...plan, storedNumber: undefined }, ports);
  return found === undefined ? undefined : keepNumber(found, plan, ports);
}

async function order(plan: OnboardingPlan, ports: ClinicOnboardingPorts): Promise<PlatformNumber> {
  const { number } = plan.request;
  try {
    if (number.kind === "buy") return await ports.numbers.buy(number, plan.binding);
    const { passwordVariable: variable } = number;
    const password = (variable === null ? ports.typedPassword : ports.secret(variable)) ?? null;
    return await ports.numbers.importNumber({ ...number, password }, plan.binding);
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "transient") throw error;
    return afterLostAnswer(error, plan, ports);
  }
}

/**
 * The order may have been carried out: the number is adopted if it is found, and the order is never blindly repeated.
 */
async function afterLostAnswer(
  lost: AscendiaError,
  plan: OnboardingPlan,
  ports: ClinicOnboardingPorts,
): Promise<PlatformNumber> {
  const found = await findExisting({ ...plan, storedNumber: undefined }, ports).catch((error: unknown) => {
    if (error instanceof AscendiaError && error.code === "transient") return undefined;
    throw error;
  });
  if (found !== undefined) return found;
  throw new AscendiaError("transient", `${lost.message} It is not known yet whether the number was obtained.`, {
    hint: "Run the same command again: it looks for the number before ordering one.",
    cause: lost,
  });
}

/** Recorded at once, because from here on the number costs money. */
async function keepNumber(found: PlatformNumber, plan: OnboardingPlan, ports: ClinicOnboardingPorts): Promise<Facts> {
  const { number } = ports.scope(plan.clinic.id);
  const { storedNumber } = plan.number;
  if (storedNumber !== null && storedNumber.phoneNumber !== found.phoneNumber) await number.remove();
  const record = recordOf(found, plan);
  await number.save(record);
  await recordNumber(record, plan, ports);
  return { phone_number: found.phoneNumber, source: found.source };
}

function recordOf({ phoneNumber, source }: PlatformNumber, { request }: OnboardingPlan): ClinicNumber {
  const monthlyCents = source === "bought" ? monthlyCentsOf(request.number) : 0;
  return { phoneNumber, source, agentId: null, agentVersion: null, webhookUrl: null, monthlyCents };
}

/** Changes what differs, then reads the number back: Retell's state is authoritative. */
async function bindNumber(facts: Facts, plan: OnboardingPlan, ports: ClinicOnboardingPorts): Promise<Facts> {
  const phoneNumber = phoneNumberOf(facts, plan);
  const before = await ports.numbers.find(phoneNumber);
  if (before === undefined) throw vanished(phoneNumber);
  if (bindingDifferences(before, plan.binding).length > 0) await ports.numbers.bind(phoneNumber, plan.binding);
  const differences = await differencesNow(before, plan, ports);
  if (differences.length > 0) {
    throw new AscendiaError("drift", `Retell did not apply the binding of ${phoneNumber}.`, { detail: differences });
  }
  const { number } = ports.scope(plan.clinic.id);
  const stored = (await number.find()) ?? recordOf(before, plan);
  const { agentId, version: agentVersion } = plan.agent;
  await number.save({ ...stored, agentId, agentVersion, webhookUrl: plan.binding.inboundWebhookUrl });
  return { agent_id: agentId, agent_version: String(agentVersion) };
}

/** A number that was right when it was read is not read again. */
async function differencesNow(
  before: PlatformNumber,
  plan: OnboardingPlan,
  ports: ClinicOnboardingPorts,
): Promise<readonly string[]> {
  const wasRight = bindingDifferences(before, plan.binding).length === 0;
  if (wasRight) return [];
  const after = await ports.numbers.find(before.phoneNumber);
  if (after === undefined) throw vanished(before.phoneNumber);
  return bindingDifferences(after, plan.binding);
}

function vanished(phoneNumber: string): AscendiaError {
  return new AscendiaError("conflict", `The number ${phoneNumber} is no longer in this Retell account.`, {
    hint: "Someone released it.",
  });
}

async function queueWelcome(
  facts: Facts,
  { clinic, ...plan }: OnboardingPlan,
  ports: ClinicOnboardingPorts,
): Promise<Facts> {
  const { outbox, doctors } = ports.scope(clinic.id);
  if ((await outbox.list()).some(({ kind }) => kind === "welcome")) return {};
  const names = (await doctors.list()).map(({ name }) => name);
  const stamp = { id: ports.newId(), createdAt: ports.clock.now() };
  await outbox.add(welcomeMail(clinic, { phoneNumber: phoneNumberOf(facts, plan), doctors: names }, stamp));
  return {};
}

/** Recorded before the status changes: an active clinic needs no further run, so it would never be recorded later. */
async function activate(facts: Facts, plan: OnboardingPlan, ports: ClinicOnboardingPorts): Promise<Facts> {
  await recordOnboarding(phoneNumberOf(facts, plan), plan, ports);
  await ports.clinics.update({ ...plan.clinic, status: "active" });
  return {};
}

function phoneNumberOf(facts: Facts, { number }: Pick<OnboardingPlan, "number">): string {
  const phoneNumber = facts["phone_number"] ?? number.existing?.phoneNumber;
  if (phoneNumber === undefined) throw new Error("the number comes before the steps that need it");
  return phoneNumber;
}

/** What onboarding reports, including where calls go. */
export interface OnboardedClinic {
  readonly clinicId: string;
  readonly slug: string;
  readonly phoneNumber: string;
  readonly agentId: string;
  readonly agentVersion: number;
  readonly webhookUrl: string;
  readonly status: "active";
}

/**
 * Carries out the plan. After a crash at any point, planning and applying the same request again continues: existing
 * parts are found in the store, or by the number's nickname at Retell, and nothing is bought twice.
 */
export async function applyOnboarding(plan: OnboardingPlan, installation: OnboardingPorts): Promise<OnboardedClinic> {
  const { numbers } = await installation.inAccount(accountOf(plan.clinic));
  const ports = { ...installation, numbers };
  const subject = `clinic:${plan.clinic.slug}`;
  // The plan reflects the current state; the only thing an earlier run's journal can add is an unanswered order.
  if (plan.number.existing !== null || plan.number.storedNumber !== null) await ports.journal.forget(subject);
  if (plan.number.action === "create") await recordOrder(plan.clinic.slug, plan.request.number, ports.journal);
  const due = new Set(plan.steps.filter(({ action }) => action !== "unchanged").map(({ step }) => step));
  const steps = onboardingWork(plan, ports).filter(({ name }) => due.has(name));
  try {
    // Not a journaled step: the journal of an interrupted run may say that the clinic is stored, but as an earlier
    // request described it.
    if (plan.reconciliation !== null) await reconcile(plan.reconciliation, ports);
    const facts = await runSteps(subject, steps, ports);
    if (plan.clinic.status === "active" && steps.length > 0) await recordRepair(plan, ports.newId(), ports);
    return onboarded(plan, facts["phone_number"] ?? numberOf(plan.number.existing));
  } catch (error) {
    throw await withNumberNamed(error, plan, ports);
  }
}

function onboarded({ clinic, agent, binding }: OnboardingPlan, phoneNumber: string): OnboardedClinic {
  return {
    clinicId: clinic.id,
    slug: clinic.slug,
    phoneNumber,
    agentId: agent.agentId,
    agentVersion: agent.version,
    webhookUrl: binding.inboundWebhookUrl,
    status: "active",
  };
}

function numberOf(existing: PlatformNumber | null): string {
  if (existing === null) throw new Error("a plan without a step for the number has the number");
  return existing.phoneNumber;
}

/** The number costs money from now on, so later errors must mention it. */
async function withNumberNamed(error: unknown, plan: OnboardingPlan, ports: ClinicOnboardingPorts): Promise<unknown> {
  if (!(error instanceof AscendiaError)) return error;
  const { slug, id } = plan.clinic;
  const number = await ports.scope(id).number.find();
  const next = "Run the same command again: it continues where this one stopped";
  if (number === undefined) {
    const hint = [error.hint, `${next}.`].filter((part) => part !== undefined).join(" ");
    return new AscendiaError(error.code, error.message, { hint, detail: error.detail, cause: error });
  }
  const paid = number.source === "bought" ? "is paid for" : "is imported";
  return new AscendiaError(
    error.code,
    `${error.message} The number ${number.phoneNumber} ${paid} and kept for ${slug}.`,
    {
      hint: `${next}, with that number (ascendia clinic:onboard --resume ${slug}).`,
      detail: error.detail,
      cause: error,
    },
  );
}

/**
 * Rebuilds, from the store and the journal, the request of an onboarding that was interrupted after it stored the
 * clinic. @throws not_found; invalid when the number to order is unknown
 */
export async function storedRequest(
  idOrSlug: string,
  store: Pick<Store, "clinics" | "scope">,
  journal: Pick<Journal, "entries">,
): Promise<ClinicRequest> {
  const clinic = await requireClinic(idOrSlug, store.clinics);
  const { doctors, openingHours, number, booking } = store.scope(clinic.id);
  const stored = await number.find();
  const wanted = await recordedOrder(clinic.slug, stored, journal);
  const isStored = stored !== undefined || (await hasStoredClinic(clinic.slug, journal));
  if (wanted === undefined || !isStored) {
    throw new AscendiaError(
      "invalid",
      `${clinic.slug} has no number yet, and only the first command names the number to get.`,
      {
        hint: "Run the original command again, with the same flags or file: it continues.",
      },
    );
  }
  const ownHours = await openingHours.ofDoctors();
  const { id: _id, status: _status, createdAt: _createdAt, retell, ...details } = clinic;
  return {
    details,
    hours: await openingHours.ofClinic(),
    doctors: (await doctors.list()).map(({ id, name, specialty, email }) => ({
      name,
      specialty,
      email,
      hours: ownHours.get(id) ?? null,
    })),
    rooms: (await booking.stores.rooms.list()).map(({ name }) => name),
    number: wanted,
    retell: retell === null ? null : { account: retell.account, agentId: retell.agentId },
  };
}

/** Whether the store has all of the clinic's own data. */
async function hasStoredClinic(slug: string, journal: Pick<Journal, "entries">): Promise<boolean> {
  return (await journal.entries(`clinic:${slug}`)).some(({ step, state }) => step === "clinic" && state === "done");
}

/** The number that a clinic's onboarding ordered: `--resume` orders this one and no other. */
const recordedOrderSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("buy"),
    country: z.enum(["US", "CA"]),
    areaCode: z.number().nullable(),
    tollFree: z.boolean(),
  }),
  z.object({
    kind: z.literal("import"),
    phoneNumber: z.string(),
    terminationUri: z.string(),
    username: z.string().nullable(),
    passwordVariable: z.string().nullable(),
    transport: z.enum(transports).nullable(),
  }),
]);

const ORDER_STEP = "order";

function subjectOf(slug: string): string {
  return `clinic-order:${slug}`;
}

async function recordOrder(slug: string, number: NumberRequest, journal: Journal): Promise<void> {
  await journal.complete(subjectOf(slug), { step: ORDER_STEP, facts: { order: JSON.stringify(number) } });
}

/** The recorded order, unless the clinic has since got its number another way; undefined: unknown. */
async function recordedOrder(
  slug: string,
  stored: ClinicNumber | undefined,
  journal: Pick<Journal, "entries">,
): Promise<NumberRequest | undefined> {
  const entry = (await journal.entries(subjectOf(slug))).find((one) => one.step === ORDER_STEP);
  const text = entry?.facts["order"];
  const recorded = text === undefined ? undefined : recordedOrderSchema.parse(JSON.parse(text));
  if (stored === undefined) return recorded;
  return recorded !== undefined && isOrderOf(recorded, stored) ? recorded : orderFromNumber(stored);
}

function isOrderOf(recorded: NumberRequest, { source, phoneNumber }: ClinicNumber): boolean {
  return recorded.kind === "import" ? recorded.phoneNumber === phoneNumber : source === "bought";
}

/** For a number bought before orders were recorded: its own country and area code. */
function orderFromNumber({ source, phoneNumber }: ClinicNumber): NumberRequest {
  if (source !== "bought") {
    return { kind: "import", phoneNumber, terminationUri: "", username: null, passwordVariable: null, transport: null };
  }
  const country = countryOfTelephone(phoneNumber) === "CA" ? "CA" : "US";
  const tollFree = isTollFree(phoneNumber);
  const areaCode = country === "US" && !tollFree ? areaCodeOf(phoneNumber) : null;
  return { kind: "buy", country, areaCode, tollFree };
}
