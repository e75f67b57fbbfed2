/** ASCII, except the mark that some people type as an apostrophe. */
const plain = /^[\0-_a-\x7F]*$/u;

/** Text normalised for comparison only: lower case, no accents, straight apostrophes, single spaces. */
export function foldText(text: string): string {
  if (plain.test(text)) return text.toLowerCase().replaceAll(/\s+/gu, " ").trim();
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[’ʼ`´]/gu, "'")
    .replaceAll("œ", "oe")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

const phoneLike = /^\+?[\d\s().-]{4,}$/u;

/**
 * Whether a text contains every searched word, in any order, ignoring case and accents. Phone numbers match as people
 * write them: "06 12 34 56 78" matches +33612345678.
 */
export function textSearch(search: string): (text: string) => boolean {
  const words = foldText(search).split(" ");
  const digits = phoneLike.test(search.trim()) ? search.replaceAll(/\D/gu, "").replace(/^0+/u, "") : "";
  return (text) => {
    const folded = foldText(text);
    return words.every((word) => folded.includes(word)) || (digits.length >= 4 && folded.includes(digits));
  };
}
