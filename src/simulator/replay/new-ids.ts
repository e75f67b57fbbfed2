const UUID = /[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}/giu;

/**
 * Maps ids that were created while a day was recorded to the new ones of a replay. A UUIDv7 begins with its creation
 * time, so an older id, such as a doctor's, is never taken for a new one.
 */
export class NewIds {
  readonly #from: number;
  readonly #now = new Map<string, string>();
  readonly #then = new Map<string, string>();

  constructor(from: number) {
    this.#from = from;
  }

  /** The text of a recorded request with the replay's ids. */
  toNow(text: string): string {
    return text.replaceAll(UUID, (id) => this.#now.get(id) ?? id);
  }

  /** The text of a replayed answer with the recorded ids, after learning the pairs from both answers. */
  toThen(was: string, is: string): string {
    this.#learn(was, is);
    return is.replaceAll(UUID, (id) => this.#then.get(id) ?? id);
  }

  /** If two answers hold equally many new ids, ids in the same position name the same thing. */
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
