const OFFSETS = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b] as const;

/** 128 bits of hexadecimal that depend on the text alone (four FNV-1a hashes); no secret, only a name. */
export function stableHex(text: string): string {
  return OFFSETS.map((offset) => fnv(text, offset).toString(16).padStart(8, "0")).join("");
}

/** In the form of a UUIDv7 whose time is zero, so that it is taken for no real one. */
export function stableUuid(text: string): string {
  const hex = stableHex(text);
  return `00000000-0000-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

function fnv(text: string, offset: number): number {
  let hash = offset;
  for (const letter of text) {
    hash ^= letter.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
