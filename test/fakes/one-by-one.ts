/** Yields rows like a store whose result may be too large for a list. */
export async function* oneByOne<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}
