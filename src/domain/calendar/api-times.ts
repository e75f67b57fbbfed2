import { Temporal } from "temporal-polyfill";
import type { Span } from "../time/spans.ts";
import { type Zone, startOfDay } from "../time/zoned-time.ts";
import { ianaZone, windowsZone } from "./zone-names.ts";

/** A time as Google and Microsoft write it: with an offset, or as local time in a zone. */
export interface ApiTime {
  readonly dateTime: string;
  readonly timeZone?: string | null | undefined;
}

/** Reads the times of one response. Unknown zones are read as the clinic's, and reported. */
export class ApiClock {
  readonly #own: Zone;
  readonly #unknownZones = new Set<string>();
  #unreadable = 0;

  constructor(own: Zone) {
    this.#own = own;
  }

  /** The zone of that name; the clinic's if it is unknown. */
  zone(name: string | null | undefined): Zone {
    if (name === null || name === undefined || name === "") return this.#own;
    const found = ianaZone(name) ?? windowsZone(name);
    if (found !== undefined) return found;
    this.#unknownZones.add(name);
    return this.#own;
  }

  /** undefined: not a time. */
  instant({ dateTime, timeZone }: ApiTime): number | undefined {
    try {
      if (/(?:Z|[+-]\d\d:?\d\d)$/iu.test(dateTime)) return Temporal.Instant.from(dateTime).epochMilliseconds;
      return Temporal.PlainDateTime.from(dateTime).toZonedDateTime(this.zone(timeZone)).epochMilliseconds;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** When the date begins; undefined: not a date. */
  day(date: string, zone: Zone): number | undefined {
    try {
      return startOfDay(Temporal.PlainDate.from(date).toString(), zone);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** Counts an event that exists but cannot be read. */
  addUnreadable(): void {
    this.#unreadable += 1;
  }

  problems(): readonly string[] {
    return [
      ...(this.#unreadable === 0 ? [] : [`events that cannot be read: ${this.#unreadable}`]),
      ...[...this.#unknownZones]
        .slice(0, 5)
        .map((name) => `unknown time zone "${name.slice(0, 60)}", read as the clinic's`),
    ];
  }
}

/** The part of the span within the bounds: none, or one. */
export function within({ from, to }: Span, bounds: Span): readonly Span[] {
  const clipped = { from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) };
  return clipped.from < clipped.to ? [clipped] : [];
}
