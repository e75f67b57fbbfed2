import type { FlowNode, Graph, Instruction } from "../flow.ts";
import { type Lookup, type SystemFacts, resolvePlaceholders, systemVariable } from "../placeholders.ts";
import type { SpeakPurpose } from "../ports.ts";
import { type Run, type VariableScope, currentFrame, graphOf, nodeAt, placeOf, record, transcriptOf } from "./state.ts";

export function lookupOf(run: Run): Lookup {
  const readers = readersOf(run);
  return (name) => {
    for (const scope of run.options.variablePrecedence) {
      const value = readers[scope](name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

export function resolve(run: Run, text: string): string {
  return text.includes("{{") ? resolvePlaceholders(text, lookupOf(run)) : text;
}

/** All variables with a value, by name, except system variables: what brains and code nodes see. */
export function variablesOf(run: Run): Readonly<Record<string, string>> {
  const { collected } = run.state;
  if (run.known?.collected === collected) return run.known.variables;
  const { values, missing } = suppliedValues(run);
  const lookup = lookupOf(run);
  const asked =
    run.options.variablePrecedence.at(-1) === "system" ? missing : new Set([...Object.keys(values), ...missing]);
  for (const name of asked) {
    const value = lookup(name);
    if (value !== undefined) values[name] = value;
  }
  // A system variable may have a different value next time.
  if (asked.size === 0) run.known = { collected, variables: values };
  return values;
}

interface Supplied {
  readonly values: Record<string, string>;
  /** Names that a scope lists without a value. */
  readonly missing: Set<string>;
}

/** Weakest scope first, so that stronger ones overwrite it. Scopes weaker than `collected` never change. */
function suppliedValues(run: Run): Supplied {
  const scopes = run.options.variablePrecedence.toReversed();
  const at = scopes.indexOf("collected");
  const base = (run.base ??= addedTo({ values: {}, missing: new Set() }, run, scopes.slice(0, at)));
  return addedTo({ values: { ...base.values }, missing: new Set(base.missing) }, run, scopes.slice(at));
}

function addedTo({ values, missing }: Supplied, run: Run, added: readonly VariableScope[]): Supplied {
  const { call, collected } = run.state;
  const scopes = {
    default: run.flow.default_dynamic_variables,
    tag: call.tagVariables,
    call: call.variables,
  };
  for (const scope of added) {
    if (scope === "collected") Object.assign(values, collected);
    if (scope === "system" || scope === "collected") continue;
    for (const [name, value] of Object.entries(scopes[scope] ?? {})) {
      if (value === null || value === undefined) missing.add(name);
      else values[name] = value;
    }
  }
  return { values, missing };
}

function readersOf(run: Run): Readonly<Record<VariableScope, Lookup>> {
  const { call, collected } = run.state;
  return {
    collected: (name) => own(collected, name),
    call: (name) => own(call.variables, name),
    tag: (name) => own(call.tagVariables, name),
    default: (name) => own(run.flow.default_dynamic_variables, name),
    system: (name) => systemVariable(name, systemFacts(run)),
  };
}

/** null counts as missing (docs/retell.md 10). */
function own(values: Readonly<Record<string, string | null>> | null | undefined, name: string): string | undefined {
  return values && Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined;
}

function systemFacts(run: Run): SystemFacts {
  const { call } = run.state;
  const node = nodeAt(run, currentFrame(run));
  return {
    now: run.ports.clock.now(),
    startedAt: call.startedAt,
    defaultTimeZone: run.options.defaultTimeZone,
    callId: call.callId,
    callType: call.type,
    currentNode: node?.name ?? node?.id ?? "",
    previousNode: run.state.former,
    ...(call.direction !== undefined && { direction: call.direction }),
    ...(call.fromNumber !== undefined && { fromNumber: call.fromNumber }),
    ...(call.toNumber !== undefined && { toNumber: call.toNumber }),
  };
}

/** Speaks a node's instruction: static text word for word, a prompt in the brain's words. */
export async function sayInstruction(run: Run, node: FlowNode, instruction: Instruction): Promise<void> {
  const text =
    instruction.type === "static_text"
      ? resolve(run, instruction.text)
      : await wording(run, node, { purpose: "say", instruction: instruction.text });
  sayText(run, text);
}

/** Speaks the instruction of an acting node, if it speaks while acting (docs/retell.md 1.3, 15.8). */
export async function sayWhileActing(run: Run, node: FlowNode): Promise<void> {
  const speaks = "speak_during_execution" in node ? node.speak_during_execution : undefined;
  const instruction = "instruction" in node ? node.instruction : undefined;
  if (instruction === undefined || instruction.type === "template") return;
  if (speaks ?? run.options.speakWhenUnset) await sayInstruction(run, node, instruction);
}

export function sayText(run: Run, text: string): void {
  if (text.trim() === "") return;
  run.turn.said.push(text);
  record(run, { role: "agent", content: text });
}

/** The brain's words for an instruction; does not speak them. */
export async function wording(
  run: Run,
  node: FlowNode,
  request: { readonly purpose: SpeakPurpose; readonly instruction: string },
): Promise<string> {
  return run.ports.brain.speak({
    place: placeOf(run, node),
    purpose: request.purpose,
    instruction: resolve(run, request.instruction),
    globalPrompt: () => resolve(run, run.flow.global_prompt ?? ""),
    transcript: transcriptOf(run),
    variables: variablesOf(run),
  });
}

/** Looks in the current component, then in the flow. */
export function findInGraphs<Found>(run: Run, find: (graph: Graph) => Found | undefined): Found | undefined {
  return find(graphOf(run, currentFrame(run))) ?? find(run.flow);
}
