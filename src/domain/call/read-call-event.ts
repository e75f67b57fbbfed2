import { z } from "zod";
import { callContextSchema, type CallContext } from "./call-context.ts";

const eventSchema = z.object({
  event: z.string().min(1).max(100),
  call: callContextSchema
    .extend({ start_timestamp: z.number().optional().catch(undefined), transcript: z.string().optional().catch("") })
    .optional()
    .catch(undefined),
  chat: callContextSchema.optional().catch(undefined),
  transfer_destination: z.unknown().optional(),
});

type EventBody = z.output<typeof eventSchema>;

/** An event as read; `key` and `progress` as in CallEvent. */
export interface ReadEvent {
  readonly event: string;
  readonly key: string;
  readonly progress: number;
  readonly callId: string | null;
  readonly call: CallContext;
}

/** undefined: not an event of any kind. Kinds that Retell adds later are read too. */
export function readCallEvent(body: unknown, bodyDigest: string): ReadEvent | undefined {
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { event, call, chat } = parsed.data;
  const context = call ?? chat ?? {};
  const callId = context.call_id ?? context.chat_id ?? null;
  const progress = event === STREAM ? (call?.transcript?.length ?? 0) : 0;
  return { event, key: keyOf(parsed.data, callId, bodyDigest), progress, callId, call: context };
}

const STREAM = "transcript_updated";

/** Once a call at most (retell-api.md 5.3); of the stream the latest is kept, under one key as well. */
const ONCE_A_CALL: ReadonlySet<string> = new Set([
  "call_started",
  "call_ended",
  "call_analyzed",
  "chat_started",
  "chat_ended",
  "chat_analyzed",
  STREAM,
]);

/** Retell's events carry no id: repetitions are told by what they are about. Other kinds repeat when their bytes do. */
function keyOf({ event, call, transfer_destination: destination }: EventBody, callId: string | null, digest: string) {
  if (callId === null) return `${event}:${digest}`;
  if (ONCE_A_CALL.has(event)) return `${event}:${callId}`;
  if (event.startsWith("transfer_")) {
    return `${event}:${callId}:${call?.start_timestamp ?? ""}:${JSON.stringify(destination ?? null)}`;
  }
  return `${event}:${callId}:${digest}`;
}
