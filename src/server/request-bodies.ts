import { HttpRefusal } from "./http-refusal.ts";
import { described, sample } from "./metrics/prometheus-text.ts";

export interface BodyLimits {
  /** Bytes of all unfinished bodies together. */
  readonly totalBytes: number;
  /** Number of unfinished bodies. */
  readonly bodies: number;
}

/** Retell's bodies arrive within milliseconds: even a full fleet has only a few unfinished at a time. */
const USUAL_LIMITS: BodyLimits = { totalBytes: 32 * 1024 * 1024, bodies: 500 };

export interface OpenBody {
  /** Call for each chunk of a body without a declared length. */
  grow(bytes: number): void;
  end(): void;
}

interface Unfinished {
  bytes: number;
  readonly cut: () => void;
}

/**
 * The bodies being read. If there are too many, or they have too many bytes, the body that has been unfinished longest
 * is cut off: a sender that stalls loses its body, but one that keeps sending does not.
 */
export class RequestBodies {
  readonly #limits: BodyLimits;
  /** Oldest first. */
  readonly #open = new Set<Unfinished>();
  #bytes = 0;
  #cutOff = 0;

  constructor(limits: BodyLimits = USUAL_LIMITS) {
    this.#limits = limits;
  }

  /** `cut` is called at most once, and never after `end`. */
  begin(declaredBytes: number, cut: () => void): OpenBody {
    const body: Unfinished = { bytes: declaredBytes, cut };
    this.#open.add(body);
    this.#bytes += declaredBytes;
    this.#makeRoom();
    return {
      grow: (bytes) => {
        if (!this.#open.has(body)) return;
        body.bytes += bytes;
        this.#bytes += bytes;
        this.#makeRoom();
      },
      end: () => this.#forget(body),
    };
  }

  get unfinishedBytes(): number {
    return this.#bytes;
  }

  text(): string {
    return [
      ...described("ascendia_http_unfinished_body_bytes", "gauge", "Bytes of the request bodies being read."),
      sample("ascendia_http_unfinished_body_bytes", this.#bytes),
      ...described(
        "ascendia_http_cut_off_bodies_total",
        "counter",
        "Unfinished request bodies cut off to make room for others.",
      ),
      sample("ascendia_http_cut_off_bodies_total", this.#cutOff),
    ].join("\n");
  }

  #makeRoom(): void {
    for (const oldest of this.#open) {
      if (this.#bytes <= this.#limits.totalBytes && this.#open.size <= this.#limits.bodies) return;
      this.#forget(oldest);
      this.#cutOff += 1;
      oldest.cut();
    }
  }

  #forget(body: Unfinished): void {
    if (this.#open.delete(body)) this.#bytes -= body.bytes;
  }
}

export function tooManyBodies(): HttpRefusal {
  return new HttpRefusal(503, "The server is reading too many bodies at once; send it again", {
    connection: "close",
    "retry-after": "1",
  });
}
