import { HOUR_MS, MINUTE_MS } from "../../../clock.ts";
import { clampEvent, readCallEvent, LATE_MS, followRows } from "../events/call-event.ts";
import type { CallEvent, CallEventRecords } from "../ports.ts";

/** A request from Retell that a server stored for a listener. */
export interface HeardRequest {
  readonly id: string;
  readonly answeredAt: number;
  /** Microseconds. */
  readonly tookUs: number;
  readonly path: string;
  /** The body without what was said in the call; null: Retell did not sign it, or it is too long to store. */
  readonly body: string | null;
  /** Digest of the body as received. */
  readonly digest: string;
  readonly status: number;
  readonly answer: string | null;
  /** Slug of the clinic that was served. */
  readonly clinic: string | null;
}

export interface Listener {
  readonly id: string;
  /** Servers store requests for the listener until then, even if it is not running. */
  readonly untilAt: number;
}

/** The store that servers and listeners share across machines. */
export interface Hearing {
  listen(listener: Listener): Promise<void>;
  leave(id: string): Promise<void>;
  isListened(now: number): Promise<boolean>;
  keep(requests: readonly HeardRequest[]): Promise<void>;
  /** Requests answered at that instant or later, oldest first. */
  since(answeredAt: number, limit: number): Promise<readonly HeardRequest[]>;
  /** @returns whether any requests are left */
  forgetBefore(instant: number): Promise<boolean>;
  forgetAll(): Promise<number>;
}

/** How long servers store requests for a listener that no longer renews itself. */
export const LISTENER_MS = 10 * MINUTE_MS;

/** How long stored requests are kept. */
export const HEARD_MS = HOUR_MS;

/** What Retell asks for with a request. */
export type Asking =
  | { readonly kind: "inbound" }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "event"; readonly name: string; readonly key: string }
  | { readonly kind: "other" };

interface ReadRequest {
  readonly asking: Asking;
  readonly callId: string | null;
  readonly fromNumber: string | null;
}

const unread: ReadRequest = { asking: { kind: "other" }, callId: null, fromNumber: null };

/** Reads a stored request. For an unsigned one, the path names the function. */
function readRequest({ path, body, digest }: Pick<HeardRequest, "path" | "body" | "digest">): ReadRequest {
  const sent: unknown = body === null ? undefined : JSON.parse(body);
  const inbound = partOf(sent, "call_inbound") ?? partOf(sent, "chat_inbound");
  if (inbound !== undefined || /inbound/u.test(path)) {
    return {
      asking: { kind: "inbound" },
      callId: textOf(inbound, "call_id"),
      fromNumber: textOf(inbound, "from_number"),
    };
  }
  const call = partOf(sent, "call") ?? partOf(sent, "chat");
  const line = { callId: textOf(call, "call_id") ?? textOf(call, "chat_id"), fromNumber: textOf(call, "from_number") };
  if (/webhook/u.test(path)) {
    const event = readCallEvent(clampEvent(sent), () => digest);
    return event === undefined ? unread : { asking: { kind: "event", name: event.event, key: event.key }, ...line };
  }
  const name = textOf(sent, "name") ?? path.split("/").at(-1)?.replaceAll("-", "_") ?? "";
  return { asking: { kind: "function", name }, ...line };
}

function partOf(value: unknown, name: string): object | undefined {
  const part: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof part === "object" && part !== null ? part : undefined;
}

function textOf(value: unknown, name: string): string | null {
  const text: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === "string" && text !== "" ? text : null;
}

/** A request that a server answered, or an event that only the event store has. */
export type Heard =
  | { readonly kind: "request"; readonly at: number; readonly request: HeardRequest; readonly read: ReadRequest }
  | { readonly kind: "stored"; readonly at: number; readonly event: CallEvent };

interface FollowPorts {
  readonly hearing: Pick<Hearing, "since">;
  readonly events: Pick<CallEventRecords, "since">;
}

/** An event is stored before its request is answered and stored: how long to wait for that request. */
const KEPT_AFTER_MS = 3000;

/**
 * Follows Retell's requests from an instant on. Requests come from those that servers store; an event whose request no
 * server stored, such as while nobody listened, comes from the event store. Each comes once.
 */
export class RequestFollower {
  readonly #requests: () => Promise<readonly HeardRequest[]>;
  readonly #events: () => Promise<readonly CallEvent[]>;
  /** By key: stored events that no request has shown yet, and when they were first seen. */
  readonly #waiting = new Map<string, { readonly event: CallEvent; readonly seenAt: number }>();
  readonly #returned = new RecentKeys();

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

  /** Everything new since the last call, oldest first. */
  async next(now: number): Promise<readonly Heard[]> {
    // Read the event store first: a server stores an event's request after the event.
    const stored = await this.#events();
    const requests = await this.#requests();
    const heard = requests.map((request): Heard => {
      const read = readRequest(request);
      if (read.asking.kind === "event" && request.status < 300) this.#returned.add(read.asking.key);
      return { kind: "request", at: request.answeredAt, request, read };
    });
    for (const event of stored) this.#waiting.set(event.key, { event, seenAt: now });
    return [...heard, ...this.#neverHeard(now)].toSorted((one, other) => one.at - other.at);
  }

  #neverHeard(now: number): readonly Heard[] {
    return [...this.#waiting.values()].flatMap(({ event, seenAt }): readonly Heard[] => {
      const { key, receivedAt } = event;
      if (this.#returned.has(key)) {
        this.#waiting.delete(key);
        return [];
      }
      if (now - seenAt < KEPT_AFTER_MS && now - receivedAt < LATE_MS + KEPT_AFTER_MS) return [];
      this.#waiting.delete(key);
      this.#returned.add(key);
      return [{ kind: "stored", at: receivedAt, event }];
    });
  }
}

const MOST_KEYS = 20_000;

/** The latest keys of an endless stream. */
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
