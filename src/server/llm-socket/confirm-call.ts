import { z } from "zod";
import type { Clock } from "../../clock.ts";
import type { ClinicNumber } from "../../domain/clinic/clinic.ts";
import type { Wait } from "../../domain/dialogue/ports.ts";
import { type CallDetails, callDetailsSchema } from "./frames.ts";

/** Retell's own record of a call (`get-call`); undefined: Retell has no such call. */
export type AskForCall = (callId: string, clinicId: string) => Promise<Readonly<Record<string, unknown>> | undefined>;

/** The values that Retell's record of a call must have for its socket to be served. */
export interface ExpectedCall {
  readonly callId: string;
  readonly clinicId: string;
  /** The agents that answer the clinic's calls over the socket. */
  readonly agentIds: readonly string[];
  /** The clinic's number; null: it has none and receives only web calls. */
  readonly phoneNumber: string | null;
}

export type Confirmation =
  | { readonly kind: "confirmed"; readonly call: CallDetails }
  | { readonly kind: "refused"; readonly problem: ConfirmationProblem }
  /** Retell could not be asked, so nothing is known. */
  | { readonly kind: "unknown"; readonly reason: string };

export type ConfirmationProblem =
  | "is not known to Retell"
  | "is not in progress at Retell"
  | "is another agent's"
  | "is held on another number";

/** A call is `registered` until it is connected, and Retell may not find it at once. */
const TRIES = 4;
const BETWEEN_TRIES_MS = 700;

/** When a connection comes back within this time, Retell is not asked again. */
const KEPT_MS = 600_000;
const MOST_KEPT = 2_000;

interface ConfirmPorts {
  readonly ask: AskForCall;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
}

const stateSchema = callDetailsSchema.extend({ call_status: z.string().optional().catch(undefined) });

/**
 * The calls that Retell has confirmed: in progress, on this agent and this number. The peer's own statements prove
 * nothing.
 */
export class ConfirmedCalls {
  readonly #ports: ConfirmPorts;
  readonly #kept = new Map<string, { readonly call: CallDetails; readonly until: number }>();

  constructor(ports: ConfirmPorts) {
    this.#ports = ports;
  }

  /** Never throws. */
  async confirm(expected: ExpectedCall): Promise<Confirmation> {
    const kept = this.#kept.get(expected.callId);
    if (kept !== undefined && kept.until > this.#ports.now()) return held(kept.call, expected);
    let outcome = await this.#askFor(expected);
    for (let tried = 1; tried < TRIES && isEarly(outcome); tried += 1) {
      await this.#ports.wait(BETWEEN_TRIES_MS);
      outcome = await this.#askFor(expected);
    }
    if (outcome.kind === "confirmed") this.#keep(expected.callId, outcome.call);
    return outcome;
  }

  async #askFor(expected: ExpectedCall): Promise<Confirmation> {
    try {
      const body = await this.#ports.ask(expected.callId, expected.clinicId);
      const read = body === undefined ? undefined : stateSchema.safeParse(body).data;
      const isAsked = read?.call_id === expected.callId;
      if (read === undefined || !isAsked) return { kind: "refused", problem: "is not known to Retell" };
      if (read.call_status === "registered") return { kind: "unknown", reason: "it is not connected yet" };
      if (read.call_status !== "ongoing") return { kind: "refused", problem: "is not in progress at Retell" };
      return held(read, expected);
    } catch (error) {
      return { kind: "unknown", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #keep(callId: string, call: CallDetails): void {
    const now = this.#ports.now();
    this.#kept.delete(callId);
    this.#kept.set(callId, { call, until: now + KEPT_MS });
    for (const [oldest, { until }] of this.#kept) {
      if (until > now && this.#kept.size <= MOST_KEPT) return;
      this.#kept.delete(oldest);
    }
  }
}

function isEarly(outcome: Confirmation): boolean {
  return outcome.kind === "unknown" || (outcome.kind === "refused" && outcome.problem === "is not known to Retell");
}

function held(call: CallDetails, { agentIds, phoneNumber }: ExpectedCall): Confirmation {
  if (call.agent_id === undefined || !agentIds.includes(call.agent_id)) {
    return { kind: "refused", problem: "is another agent's" };
  }
  const number = call.direction === "outbound" ? call.from_number : call.to_number;
  const isOwn = call.call_type === "web_call" ? number === undefined : number !== undefined && number === phoneNumber;
  return isOwn ? { kind: "confirmed", call } : { kind: "refused", problem: "is held on another number" };
}

interface NamedCall {
  readonly clinicId: string;
  readonly callId: string;
}

interface ConfirmationPorts {
  readonly live?: { readonly askForCall: AskForCall; agentsOf(clinicId: string): Promise<readonly string[]> };
  readonly numberOf: (clinicId: string) => Promise<Pick<ClinicNumber, "agentId" | "phoneNumber"> | undefined>;
  readonly wait: Wait;
  readonly clock: Clock;
}

/** How calls are confirmed; undefined: calls are simulated, and only the peer knows about them. */
export function callConfirmation({ live, numberOf, wait, clock }: ConfirmationPorts) {
  if (live === undefined) return undefined;
  const confirmed = new ConfirmedCalls({
    ask: live.askForCall,
    wait: (milliseconds) => wait(milliseconds, new AbortController().signal),
    now: () => clock.now(),
  });
  return ({ clinicId, callId }: NamedCall) => {
    return async (): Promise<Confirmation> => {
      const [number, agents] = await Promise.all([numberOf(clinicId), live.agentsOf(clinicId)]);
      const agentIds = [...agents, ...(number?.agentId == null ? [] : [number.agentId])];
      return confirmed.confirm({ callId, clinicId, agentIds, phoneNumber: number?.phoneNumber ?? null });
    };
  };
}
