import type { Output } from "./output.ts";

/** What a command would have printed. */
export interface Collected {
  readonly data: unknown;
  readonly text: string;
}

/** An output that keeps the result for another command to tell; warnings still reach the user. */
export function collectedOutput(warn: (text: string) => void): {
  readonly output: Output;
  taken(): Collected | undefined;
} {
  let collected: Collected | undefined;
  const keep = <T>(data: T, human: (data: T, width: number | undefined) => string): void => {
    collected = { data, text: human(data, undefined) };
  };
  return {
    output: {
      result: keep,
      failedResult: keep,
      item: keep,
      note: () => {},
      warn,
      step: (_label, work) => work(),
      progress: (_total, work) => work(() => {}),
      failure: () => {},
    },
    taken: () => collected,
  };
}
