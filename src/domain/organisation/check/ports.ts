import type { PinnedAgent } from "../../number/number-binding.ts";

/** Whose key it is (retell-api.md 12.1 `get-api-key-info`). */
export interface RetellAccount {
  /** @throws unauthorized when Retell does not take the key */
  organisation(): Promise<string>;
  /** False also for a version that Retell does not know. */
  isPublished(agent: PinnedAgent): Promise<boolean>;
}

export interface SignedPost {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

export type PostOutcome =
  | { readonly kind: "answered"; readonly status: number; readonly body: string; readonly ms: number }
  | { readonly kind: "failed"; readonly reason: string; readonly ms: number };

/** What `check` asks of the world outside. */
export interface Probes {
  /** Signed with the installation's key, as Retell signs. */
  send(request: SignedPost): Promise<PostOutcome>;
  /** Connects and logs in, and sends nothing. @throws transient, unauthorized */
  mailServer(url: string): Promise<void>;
}
