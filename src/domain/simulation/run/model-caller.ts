import * as z from "zod";
import type { Language } from "../../language/language.ts";
import type { Persona } from "./play-call.ts";
import { modelAnswer } from "../../brain/model-answer.ts";
import type { ModelPorts } from "../../brain/model-ports.ts";
import { heardText } from "../../brain/model-transcript.ts";

interface CallerRole {
  readonly persona: string;
  readonly language: Language;
}

const shape = z.strictObject({
  say: z.string().describe("what you say next; empty when you only hang up"),
  hangup: z.boolean().describe("true when you have what you called for, or give up"),
});

/** A caller whom the model plays. It knows the persona and what was heard, nothing of the flow. */
export function modelCaller({ persona, language }: CallerRole, ports: ModelPorts): Persona {
  const instructions = [
    "You play somebody who calls a phone agent, to test it. Stay in the role; you are not the agent.",
    `Speak ${language === "fr" ? "French" : "English"}, one short sentence at a time, and answer what you are asked.`,
    "Hang up once the matter is settled or hopeless.",
    `Your role: ${persona}`,
  ].join("\n");
  return async (transcript) => {
    const input = `What was said so far (you are the caller):\n${heardText(transcript)}\n\nWhat do you do next?`;
    const { say, hangup } = await modelAnswer({ name: "play_caller", instructions, input }, shape, ports);
    return hangup || say.trim() === "" ? { kind: "hangup" } : { kind: "speech", text: say.trim() };
  };
}
