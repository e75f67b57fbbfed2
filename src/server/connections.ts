import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** Retell opens a few hundred at most. */
const MOST_CONNECTIONS = 2_000;

/**
 * The HTTP connections that are open. When there are too many, the one that has been idle for longest is closed, so that
 * nobody can keep others out by holding connections.
 */
export class Connections {
  readonly #most: number;
  readonly #open = new Set<Duplex>();
  /** Without a request; idle for longest first. */
  readonly #idle = new Set<Duplex>();
  #closed = 0;

  constructor(most = MOST_CONNECTIONS) {
    this.#most = most;
  }

  opened(socket: Duplex): void {
    this.#open.add(socket);
    this.#idle.add(socket);
    socket.once("close", () => this.left(socket));
    if (this.#open.size <= this.#most) return;
    // The newest is the last of the idle ones: it goes when all others are at work.
    const [longestIdle = socket] = this.#idle;
    this.#closed += 1;
    this.left(longestIdle);
    longestIdle.destroy();
  }

  /** A request came over it and is under way until its response is closed. */
  asked(socket: Duplex, response: ServerResponse): void {
    this.#idle.delete(socket);
    response.once("close", () => {
      if (this.#open.has(socket)) this.#idle.add(socket);
    });
  }

  /** It is closed, or speaks another protocol from now on. */
  left(socket: Duplex): void {
    this.#open.delete(socket);
    this.#idle.delete(socket);
  }

  text(): string {
    return [
      "# HELP ascendia_http_open_connections HTTP connections that are open.",
      "# TYPE ascendia_http_open_connections gauge",
      `ascendia_http_open_connections ${this.#open.size}`,
      "# HELP ascendia_http_closed_idle_connections_total Idle connections closed to make room for others.",
      "# TYPE ascendia_http_closed_idle_connections_total counter",
      `ascendia_http_closed_idle_connections_total ${this.#closed}`,
    ].join("\n");
  }
}
