import type { Move, Wait } from "../../domain/dialogue/ports.ts";

/** No turn takes this long, whatever brain decides it. */
const LONGEST_MS = 60_000;

export class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

/** Shared: creating an error for every turn would cost its stack each time. */
const OVER = new Error("the turn is over");

/** The moves of a turn until it ends or is cut off; a turn that hangs is not waited for. @throws OutOfTime */
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
    // Not awaited: if the turn hangs, its end never comes.
    Promise.resolve(moves.return?.()).catch(() => undefined);
  }
}
