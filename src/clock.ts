/** Where the present comes from; epoch milliseconds. */
export interface Clock {
  now(): number;
}
