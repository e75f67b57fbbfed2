import type { Move } from "../ports.ts";

/** `slow`: another of the spells of silence went by, `times` of them since the last words. */
export type Heard = Move | { readonly kind: "slow"; readonly times: number };

type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export class OutOfPatience extends Error {
  override readonly name = "OutOfPatience";
}

/**
 * The moves as they come, and a `slow` whenever the caller has heard nothing for the next spell, in milliseconds. The
 * first spell is that before the first words; after words, which take their time to be spoken, the second begins.
 * @throws OutOfPatience after the last spell
 */
export async function* withPatience(
  moves: AsyncIterator<Move>,
  spells: readonly number[],
  wait: Wait,
): AsyncGenerator<Heard> {
  let times = 0;
  let spell = begin(spells[times], wait);
  let coming = moves.next();
  try {
    while (times < spells.length) {
      const first = await Promise.race([coming, spell.over]);
      if (first === "over") {
        times += 1;
        spell = begin(spells[times], wait);
        if (times < spells.length) yield { kind: "slow", times };
        continue;
      }
      if (first.done === true) return;
      yield first.value;
      coming = moves.next();
      if (first.value.kind !== "say") continue;
      spell.cancel();
      times = 1;
      spell = begin(spells[times], wait);
    }
    throw new OutOfPatience("The model said nothing for too long");
  } finally {
    spell.cancel();
    // Nobody waits for it any more, and it may fail.
    coming.catch(() => undefined);
  }
}

function begin(milliseconds: number | undefined, wait: Wait) {
  const ending = new AbortController();
  const over = wait(milliseconds ?? 0, ending.signal).then(() => "over" as const);
  return { over, cancel: () => ending.abort() };
}
