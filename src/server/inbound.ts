import { type InboundReply, replyOfClinic, replyOfNumber } from "../domain/call/inbound-reply.ts";
import { lineNumber, maskNumber, otherLineForms } from "../domain/clinic/telephone.ts";
import { AscendiaError } from "../errors.ts";
import type { Exchange } from "./exchange.ts";
import { JSON_TYPE, type Reply, type SignedBody, signedJson } from "./http.ts";
import type { ServerPorts } from "./ports.ts";

export const INBOUND_PATH = "/webhooks/retell/inbound";

export type InboundKind = "call_inbound" | "chat_inbound";

export interface Inbound {
  readonly kind: InboundKind;
  readonly toNumber: string | undefined;
  readonly fromNumber: string | undefined;
  readonly callId: string | undefined;
}

/**
 * The few fields that the answer depends on (docs/retell.md 4.2). Read by hand, as this is the path on which a caller
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
    toNumber: lineAt(inbound, "to_number"),
    fromNumber: lineAt(inbound, "from_number"),
    callId: textAt(inbound, call === undefined ? "chat_id" : "call_id"),
  };
}

function lineAt(container: object, key: string): string | undefined {
  const sent = textAt(container, key);
  return sent === undefined ? undefined : lineNumber(sent);
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

type InboundPorts = Pick<ServerPorts, "cards" | "verify" | "log">;

export interface InboundRequest extends SignedBody {
  /** Id or slug in the webhook's path; undefined: the dialled number tells. */
  readonly named: string | undefined;
}

/**
 * Retell's question before the first word (docs/retell.md 4). Answers at once, without a promise, while the clinic's
 * card is at hand; otherwise when it has been read.
 */
export function answerInbound(
  request: InboundRequest,
  exchange: Exchange,
  ports: InboundPorts,
): Reply | Promise<Reply> {
  const inbound = readInbound(signedJson(request, ports));
  exchange.facts = { callId: inbound.callId, to: maskNumber(inbound.toNumber), from: maskNumber(inbound.fromNumber) };
  const key = request.named === undefined ? replyOfNumber(inbound.toNumber ?? "") : replyOfClinic(request.named);
  const card = ports.cards.atHand(key);
  if (card !== undefined && holds(card, inbound)) return replyWith(card, inbound.kind, exchange);
  return ports.cards
    .find(key)
    .then((found) => found ?? (request.named === undefined ? cardOfLine(inbound.toNumber ?? "", ports) : undefined))
    .then((found) => answerFor(found, inbound, { exchange, ports }));
}

/** A trunk may send the dialled number in national form, or in the form that Benin gave up. */
async function cardOfLine(toNumber: string, { cards }: InboundPorts): Promise<InboundReply | undefined> {
  const found = await Promise.all(otherLineForms(toNumber).map((form) => cards.find(replyOfNumber(form))));
  const [card, ...others] = found.filter((each) => each !== undefined);
  return others.every(({ clinicId }) => clinicId === card?.clinicId) ? card : undefined;
}

interface Surroundings {
  readonly exchange: Exchange;
  readonly ports: InboundPorts;
}

/**
 * The path says one clinic and the dialled number may be another's: a number that changed hands but kept its webhook
 * URL. The number decides. It is what the caller dialled, and Retell signs it; the path is not signed.
 */
async function answerFor(named: InboundReply | undefined, inbound: Inbound, around: Surroundings): Promise<Reply> {
  const { exchange, ports } = around;
  if (named === undefined) throw new AscendiaError("not_found", "Clinic not found");
  const isSameLine = otherLineForms(inbound.toNumber ?? "").includes(named.phoneNumber ?? "");
  if (isSameLine || holds(named, inbound)) return replyWith(named, inbound.kind, exchange);
  const dialled = await ports.cards.find(replyOfNumber(inbound.toNumber ?? ""));
  if (dialled === undefined || dialled.clinicId === named.clinicId) return replyWith(named, inbound.kind, exchange);
  ports.log.warn(
    { requestId: exchange.requestId, path: named.slug, dialled: dialled.slug, to: maskNumber(inbound.toNumber) },
    "the webhook URL belongs to one clinic and the dialled number to another; the number decides",
  );
  return replyWith(dialled, inbound.kind, exchange);
}

function holds(card: InboundReply, { toNumber }: Inbound): boolean {
  return toNumber === undefined || toNumber === card.phoneNumber;
}

const encoder = new TextEncoder();
const OPENING: Readonly<Record<InboundKind, Uint8Array>> = {
  call_inbound: encoder.encode('{"call_inbound":'),
  chat_inbound: encoder.encode('{"chat_inbound":'),
};
const CLOSING = encoder.encode("}");

/**
 * A clinic that is not served has its calls rejected, the one refusal that Retell acts on by itself: any other answer
 * would let the agent greet in its name. A suspended clinic is answered with its closing sentence, unless it chose to be
 * rejected too. `reject` stands alone, because a fault in a sibling would void it (docs/retell.md 4.4).
 */
function replyWith(card: InboundReply, kind: InboundKind, exchange: Exchange): Reply {
  exchange.clinic = card.slug;
  if (card.takesCalls) {
    return { status: 200, contentType: JSON_TYPE, body: Buffer.concat([OPENING[kind], card.answer, CLOSING]) };
  }
  exchange.facts = { ...exchange.facts, rejected: true };
  return { status: 200, contentType: JSON_TYPE, body: `{"${kind}":{"reject":true}}` };
}
