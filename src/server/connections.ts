import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { described, sample } from "./metrics/prometheus-text.ts";

/** Retell opens a few hundred at most. */
const MOST_CONNECTIONS = 2_000;

/**
 * The open HTTP connections. When there are too many, the one that has been idle longest is closed, so that no client
 * can lock others out by holding connections.
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
    // The newest connection is the last idle one: it is closed when all others are busy.
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

  /** The connection closed or was upgraded to another protocol. */
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
