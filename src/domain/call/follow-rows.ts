interface Reading<Row> {
  readonly atOf: (row: Row) => number;
  /** Another one whenever the row counts as new. */
  readonly nameOf: (row: Row) => string;
  read(since: number, limit: number): Promise<readonly Row[]>;
}

/** How late a row with an earlier time may be written and still be found: servers' clocks differ a little. */
export const LATE_MS = 5000;
const FIRST_PAGE = 1000;

/** @returns a function that returns every new row since it was last called, oldest first */
export function followRows<Row>(fromAt: number, reading: Reading<Row>): () => Promise<readonly Row[]> {
  let [toldUntil, seen, page]: [number, ReadonlySet<string>, number] = [fromAt, new Set(), FIRST_PAGE];
  return async () => {
    const rows = await reading.read(Math.max(fromAt, toldUntil - LATE_MS), page);
    const news = rows.filter((row) => !seen.has(reading.nameOf(row)));
    // More was written within that time than a page holds: only a larger page can show the rest.
    if (news.length === 0 && rows.length === page) page *= 2;
    seen = new Set(rows.map((row) => reading.nameOf(row)));
    toldUntil = Math.max(toldUntil, ...news.map((row) => reading.atOf(row)));
    return news;
  };
}
