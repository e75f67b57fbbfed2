import { expect } from "vitest";

/** Any text that matches, inside an expected object; typed `unknown`, where vitest's own matchers are `any`. */
export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** Texts of which one matches. */
export function textsLike(pattern: RegExp): unknown {
  return expect.arrayContaining([textLike(pattern)]);
}
