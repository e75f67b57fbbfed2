import { foldText } from "./fold-text.ts";
import type { Language, Translated } from "./language.ts";
import { type Understood, longestHeard } from "./understood.ts";

/** What agrees, what declines and what leaves it open, folded; the longest phrase that fits counts. */
interface AnswerWords {
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly unsure: readonly string[];
  readonly words: { readonly yes: string; readonly no: string; readonly again: string };
}

const answers: Translated<AnswerWords> = {
  fr: {
    yes: phrasesOf(
      "oui|ouais|ouep|si|d'accord|c'est ca|c'est bien ca|exact|exactement|parfait|volontiers|tout a fait|bien sur|c'est bon|ca marche|entendu|voila|ca me va|ca me convient|absolument|certainement|evidemment|bien entendu|avec plaisir|pas de probleme|pas de souci|sans probleme|aucun probleme|pourquoi pas|je confirme|confirme|c'est correct|correct|ok|okay|impeccable|nickel|super|tres bien|c'est parfait|ca roule|en effet|effectivement|affirmatif|allez-y|faites|c'est juste|oui oui|c'est exact|pas mal|bien sur que oui|je veux bien|je viens|je viendrai|je serai la|mm-hmm|mhm|hm hm|d'ac|c'est note|moi aussi",
    ),
    no: phrasesOf(
      "non|nan|non merci|pas du tout|surtout pas|jamais|negatif|ca ne va pas|ca ne me va pas|ca me va pas|ca ne me convient pas|ce n'est pas ca|c'est pas ca|ce n'est pas bon|c'est pas bon|pas d'accord|je ne suis pas d'accord|ce n'est pas exact|c'est faux|faux|pas vraiment|je ne veux pas|je veux pas|je ne peux pas|je peux pas|je ne viendrai pas|pas question|hors de question|incorrect|ce n'est pas correct|pas possible|ca ne marche pas|pas bon|non non|pas maintenant|bien sur que non",
    ),
    unsure: phrasesOf(
      "peut-etre|je ne sais pas|je sais pas|sais pas|je ne suis pas sur|je suis pas sur|je ne suis pas sure|pas sur|pas sure|ca depend|je verrai|on verra|je vais voir|attendez|un instant|une seconde|deux secondes|je reflechis|laissez-moi reflechir|je dois demander|probablement|normalement|je pense|j'hesite|plus ou moins|comment ca|pardon",
    ),
    words: { yes: "oui", no: "non", again: "Je n'ai pas bien compris : oui ou non ?" },
  },
  en: {
    yes: phrasesOf(
      "yes|yeah|yep|yup|ya|yah|sure|sure thing|correct|okay|ok|right|that's right|that is right|alright|all right|of course|absolutely|definitely|certainly|exactly|perfect|great|sounds good|that works|works for me|that's fine|fine|good|that's good|uh-huh|uh huh|mm-hmm|mhm|mm hmm|no problem|no worries|not a problem|not bad|why not|please do|go ahead|indeed|you bet|by all means|i do|i will|i am|i'll be there|i confirm|confirmed|that's correct|it is|affirmative|please|yes please|for sure|i'd love to|good to me|no doubt|yessir|totally|i can make it|i know yes",
    ),
    no: phrasesOf(
      "no|nope|nah|no thanks|no thank you|not|never|negative|no way|not at all|that's wrong|wrong|incorrect|that's not right|not right|not correct|i don't|i do not|i won't|i can't|i cannot|doesn't work|does not work|that doesn't work|not really|i'd rather not|absolutely not|of course not|certainly not|definitely not|uh-uh|nuh-uh|not now|not today|don't|not okay|not ok|not good",
    ),
    unsure: phrasesOf(
      "maybe|perhaps|i don't know|i do not know|don't know|dunno|not sure|i'm not sure|i am not sure|it depends|depends|we'll see|let me think|let me check|hold on|wait|one second|one moment|just a second|probably|possibly|i guess|i think so|kind of|sort of|i'm unsure|hard to say|i'd have to check|pardon|what",
    ),
    words: { yes: "yes", no: "no", again: "I did not quite get that: yes or no?" },
  },
};

type Answer = "yes" | "no" | "unsure";

/** true and false for yes and no; who hesitates, or says both, is asked again. */
export function understandAnswer(text: string, language: Language): Understood<boolean> {
  const own = answersIn(text, answers[language]);
  const said = own.length > 0 ? own : answersIn(text, answers[language === "fr" ? "en" : "fr"]);
  const { words } = answers[language];
  const kinds = new Set(said);
  if (kinds.size === 0) return { kind: "not_heard" };
  if (kinds.size > 1 || kinds.has("unsure")) return { kind: "ask", question: words.again, candidates: [] };
  const value = kinds.has("yes");
  return { kind: "understood", value, words: value ? words.yes : words.no };
}

/** Whether the text is such an answer and nothing else: "ça marche" is no name. */
export function isOnlyAnswer(text: string): boolean {
  const words = foldText(text.slice(0, longestHeard)).match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
  return Object.values(answers).some((known) => longestAt(words, 0, known)?.length === words.length);
}

function answersIn(text: string, known: AnswerWords): readonly Answer[] {
  const folded = foldText(text.slice(0, longestHeard));
  const words = folded.match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
  const found: Answer[] = [];
  for (let index = 0; index < words.length;) {
    const best = longestAt(words, index, known);
    if (best !== undefined) found.push(best.answer);
    index += best?.length ?? 1;
  }
  return found;
}

function longestAt(
  words: readonly string[],
  index: number,
  known: AnswerWords,
): { readonly answer: Answer; readonly length: number } | undefined {
  for (let length = Math.min(mostPhraseWords, words.length - index); length > 0; length -= 1) {
    const phrase = words.slice(index, index + length).join(" ");
    const answer = byPhrase(known).get(phrase);
    if (answer !== undefined) return { answer, length };
  }
  return undefined;
}

const mostPhraseWords = 6;

const indexes = new WeakMap<AnswerWords, ReadonlyMap<string, Answer>>();

function byPhrase(known: AnswerWords): ReadonlyMap<string, Answer> {
  const built = indexes.get(known);
  if (built !== undefined) return built;
  const index = new Map<string, Answer>();
  for (const answer of ["yes", "no", "unsure"] as const) for (const phrase of known[answer]) index.set(phrase, answer);
  indexes.set(known, index);
  return index;
}

function phrasesOf(list: string): readonly string[] {
  return list.split("|");
}
