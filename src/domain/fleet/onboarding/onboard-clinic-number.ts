import { AscendiaError } from "../../../errors.ts";
import type { ClinicRequest, NumberRequest } from "../../clinic/requests/clinic-request.ts";
import type { ClinicNumber } from "../../clinic/clinic.ts";
import {
  type NumberBinding,
  type PinnedAgent,
  type PlatformNumber,
  markedSlug,
  numberMarkedFor,
  priceText,
} from "../../number/number.ts";
import type { ClinicOnboardingPorts } from "../ports.ts";

/** Where the clinic's number comes from. `adopt`: it is already at Retell, found by its nickname or its digits. */
export interface NumberPlan {
  readonly action: "create" | "adopt" | "unchanged";
  readonly detail: string;
  readonly existing: PlatformNumber | null;
  readonly storedNumber: ClinicNumber | null;
  /** Whether the store has recorded this binding. */
  isRecordedAs(binding: NumberBinding): boolean;
}

interface NumberQuestion {
  readonly request: ClinicRequest;
  readonly agent: PinnedAgent;
  readonly storedNumber: ClinicNumber | undefined;
}

type NumberPorts = Pick<ClinicOnboardingPorts, "clinics" | "numbers" | "secret">;

export async function planNumber(question: NumberQuestion, ports: NumberPorts): Promise<NumberPlan> {
  const { request, storedNumber } = question;
  const wanted = request.number;
  refuseSecondNumber(wanted, storedNumber);
  if (wanted.kind === "import") await refuseForeignNumber(wanted.phoneNumber, request.details.slug, ports);
  const existing = await findExisting(question, ports);
  if (existing === undefined) refuseMissingPassword(wanted, ports);
  return {
    ...describe(wanted, existing, storedNumber),
    existing: existing ?? null,
    storedNumber: storedNumber ?? null,
    isRecordedAs: ({ inboundAgents: [agent], inboundWebhookUrl }) =>
      storedNumber?.agentId === agent?.agentId &&
      storedNumber?.agentVersion === agent?.agentVersion &&
      storedNumber?.webhookUrl === inboundWebhookUrl,
  };
}

/** Finds the number that an earlier run obtained at Retell, even if the answer was lost. */
export async function findExisting(
  { request, agent, storedNumber }: NumberQuestion,
  { numbers }: Pick<NumberPorts, "numbers">,
): Promise<PlatformNumber | undefined> {
  const { number: wanted, details } = request;
  if (storedNumber !== undefined) return numbers.find(storedNumber.phoneNumber);
  if (wanted.kind === "buy") return numberMarkedFor(details.slug, await numbers.list());
  const found = await numbers.find(wanted.phoneNumber);
  if (found !== undefined) refuseNumberInUse(found, details.slug, agent);
  return found;
}

function describe(
  wanted: NumberRequest,
  existing: PlatformNumber | undefined,
  storedNumber: ClinicNumber | undefined,
): Pick<NumberPlan, "action" | "detail"> {
  if (existing === undefined) return { action: "create", detail: orderText(wanted) };
  if (storedNumber === undefined) return { action: "adopt", detail: `${existing.phoneNumber}, already at Retell` };
  return { action: "unchanged", detail: existing.phoneNumber };
}

function orderText(wanted: NumberRequest): string {
  if (wanted.kind === "import")
    return `import ${wanted.phoneNumber} over ${wanted.terminationUri}, ${priceText(wanted)}`;
  const kind = wanted.tollFree ? " toll-free" : "";
  const place = wanted.areaCode === null ? "" : `, area code ${wanted.areaCode}`;
  return `buy a ${wanted.country}${kind} number${place}, ${priceText(wanted)}`;
}

function refuseSecondNumber(wanted: NumberRequest, stored: ClinicNumber | undefined): void {
  if (stored === undefined || wanted.kind === "buy" || wanted.phoneNumber === stored.phoneNumber) return;
  throw new AscendiaError(
    "conflict",
    `The clinic already has the number ${stored.phoneNumber}, not ${wanted.phoneNumber}.`,
    {
      hint: `To continue, request ${stored.phoneNumber}.`,
    },
  );
}

async function refuseForeignNumber(phoneNumber: string, slug: string, { clinics }: NumberPorts): Promise<void> {
  const owner = await clinics.findByNumber(phoneNumber);
  if (owner === undefined || owner.slug === slug) return;
  throw new AscendiaError("conflict", `The number ${phoneNumber} belongs to another clinic, ${owner.slug}.`, {
    hint: `See it with: ascendia clinic:show ${owner.slug}. Import another number for ${slug}.`,
  });
}

function refuseNumberInUse(found: PlatformNumber, slug: string, agent: PinnedAgent): void {
  const owner = markedSlug(found);
  if (owner === slug) return;
  const others = found.inboundAgents.filter(({ agentId }) => agentId !== agent.agentId);
  if (owner === undefined && others.length === 0) return;
  const use = owner === undefined ? `answered by agent ${others[0]?.agentId ?? ""}` : `marked for ${owner}`;
  throw new AscendiaError(
    "conflict",
    `The number ${found.phoneNumber} is already in this Retell account and is ${use}.`,
    {
      hint: "Unbind it in Retell's dashboard, or import another number.",
    },
  );
}

function refuseMissingPassword(wanted: NumberRequest, { secret }: Pick<NumberPorts, "secret">): void {
  if (wanted.kind === "buy" || wanted.passwordVariable === null || secret(wanted.passwordVariable) !== undefined)
    return;
  throw new AscendiaError(
    "not_configured",
    `The trunk's password is missing: ${wanted.passwordVariable}, which is not set.`,
    {
      hint: `Set it in the environment or in .env: ${wanted.passwordVariable}=…`,
    },
  );
}
