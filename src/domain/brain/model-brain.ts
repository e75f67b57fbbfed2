import { jsonOf } from "../../json.ts";
import * as z from "zod";
import type {
  Candidate,
  Choice,
  ChooseRequest,
  ExtractRequest,
  ExtractedValues,
  SpeakPurpose,
  SpeakRequest,
  WantedValue,
} from "../../flow/ports.ts";
import type { TranscriptItem } from "../../flow/trace.ts";
import { type Language, languageFacts } from "../language/language.ts";
import type { WallDate } from "../time/wall-date.ts";
import { type GivenValues, type OfflineBrain, RunStopped, givenValues, namedWays } from "./brain.ts";
import type { ModelPorts, ModelQuestion } from "./model-ports.ts";

type Question = Omit<ModelQuestion, "schema">;

/**
 * The model's answer in the requested shape, from an earlier simulation if possible. Only valid answers are stored.
 * @throws RunStopped undecided, with the reason, if the answer is invalid
 */
export async function modelAnswer<T>(question: Question, shape: z.ZodType<T>, ports: ModelPorts): Promise<T> {
  const { model, answers, digest, use } = ports;
  const full: ModelQuestion = { ...question, schema: z.toJSONSchema(shape) };
  const key = digest(JSON.stringify({ model: model.identity, ...full }));
  const known = await answers.find(key);
  const remembered = known === undefined ? undefined : shape.safeParse(jsonOf(known));
  if (remembered?.success === true) {
    use.remembered += 1;
    return remembered.data;
  }
  if (use.asked >= (use.most ?? Infinity)) {
    throw new RunStopped("undecided", `the budget of ${use.most} model requests is used up`);
  }
  use.asked += 1;
  const completion = await model.complete(full);
  use.tokens += completion.tokens ?? 0;
  if (completion.kind === "none") throw unusable(question, completion.reason);
  const parsed = shape.safeParse(jsonOf(completion.text));
  if (!parsed.success) throw unusable(question, `${z.prettifyError(parsed.error)} in ${excerpt(completion.text)}`);
  await answers.keep(key, completion.text);
  return parsed.data;
}

function unusable({ name }: Question, why: string): RunStopped {
  return new RunStopped("undecided", `the model's answer to "${name}" cannot be used: ${why}`);
}

function excerpt(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ");
  return JSON.stringify(flat.length > 120 ? `${flat.slice(0, 120)}…` : flat);
}

/** The whole conversation: words, keys, tools and their results. */
export function conversationText(transcript: readonly TranscriptItem[]): string {
  return transcript.flatMap(lineOf).join("\n") || "(nothing was said yet)";
}

/** What the caller heard and said. */
export function heardText(transcript: readonly TranscriptItem[]): string {
  const spoken = transcript.filter(({ role }) => role === "agent" || role === "user" || role === "sms");
  return spoken.flatMap(lineOf).join("\n") || "(silence)";
}

function lineOf(item: TranscriptItem): readonly string[] {
  if (item.role === "agent") return [`Agent: ${item.content}`];
  if (item.role === "user") return [`Caller: ${item.content}`];
  if (item.role === "dtmf") return [`Caller pressed: ${item.digit}`];
  if (item.role === "sms") return [`Agent sent by SMS: ${item.content}`];
  if (item.role === "tool_call_invocation") return [`Tool ${item.name} called with ${item.arguments}`];
  if (item.role === "tool_call_result") return [`Tool ${item.successful ? "answered" : "failed"}: ${item.content}`];
  return [];
}

const INSTRUCTIONS = `You run a phone agent's conversation flow. Decide which of the numbered conditions the conversation meets now.
Judge by what was said and what tools answered, never by what would be convenient. A condition that speaks of the caller
is met only by the caller's own words. Answer "none" when no condition is met yet, and "unclear" when two are met equally
or you cannot decide. Give the reason in one short sentence.`;

