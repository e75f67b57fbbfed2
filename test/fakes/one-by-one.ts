/** As a store gives what may be too much for a list. */
export async function* oneByOne<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}
