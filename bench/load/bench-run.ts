export type Engine = "sqlite" | "postgres";

/** The options of a bench. */
export interface BenchRun {
  /** Fewer and shorter rounds. */
  readonly quick: boolean;
  /** The database to use, if a bench supports both. */
  readonly engine: Engine;
  /** Records a ratio to a bare reference of the same run, which `npm run bench -- --save` stores. */
  readonly note: (figure: string, ratio: number) => void;
}
