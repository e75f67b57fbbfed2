import { z } from "zod";
import { type ApiClock, within } from "../../domain/calendar/api-times.ts";
import type { OutsideEvent } from "../../domain/calendar/ports.ts";
import type { Span } from "../../domain/time/spans.ts";
import type { Zone } from "../../domain/time/zoned-time.ts";

const when = z.object({ dateTime: z.string(), timeZone: z.string().nullish() });

/**
 * Occurrences in a delta contain only ids and times (microsoft-graph-docs issue 7632); the rest comes from their
 * series.
 */
export const eventShape = z.object({
  id: z.string().min(1),
  "@odata.etag": z.string().default(""),
  type: z.string().nullish(),
  seriesMasterId: z.string().nullish(),
  start: when.nullish(),
  end: when.nullish(),
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  showAs: z.string().nullish(),
  responseStatus: z.object({ response: z.string().nullish() }).nullish(),
  iCalUId: z.string().nullish(),
  transactionId: z.string().nullish(),
});
export type GraphEvent = z.infer<typeof eventShape>;

export const EVER: Span = { from: 0, to: Number.MAX_SAFE_INTEGER };

export interface GraphReading {
  readonly clock: ApiClock;
  /** The time zone in which all-day events are meant. */
  readonly zone: Zone;
  readonly span: Span;
  /** The series that the event is an occurrence of. */
  readonly master: GraphEvent | undefined;
}

export function outside(event: GraphEvent, reading: GraphReading): OutsideEvent {
  const isCancelled = event.isCancelled ?? reading.master?.isCancelled ?? false;
  const span = spanOf(event, reading);
  if (span === null) reading.clock.addUnreadable();
  const busy = span === null || isCancelled || !takesTime(event, reading) ? [] : within(span, reading.span);
  const { id: resource, "@odata.etag": etag } = event;
  return { resource, etag, uid: uidOf(event), busy, span: isCancelled ? null : span };
}

/** The transactionId of an event of ours contains its UID and SEQUENCE. */
export function uidOf({ transactionId, iCalUId }: GraphEvent): string | null {
  const [, ours] = /^(.+):\d+$/u.exec(transactionId ?? "") ?? [];
  return ours ?? iCalUId ?? null;
}

/** An all-day event is a date, whatever zone it has. */
function spanOf({ start, end, isAllDay }: GraphEvent, { clock, zone, master }: GraphReading): Span | null {
  const isWholeDays = isAllDay ?? master?.isAllDay ?? false;
  const [from, to] = [start, end].map((time) => {
    if (time === null || time === undefined) return undefined;
    return isWholeDays ? clock.day(time.dateTime.slice(0, 10), zone) : clock.instant(inUtc(time));
  });
  return from === undefined || to === undefined ? null : { from, to };
}

/** A time without a zone is in UTC (Graph, dateTimeTimeZone). */
function inUtc({ dateTime, timeZone }: z.infer<typeof when>) {
  return { dateTime, timeZone: timeZone ?? "UTC" };
}

/** A doctor who works elsewhere sees nobody at the clinic; an unknown status counts as busy, to be safe. */
function takesTime({ showAs, responseStatus }: GraphEvent, { master }: GraphReading): boolean {
  const response = responseStatus?.response ?? master?.responseStatus?.response;
  return (showAs ?? master?.showAs ?? "busy") !== "free" && response !== "declined";
}
