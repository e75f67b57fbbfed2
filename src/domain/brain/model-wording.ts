import * as z from "zod";
import type { SpeakPurpose, SpeakRequest } from "../flow/ports.ts";
import type { Language } from "../language/language.ts";
import { RunStopped } from "./run-stopped.ts";
import { modelAnswer } from "./model-answer.ts";
import type { ModelPorts } from "./model-ports.ts";
import { conversationText } from "./model-transcript.ts";

const tasks: Readonly<Record<SpeakPurpose, string>> = {
  say: "Say what the instruction asks for.",
  reply: "The caller said something that leads nowhere yet: answer within the instruction.",
  reminder: "The caller has been silent: ask briefly whether they are there, within the instruction.",
  after_tool: "A tool has just answered: tell the caller what it means, within the instruction.",
  sms: "Write the text message that the instruction asks for.",
  digits: "Give the keys to press, digits, * and # alone; an empty text when none is to be pressed.",
  transfer_number: "Give the number to transfer to as it stands in the instruction; an empty text when there is none.",
};

const LENGTH = "Speak as on the phone: one to three short sentences, no lists, no markup.";

/** What the agent says, sends or dials. @throws RunStopped undecided for a number that stands in no instruction */
export async function speakByModel(request: SpeakRequest, language: Language, ports: ModelPorts): Promise<string> {
  const { purpose, instruction, globalPrompt, transcript } = request;
  if (instruction.trim() === "" && purpose !== "reply" && purpose !== "reminder") return "";
  const instructions = [
    `You are the voice of a phone agent. ${tasks[purpose]} ${LENGTH}`,
    `Speak ${language === "fr" ? "French" : "English"} unless the instruction says otherwise. State no fact that is not given.`,
    globalPrompt,
  ].join("\n\n");
  const input = `Conversation:\n${conversationText(transcript)}\n\nInstruction:\n${instruction}`;
  const shape = z.strictObject({ text: z.string() });
  const { text } = await modelAnswer({ name: `word_${purpose}`, instructions, input }, shape, ports);
  const spoken = text.trim();
  if (purpose === "transfer_number" && !(instruction + globalPrompt).includes(spoken)) {
    throw new RunStopped("undecided", `at ${request.place.node} the model would dial ${spoken}, which nothing names`);
  }
  return spoken;
}
