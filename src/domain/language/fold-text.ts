/** Text reduced to what people mean: lower case, no accents, straight apostrophes, single spaces. For comparing only. */
export function foldText(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[’ʼ`´]/gu, "'")
    .replaceAll("œ", "oe")
    .replaceAll(/\s+/gu, " ")
    .trim();
}
