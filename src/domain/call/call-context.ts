import { z } from "zod";
import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import { lineNumber, otherLineForms } from "../clinic/telephone.ts";
import { MOST_TOOL_CALLS, TEXT_LIMITS, boundedArguments } from "./field-limits.ts";

const optionalId = z.string().max(TEXT_LIMITS.id).optional().catch(undefined);
const optionalLine = z.string().max(TEXT_LIMITS.number).transform(lineNumber).optional().catch(undefined);
const variables = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** What is read of a call or chat object (docs/retell.md 5.4). Whatever is not as expected, or longer, counts as missing. */
export const callContextSchema = z.object({
  call_id: optionalId,
  chat_id: optionalId,
  direction: optionalId,
  from_number: optionalLine,
  to_number: optionalLine,
  retell_llm_dynamic_variables: variables,
  metadata: variables,
  transcript_with_tool_calls: z.array(z.unknown()).optional().catch(undefined),
});

export type CallContext = z.output<typeof callContextSchema>;

/** The clinic's own number in the call: the one that was dialled, or the one that dials. */
export function clinicNumberIn(call: CallContext): string | undefined {
  return call.direction === "outbound" ? call.from_number : call.to_number;
}

/** The clinic that the call was begun for: our own answer to its inbound webhook, or what we began it with. */
export function clinicNamedIn(call: CallContext): string | undefined {
  return [call.retell_llm_dynamic_variables, call.metadata].map((facts) => facts?.["clinic_id"]).find(isText);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** `contradicted`: the call names one clinic and is held on the number of another. */
export type ClinicOfCall =
  | { readonly outcome: "known"; readonly clinic: Clinic }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "contradicted"; readonly named: string; readonly dialled: string };

/**
 * The clinic that a signed call belongs to. It is named by the call's own variables, and the clinic's number in the
 * call must not be another clinic's; a call without such a name (its webhook was not answered) belongs to its number.
 */
export async function clinicOfCall(
  call: CallContext,
  clinics: Pick<ClinicDirectory, "find" | "findByNumber">,
): Promise<ClinicOfCall> {
  const name = clinicNamedIn(call);
  const number = clinicNumberIn(call);
  const named = name === undefined ? undefined : await clinics.find(name);
  const dialled = number === undefined ? undefined : await clinicOfLine(number, clinics);
  if (name !== undefined && dialled !== undefined && dialled.id !== named?.id) {
    return { outcome: "contradicted", named: name, dialled: dialled.id };
  }
  const clinic = name === undefined ? dialled : named;
  return clinic === undefined ? { outcome: "unknown" } : { outcome: "known", clinic };
}

/** The clinic of a number, however its trunk sends it; none where two clinics could be meant. */
export async function clinicOfLine(
  number: string,
  clinics: Pick<ClinicDirectory, "findByNumber">,
): Promise<Clinic | undefined> {
  const exact = await clinics.findByNumber(number);
  if (exact !== undefined) return exact;
  const found = new Map<string, Clinic>();
  for (const form of otherLineForms(number)) {
    const clinic = await clinics.findByNumber(form);
    if (clinic !== undefined) found.set(clinic.id, clinic);
  }
  const [clinic, ...others] = found.values();
  return others.length === 0 ? clinic : undefined;
}

export type ToolArguments = Readonly<Record<string, unknown>>;

const invocationSchema = z.object({
  role: z.literal("tool_call_invocation"),
  arguments: z.string().max(TEXT_LIMITS.tool),
});
const argumentsSchema = z.record(z.string(), z.unknown());

/** The arguments of the tools that were called so far in the call, latest first (docs/retell.md 5.4). */
export function earlierToolArguments(call: CallContext): readonly ToolArguments[] {
  const items = call.transcript_with_tool_calls ?? [];
  const found: ToolArguments[] = [];
  for (let index = items.length - 1; index >= 0 && found.length < MOST_TOOL_CALLS; index -= 1) {
    const invocation = invocationSchema.safeParse(items[index]);
    if (invocation.success) found.push(...readArguments(invocation.data.arguments));
  }
  return found;
}

function readArguments(json: string): readonly ToolArguments[] {
  try {
    const parsed = argumentsSchema.safeParse(JSON.parse(json));
    return parsed.success ? [boundedArguments(parsed.data)] : [];
  } catch {
    // A model wrote it; what it garbled counts as not said.
    return [];
  }
}
