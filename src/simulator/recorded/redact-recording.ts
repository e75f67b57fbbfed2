import type { Flow } from "../../flow/flow.ts";
import type { ClinicFacts } from "../scenario/fill-placeholders.ts";
import type { RecordedTool } from "../scenario/schema.ts";
import { type PersonalData, callersKeys, callersSentence, personalData, withoutPersonalData } from "./personal-data.ts";
import type { CallerInput, Recording, Segment } from "./recording.ts";

export interface RedactedRecording {
  readonly recording: Recording;
  readonly data: PersonalData;
}

/** The recording with invented people in place of the real ones, the same ones throughout. */
export function redactRecording(recording: Recording, facts: ClinicFacts, flow: Flow): RedactedRecording {
  const data = personalData(recording, facts, [JSON.stringify(flow.nodes)]);
  const { variables, began, segments } = recording;
  return {
    data,
    recording: {
      ...recording,
      patientNumber: data.caller.number,
      variables: redactTexts(variables, data),
      began: redactTexts(began, data),
      segments: segments.map((segment) => redactSegment(segment, data)),
    },
  };
}

function redactTexts(texts: Recording["variables"], data: PersonalData): Recording["variables"] {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, withoutPersonalData(value, data)]));
}

function redactSegment(segment: Segment, data: PersonalData): Segment {
  return {
    ...segment,
    input: redactInput(segment.input, data),
    tools: segment.tools.map((tool) => redactTool(tool, data)),
  };
}

function redactInput(input: CallerInput | undefined, data: PersonalData): CallerInput | undefined {
  if (input === undefined || input.kind === "silence") return input;
  const text = input.kind === "say" ? callersSentence(input.text, data) : callersKeys(input.text, data);
  return { ...input, text };
}

function redactTool({ tool, args, answer, failed }: RecordedTool, data: PersonalData): RecordedTool {
  return {
    tool,
    args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, redactValue(value, data)])),
    ...(answer !== undefined && { answer: redactValue(answer, data) }),
    ...(failed !== undefined && { failed: withoutPersonalData(failed, data) }),
  };
}

function redactValue(value: unknown, data: PersonalData): unknown {
  if (typeof value === "string") return withoutPersonalData(value, data);
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, data));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactValue(item, data)]));
}
