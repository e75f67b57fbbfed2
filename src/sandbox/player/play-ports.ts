import type { Clock } from "../../clock.ts";

/** A request as Retell sends it: signed over the exact body at the moment of sending (docs/retell.md 7.1). */
export interface SignedPost {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

export type Posted =
  | { readonly kind: "answered"; readonly status: number; readonly body: string; readonly ms: number }
  | { readonly kind: "failed"; readonly reason: string; readonly ms: number };

/** What playing a call needs besides its record. */
export interface PlayPorts {
  readonly clock: Clock;
  /** Waits by `clock`, which a test may advance by hand. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly send: (request: SignedPost) => Promise<Posted>;
}
