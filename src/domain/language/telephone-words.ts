import type { Translated } from "./language.ts";

/** How a language speaks of telephone numbers, folded, hyphens and apostrophes as blanks. */
export interface TelephoneWords {
  /** The number that the call comes from. */
  readonly caller: readonly string[];
  /** What follows is an extension. */
  readonly extension: ReadonlySet<string>;
  /** Said within a number without ending it. */
  readonly gaps: ReadonlySet<string>;
  /** How often the next digit is said. */
  readonly repeats: ReadonlyMap<string, number>;
  /** What was said before is wrong. */
  /** "deux fois zéro": after a count. */
  readonly times: ReadonlySet<string>;
  readonly corrections: ReadonlySet<string>;
  readonly plus: ReadonlySet<string>;
  /** Said for zero in numbers alone. */
  readonly zeros: ReadonlySet<string>;
  /** Words for one that are articles as well. */
  readonly notDigits: ReadonlySet<string>;
  readonly questions: TelephoneQuestions;
}

interface TelephoneQuestions {
  readonly tooShort: (digits: string) => string;
  readonly tooLong: (digits: string) => string;
  readonly areaCode: (digits: string) => string;
  readonly noSuchNumber: (digits: string) => string;
  readonly withheld: string;
  readonly which: (numbers: string) => string;
}

export const telephoneWords: Translated<TelephoneWords> = {
  fr: {
    caller: [
      "ce numero",
      "celui ci",
      "numero que j utilise",
      "celui que j utilise",
      "celui sur lequel",
      "duquel j appelle",
      "duquel je vous appelle",
      "numero d appel",
      "celui la",
      "le meme",
      "meme numero",
      "numero avec lequel",
      "numero d ou",
      "numero dont",
      "numero sur lequel",
      "numero depuis lequel",
      "numero qui s affiche",
      "numero affiche",
      "numero qui apparait",
      "celui avec lequel",
      "celui d ou",
      "celui qui s affiche",
      "celui de l appel",
      "numero actuel",
      "numero de cet appel",
      "je vous appelle avec",
      "celui que vous avez",
      "celui qui appelle",
      "que vous voyez",
      "ce telephone",
      "sur lequel je vous appelle",
    ],
    extension: new Set(["poste", "extension", "ext", "interne"]),
    gaps: new Set(
      "euh hum et puis ensuite alors tiret point espace c est le numero mon est voila apres slash barre de la".split(
        " ",
      ),
    ),
    repeats: new Map([
      ["double", 2],
      ["triple", 3],
    ]),
    times: new Set(["fois"]),
    corrections: new Set(["non", "pardon", "plutot", "enfin", "correction", "excusez", "trompe"]),
    plus: new Set(["plus"]),
    zeros: new Set(),
    notDigits: new Set(["une"]),
    questions: {
      tooShort: (digits) =>
        `Il me manque des chiffres : j'ai noté ${digits}. Pouvez-vous me redonner le numéro en entier ?`,
      tooLong: (digits) =>
        `J'ai noté trop de chiffres : ${digits}. Pouvez-vous me redonner le numéro, deux chiffres à la fois ?`,
      areaCode: (digits) => `J'ai noté ${digits}. Pouvez-vous me donner le numéro avec l'indicatif régional ?`,
      noSuchNumber: (digits) => `Le ${digits} n'est pas un numéro que je peux appeler. Pouvez-vous le répéter ?`,
      withheld: "Je ne vois pas le numéro d'où vous appelez. Quel est votre numéro de téléphone ?",
      which: (numbers) => `J'ai entendu plusieurs numéros : ${numbers}. Lequel dois-je noter ?`,
    },
  },
  en: {
    caller: [
      "this number",
      "same number",
      "same one",
      "calling you on",
      "this one",
      "this cell",
      "this line",
      "on your screen",
      "is the best number",
      "phone i m on",
      "the same",
      "calling from",
      "i m calling on",
      "calling on",
      "number i called from",
      "call you from",
      "called you from",
      "my caller id",
      "number you see",
      "number on your screen",
      "number you have",
      "this phone",
      "number that shows",
      "number that s showing",
      "number i m on",
      "one i m on",
      "current number",
    ],
    extension: new Set(["extension", "ext", "x", "extn"]),
    gaps: new Set(
      "uh um er and then dash dot hyphen space it s is my number the that s area code so okay point of".split(" "),
    ),
    repeats: new Map([
      ["double", 2],
      ["triple", 3],
      ["treble", 3],
    ]),
    times: new Set(["times"]),
    corrections: new Set(["no", "sorry", "actually", "mean", "meant", "wait", "correction", "scratch", "rather"]),
    plus: new Set(["plus"]),
    zeros: new Set(["o"]),
    notDigits: new Set(),
    questions: {
      tooShort: (digits) => `I am missing some digits: I have ${digits}. Could you give me the whole number again?`,
      tooLong: (digits) => `I have too many digits: ${digits}. Could you say the number again, a few digits at a time?`,
      areaCode: (digits) => `I have ${digits}. Could you give me the number with its area code?`,
      noSuchNumber: (digits) => `${digits} is not a number I can call. Could you say it again?`,
      withheld: "I cannot see the number you are calling from. What is your phone number?",
      which: (numbers) => `I heard more than one number: ${numbers}. Which one should I note?`,
    },
  },
};
