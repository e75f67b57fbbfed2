import type { FlowNode, Instruction } from "../flow.ts";
import type { SpeakPurpose } from "../ports.ts";
import type { Run } from "./run.ts";
import { placeOf, record, transcriptOf } from "./run.ts";
import { resolve, variablesOf } from "./variables.ts";

/** Says a node's instruction: static text word for word, a prompt in the brain's words. */
export async function sayInstruction(run: Run, node: FlowNode, instruction: Instruction): Promise<void> {
  const text =
    instruction.type === "static_text"
      ? resolve(run, instruction.text)
      : await wording(run, node, { purpose: "say", instruction: instruction.text });
  sayText(run, text);
}

/** Says the instruction of a node that acts, if it is to speak meanwhile (retell-api.md 1.3, 15 #8). */
export async function sayWhileActing(run: Run, node: FlowNode): Promise<void> {
  const speaks = "speak_during_execution" in node ? node.speak_during_execution : undefined;
  const instruction = "instruction" in node ? node.instruction : undefined;
  if (instruction === undefined || instruction.type === "template") return;
  if (speaks ?? run.options.speakWhenUnset) await sayInstruction(run, node, instruction);
}

export function sayText(run: Run, text: string): void {
  if (text.trim() === "") return;
  run.turn.said.push(text);
  record(run, { role: "agent", content: text });
}

/** What the brain says to an instruction, without saying it aloud. */
export async function wording(
  run: Run,
  node: FlowNode,
  request: { readonly purpose: SpeakPurpose; readonly instruction: string },
): Promise<string> {
  return run.ports.brain.speak({
    place: placeOf(run, node),
    purpose: request.purpose,
    instruction: resolve(run, request.instruction),
    globalPrompt: resolve(run, run.flow.global_prompt ?? ""),
    transcript: transcriptOf(run),
    variables: variablesOf(run),
  });
}
