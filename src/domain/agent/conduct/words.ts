/** Lower case without accents, as the patterns of the text rules are written. */
export function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
}

const negation =
  /\b(?:no|not|never|don't|doesn't|cannot|can't|won't|nothing|without|neither|nor|aucune?|jamais|ne|pas|sans|rien|ni)\b|\bn'/u;

/** A sentence that forbids or denies, such as "Give no medical advice". */
export function isNegated(sentence: string): boolean {
  return negation.test(sentence);
}

export function sentencesOf(text: string): readonly string[] {
  return plain(text)
    .split(/(?<=[.!?;])\s+|\n+/u)
    .filter((sentence) => sentence.trim() !== "");
}
