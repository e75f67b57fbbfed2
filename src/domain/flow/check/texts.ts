/** A text somewhere in a JSON value; `path` is made of keys and positions. */
export interface FoundText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Deeper than any real file: a hostile one must not exhaust the stack. */
const maxDepth = 200;

export function textsIn(value: unknown, path: readonly (string | number)[] = []): readonly FoundText[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value) && path.length <= maxDepth)
    return value.flatMap((item: unknown, index) => textsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null || path.length > maxDepth) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}
