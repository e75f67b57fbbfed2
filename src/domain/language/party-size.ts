import { foldText } from "./fold-text.ts";
import { languages } from "./language.ts";
import { languageWords } from "./all-words.ts";
import type { PartyWords } from "./words/language-words.ts";

/** "nous deux", "two kids", "gemelos": a number of people, however it is said. */
function countedPeople({ numbers, people, before, adjectives, pair, notPeople }: PartyWords): RegExp {
  const number = [...Object.keys(numbers), "[2-6]"].join("|");
  return new RegExp(
    [
      `\\b(?:(?:${before}) )?(${number}) (?:${adjectives})?(?:${people})\\b`,
      `\\b(?:${before}) (${number})\\b(?!${notPeople})`,
      `\\b(${pair})\\b`,
    ].join("|"),
    "u",
  );
}

const parties = languages.map((language) => {
  const { party } = languageWords[language];
  return { numbers: party.numbers, counted: countedPeople(party), andMe: new RegExp(`\\b(?:${party.andMe})`, "u") };
});

/** How many people the appointments are for, when a caller says that several come; undefined: one, or not said. */
export function partySize(said: string): number | undefined {
  const text = foldText(said.slice(0, longestSaid));
  for (const { numbers, counted } of parties) {
    const found = counted
      .exec(text)
      ?.slice(1)
      .find((word) => word !== undefined);
    if (found !== undefined) return numbers[found] ?? Number(found);
  }
  return parties.some(({ andMe }) => andMe.test(text)) ? 2 : undefined;
}

const longestSaid = 500;
