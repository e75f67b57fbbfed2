export interface SignedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The exact text that is sent and signed; empty for GET and DELETE. */
  readonly body: string;
  readonly timeoutMs: number;
  /** The clinic account whose key signs the request; absent or null: the installation's key. */
  readonly account?: string | null;
}

/** The Retell account that signed a request. */
export interface Signer {
  /**
   * Whether the signer is that account, given as the name of the environment variable with its key; null: the
   * installation's account.
   */
  speaksFor(account: string | null): boolean;
}

export type WireOutcome =
  | { readonly kind: "answered"; readonly status: number; readonly body: string; readonly ms: number }
  /** No answer: the connection was refused, broke off, or timed out. */
  | { readonly kind: "failed"; readonly reason: string; readonly ms: number };

/** Simulates Retell's outgoing HTTP: real requests, signed at simulated time (docs/retell.md 7). */
export interface RetellWire {
  send(request: SignedRequest): Promise<WireOutcome>;
}
