import { type RawBuilder, sql } from "kysely";
import { textSearch } from "../../domain/language/fold-text.ts";
import type { Place } from "../../domain/page.ts";

/** What a list is ordered by, the column of the row's id, and the direction of both. */
export interface ListOrder {
  readonly by: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly direction: "asc" | "desc";
}

/** The rows behind a place. The first comparison alone bounds the index that the list is read by. */
export function behind({ by, id, direction }: ListOrder, place: Place): RawBuilder<boolean> {
  const than = sql.raw(direction === "asc" ? ">" : "<");
  return sql<boolean>`(${by} ${than}= ${place.by} and (${by} ${than} ${place.by} or ${id} ${than} ${place.id}))`;
}

let last: { readonly search: string; readonly matches: (text: string) => boolean } | undefined;

/** The engine's function behind containsText. */
export function textSearchFunction(text: unknown, search: unknown): 0 | 1 {
  if (typeof text !== "string" || typeof search !== "string") return 0;
  if (last?.search !== search) last = { search, matches: textSearch(search) };
  return last.matches(text) ? 1 : 0;
}

/** Whether the columns together contain what is searched. */
export function containsText(columns: readonly string[], search: string): RawBuilder<boolean> {
  const texts = columns.map((column) => sql`coalesce(${sql.ref(column)}, '')`);
  return sql<boolean>`contains_text(${sql.join(texts, sql` || ' ' || `)}, ${search}) = 1`;
}
