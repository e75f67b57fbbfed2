import { MINUTE_MS } from "../../../clock.ts";
import type { Compression } from "../ports.ts";

const encoder = new TextEncoder();

const OPENING = '{"call_inbound":';

/** `local_time` ("HH:MM") is the first of the variables. */
const TIME_AT = encoder.encode(`${OPENING}{"dynamic_variables":{"local_time":"`).byteLength;

const KIND_AT = '{"'.length;
const CHAT = encoder.encode("chat");

const NO_MINUTE = -1;

const [MINUTES_PER_DAY, MINUTES_PER_HOUR, TEN, ZERO] = [1440, 60, 10, 0x30] as const;

interface Compressed {
  readonly byteLength: number;
  readonly expand: () => Uint8Array<ArrayBuffer>;
}

/** The bytes that answer an inbound webhook (docs/retell.md 4.4): made once, then only the minute is updated. */
export class PreparedAnswer {
  readonly #offsetMs: number;
  /** undefined while the answer is compressed. */
  #bytes: Uint8Array<ArrayBuffer> | undefined;
  #minute: number;
  #compressed: Compressed | undefined;

  /**
   * @param answer the value of `call_inbound` as JSON; its first variable is `local_time`, as at `madeAt`
   * @param offsetMs offset of the clinic's clock from UTC
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

  /** @returns the bytes, possibly of an earlier minute */
  expand(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes ?? this.#compressed?.expand();
    if (bytes === undefined) throw new Error("an answer is compressed or not");
    this.#bytes = bytes;
    return bytes;
  }

  /** The body for a call. Do not write to it: all calls of a minute share it. */
  forCallAt(now: number): Uint8Array<ArrayBuffer> {
    const minute = minuteAt(now, this.#offsetMs);
    if (minute === this.#minute) return this.expand();
    // Copy: the previous minute's body may still be in transmission.
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
