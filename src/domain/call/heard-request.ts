import { HOUR_MS, MINUTE_MS } from "../../clock.ts";
import { clampEvent } from "./clamp-event.ts";
import { readCallEvent } from "./call-event.ts";

/** A request of Retell's that a server kept for a listener. */
export interface HeardRequest {
  readonly id: string;
  readonly answeredAt: number;
  /** Microseconds. */
  readonly tookUs: number;
  readonly path: string;
  /** Without what was said in the call; null: Retell did not sign it, or it is too long to keep. */
  readonly body: string | null;
  /** Of the body as it came. */
  readonly digest: string;
  readonly status: number;
  readonly answer: string | null;
  /** Slug of the clinic that was served. */
  readonly clinic: string | null;
}

export interface Listener {
  readonly id: string;
  /** Servers keep requests for it until then, awake or asleep. */
  readonly untilAt: number;
}

/** What servers and listeners share, whichever machines they run on. */
export interface Hearing {
  listen(listener: Listener): Promise<void>;
  leave(id: string): Promise<void>;
  isListened(now: number): Promise<boolean>;
  keep(requests: readonly HeardRequest[]): Promise<void>;
  /** Answered at that instant or later, oldest first. */
  since(answeredAt: number, limit: number): Promise<readonly HeardRequest[]>;
  /** @returns whether requests are left */
  forgetBefore(instant: number): Promise<boolean>;
  forgetAll(): Promise<number>;
}

/** How long servers keep requests for a listener that gives no sign of life. */
export const LISTENER_MS = 10 * MINUTE_MS;
/** How long what was kept stays. */
export const HEARD_MS = HOUR_MS;

/** What Retell asks with a request. */
export type Asking =
  | { readonly kind: "inbound" }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "event"; readonly name: string; readonly key: string }
  | { readonly kind: "other" };

export interface ReadRequest {
  readonly asking: Asking;
  readonly callId: string | null;
  readonly fromNumber: string | null;
}

const unread: ReadRequest = { asking: { kind: "other" }, callId: null, fromNumber: null };

/** Of a request that was kept; its path says which function an unsigned one asked for. */
export function readRequest({ path, body, digest }: Pick<HeardRequest, "path" | "body" | "digest">): ReadRequest {
  const sent: unknown = body === null ? undefined : JSON.parse(body);
  const inbound = partOf(sent, "call_inbound") ?? partOf(sent, "chat_inbound");
  if (inbound !== undefined || /inbound/u.test(path)) {
    return {
      asking: { kind: "inbound" },
      callId: textOf(inbound, "call_id"),
      fromNumber: textOf(inbound, "from_number"),
    };
  }
  const call = partOf(sent, "call") ?? partOf(sent, "chat");
  const line = { callId: textOf(call, "call_id") ?? textOf(call, "chat_id"), fromNumber: textOf(call, "from_number") };
  if (/webhook/u.test(path)) {
    const event = readCallEvent(clampEvent(sent), () => digest);
    return event === undefined ? unread : { asking: { kind: "event", name: event.event, key: event.key }, ...line };
  }
  const name = textOf(sent, "name") ?? path.split("/").at(-1)?.replaceAll("-", "_") ?? "";
  return { asking: { kind: "function", name }, ...line };
}

function partOf(value: unknown, name: string): object | undefined {
  const part: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof part === "object" && part !== null ? part : undefined;
}

function textOf(value: unknown, name: string): string | null {
  const text: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === "string" && text !== "" ? text : null;
}
