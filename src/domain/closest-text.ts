/** Edits (insert, delete, replace, swap of neighbours) between two texts; the optimal string alignment distance. */
export function editDistance(left: string, right: string): number {
  const a = Array.from(left);
  const b = Array.from(right);
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.entries()) {
    const current = [i + 1];
    for (const [j, other] of b.entries()) {
      const replaced = at(previous, j) + (letter === other ? 0 : 1);
      const swapped = i > 0 && j > 0 && letter === b[j - 1] && a[i - 1] === other;
      const edits = Math.min(at(current, j) + 1, at(previous, j + 1) + 1, replaced);
      current.push(swapped ? Math.min(edits, at(beforePrevious, j - 1) + 1) : edits);
    }
    [beforePrevious, previous] = [previous, current];
  }
  return at(previous, b.length);
}

/** Whether `editDistance` is at most 1, in linear time. */
export function isWithinOneEdit(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  const isInserted = short.length < long.length;
  if (isInserted) return short.slice(same) === long.slice(same + 1);
  const isReplaced = short.slice(same + 1) === long.slice(same + 1);
  const isSwapped =
    short[same] === long[same + 1] && short[same + 1] === long[same] && short.slice(same + 2) === long.slice(same + 2);
  return isReplaced || isSwapped;
}

/** The candidate with the fewest edits, if these are at most a third of the text's length; ignores case. */
export function closestText(text: string, candidates: readonly string[]): string | undefined {
  const wanted = text.toLowerCase();
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > wanted.length / 3) continue;
    const edits = editDistance(wanted, candidate.toLowerCase());
    if (best === undefined || edits < best.edits) best = { candidate, edits };
  }
  return best !== undefined && best.edits <= Math.max(1, Math.floor(wanted.length / 3)) ? best.candidate : undefined;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
