import type { EffectiveDialogue } from "../../clinic/dialogue-settings.ts";
import type { OpenDialogue, Wait } from "../ports.ts";
import { DEFAULT_INSTRUCTIONS } from "./instructions.ts";
import type { ChatModel } from "./ports.ts";
import { promptDialogue } from "./prompt-dialogue.ts";

interface OpenerPorts {
  settingsOf(clinicId: string): Promise<EffectiveDialogue>;
  /** Of that name; null: the installation's. */
  chatModel(name: string | null): ChatModel;
  readonly wait: Wait;
}

/** Dialogues by the instructions that the clinic has, or inherits, when its call begins. */
export function promptOpener({ settingsOf, chatModel, wait }: OpenerPorts): OpenDialogue {
  return async (call) => {
    const { clinic, facts, snapshot, runFunction, failed } = call;
    const { instructions, model } = await settingsOf(clinic.id);
    return promptDialogue(
      {
        language: clinic.language,
        instructions: instructions.value ?? DEFAULT_INSTRUCTIONS,
        facts,
        snapshot: snapshot ?? undefined,
      },
      { model: chatModel(model.value), runFunction, wait, failed },
    );
  };
}
