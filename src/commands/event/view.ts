import type { CallEvent } from "../../domain/call/ports.ts";
import type { Columns } from "../pages.ts";
import { type Slugs, clinicSaid, instant, utc } from "../view.ts";

export function eventJson({ key, event, callId, clinicId, attribution, receivedAt, body }: CallEvent, slugs: Slugs) {
  return {
    key,
    event,
    call_id: callId,
    clinic: clinicId === null ? null : (slugs.get(clinicId) ?? clinicId),
    attribution,
    received_at: instant(receivedAt),
    bytes: new TextEncoder().encode(body).length,
  };
}

export function eventColumns(slugs: Slugs): Columns<CallEvent> {
  return {
    head: ["event", "received (UTC)", "clinic", "bytes"],
    empty: "No events.",
    cells: (one) => [one.key, utc(one.receivedAt), clinicSaid(one, slugs), String(eventJson(one, slugs).bytes)],
  };
}
