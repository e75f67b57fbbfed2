import type { ToolArguments } from "../../domain/call/line/call-context.ts";
import { MOST_TOOL_CALLS, boundedArguments } from "../../domain/call/field-limits.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { lineInCountry } from "../../domain/clinic/telephone/telephone.ts";
import type { CallLine, Dialogue, DialogueCall, Move, Turn, RunFunction } from "../../domain/dialogue/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { closed, nothingDone } from "../functions/clinic-closed.ts";
import type { ServerPorts } from "../ports.ts";
import { CallBudget } from "./call-budget.ts";
import { rememberCall, rememberedCall } from "./call-memory.ts";
import type { SessionPorts } from "./ports.ts";
import { movesOf } from "./turn-moves.ts";

export interface FunctionCaller {
  readonly clinic: Pick<Clinic, "id" | "slug">;
  readonly line: () => CallLine;
  /** Whether the line is known to be the clinic's. */
  readonly isVerified: () => boolean;
  /** Resolves when nothing more can become known about the line. */
  readonly settled: () => Promise<void>;
  /** The arguments of the functions called so far, latest first; grows during the call. */
  readonly earlier: ToolArguments[];
}

type FunctionPorts = Pick<ServerPorts, "clinics" | "functions" | "log">;

/**
 * Runs a clinic's functions for one call, in this process. Uses none of the clinic's data until the line is verified,
 * and reads the clinic again for each function: it may have been suspended meanwhile.
 */
export function callFunctions(caller: FunctionCaller, ports: FunctionPorts): RunFunction {
  return async (name, args) => {
    try {
      return await callFunction(name, args, caller, ports);
    } catch (error) {
      const expected = error instanceof AscendiaError;
      const reason = error instanceof Error ? (expected ? error.message : error.stack) : String(error);
      ports.log.error({ clinic: caller.clinic.slug, callId: caller.line().callId, function: name, reason }, "function");
      return refused(expected ? error.message : "internal error");
    }
  };
}

async function callFunction(
  name: string,
  sent: ToolArguments,
  caller: FunctionCaller,
  { clinics, functions, log }: FunctionPorts,
) {
  const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (run === undefined) return refused(`there is no function ${name}`);
  const { clinic: owner, earlier } = caller;
  const args = boundedArguments(sent);
  await caller.settled();
  const { callId, patientNumber, direction } = caller.line();
  if (!isOwn(args["clinic_id"], owner)) {
    log.warn({ clinic: owner.slug, callId, function: name }, "a call of one clinic names another; refused");
    return refused("args.clinic_id names a clinic other than the call's own");
  }
  const clinic = await clinics.find(owner.id);
  if (clinic === undefined) return refused("the clinic no longer exists");
  if (clinic.status !== "active") return answered({ ...nothingDone, message: closed[clinic.language] });
  // Check this last, so that nothing about the line can change between this check and the work.
  if (!caller.isVerified()) return refused("this line is not verified as the clinic's");
  const answer = await run({
    clinic,
    callId,
    callerNumber: patientNumber === null ? null : lineInCountry(patientNumber, clinic.country),
    isOutbound: direction === "outbound",
    args,
    earlier: [...earlier],
  });
  earlier.unshift(args);
  earlier.splice(MOST_TOOL_CALLS);
  return answered(answer);
}

function isOwn(named: unknown, { id, slug }: FunctionCaller["clinic"]): boolean {
  return named === undefined || named === null || named === "" || named === id || named === slug;
}

function answered(answer: object) {
  return { ok: true, content: JSON.stringify(answer) };
}

function refused(content: string) {
  return { ok: false, content };
}

/** Functions whose answers need not be stored before the turn is over. */
const READING: ReadonlySet<string> = new Set(["get_doctors", "check_availability", "find_appointment"]);

type Call = Pick<DialogueCall, "clinic" | "facts" | "line" | "failed"> &
  Pick<FunctionCaller, "clinic" | "isVerified" | "settled">;

/** The dialogue of one call: opened, stored after every turn, and resumed where an earlier connection stopped. */
export class CallDialogue {
  readonly #call: Call;
  readonly #ports: SessionPorts;
  readonly #earlier: ToolArguments[] = [];
  readonly #budget: CallBudget;
  #dialogue: Dialogue | undefined;
  #isOver = false;

  constructor(call: Call, ports: SessionPorts) {
    this.#call = call;
    this.#ports = ports;
    this.#budget = new CallBudget(ports.callLimits);
  }

  /** The budget that the call has used up; undefined: the call may continue. */
  exhausted(): "turns" | "tokens" | undefined {
    return this.#budget.exhausted();
  }

  /** @returns the first words; empty if the caller was already greeted */
  async open(): Promise<string> {
    const isNew = await this.#resume();
    if (isNew) await this.remember();
    return isNew ? (this.#dialogue?.greeting ?? "") : "";
  }

  /** Restores the last stored state. @returns true if none was stored */
  async #resume(): Promise<boolean> {
    const { callId } = this.#call.line();
    const known = await rememberedCall(callId, this.#memory());
    this.#earlier.splice(0, this.#earlier.length, ...(known?.earlier ?? []));
    if (known !== undefined) this.#budget.resume(known.spent);
    const { clinic, facts, line, failed, isVerified, settled } = this.#call;
    const runFunction = callFunctions({ clinic, line, isVerified, settled, earlier: this.#earlier }, this.#ports);
    const snapshot = known?.snapshot ?? null;
    const takeTokens = (tokens: number): void => this.#budget.takeTokens(tokens);
    this.#dialogue = await this.#ports.open({ clinic, facts, line, failed, runFunction, snapshot, takeTokens });
    return known === undefined;
  }

  /** Answers of functions that change something are stored at once, so that no other process repeats the change. */
  async *moves(turn: Turn, signal: AbortSignal): AsyncGenerator<Move> {
    if (this.#dialogue === undefined) await this.#resume();
    if (this.#dialogue === undefined) throw new Error("The dialogue could not be opened");
    this.#budget.takeTurn();
    const writing = new Set<string>();
    for await (const move of movesOf(this.#dialogue.answer(turn, signal), signal, this.#ports.wait)) {
      if (move.kind === "tool" && !READING.has(move.name)) writing.add(move.toolCallId);
      if (move.kind === "tool_result" && writing.has(move.toolCallId)) await this.remember();
      yield move;
    }
  }

  async remember(): Promise<void> {
    if (this.#isOver || this.#dialogue === undefined) return;
    const { callId } = this.#call.line();
    try {
      const snapshot = this.#dialogue.snapshot();
      await rememberCall({ callId, snapshot, earlier: this.#earlier, spent: this.#budget.spent }, this.#memory());
    } catch (error) {
      // The call continues; only a reconnect would start over.
      this.#call.failed(error);
    }
  }

  /** From here on, another connection stores the dialogue. */
  leave(): void {
    this.#isOver = true;
  }

  #memory() {
    const { states, clock } = this.#ports;
    return { states, now: () => clock.now() };
  }
}
