const UUID = /[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}/giu;

/**
 * Ids that were given out while a day was recorded: the same request gets another one each time. A UUIDv7 begins with the
 * time it was made, so an id from before the recording, such as a doctor's, never passes for another.
 */
export class NewIds {
  readonly #from: number;
  readonly #now = new Map<string, string>();
  readonly #then = new Map<string, string>();

  constructor(from: number) {
    this.#from = from;
  }

  /** The text of a recorded request with the ids that were given out now. */
  toNow(text: string): string {
    return text.replaceAll(UUID, (id) => this.#now.get(id) ?? id);
  }

  /** The text of an answer with the ids that were given out then, after having learned from both. */
  toThen(was: string, is: string): string {
    this.#learn(was, is);
    return is.replaceAll(UUID, (id) => this.#then.get(id) ?? id);
  }

  /** Two answers that hold equally many new ids, each in the same place, name the same things. */
  #learn(was: string, is: string): void {
    const [then, now] = [this.#newIn(was), this.#newIn(is)];
    if (then.length !== now.length) return;
    for (const [index, one] of then.entries()) {
      const other = now[index];
      if (other === undefined || this.#now.has(one) || this.#then.has(other)) continue;
      this.#now.set(one, other);
      this.#then.set(other, one);
    }
  }

  #newIn(text: string): readonly string[] {
    return (text.match(UUID) ?? []).filter((id) => madeAt(id) >= this.#from);
  }
}

const TIME_DIGITS = 12;

function madeAt(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, TIME_DIGITS), 16);
}
