import type { ToolArguments } from "../../domain/call/earlier-tool-calls.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { CallLine } from "../../domain/dialogue/ports.ts";
import type { RunFunction } from "../../domain/dialogue/prompt/ports.ts";
import { closed, nothingDone } from "../functions/clinic-closed.ts";
import type { ServerPorts } from "../ports.ts";

export interface FunctionCaller {
  readonly clinic: Pick<Clinic, "id" | "slug">;
  readonly line: () => CallLine;
  /** Whether the line is known to be the clinic's. */
  readonly isVerified: () => boolean;
  /** Arguments of the functions called so far, latest first; added to. */
  readonly earlier: ToolArguments[];
}

type FunctionPorts = Pick<ServerPorts, "clinics" | "functions" | "log">;

/**
 * The clinic's functions for one of its calls, run in this process. Nothing of the clinic's is touched before the line
 * was found to be its own, and the clinic is read anew each time: it may have been suspended meanwhile.
 */
export function callFunctions(caller: FunctionCaller, ports: FunctionPorts): RunFunction {
  return async (name, args) => {
    try {
      return await callFunction({ name, args }, caller, ports);
    } catch (error) {
      const expected = error instanceof AscendiaError;
      const reason = error instanceof Error ? (expected ? error.message : error.stack) : String(error);
      ports.log.error({ clinic: caller.clinic.slug, callId: caller.line().callId, function: name, reason }, "function");
      return refused(expected ? error.message : "internal error");
    }
  };
}

interface Asked {
  readonly name: string;
  readonly args: ToolArguments;
}

async function callFunction({ name, args }: Asked, caller: FunctionCaller, { clinics, functions, log }: FunctionPorts) {
  const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (run === undefined) return refused(`there is no function ${name}`);
  const { clinic: owner, earlier } = caller;
  const { callId, patientNumber: callerNumber } = caller.line();
  if (!isOwn(args["clinic_id"], owner)) {
    log.warn({ clinic: owner.slug, callId, function: name }, "a call of one clinic names another; refused");
    return refused("args.clinic_id names another clinic than the call's own");
  }
  const clinic = await clinics.find(owner.id);
  if (clinic === undefined) return refused("the clinic is no more");
  if (clinic.status !== "active") return answered({ ...nothingDone, message: closed[clinic.language] });
  // Last, so that nothing can be learnt of the line between this and the work.
  if (!caller.isVerified()) return refused("it is not known that this line is the clinic's");
  const answer = await run({ clinic, callId, callerNumber, args, earlier: [...earlier] });
  earlier.unshift(args);
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
