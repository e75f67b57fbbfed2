import type { Clock } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import { placeholderNames } from "../../../flow/placeholders.ts";
import { clinicFacts } from "../../agent/template/agent.ts";
import { MOST_CHARACTERS } from "../../agent/template/phrases.ts";
import { type JsonObject, hasEdgeFor } from "../../agent/ports.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { refuseTransferNumbers } from "../../call/line/transfer-numbers.ts";
import { type Clinic, type Suspension, type SuspensionAnswer, closedGreeting } from "../../clinic/clinic.ts";
import { parseTelephone } from "../../clinic/telephone/telephone.ts";
import type { PinnedAgent } from "../../number/number.ts";
import { type Store, requireClinic } from "../ports.ts";

interface SuspendedCallPorts {
  readonly store: Pick<Store, "agents" | "scope">;
  /** @throws not_found, conflict for a version without a flow */
  /** @param account that owns the agent (accountOf) */
  flowOf(agent: PinnedAgent, account: string | null): Promise<JsonObject>;
}

/** The clinic status that the inbound webhook reports, by kind of answer; rejected calls never reach the agent. */
const statuses = { message: "closed", forward: "forwarded", reject: null } as const;

/**
 * The webhook can only report that the clinic is closed: the agent that answers must end the call. @throws conflict
 * when the version on the clinic's number would continue to book
 */
async function refuseAgentWithoutEdge(
  { id, slug, retell }: Clinic,
  answer: SuspensionAnswer,
  ports: SuspendedCallPorts,
): Promise<void> {
  const status = statuses[answer];
  const number = await ports.store.scope(id).number.find();
  const isOwn = (await ports.store.agents.ofClinic(id)) !== undefined;
  const { agentId = null, agentVersion = null } = number ?? {};
  // If the clinic has its own agent, the server handles this itself.
  if (status === null || isOwn || agentId === null || agentVersion === null) return;
  if (hasEdgeFor(status, await ports.flowOf({ agentId, version: agentVersion }, retell?.account ?? null))) return;
  throw new AscendiaError(
    "conflict",
    `Version ${agentVersion}, which answers ${slug}, has no edge where {{clinic_status}} is "${status}": callers would hear the closing sentence and then continue to book.`,
    {
      hint: `Rejecting calls works with every agent: ascendia clinic:suspend ${slug} --answer reject. Or copy the edges greeting-to-out_of_service and greeting-to-forward_calls of the built-in template into yours, then agent:update, agent:publish and agent:promote.`,
    },
  );
}

interface SuspendRequest {
  readonly clinic: string;
  readonly answer: SuspensionAnswer;
  readonly message: string | null;
  /** As typed; null: the clinic's transfer number or its own line. */
  readonly forwardTo: string | null;
  readonly reason: string | null;
}

export interface SuspendPorts extends SuspendedCallPorts {
  readonly store: Pick<Store, "clinics" | "agents" | "scope">;
  readonly audit: AuditLog;
  readonly clock: Clock;
  newId(): string;
}

export interface SuspensionPlan {
  readonly clinic: Clinic;
  readonly action: "update" | "unchanged";
  /** null: calls are answered again. */
  readonly suspension: Suspension | null;
  readonly before: Suspension | null;
  readonly reason: string | null;
  /** The new first words of a call; empty: the usual ones, or none. */
  readonly greeting: string;
}

/** @throws invalid; conflict when the clinic is not in service */
export async function planSuspension(request: SuspendRequest, ports: SuspendPorts): Promise<SuspensionPlan> {
  const clinic = await requireClinic(request.clinic, ports.store.clinics);
  refuseOutOfService(clinic);
  refuseUnsayable(request.message);
  await refuseAgentWithoutEdge(clinic, request.answer, ports);
  const before = await suspensionOf(clinic, ports);
  const { answer, message } = request;
  if (answer !== "forward" && request.forwardTo !== null) {
    throw new AscendiaError("invalid", `--forward-to has no effect with --answer ${answer}.`, {
      hint: "Add --answer forward, or leave --forward-to out.",
    });
  }
  const forwardTo = answer === "forward" ? forwardNumber(request, clinic) : null;
  await refuseTransferNumbers({ forwardTo }, ports.store.clinics);
  const suspension = { answer, message, forwardTo, suspendedAt: before?.suspendedAt ?? ports.clock.now() };
  const isSame = before?.answer === answer && before.message === message && before.forwardTo === forwardTo;
  return {
    clinic,
    action: isSame ? "unchanged" : "update",
    suspension,
    before,
    reason: request.reason,
    greeting: closedGreeting(suspension, clinic.language),
  };
}

/** @throws conflict when the clinic is not in service */
export async function planResumption(
  { clinic: named, reason }: Pick<SuspendRequest, "clinic" | "reason">,
  ports: SuspendPorts,
): Promise<SuspensionPlan> {
  const clinic = await requireClinic(named, ports.store.clinics);
  refuseOutOfService(clinic);
  const action = clinic.status === "active" ? "unchanged" : "update";
  return { clinic, action, suspension: null, before: await suspensionOf(clinic, ports), reason, greeting: "" };
}

/** The clinic's row is always written, and last: this refreshes what callers hear. */
export async function applySuspension(plan: SuspensionPlan, ports: SuspendPorts): Promise<void> {
  const { clinic, action, suspension, before, reason } = plan;
  if (action === "unchanged") return;
  const store = ports.store.scope(clinic.id).suspension;
  await (suspension === null ? store.remove() : store.save(suspension));
  await ports.store.clinics.update({ ...clinic, status: suspension === null ? "active" : "suspended" });
  await ports.audit.record({
    act: ports.newId(),
    action: suspension === null ? "clinic:resume" : "clinic:suspend",
    subject: `clinic:${clinic.slug}`,
    before: { status: clinic.status, suspension: before },
    after: { status: suspension === null ? "active" : "suspended", suspension },
    reason,
  });
}

async function suspensionOf({ id, status }: Clinic, { store }: SuspendPorts): Promise<Suspension | null> {
  return status === "suspended" ? ((await store.scope(id).suspension.find()) ?? null) : null;
}

function refuseOutOfService({ slug, status }: Clinic): void {
  if (status === "active" || status === "suspended") return;
  const hint = status === "onboarding" ? `Finish it first: ascendia clinic:onboard --resume ${slug}` : undefined;
  throw new AscendiaError(
    "conflict",
    `${slug} is ${status === "onboarding" ? "not onboarded yet" : "offboarded"}, so it takes no calls.`,
    hint === undefined ? {} : { hint },
  );
}

function forwardNumber({ forwardTo }: SuspendRequest, { transferNumber, phone, country, slug }: Clinic): string {
  if (forwardTo !== null) return parseTelephone(forwardTo, country, "--forward-to");
  const own = transferNumber ?? phone;
  if (own !== null) return own;
  throw new AscendiaError("invalid", `${slug} has no other line to forward calls to.`, {
    hint: "Pass --forward-to <number>.",
  });
}

function refuseUnsayable(message: string | null): void {
  if (message !== null && message.length > MOST_CHARACTERS) {
    throw new AscendiaError("invalid", `--message is longer than ${MOST_CHARACTERS} characters.`, {
      hint: "Shorten it: callers listen to all of it.",
    });
  }
  const known: readonly string[] = clinicFacts;
  const unknown = placeholderNames(message ?? "").filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new AscendiaError("invalid", `--message names {{${unknown[0] ?? ""}}}, which is not a clinic fact.`, {
    hint: `Known facts: ${clinicFacts.join(", ")}.`,
  });
}
