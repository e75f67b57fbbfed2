import { signBody } from "../../src/adapters/retell/signature.ts";

/** Signatures are valid for five minutes, and one measurement takes less than three. */
const GOOD_MS = 120_000;

/** One call for each clinic, signed again when the signatures get old. */
export class SignedCalls {
  readonly clinics: number;
  readonly #key: string;
  #requests: readonly Buffer[] = [];
  #signedAt = Number.NEGATIVE_INFINITY;

  constructor(key: string, clinics: number) {
    this.#key = key;
    this.clinics = clinics;
  }

  now(): readonly Buffer[] {
    if (performance.now() - this.#signedAt > GOOD_MS) {
      this.#signedAt = performance.now();
      this.#requests = signedCalls(this.#key, this.clinics);
    }
    return this.#requests;
  }
}

/** Whole HTTP requests, signed now: one for each clinic, with its path and its own number. */
function signedCalls(key: string, clinics: number): readonly Buffer[] {
  const now = Date.now();
  return Array.from({ length: clinics }, (_, index) => {
    const body = JSON.stringify({
      event: "call_inbound",
      event_timestamp: now,
      call_inbound: {
        call_id: `call_${index.toString(16).padStart(28, "0")}`,
        agent_id: "agent_12345",
        agent_version: 1,
        from_number: "+14155550199",
        to_number: numberOf(index),
      },
    });
    return Buffer.from(
      `POST /webhooks/retell/inbound/clinic-${index} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n` +
        `x-retell-signature: ${signBody(body, key, now)}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

/** A number from a range that is not assigned to anyone. */
export function numberOf(index: number): string {
  return `+1999${String(index).padStart(7, "0")}`;
}
