import { AscendiaError } from "../../errors.ts";
import type { Fault } from "../scenario/schema.ts";
import type { AroundFunction } from "../socket-line.ts";

type FunctionFault = Extract<Fault, { readonly tool: string }>;

/** As the flow's tools have it (retell-api.md 6.2). */
const TIMEOUT_MS = 10_000;

/** Has functions behind the socket go wrong as the scenario says; `before` may act on the world as another caller would. */
export function faultsAround(
  faults: readonly Fault[],
  before: (name: string, args: Readonly<Record<string, unknown>>) => Promise<void>,
): AroundFunction {
  const left = new Map(faults.flatMap((fault) => ("tool" in fault ? [[fault, fault.calls ?? 1] as const] : [])));
  return async ({ name, args }, answer) => {
    await before(name, args);
    const due = [...left.keys()].find((fault) => fault.tool === name && (left.get(fault) ?? 0) > 0);
    if (due === undefined) return answer();
    left.set(due, (left.get(due) ?? 0) - 1);
    return faulty(due, answer);
  };
}

async function faulty(fault: FunctionFault, answer: Parameters<AroundFunction>[1]) {
  if (fault.kind === "status") throw new AscendiaError("failed", `HTTP status ${fault.status}`);
  if (fault.kind === "empty") return { message: "" };
  if (fault.kind === "answers") return { message: "", ...fault.answer };
  const first = await answer();
  if (fault.kind === "answered_twice") return answer();
  // Nobody waits here: an answer that would come too late counts as none.
  if (fault.ms >= TIMEOUT_MS) throw new AscendiaError("transient", `no answer within ${TIMEOUT_MS} ms`);
  return first;
}
