/** A text somewhere in a JSON value; `path` is made of keys and positions. */
export interface FoundText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

export function textsIn(value: unknown, path: readonly (string | number)[] = []): readonly FoundText[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => textsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}
