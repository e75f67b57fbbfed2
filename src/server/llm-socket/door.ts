import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Wait } from "../../domain/dialogue/ports.ts";
import { type SocketRefusal, UNKNOWN_SLUG } from "../../domain/dialogue/socket-address.ts";
import { described, sample } from "../metrics/prometheus-text.ts";
import { RateLimit } from "./rate-limit.ts";

/** The rate of new connections per address. All of Retell's calls come from a few addresses. */
const RATE = { perSecond: 50, burst: 200 } as const;

/** People mistype secrets; beyond these, each wrong guess takes twice as long to refuse as the one before. */
const FREE_GUESSES = 3;
const SHORTEST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;
/** Delayed refusals at a time, per address and in total. */
const MOST_WAITING = 8;
const MOST_WAITING_IN_ALL = 100;

/** How many recent addresses are remembered, and how long a wrong guess counts. */
const MOST_ADDRESSES = 10_000;
const REMEMBERED_MS = 600_000;

interface Visitor {
  readonly rate: RateLimit;
  guesses: number;
  guessedAt: number;
  waiting: number;
}

/** Limits how often one address may connect to the socket, and delays the refusal of a wrong secret. */
export class SocketDoor {
  readonly #wait: Wait;
  readonly #visitors = new Map<string, Visitor>();
  #waiting = 0;
  #guesses = 0;

  constructor(wait: Wait) {
    this.#wait = wait;
  }

  /** Whether the address may open another connection. */
  admits(address: string, now: number): boolean {
    return this.#visitor(address, now).rate.allows(now);
  }

  /**
   * Call after a wrong secret or an unknown name. Resolves when it may be refused, or at once to false if too many
   * refusals are waiting.
   */
  async slowDown(address: string, now: number): Promise<boolean> {
    const visitor = this.#visitor(address, now);
    if (now - visitor.guessedAt > REMEMBERED_MS) visitor.guesses = 0;
    visitor.guesses += 1;
    visitor.guessedAt = now;
    this.#guesses += 1;
    if (visitor.guesses <= FREE_GUESSES) return true;
    if (visitor.waiting >= MOST_WAITING || this.#waiting >= MOST_WAITING_IN_ALL) return false;
    const doubled = SHORTEST_WAIT_MS * 2 ** Math.min(10, visitor.guesses - FREE_GUESSES - 1);
    visitor.waiting += 1;
    this.#waiting += 1;
    await this.#wait(Math.min(LONGEST_WAIT_MS, doubled), new AbortController().signal);
    visitor.waiting -= 1;
    this.#waiting -= 1;
    return true;
  }

  text(): string {
    return [
      ...described(
        "ascendia_socket_guesses_total",
        "counter",
        "Connections with a wrong or missing secret, or an unknown name.",
      ),
      sample("ascendia_socket_guesses_total", this.#guesses),
    ].join("\n");
  }

  #visitor(address: string, now: number): Visitor {
    const known = this.#visitors.get(address);
    const visitor = known ?? { rate: new RateLimit({ ...RATE, now }), guesses: 0, guessedAt: now, waiting: 0 };
    // A Map iterates in insertion order, so the last entry is the newest.
    this.#visitors.delete(address);
    this.#visitors.set(address, visitor);
    const [oldest] = this.#visitors.keys();
    if (this.#visitors.size > MOST_ADDRESSES && oldest !== undefined) this.#visitors.delete(oldest);
    return visitor;
  }
}

/** Loopback, link-local and private addresses, such as those of a proxy in front of this server. */
const NEARBY =
  /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)|^(?:::1$|f[cd][0-9a-f]{2}:|fe80:)/iu;

interface Connecting {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingMessage["headers"];
}

/** The client's address. Behind a proxy, it is the address that the proxy saw: the last entry of `X-Forwarded-For`. */
export function clientAddress({ socket, headers }: Connecting): string {
  const peer = socket.remoteAddress ?? "unknown";
  const forwarded = headers["x-forwarded-for"];
  if (!NEARBY.test(peer) || forwarded === undefined) return peer;
  const last = String(forwarded).slice(-100).split(",").at(-1)?.trim() ?? "";
  return isIP(last) === 0 ? peer : last;
}

/**
 * Whether the connection comes from a web page of another site. Retell's own connections have no `Origin`, so a
 * connection with one is allowed only from this server's own pages.
 */
export function isOtherSite(origin: string | undefined, publicUrl: string | null): boolean {
  if (origin === undefined) return false;
  return publicUrl === null || !URL.canParse(publicUrl) || new URL(publicUrl).origin !== origin;
}

/** Takes the same time whether the secret is almost right or entirely wrong. */
export function isSameSecret(given: string, key: string): boolean {
  return timingSafeEqual(secretDigest(given), secretDigest(key));
}

function secretDigest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Reasons to refuse a connection, other than a wrong address. */
export const REFUSED = {
  leaving: { status: 503, reason: "the server is shutting down" },
  otherSite: { status: 403, reason: "web pages of other sites are not allowed" },
  tooOften: { status: 429, reason: "too many connections from this address" },
  wrongSecret: { status: 401, reason: "the clinic's secret is missing or wrong" },
  noCallId: { status: 400, reason: "the address has no call id, so Retell cannot be asked about it" },
  underWay: { status: 409, reason: "the call is in progress on another connection" },
  noModel: {
    status: 503,
    reason: "the server has no language model for this call",
    logged:
      "no language model is configured, and real calls need one (set ASCENDIA_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL)",
  },
  closed: {
    ...UNKNOWN_SLUG,
    logged: "the clinic's calls do not come over the socket (ascendia clinic:socket-url <slug> creates its secret)",
  },
} as const satisfies Readonly<Record<string, SocketRefusal>>;
