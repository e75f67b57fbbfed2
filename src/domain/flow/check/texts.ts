/** A text somewhere in a JSON value; `path` is made of keys and positions. */
export interface FoundText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Deeper than any real file: a hostile one must not exhaust the stack. */
const maxDepth = 200;

/** In the order of the JSON. One list for all, as a template has thousands of texts and every rule asks. */
export function textsIn(value: unknown): readonly FoundText[] {
  const found: FoundText[] = [];
  collect(value, [], found);
  return found;
}

function collect(value: unknown, path: (string | number)[], found: FoundText[]): void {
  if (typeof value === "string") {
    found.push({ path: [...path], text: value });
    return;
  }
  if (typeof value !== "object" || value === null || path.length > maxDepth) return;
  const items: Iterable<readonly [string | number, unknown]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value);
  for (const [key, item] of items) {
    path.push(key);
    collect(item, path, found);
    path.pop();
  }
}
