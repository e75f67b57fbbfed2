/** By default, longer texts are not cached, because they rarely repeat. */
const LONGEST_TEXT = 4_000;

/** The limit of all cached texts together. */
const MOST_CHARACTERS = 2_000_000;

/**
 * Caches the results of a pure computation by text. To bound memory, the cache is emptied when there are more than
 * `most` texts, or they are too long in total.
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
