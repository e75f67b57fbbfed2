import type { Move, Wait } from "../../domain/dialogue/ports.ts";

/** Longer than any turn takes, whichever brain decides it. */
const LONGEST_MS = 60_000;

export class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

/** Shared, because creating an error for every turn would capture a stack each time. */
const OVER = new Error("the turn is over");

/** Yields a turn's moves until it ends or is aborted; does not wait for a turn that hangs. @throws OutOfTime */
export async function* movesOf(turn: AsyncIterable<Move>, signal: AbortSignal, wait: Wait): AsyncGenerator<Move> {
  const moves = turn[Symbol.asyncIterator]();
  const over = new AbortController();
  const late = wait(LONGEST_MS, AbortSignal.any([signal, over.signal])).then(() => "late" as const);
  try {
    for (;;) {
      const next = await Promise.race([moves.next(), late]);
      if (next === "late") {
        if (signal.aborted) return;
        throw new OutOfTime(`The turn was not over after ${LONGEST_MS / 1000} s`);
      }
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    over.abort(OVER);
    // Not awaited: the promise of a hanging turn never resolves.
    Promise.resolve(moves.return?.()).catch(() => undefined);
  }
}
