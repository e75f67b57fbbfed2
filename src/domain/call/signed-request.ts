export interface SignedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The exact text that is sent and signed; empty for GET and DELETE. */
  readonly body: string;
  readonly timeoutMs: number;
  /** Signed with the key of this account of a clinic; absent or null: with the installation's. */
  readonly account?: string | null;
}

/** The Retell account that signed a request. */
export interface Signer {
  /** Whether it is the account of a clinic's number, by the variable with its key; null: the installation's. */
  speaksFor(account: string | null): boolean;
}

export type WireOutcome =
  | { readonly kind: "answered"; readonly status: number; readonly body: string; readonly ms: number }
  /** No answer: refused, broken off, or later than the timeout. */
  | { readonly kind: "failed"; readonly reason: string; readonly ms: number };

/** Retell's outgoing HTTP: real requests, signed with the installation's key at simulated time (docs/retell.md 7). */
export interface RetellWire {
  send(request: SignedRequest): Promise<WireOutcome>;
}
