import { foldText } from "../../language/fold-text.ts";

type Sex = "woman" | "man";

const nouns: Readonly<Record<Sex, string>> = {
  woman:
    "femme|dame|woman|lady|female|mujer|feminin|feminine|(?:doctoresse|docteure|doctora)(?=$| por| please| s | si| plutot)",
  man: "homme|monsieur|man|gentleman|male|hombre|masculin",
};

const doctor = "(?:medecins?|docteure?|doctors?|physician|gp|medica?|some(?:one|body)|quelqu un|alguien)";
const open = "(?:une?|a|any|some|the|l|la|le|que des|only|que sea|una|un)";
/** "My son needs a doctor, I am a woman of fifty, it's for a lady": these are about the patient, not the doctor. */
const isPatient = "(?<!\\b(?:pour|for|para|suis|am|m|soy|es|est|is|s) )";

const wanted = {
  woman: wishFor("woman"),
  man: wishFor("man"),
} as const;

function wishFor(sex: Sex): RegExp {
  const noun = `(?:${nouns[sex]})`;
  return new RegExp(
    `${isPatient}\\b${open} ${noun}\\b|^(?:plutot |rather |preferably )?${noun}\\b|\\b${noun} (?:one|${doctor})\\b|\\b${doctor} (?:(?:que|qui|who|that) (?:soit|is|sea|est) )?(?:une? |a |una )?${noun}\\b`,
    "u",
  );
}

/** Whether the caller asks for a woman or for a man as the doctor. @param words folded */
export function sexWanted(words: readonly string[]): Sex | undefined {
  const text = words.join(" ");
  if (wanted.woman.test(text)) return "woman";
  return wanted.man.test(text) ? "man" : undefined;
}

const feminine = /^(?:dre|docteure|dresse|dra|doctora|professeure|profesora|mme|madame|mlle|mrs|ms|miss|sra|srta)\b/u;
const masculine = /^(?:dr|docteur|doctor|professeur|professor|profesor|m|mr|monsieur|sr)\b/u;

/**
 * Those of the doctors whose titles say that they are women, or men. A clinic that writes "Dre" for women means men by
 * "Dr"; elsewhere "Dr" says nothing.
 */
export function doctorsOfSex<D extends { readonly name: string }>(sex: Sex, doctors: readonly D[]): readonly D[] {
  const women = doctors.filter(({ name }) => feminine.test(foldText(name)));
  if (sex === "woman" || women.length === 0) return sex === "woman" ? women : [];
  return doctors.filter(({ name }) => masculine.test(foldText(name)) && !feminine.test(foldText(name)));
}
