import { languages } from "../../domain/language/language.ts";
import { table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { type PhraseFlags, type PhraseTarget, ownTexts, targetName } from "./phrase-change.ts";

/** Every phrase with where it is worded. */
export async function listPhrases(target: PhraseTarget, { key: wanted }: PhraseFlags, context: Context): Promise<void> {
  const { spoken, own } = await context.phrases();
  const clinics = target.kind === "clinic" ? await ownTexts(target, { spoken, own }, context) : [];
  const chosen = target.language === undefined ? languages : [target.language];
  const phrases = chosen.flatMap((language) =>
    Object.entries(spoken[language])
      .filter(([key]) => wanted === undefined || key === wanted)
      .map(([key, text]) => {
        const ofClinic = clinics.find((each) => each.key === key && each.language === language);
        const source = ofClinic === undefined ? (key in own[language] ? "file" : "built in") : "clinic";
        return { language, key, source, text: ofClinic?.text ?? text };
      }),
  );
  context.output.result({ target: targetName(target), folder: context.phraseFolder(), phrases }, (shown) =>
    table(
      ["key", "language", "worded by", "text"],
      shown.phrases.map(({ language, key, source, text }) => [key, language, source, text]),
    ),
  );
}
