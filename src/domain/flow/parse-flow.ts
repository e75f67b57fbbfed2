import type * as z from "zod";
import { AscendiaError } from "../errors.ts";
import type { Finding } from "./finding.ts";
import { findingText } from "./finding.ts";
import type { Flow } from "./flow.ts";
import { normaliseFlow } from "./normalise-flow.ts";
import { isUnknownKeys, pruneKeys, unknownKeyNotes } from "./prune-keys.ts";
import { schemaProblem } from "./schema-problem.ts";
import type { FlowDefinition } from "./schema/flow.ts";
import { flowSchema } from "./schema/flow.ts";
import { loadedFlowSchema } from "./schema/loaded-flow.ts";
import { unwrapFlow } from "./unwrap-flow.ts";

export interface LoadedFlow {
  readonly flow: Flow;
  /** Settings of the agent around the flow, where the export has them. */
  readonly agent?: Readonly<Record<string, unknown>>;
  /** What was left out or rewritten to read the file. */
  readonly notes: readonly Finding[];
}

/** Reads a flow or a dashboard export. Throws AscendiaError "invalid" with every problem (`detail` is Finding[]). */
export function parseFlow(json: unknown): LoadedFlow {
  const unwrapped = unwrapFlow(json);
  if (unwrapped === undefined) throw notAFlow();
  const normalised = normaliseFlow(unwrapped.flow);
  const notes = [...unwrapped.notes, ...normalised.notes];
  let candidate: unknown = normalised.json;
  // Each pass can uncover unknown keys one level further down, so passes are bounded by the depth of the format.
  for (let pass = 0; pass < 12; pass += 1) {
    const result = loadedFlowSchema.safeParse(candidate);
    if (result.success) {
      return { flow: result.data, notes, ...(unwrapped.agent !== undefined && { agent: unwrapped.agent }) };
    }
    const unknownKeys = result.error.issues.filter(isUnknownKeys);
    if (unknownKeys.length === 0) throw refusal(result.error, candidate);
    notes.push(...unknownKeys.flatMap((issue) => unknownKeyNotes(issue, candidate)));
    candidate = unknownKeys.reduce<unknown>((value, issue) => pruneKeys(value, issue), candidate);
  }
  throw notAFlow();
}

/** Reads a flow that we author and send: known keys, everything Retell requires. Throws like parseFlow. */
export function parseFlowDefinition(json: unknown): FlowDefinition {
  const result = flowSchema.safeParse(json);
  if (result.success) return result.data;
  throw refusal(result.error, json);
}

/** Where the flow differs from what Retell's API takes; nothing when it can be sent as it is. */
export function schemaFindings(flow: Flow): readonly Finding[] {
  const result = flowSchema.safeParse(flow);
  return result.success ? [] : result.error.issues.map((issue) => schemaProblem(issue, flow));
}

function notAFlow(): AscendiaError {
  const problem: Finding = {
    rule: "not-a-flow",
    severity: "error",
    field: "nodes",
    message: "There is no list of nodes here, so it is no conversation flow.",
    fix: "Give a flow, or an agent exported from the dashboard whose response engine is a conversation flow.",
  };
  return new AscendiaError("invalid", problem.message, { hint: problem.fix, detail: [problem] });
}

function refusal(error: z.ZodError, json: unknown): AscendiaError {
  const problems = error.issues.map((issue) => schemaProblem(issue, json));
  const lines = problems.map((problem) => `  ${findingText(problem)}`);
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new AscendiaError("invalid", `This flow cannot be read, ${count}:\n${lines.join("\n")}`, {
    hint: "Correct these places in the flow file and try again.",
    detail: problems,
  });
}
