import { MINUTE_MS } from "../../../clock.ts";

const encoder = new TextEncoder();

const OPENING = '{"call_inbound":';

/** `local_time`, as "HH:MM", is the first of the variables. */
const TIME_AT = encoder.encode(`${OPENING}{"dynamic_variables":{"local_time":"`).byteLength;

const KIND_AT = '{"'.length;
const CHAT = encoder.encode("chat");

const [MINUTES_PER_DAY, MINUTES_PER_HOUR, TEN, ZERO] = [1440, 60, 10, 0x30] as const;

/** The bytes that answer an inbound webhook (docs/retell.md 4.4), made once and right at every minute. */
export class PreparedAnswer {
  readonly #offsetMs: number;
  #body: Uint8Array<ArrayBuffer>;
  #minute = -1;

  /** @param answer JSON, the value of `call_inbound`, `local_time` its first variable @param offsetMs of the clinic's clocks from UTC */
  constructor(answer: string, offsetMs: number) {
    this.#body = encoder.encode(`${OPENING}${answer}}`);
    this.#offsetMs = offsetMs;
  }

  get byteLength(): number {
    return this.#body.byteLength;
  }

  /** The body for a call. Do not write into it: the calls of a minute share it. */
  forCallAt(now: number): Uint8Array<ArrayBuffer> {
    const minute = Math.floor((now + this.#offsetMs) / MINUTE_MS);
    // The body of the minute before may still be on its way to a caller.
    if (minute !== this.#minute) this.#body = withTime(this.#body, minute % MINUTES_PER_DAY);
    this.#minute = minute;
    return this.#body;
  }

  forChatAt(now: number): Uint8Array<ArrayBuffer> {
    const body = Uint8Array.from(this.forCallAt(now));
    body.set(CHAT, KIND_AT);
    return body;
  }
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
