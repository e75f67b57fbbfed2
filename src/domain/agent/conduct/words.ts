/** Letters of other scripts that look like Latin ones (Unicode's confusables), in lower case. */
const lookalikes: ReadonlyMap<string, string> = new Map(
  "аa еe оo рp сc уy хx іi јj ѕs ԁd һh ӏl ԛq ԝw кk мm тt вb нh гr αa οo νv ρp τt ιi κk υu εe ηn χx ıi ɑa ɡg"
    .split(" ")
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
const lookalike = new RegExp(`[${[...lookalikes.keys()].join("")}]`, "gu");

/** "c a r d", "P-I-N": four letters or more, or three with a hyphen or a full stop between them. */
const spelled = /(?<![\p{L}\d'])\p{L}(?:(?: \p{L}){3,}|(?:[-.]\p{L}){2,})(?![\p{L}'])/gu;

/**
 * Lower case without accents, as the patterns of the text rules are written: a disguised letter is the one that a reader
 * sees or a voice says, and letters that nobody sees are gone.
 */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Cf}]/gu, "")
    .replaceAll(/[’ʼ]/gu, "'")
    .replaceAll(/[‐‑]/gu, "-")
    .toLowerCase()
    .replaceAll(lookalike, (letter) => lookalikes.get(letter) ?? letter)
    .replaceAll(spelled, (letters) => letters.replaceAll(/[ .-]/gu, ""));
}

/** What looks like one thing and reads as another: invisible letters, turned text, a Greek or Cyrillic letter in a Latin word. */
export function isDisguised(text: string): boolean {
  return (
    /\p{Cf}/u.test(text) ||
    /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{Script=Latin}/u.test(
      text,
    )
  );
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
