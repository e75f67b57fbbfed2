import { hearAtNode } from "./handlers.ts";
import type { Run } from "./run.ts";
import { currentFrame, nodeAt, record } from "./run.ts";
import { passSilence } from "./silence.ts";
import { speakFirst } from "./speak-first.ts";
import type { FlowInput } from "./state.ts";
import type { Step } from "./step.ts";
import { stop } from "./step.ts";

type InputOf<Kind extends FlowInput["kind"]> = Extract<FlowInput, { readonly kind: Kind }>;

export async function take(run: Run, input: FlowInput): Promise<Step> {
  if (input.kind === "hangup") return { kind: "end", ending: { reason: "user_hangup" } };
  if (input.kind === "silence") return passSilence(run, input.ms);
  return input.kind === "speech" ? speech(run, input) : digits(run, input);
}

async function speech(run: Run, input: InputOf<"speech">): Promise<Step> {
  record(run, { role: "user", content: input.text });
  return answer(run, input.text);
}

async function digits(run: Run, input: InputOf<"digits">): Promise<Step> {
  for (const digit of input.digits.split("")) record(run, { role: "dtmf", digit });
  return answer(run, input.digits);
}

async function answer(run: Run, heard: string): Promise<Step> {
  const { state } = run;
  state.heard = heard;
  state.silentMs = 0;
  state.reminders = 0;
  if (!state.hasSpoken) return speakFirst(run);
  const node = nodeAt(run, currentFrame(run));
  return node === undefined ? stop : hearAtNode(run, node);
}
