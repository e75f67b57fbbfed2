import { expect } from "vitest";

/** Matches a text inside an expected object. Typed `unknown`, because vitest's own matchers are `any`. */
export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** A list in which one text matches. */
export function textsLike(pattern: RegExp): unknown {
  return expect.arrayContaining([textLike(pattern)]);
}
