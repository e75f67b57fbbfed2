import { type RawBuilder, sql } from "kysely";

/** The engine's function behind keyedHash: HMAC-SHA-256, marked so that it is not mistaken for a number. */
export function keyedHashFunction(text: unknown, key: unknown): string {
  // Imported on first use: importing it at start-up would cost every command 2 ms.
  const { createHmac } = process.getBuiltinModule("node:crypto");
  return `hmac-sha256:${createHmac("sha256", String(key)).update(String(text)).digest("hex")}`;
}

/** The text hashed with the installation's key, computed by the engine; `text` may be a column. */
export function keyedHash(text: string | RawBuilder<string>): RawBuilder<string> {
  return sql<string>`keyed_hash(${text}, (select value from meta where key = 'privacy_key'))`;
}

let last: { readonly source: string; readonly pattern: RegExp } | undefined;

/** The engine's function behind matchesPattern: it works row by row, so that no table is read into memory. */
export function patternMatchFunction(text: unknown, source: unknown): 0 | 1 {
  if (typeof text !== "string" || typeof source !== "string") return 0;
  if (last?.source !== source) last = { source, pattern: new RegExp(source, "iu") };
  return last.pattern.test(text) ? 1 : 0;
}

/** Whether the column's text contains a match; case is ignored. */
export function matchesPattern(column: RawBuilder<unknown>, pattern: RegExp): RawBuilder<boolean> {
  return sql<boolean>`matches_pattern(${column}, ${pattern.source}) = 1`;
}
