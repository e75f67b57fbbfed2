/** ASCII without the mark that some type as an apostrophe. */
const plain = /^[\0-_a-\x7F]*$/u;

/** Text reduced to what people mean: lower case, no accents, straight apostrophes, single spaces. For comparing only. */
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
