import { foldText } from "../fold-text.ts";
import { languages } from "../language.ts";
import { languageWords } from "../all-words.ts";

/** "the wife of John", "la fille à Awa", "John's mother": someone other than the person they name. */
export function isSomebodys(said: string, relations: ReadonlySet<string>): boolean {
  const folded = foldText(said);
  const [, noun = ""] =
    /^(?:(?:the|an?|el|la|le|une?|una) |l')?([\p{L}-]+) (?:(?:of|de|del|du|a) |d')/u.exec(folded) ?? [];
  const [, owned = ""] = /^\p{L}+(?: \p{L}+)*'s ([\p{L}-]+)/u.exec(folded) ?? [];
  return relations.has(noun) || relations.has(owned);
}

/** "boss of John", "l'élève du professeur Exemple": a common noun, written small, before a name. */
const nounOfName =
  /^(?:(?:the|an?|el|la|le|une?|una) |l')?(?!(?:van|von|der|den|de|da|dos|del|di|el|al|ben|bin|la|le)\b)\p{Ll}[\p{Ll}-]+ (?:of |de |del |du |d'|à )(?=(?:\p{Ll}+ )?\p{Lu})/u;

/** "John's caregiver". */
const nounAfterName = /^\p{Lu}[\p{L}-]*(?: \p{Lu}[\p{L}-]*)*'s (\p{Ll}+)/u;

/** "un ami de Koffi Test": what is left after the friend says whose friend it is. */
const ofName = /^(?:of|de|del) \p{L}+ \p{L}+$|^d'\p{L}+ \p{L}+$/u;

/**
 * Whether the words describe a person by another person's name.
 * @param isRelative whether words for a relative or friend came before them
 */
export function describesAnother(said: string, isRelative: boolean): boolean {
  if (isRelative && ofName.test(foldText(said))) return true;
  const noun = nounAfterName.exec(said)?.[1];
  // "John Test's speaking, John Test's my name": no noun, but the verb "is".
  const isVerb = noun !== undefined && languages.some((each) => languageWords[each].names.ends.has(noun));
  return nounOfName.test(said) || (noun !== undefined && !isVerb);
}
