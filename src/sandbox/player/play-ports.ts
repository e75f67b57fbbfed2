import type { Clock } from "../../clock.ts";

/** A request as Retell sends it: the exact body, signed at that moment (docs/retell.md 7.1). */
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

/** What a play acts on besides the call's record. */
export interface PlayPorts {
  readonly clock: Clock;
  /** By that clock: a test's may be moved on by hand. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly send: (request: SignedPost) => Promise<Posted>;
}
