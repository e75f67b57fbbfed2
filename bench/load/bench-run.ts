/** What a bench is run with. */
export interface BenchRun {
  /** Fewer and shorter rounds. */
  readonly quick: boolean;
  /** A ratio to a bare reference of the same run, kept by `npm run bench -- --save`. */
  readonly note: (figure: string, ratio: number) => void;
}
