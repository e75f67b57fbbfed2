import { foldText } from "../language/fold-text.ts";

const longest = 60;

/** Lower-case letters, digits and single hyphens: what may stand in an address and in a number's mark at Retell. */
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;

/** "Clinique Sainte-Thérèse" → "clinique-sainte-therese"; empty when the name has no letter or digit to make one of. */
export function slugOf(name: string): string {
  const words = foldText(name)
    .replaceAll("'", " ")
    .replaceAll(/[^a-z0-9]+/gu, "-");
  return words.replaceAll(/^-+/gu, "").slice(0, longest).replaceAll(/-+$/gu, "");
}

export function isSlug(text: string): boolean {
  return text.length <= longest && slugPattern.test(text);
}
