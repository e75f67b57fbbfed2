import type { SignedRequest, WireOutcome } from "../../domain/call/signed-request.ts";
import type { Clock } from "../../clock.ts";

/** What it takes to play a call, besides its record. */
export interface PlayPorts {
  readonly clock: Clock;
  /** Waits by `clock`, which a test may advance by hand. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly send: (request: SignedRequest) => Promise<WireOutcome>;
}
