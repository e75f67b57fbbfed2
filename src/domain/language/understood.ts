/**
 * What a caller's words come to, whatever they were about: understood, with the value and the value in words; or a
 * question to ask back, with the readings it offers; or nothing of that kind was said.
 */
export type Understood<Value> =
  | { readonly kind: "understood"; readonly value: Value; readonly words: string }
  | { readonly kind: "ask"; readonly question: string; readonly candidates: readonly Value[] }
  | { readonly kind: "not_heard" };

/** No turn of a call is longer; what is longer is cut before any pattern runs over it. */
export const longestHeard = 600;
