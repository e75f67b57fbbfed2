/** Lower case in the middle of a name. */
const particles: ReadonlySet<string> = new Set(
  "de du des d la le van von der den da do dos das di del y e bin ibn ben el al of".split(" "),
);

const roman = /^(?:ii|iii|iv)$/iu;

/**
 * A name with the capitals that readers, and voices that spell out capitals, expect: "AWA N'DAH" becomes "Awa N'Dah".
 */
export function spokenCapitals(name: string): string {
  return name
    .split(" ")
    .map((word, index) => (hasOwnCapitals(word) ? word : capitalised(word, index > 0)))
    .join(" ");
}

/** "McDonald" and "d'Almeida" keep their capitals as written. */
function hasOwnCapitals(word: string): boolean {
  const letters = word.replaceAll(/[^\p{L}]/gu, "");
  return letters !== letters.toUpperCase() && letters !== letters.toLowerCase();
}

function capitalised(word: string, isInside: boolean): string {
  if (roman.test(word)) return word.toUpperCase();
  const lower = word.toLowerCase();
  if (isInside && particles.has(lower)) return lower;
  return lower
    .split(/([-'])/u)
    .map((part, index, parts) => (isElided(part, parts[index + 1], index > 0 || isInside) ? part : withCapital(part)))
    .join("");
}

/** The d of "Hountondji-d'Almeida" and "Awa d'Almeida". */
function isElided(part: string, next: string | undefined, isInside: boolean): boolean {
  return isInside && part === "d" && next === "'";
}

function withCapital(part: string): string {
  const capital = part.slice(0, 1).toUpperCase() + part.slice(1);
  return capital.replace(/^Mc(?=\p{L}{3})(\p{L})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`);
}
