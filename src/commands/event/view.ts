import type { CallEvent } from "../../domain/call/ports.ts";
import { table } from "../../terminal/table.ts";
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

export function eventsText(events: readonly CallEvent[], slugs: Slugs): string {
  if (events.length === 0) return "No events.";
  const rows = events.map((one) => [
    one.key,
    utc(one.receivedAt),
    clinicSaid(one, slugs),
    String(eventJson(one, slugs).bytes),
  ]);
  return table(["event", "received (UTC)", "clinic", "bytes"], rows);
}
