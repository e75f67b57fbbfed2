import { type Hearing, type HeardRequest, type ReadRequest, readRequest } from "./heard-request.ts";
import { LATE_MS, followRows } from "./follow-rows.ts";
import type { CallEvent, CallEventRecords } from "./ports.ts";

/** A request that a server answered, or an event that only the event store knows of. */
export type Heard =
  | { readonly kind: "request"; readonly at: number; readonly request: HeardRequest; readonly read: ReadRequest }
  | { readonly kind: "stored"; readonly at: number; readonly event: CallEvent };

interface FollowPorts {
  readonly hearing: Pick<Hearing, "since">;
  readonly events: Pick<CallEventRecords, "since">;
}

/** An event is stored before its request is answered and kept: so long it is waited for. */
const KEPT_AFTER_MS = 3000;

/**
 * Follows what Retell asks, from an instant on. Requests come as servers keep them; what no server kept, as while nobody
 * listened, comes from the event store. Each comes once.
 */
export class RequestFollower {
  readonly #requests: () => Promise<readonly HeardRequest[]>;
  readonly #events: () => Promise<readonly CallEvent[]>;
  /** By key: stored events that no request told of yet, with when they were first seen. */
  readonly #waiting = new Map<string, { readonly event: CallEvent; readonly seenAt: number }>();
  readonly #told = new RecentKeys();

  constructor(fromAt: number, { hearing, events }: FollowPorts) {
    this.#requests = followRows<HeardRequest>(fromAt, {
      atOf: ({ answeredAt }) => answeredAt,
      nameOf: ({ id }) => id,
      read: (since, limit) => hearing.since(since, limit),
    });
    this.#events = followRows<CallEvent>(fromAt, {
      atOf: ({ receivedAt }) => receivedAt,
      nameOf: ({ receivedAt, key }) => `${receivedAt} ${key}`,
      read: (since, limit) => events.since(since, limit),
    });
  }

  /** What is new since the last time, oldest first. */
  async next(now: number): Promise<readonly Heard[]> {
    // The store first: what a server keeps of an event, it keeps after that.
    const stored = await this.#events();
    const requests = await this.#requests();
    const heard = requests.map((request): Heard => {
      const read = readRequest(request);
      if (read.asking.kind === "event" && request.status < 300) this.#told.add(read.asking.key);
      return { kind: "request", at: request.answeredAt, request, read };
    });
    for (const event of stored) this.#waiting.set(event.key, { event, seenAt: now });
    return [...heard, ...this.#neverHeard(now)].toSorted((one, other) => one.at - other.at);
  }

  #neverHeard(now: number): readonly Heard[] {
    return [...this.#waiting.values()].flatMap(({ event, seenAt }): readonly Heard[] => {
      const { key, receivedAt } = event;
      if (this.#told.has(key)) {
        this.#waiting.delete(key);
        return [];
      }
      if (now - seenAt < KEPT_AFTER_MS && now - receivedAt < LATE_MS + KEPT_AFTER_MS) return [];
      this.#waiting.delete(key);
      this.#told.add(key);
      return [{ kind: "stored", at: receivedAt, event }];
    });
  }
}

const MOST_KEYS = 20_000;

/** The latest keys of a stream without an end. */
class RecentKeys {
  #latest = new Set<string>();
  #earlier: ReadonlySet<string> = new Set();

  add(key: string): void {
    if (this.#latest.size >= MOST_KEYS) [this.#earlier, this.#latest] = [this.#latest, new Set()];
    this.#latest.add(key);
  }

  has(key: string): boolean {
    return this.#latest.has(key) || this.#earlier.has(key);
  }
}
