/** Lower case without accents, as the patterns of the text rules are written. */
export function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
}

const negation =
  /\b(?:no|not|never|don't|doesn't|cannot|can't|won't|nothing|without|neither|nor|aucune?|jamais|ne|pas|sans|rien|ni)\b|\bn'/u;

/** "Never hesitate to" orders what it seems to forbid. */
const doubled =
  /\b(?:hesitat\w*|forget|fail to|omit|be afraid|be shy|hesite[rz]?|oublie[rz]?|manque[rz]? (?:pas )?de|dude[ns]?|olvide[ns]?|deje[ns]? de|tema[ns]?)\b/u;

/** A sentence that forbids or denies, such as "Give no medical advice". */
export function isNegated(sentence: string): boolean {
  return negation.test(sentence) && !doubled.test(sentence);
}

export function sentencesOf(text: string): readonly string[] {
  return plain(text)
    .split(/(?<=[.!?;])\s+|\n+/u)
    .filter((sentence) => sentence.trim() !== "");
}
