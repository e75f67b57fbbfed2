import * as z from "zod";
import type { Candidate, Choice, ChooseRequest } from "../flow/ports.ts";
import { RunStopped } from "./run-stopped.ts";
import { modelAnswer } from "./model-answer.ts";
import type { ModelPorts } from "./model-ports.ts";
import { conversationText } from "./model-transcript.ts";

const INSTRUCTIONS = `You run a phone agent's conversation flow. Decide which of the numbered conditions the conversation meets now.
Judge by what was said and what tools answered, never by what would be convenient. A condition that speaks of the caller
is met only by the caller's own words. Answer "none" when no condition is met yet, and "unclear" when two are met equally
or you cannot tell. Give the reason in one short sentence.`;

const triggers: Readonly<Record<ChooseRequest["trigger"], string>> = {
  caller: "The caller has just spoken.",
  result: "A tool has just answered.",
  entry: "The conversation has just come to this step.",
};

/** The way whose condition the model holds for met. @throws RunStopped undecided where it cannot tell */
export async function chooseByModel(request: ChooseRequest, ports: ModelPorts): Promise<Choice> {
  const { candidates, place } = request;
  const numbers = candidates.map((_, index) => String(index + 1));
  const shape = z.strictObject({ reason: z.string(), answer: z.enum([...numbers, "none", "unclear"]) });
  const question = { name: "choose_transition", instructions: INSTRUCTIONS, input: inputText(request) };
  const { answer, reason } = await modelAnswer(question, shape, ports);
  if (answer === "none") return { kind: "stay", source: "model" };
  const chosen = candidates[numbers.indexOf(answer)];
  if (chosen !== undefined) return { kind: "take", id: chosen.id, source: "model" };
  const ways = candidates.map(({ id }) => id).join(", ");
  throw new RunStopped("undecided", `at ${place.node} the model cannot tell between ${ways}: ${reason}`);
}

function inputText({ place, trigger, candidates, transcript }: ChooseRequest): string {
  return [
    `Step: ${place.name}`,
    `Conversation:\n${conversationText(transcript)}`,
    triggers[trigger],
    `Conditions:\n${candidates.map(conditionText).join("\n")}`,
  ].join("\n\n");
}

function conditionText({ kind, condition, examples, counterExamples = [] }: Candidate, index: number): string {
  return [
    `${index + 1}. ${kind === "tool" ? `call this tool: ${condition}` : condition}`,
    ...examples.map(({ transcript }) => `   met by: ${words(transcript)}`),
    ...counterExamples.map(({ transcript }) => `   not met by: ${words(transcript)}`),
  ].join("\n");
}

function words(transcript: Candidate["examples"][number]["transcript"]): string {
  return transcript.map((item) => ("content" in item ? `${item.role}: ${item.content}` : "")).join(" / ");
}
