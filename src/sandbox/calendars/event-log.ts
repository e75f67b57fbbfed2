/** An event as the service presents it, without its version. */
export type EventFields = Readonly<Record<string, unknown>>;

export interface LoggedEvent {
  readonly id: string;
  readonly fields: EventFields;
  /** The calendar's change counter at the event's last change. */
  readonly at: number;
  readonly isGone: boolean;
  /** Ids of occurrences that the series no longer has. */
  readonly dropped: readonly string[];
}

/** The events of one calendar, and the order in which they changed. */
export class EventLog {
  readonly #events = new Map<string, LoggedEvent>();
  #at = 0;
  #forgotten = 0;

  get at(): number {
    return this.#at;
  }

  all(): readonly LoggedEvent[] {
    return [...this.#events.values()];
  }

  /** Also finds removed events. */
  find(id: string): LoggedEvent | undefined {
    return this.#events.get(id);
  }

  put(id: string, fields: EventFields, dropped: readonly string[] = []): LoggedEvent {
    return this.#log({ id, fields, at: this.#at + 1, isGone: false, dropped });
  }

  remove(event: LoggedEvent): void {
    this.#log({ ...event, at: this.#at + 1, isGone: true });
  }

  /** undefined: the service no longer has changes from that long ago. */
  changedSince(at: number): readonly LoggedEvent[] | undefined {
    if (at < this.#forgotten || at > this.#at) return undefined;
    return this.all().filter((event) => event.at > at);
  }

  /** Changes up to now can no longer be listed. */
  forget(): void {
    this.#at += 1;
    this.#forgotten = this.#at;
  }

  #log(event: LoggedEvent): LoggedEvent {
    this.#at = event.at;
    this.#events.set(event.id, event);
    return event;
  }
}
