import type { ClinicNumber } from "../clinic/clinic.ts";
import { AscendiaError } from "../errors.ts";
import type { Facts } from "../journal/ports.ts";
import type { Step } from "../journal/run-steps.ts";
import { bindingDifferences } from "../number/number-binding.ts";
import { monthlyCentsOf } from "../number/number-price.ts";
import type { PlatformNumber } from "../number/ports.ts";
import { recordNumber, recordOnboarding } from "./onboard-clinic-audit.ts";
import { welcomeMail } from "../mail/welcome-mail.ts";
import { findExisting } from "./onboard-clinic-number.ts";
import type { OnboardingPlan, OnboardingStep } from "./onboard-clinic-plan.ts";
import type { OnboardingPorts } from "./onboard-clinic-ports.ts";

/** The work behind each step of a plan, in order. Every one but the number may be repeated; that one has a `recover`. */
export function onboardingWork(
  plan: OnboardingPlan,
  ports: OnboardingPorts,
): readonly (Step & { readonly name: OnboardingStep })[] {
  return [
    { name: "clinic", run: () => storeClinic(plan, ports) },
    { name: "number", run: () => getNumber(plan, ports), recover: () => recoverNumber(plan, ports) },
    { name: "binding", run: (facts) => bindNumber(facts, plan, ports) },
    { name: "welcome mail", run: (facts) => queueWelcome(facts, plan, ports) },
    { name: "activation", run: (facts) => activate(facts, plan, ports) },
  ];
}

async function storeClinic(plan: OnboardingPlan, ports: OnboardingPorts): Promise<Facts> {
  const { clinic, request, isStored, missingDoctors, newRooms } = plan;
  if (!isStored) await ports.clinics.add(clinic);
  const stores = ports.scope(clinic.id);
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

async function getNumber(plan: OnboardingPlan, ports: OnboardingPorts): Promise<Facts> {
  if (plan.number.existing !== null) return keepNumber(plan.number.existing, plan, ports);
  return keepNumber(await order(plan, ports), plan, ports);
}

/** An order that was written down and never answered: it may have been carried out all the same. */
async function recoverNumber(plan: OnboardingPlan, ports: OnboardingPorts): Promise<Facts | undefined> {
  const found = await findExisting({ ...plan, storedNumber: undefined }, ports);
  return found === undefined ? undefined : keepNumber(found, plan, ports);
}

async function order(plan: OnboardingPlan, ports: OnboardingPorts): Promise<PlatformNumber> {
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

/** The order may have been carried out all the same: taken over when it shows, and never sent a second time blindly. */
async function afterLostAnswer(
  lost: AscendiaError,
  plan: OnboardingPlan,
  ports: OnboardingPorts,
): Promise<PlatformNumber> {
  const found = await findExisting({ ...plan, storedNumber: undefined }, ports).catch((error: unknown) => {
    if (error instanceof AscendiaError && error.code === "transient") return undefined;
    throw error;
  });
  if (found !== undefined) return found;
  throw new AscendiaError("transient", `${lost.message} Whether the number was got is not known yet.`, {
    hint: "The next run looks for it before it orders one.",
    cause: lost,
  });
}

/** Written down at once: from here on someone pays for it. */
async function keepNumber(found: PlatformNumber, plan: OnboardingPlan, ports: OnboardingPorts): Promise<Facts> {
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

/** Changes what differs, then reads the number back: what Retell says it has is what counts. */
async function bindNumber(facts: Facts, plan: OnboardingPlan, ports: OnboardingPorts): Promise<Facts> {
  const phoneNumber = phoneNumberOf(facts, plan);
  const before = await ports.numbers.find(phoneNumber);
  if (before === undefined) throw vanished(phoneNumber);
  if (bindingDifferences(before, plan.binding).length > 0) await ports.numbers.bind(phoneNumber, plan.binding);
  const differences = await differencesNow(before, plan, ports);
  if (differences.length > 0) {
    throw new AscendiaError("drift", `Retell did not take the binding of ${phoneNumber}.`, { detail: differences });
  }
  const { number } = ports.scope(plan.clinic.id);
  const kept = (await number.find()) ?? recordOf(before, plan);
  const { agentId, version: agentVersion } = plan.agent;
  await number.save({ ...kept, agentId, agentVersion, webhookUrl: plan.binding.inboundWebhookUrl });
  return { agent_id: agentId, agent_version: String(agentVersion) };
}

/** A number that was right when read needs no second reading. */
async function differencesNow(
  before: PlatformNumber,
  plan: OnboardingPlan,
  ports: OnboardingPorts,
): Promise<readonly string[]> {
  const wasRight = bindingDifferences(before, plan.binding).length === 0;
  if (wasRight) return [];
  const after = await ports.numbers.find(before.phoneNumber);
  if (after === undefined) throw vanished(before.phoneNumber);
  return bindingDifferences(after, plan.binding);
}

function vanished(phoneNumber: string): AscendiaError {
  return new AscendiaError("conflict", `The number ${phoneNumber} is not in this Retell account any more.`, {
    hint: "Someone released it.",
  });
}

async function queueWelcome(facts: Facts, { clinic, ...plan }: OnboardingPlan, ports: OnboardingPorts): Promise<Facts> {
  const { outbox, doctors } = ports.scope(clinic.id);
  if ((await outbox.list()).some(({ kind }) => kind === "welcome")) return {};
  const names = (await doctors.list()).map(({ name }) => name);
  const stamp = { id: ports.newId(), createdAt: ports.clock.now() };
  await outbox.add(welcomeMail(clinic, { phoneNumber: phoneNumberOf(facts, plan), doctors: names }, stamp));
  return {};
}

/** Recorded first: a clinic that is active needs no other run, so nothing would record it later. */
async function activate(facts: Facts, plan: OnboardingPlan, ports: OnboardingPorts): Promise<Facts> {
  await recordOnboarding(phoneNumberOf(facts, plan), plan, ports);
  await ports.clinics.update({ ...plan.clinic, status: "active" });
  return {};
}

function phoneNumberOf(facts: Facts, { number }: Pick<OnboardingPlan, "number">): string {
  const phoneNumber = facts["phone_number"] ?? number.existing?.phoneNumber;
  if (phoneNumber === undefined) throw new Error("the number comes before what needs it");
  return phoneNumber;
}
