import { IndexCache } from "../../../src/domain/brain/choose-candidate.ts";
import { offlineBrain } from "../../../src/domain/brain/brain.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import { questionAt, understanding } from "../../simulator/template-flow.ts";

const indexes = new IndexCache();
const countries = { fr: "BJ", en: "US", es: "US" } as const;

/** The id of the node that the words lead to, or why they lead nowhere. @param variables what the call knows by then */
export async function takenAt(
  node: string,
  heard: string,
  language: Language,
  variables: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const question = { ...questionAt(node, heard, language), variables };
  const country = countries[language];
  const brain = offlineBrain({ given: {}, indexes, understanding, language, country, today: "2026-11-30" });
  const choice = await brain.choose(question);
  return choice.kind === "take" ? question.candidates.find(({ id }) => id === choice.id)?.destination : choice.kind;
}
