/** A row's place in a list: the value that the list is sorted by, then the row's id. */
export interface Place {
  readonly by: number | string;
  readonly id: string;
}

/** A page of a list that may be long. */
export interface PageRequest {
  readonly limit: number;
  /** Only rows after this place; undefined: from the start. */
  readonly after?: Place | undefined;
  /** Only rows that match this text, as `textSearch` defines it. */
  readonly search?: string | undefined;
}

/** How a long list is read. */
export interface RowSource<Row> {
  readonly read: (page: PageRequest) => Promise<readonly Row[]>;
  readonly placeOf: (row: Row) => Place;
}

/**
 * Rows per read. One read takes about 5 ms, which is how long callers may wait for code that goes through a large
 * fleet.
 */
const READ_AT_ONCE = 200;

/** Every row after a place, holding at most one page in memory. */
export async function* allRows<Row>(
  { after, search }: Pick<PageRequest, "after" | "search">,
  { read, placeOf }: RowSource<Row>,
): AsyncGenerator<Row> {
  let behind = after;
  for (;;) {
    const rows = await read({ after: behind, search, limit: READ_AT_ONCE });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < READ_AT_ONCE) return;
    behind = placeOf(last);
  }
}

/** For lists that fit into memory. */
export async function collected<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
