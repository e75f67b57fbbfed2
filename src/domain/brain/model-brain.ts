import type { Language } from "../language/language.ts";
import type { WallDate } from "../time/wall-date.ts";
import { chooseByModel } from "./model-choice.ts";
import { extractByModel } from "./model-extraction.ts";
import type { ModelPorts } from "./model-ports.ts";
import { speakByModel } from "./model-wording.ts";
import { namedWays, type OfflineBrain } from "./offline-brain.ts";

export interface ModelBrainFacts {
  readonly language: Language;
  readonly today: WallDate;
  /** Values the scenario gives; they beat what is heard. */
  readonly given: Readonly<Record<string, string | number | boolean>>;
}

/** Decides, extracts and words by a language model; only the ways and values that a scenario names go before it. */
export function modelBrain(facts: ModelBrainFacts, ports: ModelPorts): OfflineBrain {
  const named = namedWays();
  return {
    name: named.name,
    unusedName: named.unusedName,
    choose: async (request) => named.choice(request) ?? chooseByModel(request, ports),
    extract: (request) => extractByModel(request, facts, ports),
    speak: (request) => speakByModel(request, facts.language, ports),
  };
}
