import type { Brain } from "../../flow/ports.ts";
import type { Language } from "../../language/language.ts";
import type { WallDate } from "../../time/wall-date.ts";
import { chooseByModel } from "./model-choice.ts";
import { extractByModel } from "./model-extraction.ts";
import type { ModelPorts } from "./model-ports.ts";
import { speakByModel } from "./model-wording.ts";
import { namedChoice, type OfflineBrain } from "./offline-brain.ts";

export interface ModelBrainFacts {
  readonly language: Language;
  readonly today: WallDate;
  /** Values the scenario gives; they beat what is heard. */
  readonly given: Readonly<Record<string, string | number | boolean>>;
}

/** Decides, extracts and words by a language model; only the ways and values that a scenario names go before it. */
export function modelBrain(facts: ModelBrainFacts, ports: ModelPorts): OfflineBrain {
  let named: string | undefined;
  const choose: Brain["choose"] = async (request) => {
    const choice = named === undefined ? undefined : namedChoice(request, named);
    if (choice === undefined) return chooseByModel(request, ports);
    named = undefined;
    return choice;
  };
  return {
    name: (way) => {
      named = way;
    },
    unusedName: () => named,
    choose,
    extract: (request) => extractByModel(request, facts, ports),
    speak: (request) => speakByModel(request, facts.language, ports),
  };
}
