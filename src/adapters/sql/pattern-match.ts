import { type RawBuilder, sql } from "kysely";

let last: { readonly source: string; readonly pattern: RegExp } | undefined;

/** The engine's function behind matchesPattern: row by row, so that no table is read into memory. */
export function patternMatchFunction(text: unknown, source: unknown): 0 | 1 {
  if (typeof text !== "string" || typeof source !== "string") return 0;
  if (last?.source !== source) last = { source, pattern: new RegExp(source, "iu") };
  return last.pattern.test(text) ? 1 : 0;
}

/** Whether the column's text has a match, upper and lower case alike. */
export function matchesPattern(column: RawBuilder<unknown>, pattern: RegExp): RawBuilder<boolean> {
  return sql<boolean>`matches_pattern(${column}, ${pattern.source}) = 1`;
}
