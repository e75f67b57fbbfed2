/** A clock that the test moves; waits end when their time has come. */
export class SettableTime {
  #now: number;
  readonly #waiting: { readonly at: number; readonly go: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now = (): number => this.#now;

  wait = (milliseconds: number): Promise<void> =>
    new Promise((go) => {
      this.#waiting.push({ at: this.#now + milliseconds, go });
    });

  /** When the next wait ends; null if nobody is waiting. */
  next(): number | null {
    return this.#waiting.length === 0 ? null : Math.min(...this.#waiting.map(({ at }) => at));
  }

  moveTo(instant: number): void {
    this.#now = Math.max(this.#now, instant);
    const due = this.#waiting.filter(({ at }) => at <= this.#now).toSorted((one, other) => one.at - other.at);
    for (const one of due) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      one.go();
    }
  }
}
