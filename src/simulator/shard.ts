import { AscendiaError } from "../errors.ts";

/** The `index`-th of `of` parts of a suite, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Runs are dealt out in turn, so that every part gets some of everything. */
export function inShard(position: number, { index, of }: Shard): boolean {
  return position % of === index - 1;
}

/** "2/5" @throws usage for anything else */
export function parseShard(text: string): Shard {
  const [, index, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text.trim()) ?? []).map(Number);
  if (index !== undefined && of !== undefined && index >= 1 && index <= of) return { index, of };
  throw new AscendiaError("usage", `--shard: "${text}" is not a part of a suite.`, {
    hint: "Write the second of five as 2/5.",
  });
}
