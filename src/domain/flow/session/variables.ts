import type { Lookup } from "../placeholders.ts";
import { resolvePlaceholders } from "../placeholders.ts";
import type { SystemFacts } from "../system-variables.ts";
import { systemVariable } from "../system-variables.ts";
import type { VariableScope } from "./engine-options.ts";
import type { Run } from "./run.ts";
import { currentFrame, nodeAt } from "./run.ts";

export function lookupOf(run: Run): Lookup {
  const readers = readersOf(run);
  return (name) => {
    const scope = run.options.variablePrecedence.find((item) => readers[item](name) !== undefined);
    return scope === undefined ? undefined : readers[scope](name);
  };
}

export function resolve(run: Run, text: string): string {
  return text.includes("{{") ? resolvePlaceholders(text, lookupOf(run)) : text;
}

/** Every variable with a value but the system ones, by name: what brains and code nodes see. */
export function variablesOf(run: Run): Readonly<Record<string, string>> {
  const { call, collected } = run.state;
  const names = [run.flow.default_dynamic_variables, call.tagVariables, call.variables, collected].flatMap((scope) =>
    Object.keys(scope ?? {}),
  );
  const lookup = lookupOf(run);
  return Object.fromEntries(
    [...new Set(names)].flatMap((name) => {
      const value = lookup(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
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

/** null counts as missing (retell-api.md 10). */
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
