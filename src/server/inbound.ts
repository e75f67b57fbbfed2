import { replyOfClinic, replyOfNumber } from "../domain/call/line/inbound-reply.ts";
import type { InboundReply } from "../domain/call/kept/reply-record.ts";
import { maskNumber } from "../domain/clinic/telephone/mask-number.ts";
import { lineNumber, otherLineForms } from "../domain/clinic/telephone/telephone.ts";
import type { Signer } from "../domain/call/signed-request.ts";
import { AscendiaError } from "../errors.ts";
import type { Exchange } from "./exchange.ts";
import { type Reply, type SignedBody, INBOUND_LIMIT_BYTES, JSON_TYPE, refuseOtherAccount, signedJson } from "./http.ts";
import { type ServerPorts, INBOUND_PATHS } from "./ports.ts";
import type { Route, RoutePorts, RouteRequest } from "./routes/route.ts";

type InboundKind = "call_inbound" | "chat_inbound";

interface Inbound {
  readonly kind: InboundKind;
  readonly toNumber: string | undefined;
  readonly fromNumber: string | undefined;
  readonly callId: string | undefined;
}

/**
 * Reads the few fields that the answer depends on (docs/retell.md 4.2), and ignores all others. Parsed by hand, because
 * the caller hears ringing meanwhile.
 * @throws invalid if there is neither a call nor a chat
 */
export function readInbound(body: unknown): Inbound {
  const call = objectAt(body, "call_inbound");
  const inbound = call ?? objectAt(body, "chat_inbound");
  if (inbound === undefined) {
    throw new AscendiaError("invalid", "The body contains neither call_inbound nor chat_inbound");
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

type InboundPorts = Pick<ServerPorts, "inboundReplies" | "signer" | "log" | "clock">;

interface InboundRequest extends SignedBody {
  /** The id or slug in the webhook's path; undefined: the dialled number identifies the clinic. */
  readonly named: string | undefined;
}

/** A small limit, because the caller hears ringing while the body, two numbers and a few ids, is parsed. */
export const inboundRoutes: readonly Route[] = INBOUND_PATHS.flatMap((base) =>
  [base, `${base}/:clinic`].map((path) => ({
    method: "POST" as const,
    path,
    limitBytes: INBOUND_LIMIT_BYTES,
    answer: (request: RouteRequest, ports: RoutePorts) => answerInbound(request, request.exchange, ports),
  })),
);

/**
 * Answers Retell's request before the first word (docs/retell.md 4): synchronously, without a promise, if the clinic's
 * reply is cached, otherwise once the reply has been read.
 */
function answerInbound(request: InboundRequest, exchange: Exchange, ports: InboundPorts): Reply | Promise<Reply> {
  const { content, signer } = signedJson(request, ports);
  const inbound = readInbound(content);
  exchange.facts = { callId: inbound.callId, to: maskNumber(inbound.toNumber), from: maskNumber(inbound.fromNumber) };
  const key = request.named === undefined ? replyOfNumber(inbound.toNumber ?? "") : replyOfClinic(request.named);
  const reply = ports.inboundReplies.atHand(key);
  const asked = { inbound, signer, exchange };
  if (reply !== undefined && isForLine(reply, inbound)) return replyWith(reply, asked, ports);
  return ports.inboundReplies
    .find(key)
    .then((found) => found ?? (request.named === undefined ? replyOfLine(inbound.toNumber ?? "", ports) : undefined))
    .then((found) => answerFor(found, asked, ports));
}

interface Asked {
  readonly inbound: Inbound;
  readonly signer: Signer;
  readonly exchange: Exchange;
}

/** A trunk may send the dialled number in national format, or in Benin's old format. */
async function replyOfLine(toNumber: string, { inboundReplies }: InboundPorts): Promise<InboundReply | undefined> {
  const found = await Promise.all(otherLineForms(toNumber).map((form) => inboundReplies.find(replyOfNumber(form))));
  const [reply, ...others] = found.filter((each) => each !== undefined);
  return others.every(({ clinicId }) => clinicId === reply?.clinicId) ? reply : undefined;
}

/**
 * The path may name one clinic while the dialled number belongs to another, if the number changed hands but kept its
 * webhook URL. The number decides: the caller dialled it and Retell signs it, but not the path.
 */
async function answerFor(named: InboundReply | undefined, asked: Asked, ports: InboundPorts): Promise<Reply> {
  const { inbound, exchange } = asked;
  if (named === undefined) throw new AscendiaError("not_found", "Clinic not found");
  const isSameLine = otherLineForms(inbound.toNumber ?? "").includes(named.phoneNumber ?? "");
  if (isSameLine || isForLine(named, inbound)) return replyWith(named, asked, ports);
  const dialled = await ports.inboundReplies.find(replyOfNumber(inbound.toNumber ?? ""));
  if (dialled === undefined || dialled.clinicId === named.clinicId) return replyWith(named, asked, ports);
  ports.log.warn(
    { requestId: exchange.requestId, path: named.slug, dialled: dialled.slug, to: maskNumber(inbound.toNumber) },
    "the webhook URL belongs to one clinic and the dialled number to another; the number decides",
  );
  return replyWith(dialled, asked, ports);
}

function isForLine(reply: InboundReply, { toNumber }: Inbound): boolean {
  return toNumber === undefined || toNumber === reply.phoneNumber;
}

/**
 * A clinic that takes no calls rejects them. Rejection is the only refusal that Retell itself acts on: after any other
 * answer the agent would greet the caller in the clinic's name. A suspended clinic answers with its closing sentence,
 * unless it chose rejection. `reject` has no sibling fields, because an error in one would void it (docs/retell.md
 * 4.4).
 */
function replyWith(reply: InboundReply, { inbound, signer, exchange }: Asked, { clock }: InboundPorts): Reply {
  const { kind } = inbound;
  refuseOtherAccount(signer, reply.account);
  exchange.clinic = reply.slug;
  if (reply.takesCalls) {
    const { answer } = reply;
    const body = kind === "call_inbound" ? answer.forCallAt(clock.now()) : answer.forChatAt(clock.now());
    return { status: 200, contentType: JSON_TYPE, body };
  }
  exchange.facts = { ...exchange.facts, rejected: true };
  return { status: 200, contentType: JSON_TYPE, body: `{"${kind}":{"reject":true}}` };
}
