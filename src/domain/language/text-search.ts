import { foldText } from "./fold-text.ts";

const phoneLike = /^\+?[\d\s().-]{4,}$/u;

/**
 * Whether a text contains every word that is searched, in any order; case and accents are ignored. A phone number is
 * found as people write it: "06 12 34 56 78" in +33612345678.
 */
export function textSearch(search: string): (text: string) => boolean {
  const words = foldText(search).split(" ");
  const digits = phoneLike.test(search.trim()) ? search.replaceAll(/\D/gu, "").replace(/^0+/u, "") : "";
  return (text) => {
    const folded = foldText(text);
    return words.every((word) => folded.includes(word)) || (digits.length >= 4 && folded.includes(digits));
  };
}
