import type { FlowNode } from "../flow.ts";
import { speakFirst } from "./advance.ts";
import { hearAtNode } from "./handlers.ts";
import { sayText, wording } from "./speak.ts";
import { type FlowInput, type Run, type Step, currentFrame, nodeAt, record, stop, wait } from "./state.ts";

/** Lets time pass in silence: reminds the caller when due, and finally ends the call (docs/retell.md 2.1, 1.3). */
export async function passSilence(run: Run, ms: number | undefined): Promise<Step> {
  const { state } = run;
  const until = ms === undefined ? nextEventAt(run) : state.silentMs + ms;
  for (let at = nextEventAt(run); at <= until; at = nextEventAt(run)) {
    state.silentMs = at;
    const step = await silenceEvent(run);
    if (step !== undefined) return step;
  }
  state.silentMs = until;
  return wait;
}

function nextEventAt(run: Run): number {
  const { state, options, flow } = run;
  if (!state.hasSpoken) return Math.min(flow.begin_after_user_silence_ms ?? Infinity, options.endCallAfterSilenceMs);
  const { count, triggerMs } = reminderSettings(run);
  const reminderAt = state.reminders < count ? (state.reminders + 1) * triggerMs : Infinity;
  return Math.min(Math.max(reminderAt, state.silentMs), options.endCallAfterSilenceMs);
}

async function silenceEvent(run: Run): Promise<Step | undefined> {
  const { state, options } = run;
  if (state.silentMs >= options.endCallAfterSilenceMs) return { kind: "end", ending: { reason: "inactivity" } };
  if (!state.hasSpoken) {
    state.silentMs = 0;
    return speakFirst(run);
  }
  state.reminders += 1;
  const node = nodeAt(run, currentFrame(run));
  if (node !== undefined) await remind(run, node);
  return undefined;
}

async function remind(run: Run, node: FlowNode): Promise<void> {
  const instruction =
    "instruction" in node && node.instruction && "text" in node.instruction ? node.instruction.text : "";
  sayText(run, await wording(run, node, { purpose: "reminder", instruction }));
}

function reminderSettings(run: Run): { readonly count: number; readonly triggerMs: number } {
  const node = nodeAt(run, currentFrame(run));
  const own = node?.type === "conversation" || node?.type === "subagent" ? node : undefined;
  return {
    count: own?.reminder_max_count ?? run.options.reminderMaxCount,
    triggerMs: Math.max(1, own?.reminder_trigger_ms ?? run.options.reminderTriggerMs),
  };
}

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
