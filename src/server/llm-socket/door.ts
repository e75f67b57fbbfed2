import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Wait } from "../../domain/dialogue/ports.ts";
import { type SocketRefusal, UNKNOWN_SLUG } from "../../domain/dialogue/socket-address.ts";
import { RateLimit } from "./rate-limit.ts";

/** Connections that one address may begin. Retell's calls all come from a handful of addresses. */
const RATE = { perSecond: 50, burst: 200 } as const;

/** A secret may be mistyped; from then on each wrong one takes twice as long as the one before. */
const FREE_GUESSES = 3;
const SHORTEST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;
/** Refusals of one address that wait at a time, and of all addresses together. */
const MOST_WAITING = 8;
const MOST_WAITING_IN_ALL = 100;

/** Addresses remembered, those that came latest, and how long a wrong guess counts. */
const MOST_ADDRESSES = 10_000;
const REMEMBERED_MS = 600_000;

interface Visitor {
  readonly rate: RateLimit;
  guesses: number;
  guessedAt: number;
  waiting: number;
}

/** How often one address may knock at the socket, and how long a wrong secret takes to be refused. */
export class SocketDoor {
  readonly #wait: Wait;
  readonly #visitors = new Map<string, Visitor>();
  #waiting = 0;
  #guesses = 0;

  constructor(wait: Wait) {
    this.#wait = wait;
  }

  /** Whether the address may begin another connection. */
  admits(address: string, now: number): boolean {
    return this.#visitor(address, now).rate.allows(now);
  }

  /** After a wrong secret or an unknown name. Resolves when it may be refused; to false at once when too many wait. */
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
      "# HELP ascendia_socket_guesses_total Connections with a wrong or missing secret, or an unknown name.",
      "# TYPE ascendia_socket_guesses_total counter",
      `ascendia_socket_guesses_total ${this.#guesses}`,
    ].join("\n");
  }

  #visitor(address: string, now: number): Visitor {
    const known = this.#visitors.get(address);
    const visitor = known ?? { rate: new RateLimit({ ...RATE, now }), guesses: 0, guessedAt: now, waiting: 0 };
    // The last one of a Map is the one that was put there last.
    this.#visitors.delete(address);
    this.#visitors.set(address, visitor);
    const [oldest] = this.#visitors.keys();
    if (this.#visitors.size > MOST_ADDRESSES && oldest !== undefined) this.#visitors.delete(oldest);
    return visitor;
  }
}

/** Loopback, link-local and private addresses: a proxy's, in front of this server. */
const NEARBY =
  /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)|^(?:::1$|f[cd][0-9a-f]{2}:|fe80:)/iu;

interface Connecting {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingMessage["headers"];
}

/** Who connects. Behind a proxy it is the address that the proxy saw, the last of `X-Forwarded-For`. */
export function clientAddress({ socket, headers }: Connecting): string {
  const peer = socket.remoteAddress ?? "unknown";
  const forwarded = headers["x-forwarded-for"];
  if (!NEARBY.test(peer) || forwarded === undefined) return peer;
  const last = String(forwarded).slice(-100).split(",").at(-1)?.trim() ?? "";
  return isIP(last) === 0 ? peer : last;
}

/** A web page's. Retell's own connections have no `Origin`, so one is allowed only where it is this server's. */
export function isForeignOrigin(origin: string | undefined, publicUrl: string | null): boolean {
  if (origin === undefined) return false;
  return publicUrl === null || !URL.canParse(publicUrl) || new URL(publicUrl).origin !== origin;
}

/** Takes as long for a secret that is nearly right as for any other. */
export function isSameSecret(given: string, key: string): boolean {
  return timingSafeEqual(secretDigest(given), secretDigest(key));
}

function secretDigest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Why a connection is not let in, apart from its address. */
export const REFUSED = {
  leaving: { status: 503, reason: "the server ends" },
  foreign: { status: 403, reason: "web pages of other sites are not let in" },
  tooOften: { status: 429, reason: "too many connections from this address" },
  wrongSecret: { status: 401, reason: "the clinic's secret is missing or wrong" },
  noCallId: { status: 400, reason: "the address has no call id, so Retell cannot be asked about it" },
  underWay: { status: 409, reason: "the call is under way over another connection" },
  noModel: {
    status: 503,
    reason: "the server has no language model for this call",
    logged:
      "no language model is configured, and without one no real call is held (set ASCENDIA_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL)",
  },
  closed: {
    ...UNKNOWN_SLUG,
    logged: "the clinic's calls do not come over the socket (ascendia clinic:socket-url <slug> makes its secret)",
  },
} as const satisfies Readonly<Record<string, SocketRefusal>>;
