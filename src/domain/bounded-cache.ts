/** Longer texts are computed every time, unless a cache says otherwise: they do not repeat. */
const LONGEST_TEXT = 4_000;

/** Of all texts that one memory keeps. */
const MOST_CHARACTERS = 2_000_000;

/**
 * Caches what a pure computation returned for a text. Everything is dropped when there are more than `most` texts, or
 * they are too long in total, so that memory stays bounded.
 */
export function boundedCache<Value>(
  most: number,
  longest = LONGEST_TEXT,
): (text: string, compute: () => Value) => Value {
  const values = new Map<string, Value>();
  let characters = 0;
  return (text, compute) => {
    const known = values.get(text);
    if (known !== undefined) return known;
    const value = compute();
    if (text.length > longest) return value;
    if (values.size >= most || characters + text.length > MOST_CHARACTERS) {
      values.clear();
      characters = 0;
    }
    values.set(text, value);
    characters += text.length;
    return value;
  };
}
