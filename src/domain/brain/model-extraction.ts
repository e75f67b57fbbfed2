import * as z from "zod";
import type { ExtractedValues, ExtractRequest, WantedValue } from "../flow/ports.ts";
import { modelAnswer } from "./model-answer.ts";
import type { ModelBrainFacts } from "./model-brain.ts";
import type { ModelPorts } from "./model-ports.ts";
import { conversationText } from "./model-transcript.ts";

const INSTRUCTIONS = `You read values off a phone conversation. Give each value exactly as its description asks. Take only what the caller
said or chose, or what the listed variables say of what the caller chose. Answer null for everything that was not said:
never guess, never fill in.`;

/** Values that were given by the scenario, then what the model reads off the conversation; null is left out. */
export async function extractByModel(
  request: ExtractRequest,
  facts: ModelBrainFacts,
  ports: ModelPorts,
): Promise<ExtractedValues> {
  const given = request.wanted.flatMap(({ name }) => {
    const value = facts.given[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const asked = request.wanted.filter(({ name }) => facts.given[name] === undefined);
  if (asked.length === 0) return Object.fromEntries(given);
  // Names of arguments may hold dots and blanks, which strict JSON Schemas of some endpoints refuse as keys.
  const shape = z.strictObject(Object.fromEntries(asked.map((wanted, index) => [`v${index + 1}`, shapeOf(wanted)])));
  const input = inputText({ ...request, wanted: asked }, facts);
  const answer = await modelAnswer({ name: "extract_values", instructions: INSTRUCTIONS, input }, shape, ports);
  const found = asked.flatMap(({ name }, index) => {
    const value = answer[`v${index + 1}`];
    return value === null || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries([...given, ...found]);
}

function shapeOf(wanted: WantedValue): z.ZodType<string | number | boolean | null> {
  const { description } = wanted;
  if (wanted.type === "number") return z.number().nullable().describe(description);
  if (wanted.type === "boolean") return z.boolean().nullable().describe(description);
  const text = wanted.type === "enum" ? z.enum(wanted.choices) : z.string().min(1);
  return text.nullable().describe(description);
}

function inputText(
  { wanted, tool, transcript, variables }: ExtractRequest,
  { today, language }: ModelBrainFacts,
): string {
  const known = Object.entries(variables).filter(([name, value]) => value !== "" && !name.startsWith("phrase_"));
  return [
    `Today is ${today}; the conversation is in ${language === "fr" ? "French" : "English"}.`,
    `Variables:\n${known.map(([name, value]) => `${name}: ${value}`).join("\n")}`,
    `Conversation:\n${conversationText(transcript)}`,
    `Wanted${tool === undefined ? "" : ` as arguments of ${tool}`}:`,
    ...wanted.map(({ name, type, description }, index) => `v${index + 1} = ${name} (${type}): ${description}`),
  ].join("\n\n");
}
