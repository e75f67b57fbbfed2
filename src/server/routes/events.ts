import { createHash } from "node:crypto";
import { z } from "zod";
import { type RecordedEvent, readCallEvent, recordCallEvent } from "../../domain/call/call-event.ts";
import { clampEvent } from "../../domain/call/clamp-event.ts";
import { TEXT_LIMITS } from "../../domain/call/field-limits.ts";
import { AscendiaError } from "../../errors.ts";
import { type Reply, jsonReply, signedShallowJson } from "../http.ts";
import type { Route, RoutePorts, RouteRequest } from "./route.ts";

/** The events of a call or chat (docs/retell.md 5). The second path is the one given to outbound calls. */
export const eventRoutes: readonly Route[] = ["/api/retell/webhook", "/api/webhook/call-outcome"].map((path) => ({
  method: "POST",
  path,
  answer: takeEvent,
}));

/** Retell ignores the body of the answer and repeats the event after anything but a 2xx. */
async function takeEvent(request: RouteRequest, ports: RoutePorts): Promise<Reply> {
  const { rawBody, exchange } = request;
  const sent = signedShallowJson(request, ports);
  refuseOtherBodies(sent);
  const event = clampEvent(sent);
  const read = readCallEvent(event, createHash("sha256").update(rawBody).digest("hex"));
  if (read === undefined) throw new AscendiaError("invalid", NO_EVENT);
  const isWhole = event === sent;
  const recorded = await recordCallEvent(
    read,
    isWhole ? new TextDecoder().decode(rawBody) : JSON.stringify(event),
    ports,
  );
  exchange.facts = { event: read.event, callId: read.callId, news: recorded.news, ...(isWhole ? {} : { cut: true }) };
  noteOwner(recorded, request, ports);
  return jsonReply(200, { received: true });
}

const otherBodies = z.union([
  z.looseObject({ call_inbound: z.unknown() }),
  z.looseObject({ chat_inbound: z.unknown() }),
  z.looseObject({ args: z.unknown() }),
]);

/** A body signed as an inbound call or as a function call is not an event. */
function refuseOtherBodies(body: unknown): void {
  if (otherBodies.safeParse(body).success) {
    throw new AscendiaError("invalid", "The body is not an event: it is an inbound call or a function call");
  }
}
const PLAIN_ID = `at most ${TEXT_LIMITS.id} characters and no control character`;
const NO_EVENT = `The body is not an event: it needs an \`event\` text, and a call id of ${PLAIN_ID}`;

function noteOwner({ owner }: RecordedEvent, { exchange }: RouteRequest, { log }: RoutePorts): void {
  if (owner.outcome === "known") exchange.clinic = owner.clinic.slug;
  if (owner.outcome !== "contradicted") return;
  const { named, dialled } = owner;
  log.warn({ requestId: exchange.requestId, named, dialled }, "an event names one clinic and belongs to another");
}
