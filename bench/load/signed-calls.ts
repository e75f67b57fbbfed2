import { signBody } from "../../src/adapters/retell/signature.ts";

/** Whole HTTP requests, signed now: good for five minutes. One for each clinic, by its path and its own number. */
export function signedCalls(key: string, clinics: number): readonly Buffer[] {
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

/** Of a numbering range that is nobody's. */
export function numberOf(index: number): string {
  return `+1999${String(index).padStart(7, "0")}`;
}
