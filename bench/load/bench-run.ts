export type Engine = "sqlite" | "postgres";

/** What a bench is run with. */
export interface BenchRun {
  /** Fewer and shorter rounds. */
  readonly quick: boolean;
  /** Of the database, where a bench knows both. */
  readonly engine: Engine;
  /** A ratio to a bare reference of the same run, kept by `npm run bench -- --save`. */
  readonly note: (figure: string, ratio: number) => void;
}
