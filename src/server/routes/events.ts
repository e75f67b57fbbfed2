import { createHash } from "node:crypto";
import { type RecordedEvent, readCallEvent, recordCallEvent, clampEvent } from "../../domain/call/events/call-event.ts";
import { accountOf } from "../../domain/clinic/clinic.ts";
import { TEXT_LIMITS } from "../../domain/call/field-limits.ts";
import { AscendiaError } from "../../errors.ts";
import { eventOfReport, outcomeReportSchema, sessionOf } from "../../domain/call/events/outcome-report.ts";
import { type Reply, EVENT_LIMIT_BYTES, jsonReply, refuseOtherAccount, shallowJson, signedText } from "../http.ts";
import { EVENT_PATH } from "../ports.ts";
import type { Route, RoutePorts, RouteRequest } from "./route.ts";

/** The events of a call or chat (docs/retell.md 5). The second path also accepts an older system's outcome reports. */
export const eventRoutes: readonly Route[] = [
  { method: "POST", path: EVENT_PATH, limitBytes: EVENT_LIMIT_BYTES, answer: takeEvent },
  {
    method: "POST",
    path: "/api/webhook/call-outcome",
    takesSecret: true,
    limitBytes: EVENT_LIMIT_BYTES,
    answer: (request, ports) => (request.signature === undefined ? takeReport : takeEvent)(request, ports),
  },
];

/** The secret was already checked (app.ts). */
async function takeReport({ rawBody, exchange }: RouteRequest, ports: RoutePorts): Promise<Reply> {
  const parsed = outcomeReportSchema.safeParse(shallowJson(new TextDecoder().decode(rawBody)));
  if (!parsed.success) throw new AscendiaError("invalid", "The body is not an outcome report");
  const call = await ports.outcomes?.callNamed(sessionOf(parsed.data));
  if (call === undefined) throw new AscendiaError("not_found", "No outbound call has this id");
  const event = eventOfReport(parsed.data, call);
  exchange.facts = { event: "outcome_report", callId: call.callId, news: event !== undefined };
  if (event !== undefined) {
    const body = JSON.stringify(event);
    const read = readCallEvent(event, () => digestOf(body));
    if (read === undefined) throw new AscendiaError("invalid", NO_EVENT);
    noteOwner(await recordCallEvent(read, body, ports), exchange, ports);
  }
  return jsonReply(200, { status: "received" });
}

/** Retell ignores the body of the answer, and resends the event after anything but a 2xx. */
async function takeEvent(request: RouteRequest, ports: RoutePorts): Promise<Reply> {
  const { rawBody, exchange } = request;
  const { content: text, signer } = signedText(request, ports);
  const sent = shallowJson(text);
  refuseOtherBodies(sent);
  const event = clampEvent(sent);
  const read = readCallEvent(event, () => digestOf(rawBody));
  if (read === undefined) throw new AscendiaError("invalid", NO_EVENT);
  const isWhole = event === sent;
  const recorded = await recordCallEvent(read, isWhole ? text : JSON.stringify(event), {
    ...ports,
    assertOwner: (clinic) => refuseOtherAccount(signer, accountOf(clinic)),
  });
  exchange.facts = { event: read.event, callId: read.callId, news: recorded.news, ...(isWhole ? {} : { cut: true }) };
  noteOwner(recorded, exchange, ports);
  return jsonReply(200, { received: true });
}

function digestOf(body: string | Uint8Array): string {
  return createHash("sha256").update(body).digest("hex");
}

const OTHER_BODIES = ["call_inbound", "chat_inbound", "args"] as const;

/** A body signed for an inbound call or a function call is not an event. */
function refuseOtherBodies(body: unknown): void {
  if (typeof body === "object" && body !== null && OTHER_BODIES.some((name) => Object.hasOwn(body, name))) {
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
