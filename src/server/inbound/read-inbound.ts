import { AscendiaError } from "../../domain/errors.ts";

export type InboundKind = "call_inbound" | "chat_inbound";

export interface Inbound {
  readonly kind: InboundKind;
  readonly toNumber: string | undefined;
  readonly fromNumber: string | undefined;
  readonly callId: string | undefined;
}

/**
 * The few fields that the answer depends on (retell-api.md 4.2). Read by hand, as this is the path on which a caller
 * hears ringing; keys that Retell adds are let be.
 * @throws invalid when there is neither a call nor a chat in it
 */
export function readInbound(body: unknown): Inbound {
  const call = objectAt(body, "call_inbound");
  const inbound = call ?? objectAt(body, "chat_inbound");
  if (inbound === undefined) {
    throw new AscendiaError("invalid", "The body holds neither call_inbound nor chat_inbound");
  }
  return {
    kind: call === undefined ? "chat_inbound" : "call_inbound",
    toNumber: textAt(inbound, "to_number"),
    fromNumber: textAt(inbound, "from_number"),
    callId: textAt(inbound, call === undefined ? "chat_id" : "call_id"),
  };
}

function objectAt(container: unknown, key: string): object | undefined {
  const value = valueAt(container, key);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

function textAt(container: object, key: string): string | undefined {
  const value = valueAt(container, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function valueAt(container: unknown, key: string): unknown {
  return typeof container === "object" && container !== null && Object.hasOwn(container, key)
    ? Reflect.get(container, key)
    : undefined;
}
