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
