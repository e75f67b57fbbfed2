import { MINUTE_MS } from "../../../clock.ts";
import type { Compression } from "../ports.ts";

const encoder = new TextEncoder();

const OPENING = '{"call_inbound":';

/** `local_time`, as "HH:MM", is the first of the variables. */
const TIME_AT = encoder.encode(`${OPENING}{"dynamic_variables":{"local_time":"`).byteLength;

const KIND_AT = '{"'.length;
const CHAT = encoder.encode("chat");

const NO_MINUTE = -1;

const [MINUTES_PER_DAY, MINUTES_PER_HOUR, TEN, ZERO] = [1440, 60, 10, 0x30] as const;

interface Compressed {
  readonly byteLength: number;
  readonly expand: () => Uint8Array<ArrayBuffer>;
}

/** The bytes that answer an inbound webhook (docs/retell.md 4.4), made once and right at every minute. */
export class PreparedAnswer {
  readonly #offsetMs: number;
  /** undefined while it is compressed. */
  #bytes: Uint8Array<ArrayBuffer> | undefined;
  #minute: number;
  #compressed: Compressed | undefined;

  /**
   * @param answer JSON, the value of `call_inbound`, `local_time` its first variable, as it is at `madeAt`
   * @param offsetMs of the clinic's clocks from UTC
   */
  constructor(answer: string, madeAt: number, offsetMs: number) {
    this.#bytes = encoder.encode(`${OPENING}${answer}}`);
    this.#offsetMs = offsetMs;
    this.#minute = minuteAt(madeAt, offsetMs);
  }

  get byteLength(): number {
    return (this.#bytes?.byteLength ?? 0) + (this.#compressed?.byteLength ?? 0);
  }

  /** @param like the bytes of another answer in the same language */
  compress(compression: Compression, like: Uint8Array): void {
    if (this.#bytes === undefined) return;
    if (this.#compressed === undefined) {
      const text = compression.compress(this.#bytes, like);
      this.#compressed = { byteLength: text.length, expand: () => compression.expand(text, like) };
    }
    [this.#bytes, this.#minute] = [undefined, NO_MINUTE];
  }

  /** @returns the bytes, of some minute */
  expand(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes ?? this.#compressed?.expand();
    if (bytes === undefined) throw new Error("an answer is compressed or not");
    this.#bytes = bytes;
    return bytes;
  }

  /** The body for a call. Do not write into it: the calls of a minute share it. */
  forCallAt(now: number): Uint8Array<ArrayBuffer> {
    const minute = minuteAt(now, this.#offsetMs);
    if (minute === this.#minute) return this.expand();
    // The body of the minute before may still be on its way to a caller.
    this.#bytes = withTime(this.expand(), minute % MINUTES_PER_DAY);
    this.#minute = minute;
    return this.#bytes;
  }

  forChatAt(now: number): Uint8Array<ArrayBuffer> {
    const body = Uint8Array.from(this.forCallAt(now));
    body.set(CHAT, KIND_AT);
    return body;
  }
}

function minuteAt(now: number, offsetMs: number): number {
  return Math.floor((now + offsetMs) / MINUTE_MS);
}

function withTime(body: Uint8Array<ArrayBuffer>, minuteOfDay: number): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(body);
  const [hours, minutes] = [Math.floor(minuteOfDay / MINUTES_PER_HOUR), minuteOfDay % MINUTES_PER_HOUR];
  copy[TIME_AT] = ZERO + Math.floor(hours / TEN);
  copy[TIME_AT + 1] = ZERO + (hours % TEN);
  copy[TIME_AT + 3] = ZERO + Math.floor(minutes / TEN);
  copy[TIME_AT + 4] = ZERO + (minutes % TEN);
  return copy;
}
