/** JSON text that is equal for equal values: keys sorted, no spaces, undefined left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(typeof value === "object" ? sorted(value) : value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** Whether the canonical texts are equal, without creating them. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => isSameJson(item, other[index]));
  }
  const items = new Map<string, unknown>(Object.entries(other).filter(([, item]) => item !== undefined));
  const own = Object.entries(one).filter(([, item]) => item !== undefined);
  return own.length === items.size && own.every(([key, item]) => items.has(key) && isSameJson(item, items.get(key)));
}

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export type Digest = (text: string) => string;
