import { z } from "zod";
import type { Clinic } from "../../clinic/clinic.ts";
import type { ClinicDirectory } from "../../clinic/ports.ts";
import { lineNumber, otherLineForms } from "../../clinic/telephone/telephone.ts";
import { MOST_TOOL_CALLS, TEXT_LIMITS, boundedArguments } from "../field-limits.ts";

const optionalId = z.string().max(TEXT_LIMITS.id).optional().catch(undefined);

const optionalLine = z.string().max(TEXT_LIMITS.number).transform(lineNumber).optional().catch(undefined);

/** Code that reads a variable checks it. A record schema would check and copy all hundred variables at each request. */
const variables = z
  .custom<Readonly<Record<string, unknown>>>(isJsonObject)
  .meta({ type: "object" })
  .optional()
  .catch(undefined);

function isJsonObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is read from a call or chat object (docs/retell.md 5.4). Unexpected or oversized values count as missing. */
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

/** The clinic's own number in the call: dialled by the caller, or used to dial out. */
export function clinicNumberIn(call: CallContext): string | undefined {
  return call.direction === "outbound" ? call.from_number : call.to_number;
}

/** The clinic that the call was started for: named in our answer to its inbound webhook, or in our order to call. */
export function clinicNamedIn(call: CallContext): string | undefined {
  return clinicsNamedIn(call)[0];
}

/** Both sources name the same clinic, unless the call is forged. */
function clinicsNamedIn(call: CallContext): readonly string[] {
  const named = [call.retell_llm_dynamic_variables, call.metadata].map((facts) => facts?.["clinic_id"]);
  return [...new Set(named.filter(isText))];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** `contradicted`: the call names one clinic but uses another clinic's number, or names two. */
export type ClinicOfCall =
  | { readonly outcome: "known"; readonly clinic: Clinic }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "contradicted"; readonly named: string; readonly dialled: string };

/**
 * The clinic that a signed call belongs to. The call's variables name it, and the call's clinic number must not belong
 * to another clinic. A call that names no clinic (its webhook was not answered) belongs to the number's clinic.
 */
export async function clinicOfCall(
  call: CallContext,
  clinics: Pick<ClinicDirectory, "find" | "findByNumber">,
): Promise<ClinicOfCall> {
  const [name, secondName] = clinicsNamedIn(call);
  const number = clinicNumberIn(call);
  const named = name === undefined ? undefined : await clinics.find(name);
  const second = secondName === undefined ? undefined : await clinics.find(secondName);
  const dialled = number === undefined ? undefined : await clinicOfLine(number, clinics);
  const other = [second, dialled].find((clinic) => clinic !== undefined && clinic.id !== named?.id);
  if (name !== undefined && other !== undefined) return { outcome: "contradicted", named: name, dialled: other.id };
  const clinic = name === undefined ? dialled : named;
  return clinic === undefined ? { outcome: "unknown" } : { outcome: "known", clinic };
}

export type ToolArguments = Readonly<Record<string, unknown>>;

const invocationSchema = z.object({
  role: z.literal("tool_call_invocation"),
  arguments: z.string().max(TEXT_LIMITS.tool),
});

const argumentsSchema = z.record(z.string(), z.unknown());

/** The arguments of the tools called so far in the call, latest first (docs/retell.md 5.4). */
export function earlierToolArguments(call: CallContext): readonly ToolArguments[] {
  const items = call.transcript_with_tool_calls ?? [];
  const found: ToolArguments[] = [];
  for (let index = items.length - 1; index >= 0 && found.length < MOST_TOOL_CALLS; index -= 1) {
    const item = items[index];
    // Most items are not invocations, and reporting why is the most expensive part of the schema.
    if (!isInvocation(item)) continue;
    const invocation = invocationSchema.safeParse(item);
    if (invocation.success) found.push(...readArguments(invocation.data.arguments));
  }
  return found;
}

function isInvocation(item: unknown): boolean {
  return typeof item === "object" && item !== null && Reflect.get(item, "role") === "tool_call_invocation";
}

function readArguments(json: string): readonly ToolArguments[] {
  try {
    const parsed = argumentsSchema.safeParse(JSON.parse(json));
    return parsed.success ? [boundedArguments(parsed.data)] : [];
  } catch {
    // A model wrote the arguments; garbled ones are ignored.
    return [];
  }
}

/** The clinic of a number, in whatever form its trunk writes it; undefined when two clinics match. */
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

/** The clinic that has this number at Retell, in any written form. */
export async function ownerOfLine(
  number: string,
  clinics: Pick<ClinicDirectory, "findByNumber">,
): Promise<Clinic | undefined> {
  for (const form of [number, ...otherLineForms(number)]) {
    const owner = await clinics.findByNumber(form);
    if (owner !== undefined) return owner;
  }
  return undefined;
}
