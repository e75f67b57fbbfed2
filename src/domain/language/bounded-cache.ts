/** Remembers what a pure computation gave for a text. All is forgotten when there are more than `most`, so that memory stays bounded. */
export function boundedCache<Value>(most: number): (text: string, compute: () => Value) => Value {
  const values = new Map<string, Value>();
  return (text, compute) => {
    const known = values.get(text);
    if (known !== undefined) return known;
    const value = compute();
    if (values.size >= most) values.clear();
    values.set(text, value);
    return value;
  };
}
