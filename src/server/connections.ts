import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { described, sample } from "./metrics/prometheus-text.ts";

/** Retell opens at most a few hundred. */
const MOST_CONNECTIONS = 2_000;

/**
 * The open HTTP connections. Above the limit, the connection that has been idle longest is closed, so that no client
 * can lock out others by holding connections.
 */
export class Connections {
  readonly #most: number;
  readonly #open = new Set<Duplex>();
  /** Connections without a request, longest idle first. */
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
    // If all others are busy, the newest connection is the only idle one, so it is closed.
    const [longestIdle = socket] = this.#idle;
    this.#closed += 1;
    this.left(longestIdle);
    longestIdle.destroy();
  }

  /** Marks the connection busy until the response closes. */
  asked(socket: Duplex, response: ServerResponse): void {
    this.#idle.delete(socket);
    response.once("close", () => {
      if (this.#open.has(socket)) this.#idle.add(socket);
    });
  }

  /** Call when the connection is closed or was upgraded to another protocol. */
  left(socket: Duplex): void {
    this.#open.delete(socket);
    this.#idle.delete(socket);
  }

  text(): string {
    return [
      ...described("ascendia_http_open_connections", "gauge", "HTTP connections that are open."),
      sample("ascendia_http_open_connections", this.#open.size),
      ...described(
        "ascendia_http_closed_idle_connections_total",
        "counter",
        "Idle connections closed to make room for others.",
      ),
      sample("ascendia_http_closed_idle_connections_total", this.#closed),
    ].join("\n");
  }
}
