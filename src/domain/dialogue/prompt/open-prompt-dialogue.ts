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
export function promptOpener(ports: OpenerPorts): OpenDialogue {
  return async (call) => {
    const { clinic, facts, snapshot } = call;
    const { instructions, model } = await ports.settingsOf(clinic.id);
    const own = instructions.value ?? DEFAULT_INSTRUCTIONS;
    return promptDialogue(
      { language: clinic.language, instructions: own, facts, snapshot: snapshot ?? undefined },
      {
        model: ports.chatModel(model.value),
        runFunction: (name, args) => call.runFunction(name, args),
        wait: (milliseconds, signal) => ports.wait(milliseconds, signal),
        failed: (error) => call.failed(error),
      },
    );
  };
}
