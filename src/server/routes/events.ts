import { createHash } from "node:crypto";
import { z } from "zod";
import { type RecordedEvent, readCallEvent, recordCallEvent } from "../../domain/call/call-event.ts";
import { clampEvent } from "../../domain/call/clamp-event.ts";
import { TEXT_LIMITS } from "../../domain/call/field-limits.ts";
import { AscendiaError } from "../../errors.ts";
import { eventOfReport, outcomeReportSchema, sessionOf } from "../../domain/call/outcome-report.ts";
import { type Reply, jsonReply, shallowJson, signedShallowJson } from "../http.ts";
import type { Route, RoutePorts, RouteRequest } from "./route.ts";

/** The events of a call or chat (docs/retell.md 5). The second path takes the outcome reports of an older system too. */
export const eventRoutes: readonly Route[] = [
  { method: "POST", path: "/api/retell/webhook", answer: takeEvent },
  {
    method: "POST",
    path: "/api/webhook/call-outcome",
    takesSecret: true,
    answer: (request, ports) => (request.signature === undefined ? takeReport : takeEvent)(request, ports),
  },
];

/** Its secret is already checked (app.ts). */
async function takeReport({ rawBody, exchange }: RouteRequest, ports: RoutePorts): Promise<Reply> {
  const parsed = outcomeReportSchema.safeParse(shallowJson(rawBody));
  if (!parsed.success) throw new AscendiaError("invalid", "The body is not an outcome report");
  const call = await ports.outcomes?.callNamed(sessionOf(parsed.data));
  if (call === undefined) throw new AscendiaError("not_found", "No outbound call has this id");
  const event = eventOfReport(parsed.data, call);
  exchange.facts = { event: "outcome_report", callId: call.callId, news: event !== undefined };
  if (event !== undefined) {
    const body = JSON.stringify(event);
    const read = readCallEvent(event, createHash("sha256").update(body).digest("hex"));
    if (read === undefined) throw new AscendiaError("invalid", NO_EVENT);
    noteOwner(await recordCallEvent(read, body, ports), exchange, ports);
  }
  return jsonReply(200, { status: "received" });
}

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
  noteOwner(recorded, exchange, ports);
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

function noteOwner({ owner }: RecordedEvent, exchange: RouteRequest["exchange"], { log }: RoutePorts): void {
  if (owner.outcome === "known") exchange.clinic = owner.clinic.slug;
  if (owner.outcome !== "contradicted") return;
  const { named, dialled } = owner;
  log.warn({ requestId: exchange.requestId, named, dialled }, "an event names one clinic and belongs to another");
}
