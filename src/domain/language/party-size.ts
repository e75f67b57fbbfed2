import { foldText } from "./fold-text.ts";

/** Numbers that a caller who speaks of people says, folded. */
const numbers: Readonly<Record<string, number>> = {
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  six: 6,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  both: 2,
  jumeaux: 2,
  jumelles: 2,
  twins: 2,
};

const number = "deux|trois|quatre|cinq|six|two|three|four|five|[2-6]";
const people =
  "personnes?|enfants?|filles|fils|garcons|bebes|petits|freres|soeurs|patients?|people|persons|kids|children|boys|girls|sons|daughters|babies|of us|of them|in a row|a la suite|rendez-vous|appointments|visits";
const pair = new RegExp(
  [
    `\\b(?:(?:nous|eux|elles|pour|for|us) )?(${number}) (?:petits? |petites? |young |little )?(?:${people})\\b`,
    `\\b(?:nous|eux|pour|us) (${number})\\b(?! heures?| h\\b)`,
    "\\b(both|jumeaux|jumelles|twins)\\b",
  ].join("|"),
  "u",
);
const andMe =
  /\b(?:(?:ma|mon) (?:femme|mari|fille|fils|mere|pere|bebe) et (?:moi|ma|mon)\b|moi et (?:ma|mon) \p{L}+|my \p{L}+ and (?:me|i|my \p{L}+)\b|me and my \p{L}+|(?:ma|mon) \p{L}+ et (?:ma|mon) \p{L}+)/u;

/** How many people the appointments are for, when a caller says that several come; undefined: one, or not said. */
export function partySize(said: string): number | undefined {
  const text = foldText(said.slice(0, longestSaid));
  const found = pair
    .exec(text)
    ?.slice(1)
    .find((word) => word !== undefined);
  if (found !== undefined) return numbers[found] ?? Number(found);
  return andMe.test(text) ? 2 : undefined;
}

const longestSaid = 500;
