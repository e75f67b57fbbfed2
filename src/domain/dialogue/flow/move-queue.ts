import type { Move } from "../ports.ts";

/** Moves from where they are made to where they are spoken, each as soon as it is there. */
export class MoveQueue {
  readonly #waiting: Move[] = [];
  #wake: () => void = () => {};
  #ended = false;
  #error: Error | undefined;

  push(move: Move): void {
    this.#waiting.push(move);
    this.#wake();
  }

  /** With an error where the work failed. */
  end(error?: unknown): void {
    this.#ended = true;
    if (error !== undefined)
      this.#error = error instanceof Error ? error : new Error("the turn failed", { cause: error });
    this.#wake();
  }

  /** @throws what the work failed with, after the moves that it made before */
  async *moves(): AsyncGenerator<Move> {
    for (;;) {
      const move = this.#waiting.shift();
      if (move !== undefined) {
        yield move;
        continue;
      }
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#error !== undefined) throw this.#error;
  }
}
