import { MINUTE_MS } from "../../../clock.ts";
import { encodedAnswer } from "./answer-room.ts";

const encoder = new TextEncoder();

const OPENING = '{"call_inbound":';

/** `local_time` ("HH:MM") is the first of the variables. */
const TIME_AT = encoder.encode(`${OPENING}{"dynamic_variables":{"local_time":"`).byteLength;

const KIND_AT = '{"'.length;
const CHAT = encoder.encode("chat");

/** No body was handed out yet. */
const NO_MINUTE = -1;

const [MINUTES_PER_DAY, MINUTES_PER_HOUR, TEN, ZERO] = [1440, 60, 10, 0x30] as const;

/** The bytes that answer an inbound webhook (docs/retell.md 4.4): made once, then only the minute is updated. */
export class PreparedAnswer {
  /** Offset of the clinic's clock from UTC. */
  readonly offsetMs: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #minute: number;

  private constructor(bytes: Uint8Array<ArrayBuffer>, minute: number, offsetMs: number) {
    this.#bytes = bytes;
    this.#minute = minute;
    this.offsetMs = offsetMs;
  }

  /** @param answer the value of `call_inbound` as JSON; its first variable is `local_time`, as at `madeAt` */
  static of(answer: string, madeAt: number, offsetMs: number): PreparedAnswer {
    return new PreparedAnswer(encodedAnswer(`${OPENING}${answer}}`), minuteAt(madeAt, offsetMs), offsetMs);
  }

  /** @param bytes of an answer that was prepared in any minute, for this object alone */
  static restored(bytes: Uint8Array<ArrayBuffer>, offsetMs: number): PreparedAnswer {
    return new PreparedAnswer(bytes, NO_MINUTE, offsetMs);
  }

  /** The body for a call, possibly of an earlier minute. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The body for a call. Do not write to it: all calls of a minute share it. */
  forCallAt(now: number): Uint8Array<ArrayBuffer> {
    const minute = minuteAt(now, this.offsetMs);
    if (minute === this.#minute) return this.#bytes;
    // Copy: the previous minute's body may still be in transmission.
    if (this.#minute !== NO_MINUTE) this.#bytes = this.#bytes.slice();
    writeTime(this.#bytes, minute % MINUTES_PER_DAY);
    this.#minute = minute;
    return this.#bytes;
  }

  forChatAt(now: number): Uint8Array<ArrayBuffer> {
    const body = this.forCallAt(now).slice();
    body.set(CHAT, KIND_AT);
    return body;
  }
}

function minuteAt(now: number, offsetMs: number): number {
  return Math.floor((now + offsetMs) / MINUTE_MS);
}

function writeTime(body: Uint8Array, minuteOfDay: number): void {
  const [hours, minutes] = [Math.floor(minuteOfDay / MINUTES_PER_HOUR), minuteOfDay % MINUTES_PER_HOUR];
  body[TIME_AT] = ZERO + Math.floor(hours / TEN);
  body[TIME_AT + 1] = ZERO + (hours % TEN);
  body[TIME_AT + 3] = ZERO + Math.floor(minutes / TEN);
  body[TIME_AT + 4] = ZERO + (minutes % TEN);
}
