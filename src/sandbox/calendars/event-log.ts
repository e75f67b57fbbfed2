/** An event as the service shows it, without its version. */
export type EventFields = Readonly<Record<string, unknown>>;

export interface LoggedEvent {
  readonly id: string;
  readonly fields: EventFields;
  /** When it was last changed, counted in changes of the calendar. */
  readonly at: number;
  readonly isGone: boolean;
  /** Names of occurrences that it once had. */
  readonly dropped: readonly string[];
}

/** The events of one calendar, and in which order they changed. */
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

  /** One that was removed is found too. */
  find(id: string): LoggedEvent | undefined {
    return this.#events.get(id);
  }

  put(id: string, fields: EventFields, dropped: readonly string[] = []): LoggedEvent {
    return this.#log({ id, fields, at: this.#at + 1, isGone: false, dropped });
  }

  remove(event: LoggedEvent): void {
    this.#log({ ...event, at: this.#at + 1, isGone: true });
  }

  /** undefined: that was too long ago. */
  changedSince(at: number): readonly LoggedEvent[] | undefined {
    if (at < this.#forgotten || at > this.#at) return undefined;
    return this.all().filter((event) => event.at > at);
  }

  /** Changes so far can no longer be asked for. */
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
