import { z } from "zod";

const optionalText = z.string().optional().catch(undefined);
const variables = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** What is read of a call or chat object (retell-api.md 5.4). Whatever else is in it, or is not as expected, is let be. */
export const callContextSchema = z.object({
  call_id: optionalText,
  chat_id: optionalText,
  direction: optionalText,
  from_number: optionalText,
  to_number: optionalText,
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
