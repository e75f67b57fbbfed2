/** The place of a row in a list: what the list is ordered by, then the row's id. */
export interface Place {
  readonly by: number | string;
  readonly id: string;
}

/** A page of a list that may be long. */
export interface PageRequest {
  readonly limit: number;
  /** The rows behind this place; undefined: from the start. */
  readonly after?: Place | undefined;
  /** Only rows that contain it, as `textSearch` judges. */
  readonly search?: string | undefined;
}

/** How a long list is read. */
export interface RowSource<Row> {
  readonly read: (page: PageRequest) => Promise<readonly Row[]>;
  readonly placeOf: (row: Row) => Place;
}

/** Read in some 5 ms: callers wait no longer for whoever goes through a large fleet. */
const READ_AT_ONCE = 200;

/** Every row behind a place, without ever holding more than a page. */
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
