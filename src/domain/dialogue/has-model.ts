import type { EffectiveDialogue } from "../clinic/dialogue-settings.ts";

/** As set in the environment; null: not set. */
export interface ConfiguredModel {
  readonly openaiBaseUrl: string | null;
  readonly openaiApiKey: string | null;
  readonly model: string | null;
}

/** Whether calls with these settings have a language model. Calls in flow mode use the installation's model. */
export function hasModel(
  configured: ConfiguredModel,
  { mode, model }: Pick<EffectiveDialogue, "mode" | "model">,
): boolean {
  if (configured.openaiBaseUrl === null && configured.openaiApiKey === null) return false;
  const own = mode.value === "prompt" ? model.value : null;
  return (own ?? configured.model) !== null;
}

export const NO_MODEL_FIX = "Set ASCENDIA_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL.";
