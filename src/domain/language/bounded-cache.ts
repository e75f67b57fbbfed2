/** Longer texts are computed every time: nobody says the same two pages twice. */
const LONGEST_TEXT = 4_000;

/** Of all texts that one memory keeps. */
const MOST_CHARACTERS = 2_000_000;

/**
 * Remembers what a pure computation gave for a text. Everything is forgotten when there are more than `most` texts, or
 * they are too long together, so that memory stays bounded.
 */
export function boundedCache<Value>(most: number): (text: string, compute: () => Value) => Value {
  const values = new Map<string, Value>();
  let characters = 0;
  return (text, compute) => {
    const known = values.get(text);
    if (known !== undefined) return known;
    const value = compute();
    if (text.length > LONGEST_TEXT) return value;
    if (values.size >= most || characters + text.length > MOST_CHARACTERS) {
      values.clear();
      characters = 0;
    }
    values.set(text, value);
    characters += text.length;
    return value;
  };
}