const triggers: Readonly<Record<ChooseRequest["trigger"], string>> = {
  caller: "The caller has just spoken.",
  result: "A tool has just answered.",
  entry: "The conversation has just come to this step.",
};

/** The edge whose condition the model considers met. @throws RunStopped undecided when it cannot decide */
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
  throw new RunStopped("undecided", `at ${place.node} the model cannot decide between ${ways}: ${reason}`);
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

const EXTRACTION_INSTRUCTIONS = `You read values off a phone conversation. Give each value exactly as its description asks. Take only what the caller
said or chose, or what the listed variables say about what the caller chose. Answer null for everything that was not said:
never guess, never fill in.`;

/** The scenario's values, then those the model finds in the conversation; null values are left out. */
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
  // Argument names may contain dots and spaces, which some endpoints refuse as keys in strict JSON Schemas.
  const shape = z.strictObject(Object.fromEntries(asked.map((wanted, index) => [`v${index + 1}`, shapeOf(wanted)])));
  const input = extractionInput({ ...request, wanted: asked }, facts);
  const answer = await modelAnswer(
    { name: "extract_values", instructions: EXTRACTION_INSTRUCTIONS, input },
    shape,
    ports,
  );
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

function extractionInput(
  { wanted, tool, transcript, variables }: ExtractRequest,
  { today, language }: ModelBrainFacts,
): string {
  const known = Object.entries(variables).filter(([name, value]) => value !== "" && !name.startsWith("phrase_"));
  return [
    `Today is ${today}; the conversation is in ${languageFacts(language).englishName}.`,
    `Variables:\n${known.map(([name, value]) => `${name}: ${value}`).join("\n")}`,
    `Conversation:\n${conversationText(transcript)}`,
    `Wanted${tool === undefined ? "" : ` as arguments of ${tool}`}:`,
    ...wanted.map(({ name, type, description }, index) => `v${index + 1} = ${name} (${type}): ${description}`),
  ].join("\n\n");
}

const tasks: Readonly<Record<SpeakPurpose, string>> = {
  say: "Say what the instruction asks for.",
  reply: "The caller said something that leads nowhere yet: answer within the instruction.",
  reminder: "The caller has been silent: ask briefly whether they are there, within the instruction.",
  after_tool: "A tool has just answered: say what it means for the caller, within the instruction.",
  sms: "Write the text message that the instruction asks for.",
  digits: "Give the keys to press, digits, * and # alone; an empty text to press no key.",
  transfer_number: "Give the number to transfer to as it stands in the instruction; an empty text when there is none.",
};

const LENGTH = "Speak as on the phone: one to three short sentences, no lists, no markup.";

/** What the agent says, sends or dials. @throws RunStopped undecided for a number that no instruction contains */
export async function speakByModel(request: SpeakRequest, language: Language, ports: ModelPorts): Promise<string> {
  const { purpose, instruction, transcript } = request;
  if (instruction.trim() === "" && purpose !== "reply" && purpose !== "reminder") return "";
  const globalPrompt = request.globalPrompt();
  const instructions = [
    `You are the voice of a phone agent. ${tasks[purpose]} ${LENGTH}`,
    `Speak ${languageFacts(language).englishName} unless the instruction says otherwise. State no fact that is not given.`,
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

export interface ModelBrainFacts {
  readonly language: Language;
  readonly today: WallDate;
  /** Values from the scenario; they override what is heard. */
  readonly given: GivenValues;
}

/** Decides, extracts and words with a language model; only the scenario's ways and values take precedence. */
export function modelBrain(facts: ModelBrainFacts, ports: ModelPorts): OfflineBrain {
  const named = namedWays();
  const given = givenValues(facts.given);
  return {
    name: named.name,
    unusedName: named.unusedName,
    give: given.give,
    choose: async (request) => named.choice(request) ?? chooseByModel(request, ports),
    extract: (request) => extractByModel(request, { ...facts, given: given.known() }, ports),
    speak: (request) => speakByModel(request, facts.language, ports),
  };
}
