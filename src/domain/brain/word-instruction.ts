import type { SpeakPurpose, SpeakRequest } from "../flow/ports.ts";

/** Stands before every sentence that a model would have worded: what follows is the instruction, not a sentence. */
export const UNWORDED = "≈";

const wordings: Readonly<Record<SpeakPurpose, (instruction: string) => string>> = {
  say: marked,
  reply: marked,
  reminder: marked,
  after_tool: marked,
  sms: marked,
  digits: (instruction) => /\b(?:press|dial|appuie[zr]?|tape[zr]?)\D{0,20}([\d*#]+)/i.exec(instruction)?.[1] ?? "",
  transfer_number: (instruction) => /\+\d{7,15}\b/.exec(instruction)?.[0] ?? "",
};

/**
 * What is "said" where a model would word an instruction: the instruction itself, variables filled in, behind a mark.
 * So everything a model could say from it can be inspected, and nothing is made up.
 */
export function wordInstruction({ purpose, instruction }: SpeakRequest): string {
  return wordings[purpose](instruction.replaceAll(/\s+/g, " ").trim());
}

function marked(instruction: string): string {
  return instruction === "" ? "" : `${UNWORDED} ${instruction}`;
}
