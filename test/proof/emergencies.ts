import { IndexCache } from "../../src/domain/brain/choose-candidate.ts";
import { offlineBrain } from "../../src/domain/brain/brain.ts";
import { languages } from "../../src/domain/language/language.ts";
import { questionAt, templateFlow, understanding } from "../simulator/template-flow.ts";
import { describedDangers, describedNone } from "./emergencies/described.ts";
import { saidCalmly } from "./emergencies/said-calmly.ts";
import { saidInFear } from "./emergencies/said-in-fear.ts";
import { dangers, noDangers } from "./emergencies/sentences.ts";
import { dangersInEnglish, noneInEnglish } from "./emergencies/spoken-english.ts";
import { dangersInFrench, noneInFrench } from "./emergencies/spoken-french.ts";
import { dangersInSpanish, noneInSpanish } from "./emergencies/spoken-spanish.ts";
import { toldEnglishDangers, toldEnglishNone } from "./emergencies/told-english.ts";
import { toldFrenchDangers, toldFrenchNone } from "./emergencies/told-french.ts";
import { toldSpanishDangers, toldSpanishNone } from "./emergencies/told-spanish.ts";
import { transcribedDangers } from "./emergencies/transcribed-dangers.ts";
import { transcribedNone } from "./emergencies/transcribed-none.ts";

const spoken = {
  fr: { dangers: dangersInFrench, none: noneInFrench },
  en: { dangers: dangersInEnglish, none: noneInEnglish },
  es: { dangers: dangersInSpanish, none: noneInSpanish },
} as const;

const told = {
  fr: { dangers: toldFrenchDangers, none: toldFrenchNone },
  en: { dangers: toldEnglishDangers, none: toldEnglishNone },
  es: { dangers: toldSpanishDangers, none: toldSpanishNone },
} as const;

/**
 * Every sentence of danger, in every node where a caller can speak, leads to the emergency node before anything else;
 * none of the others does. The emergency node itself is left out: there the number has just been said.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const speaking = templateFlow.nodes.filter(
    (node) => node.id !== "emergency" && node.type === "conversation" && !("skip_response_edge" in node),
  );
  const nodes = speaking.filter((_, index) => !quick || index % 12 === 0);
  const results = [];
  for (const language of languages) {
    results.push(
      await tally(
        "danger",
        [
          ...dangers[language],
          ...transcribedDangers[language],
          ...(describedDangers[language] ?? []),
          ...spoken[language].dangers,
          ...saidInFear[language],
          ...told[language].dangers,
        ],
        nodes,
      ),
    );
    results.push(
      await tally(
        "none",
        [
          ...noDangers[language],
          ...transcribedNone[language],
          ...(describedNone[language] ?? []),
          ...spoken[language].none,
          ...saidCalmly[language],
          ...told[language].none,
        ],
        nodes,
      ),
    );
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const total = results.reduce((sum, result) => sum + result.total, 0);
  return { passed, total };
}

async function tally(kind: "danger" | "none", sentences: readonly string[], nodes: typeof templateFlow.nodes) {
  const indexes = new IndexCache();
  const wrong: string[] = [];
  for (const said of sentences) {
    for (const { id } of nodes) {
      const brain = offlineBrain({
        language: "fr",
        country: "BJ",
        today: "2026-11-28",
        given: {},
        indexes,
        understanding,
      });
      const question = questionAt(id, said);
      const choice = await brain.choose(question);
      const taken = choice.kind === "take" ? choice.id : undefined;
      const destination = question.candidates.find((candidate) => candidate.id === taken)?.destination;
      if ((destination === "emergency") !== (kind === "danger")) wrong.push(`${id}: ${said}`);
    }
  }
  const total = sentences.length * nodes.length;
  process.stdout.write(`${kind}: ${sentences.length} sentences in ${nodes.length} nodes, ${wrong.length} wrong\n`);
  for (const line of wrong.slice(0, 40)) process.stdout.write(`  ${line}\n`);
  return { passed: total - wrong.length, total };
}
