import { type Expression, type RawBuilder, sql } from "kysely";
import { textSearch } from "../../domain/language/fold-text.ts";
import type { Place } from "../../domain/page.ts";

/** What a list is sorted by, the row's id column as the tie-breaker, and the direction of both. */
export interface ListOrder {
  readonly by: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly direction: "asc" | "desc";
}

/** The rows after a place in the list. Only the first comparison bounds the index scan. */
export function behind({ by, id, direction }: ListOrder, place: Place): RawBuilder<boolean> {
  const than = sql.raw(direction === "asc" ? ">" : "<");
  return sql<boolean>`(${by} ${than}= ${place.by} and (${by} ${than} ${place.by} or ${id} ${than} ${place.id}))`;
}

let lastSearch: { readonly search: string; readonly matches: (text: string) => boolean } | undefined;

/** The engine's function that containsText calls. */
export function textSearchFunction(text: unknown, search: unknown): 0 | 1 {
  if (typeof text !== "string" || typeof search !== "string") return 0;
  if (lastSearch?.search !== search) lastSearch = { search, matches: textSearch(search) };
  return lastSearch.matches(text) ? 1 : 0;
}

/** Whether the columns, joined, contain the search text. */
export function containsText(columns: readonly string[], search: string): RawBuilder<boolean> {
  const texts = columns.map((column) => sql`coalesce(${sql.ref(column)}, '')`);
  return sql<boolean>`contains_text(${sql.join(texts, sql` || ' ' || `)}, ${search}) = 1`;
}

/** The engine's function that keyedHash calls: HMAC-SHA-256, with a prefix so that no one mistakes it for a number. */
export function keyedHashFunction(text: unknown, key: unknown): string {
  // Imported on first use: importing it at start-up would cost every command 2 ms.
  const { createHmac } = process.getBuiltinModule("node:crypto");
  return `hmac-sha256:${createHmac("sha256", String(key)).update(String(text)).digest("hex")}`;
}

/** The text hashed with the installation's key, computed by the engine; `text` may be a column. */
export function keyedHash(text: string | Expression<string>): RawBuilder<string> {
  return sql<string>`keyed_hash(${text}, (select value from meta where key = 'privacy_key'))`;
}

let lastPattern: { readonly source: string; readonly pattern: RegExp } | undefined;

/** The engine's function that matchesPattern calls. It works row by row, so no table has to be read into memory. */
export function patternMatchFunction(text: unknown, source: unknown): 0 | 1 {
  if (typeof text !== "string" || typeof source !== "string") return 0;
  if (lastPattern?.source !== source) lastPattern = { source, pattern: new RegExp(source, "iu") };
  return lastPattern.pattern.test(text) ? 1 : 0;
}

/** Whether the column's text contains a match, ignoring case. */
export function matchesPattern(column: RawBuilder<unknown>, pattern: RegExp): RawBuilder<boolean> {
  return sql<boolean>`matches_pattern(${column}, ${pattern.source}) = 1`;
}
