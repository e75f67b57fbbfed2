import { RateLimit } from "./rate-limit.ts";

/** Messages per second; `update_only` arrives with every word. */
const RATE = { perSecond: 100, burst: 500 } as const;

/** Characters per second: a long call's transcript has some 200,000, and a question arrives every few seconds. */
const TEXT_RATE = { perSecond: 500_000, burst: 2_000_000 } as const;

/** A message that is not parsed may be this many times as long. */
const TIMES_UNREAD = 8;

interface Message {
  readonly length: number;
  readonly isRead: boolean;
}

/**
 * The limits on what one call may send: messages, and characters. All calls of a clinic share a limit for the
 * characters that are parsed.
 */
export class MessageRates {
  readonly #messages: RateLimit;
  readonly #text: RateLimit;
  readonly #clinicText: RateLimit;

  constructor(clinicText: RateLimit, now: number) {
    this.#messages = new RateLimit({ ...RATE, now });
    this.#text = new RateLimit({ ...TEXT_RATE, now });
    this.#clinicText = clinicText;
  }

  allow({ length, isRead }: Message, now: number): boolean {
    if (!this.#messages.allows(now)) return false;
    if (!isRead) return this.#text.allows(now, length / TIMES_UNREAD);
    return this.#text.allows(now, length) && this.#clinicText.allows(now, length);
  }
}
