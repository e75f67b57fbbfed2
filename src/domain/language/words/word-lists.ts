/** Splits the compact lists in which a language's words are written, separated by "|" or spaces. */
export function phrasesOf(list: string): readonly string[] {
  return list.split("|");
}

export function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** "zero un deux dix:10": a word without a value is one more than the preceding word. */
export function valuesOf(list: string): ReadonlyMap<string, number> {
  let value = -1;
  return new Map(
    list.split(/\s+/u).map((entry): [string, number] => {
      const [word = "", given] = entry.split(":");
      value = given === undefined ? value + 1 : Number(given);
      return [word, value];
    }),
  );
}

export function longestFirst(list: string): readonly string[] {
  return list.split("|").toSorted((a, b) => b.length - a.length);
}

/** "my daughter", "my daughter's name is". */
export function relativesNamed(list: string): readonly string[] {
  const named = list.split("|").flatMap((relative) => [relative, `${relative}'s name is`, `${relative}'s name's`]);
  return longestFirst(named.join("|"));
}

/** What language models write when they heard no name. */
export const unnamedByModels =
  "unknown|n/a|na|n a|null|none|nil|undefined|nan|name|patient|the patient|patient name|full name|first name last name|caller|the caller|client|customer|user|anonymous|not provided|not given|not specified|not available|unspecified|tbd|to be determined|unnamed|no name|string|empty|missing|?|-|x|xx|xxx|john doe|jane doe";
