import type { IndexCache } from "../../brain/choose-candidate.ts";
import { modelBrain } from "../../brain/model-brain.ts";
import type { LanguageModel, ModelPorts } from "../../brain/model-ports.ts";
import { offlineBrain } from "../../brain/offline-brain.ts";
import type { Flow } from "../../flow/flow.ts";
import type { Brain } from "../../flow/ports.ts";
import type { Clock } from "../../time/ports.ts";
import { todayIn } from "../../time/zoned-time.ts";
import type { DialogueCall } from "../ports.ts";
import { withOfflineVoice } from "./offline-voice.ts";

interface Thinking {
  readonly flow: Flow;
  readonly clock: Clock;
  /** null: decided without one. */
  readonly model: ModelPorts | null;
}

/** Who decides, finds and words in calls of mode flow. What is asked of a model ends when the turn is cut off. */
export function callBrain({ flow, clock, model }: Thinking): (call: DialogueCall, signal: AbortSignal) => Brain {
  const indexes: IndexCache = new Map();
  return ({ clinic }, signal) => {
    const { language, country, timezone } = clinic;
    const today = todayIn(timezone, clock);
    if (model === null) {
      return withOfflineVoice(offlineBrain({ language, country, today, given: {}, indexes }), flow, language);
    }
    const { model: languageModel } = model;
    const asked: LanguageModel = {
      identity: languageModel.identity,
      complete: (question) => languageModel.complete(question, signal),
    };
    return modelBrain({ language, today, given: {} }, { ...model, model: asked });
  };
}
