import { foldText } from "../language/fold-text.ts";
import type { Language } from "../language/language.ts";

const yes =
  /\b(?:oui|ouais|d'accord|c'est ca|exact|exactement|parfait|volontiers|tout a fait|yes|yeah|yep|sure|correct|okay|ok|right)\b/;
const no = /\b(?:non|pas du tout|no|nope|not)\b/;

/** How callers say choices that flows name in English. */
const frenchWords: Readonly<Record<string, string>> = {
  morning: "matin",
  afternoon: "apres-midi",
  evening: "soir",
  any: "n'importe",
  yes: "oui",
  no: "non",
};

export function yesOrNo(line: string): boolean | undefined {
  const folded = foldText(line);
  if (no.test(folded)) return false;
  return yes.test(folded) ? true : undefined;
}

/** The one choice whose words stand in the line; undefined when none or several do. */
export function chosenOf(line: string, choices: readonly string[], language: Language): string | undefined {
  const padded = ` ${(foldText(line).match(/[\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*/gu) ?? []).join(" ")} `;
  const said = choices.filter((choice) => {
    const folded = foldText(choice.replaceAll("_", " "));
    const own = language === "fr" ? (frenchWords[folded] ?? folded) : folded;
    return padded.includes(` ${own} `) || padded.includes(` ${folded} `);
  });
  return said.length === 1 ? said[0] : undefined;
}
