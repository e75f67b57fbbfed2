import * as z from "zod";
import type { TranscriptItem } from "../flow/session/trace.ts";
import { foldText } from "../language/fold-text.ts";
import type { Language } from "../language/language.ts";
import type { WallTime } from "../time/wall-time.ts";
import { findTimes } from "./find-times.ts";

const answer = z.object({ available_slots: z.array(z.object({ time: z.string(), id: z.string().optional() })) });

export interface OfferedSlot {
  readonly time: WallTime;
  readonly id: string | undefined;
}

const first = /\b(?:premiere?|1er|1ere|first|earliest|plus tot)\b/;
const last = /\b(?:derniere?|last|latest|plus tard)\b/;

/** The slots of the latest function answer that listed any; their times, which functions word for speech, as "HH:MM". */
export function offeredSlots(transcript: readonly TranscriptItem[], language: Language): readonly OfferedSlot[] {
  for (const item of transcript.toReversed()) {
    if (item.role !== "tool_call_result" || !item.content.includes("available_slots")) continue;
    const parsed = answer.safeParse(jsonOrNull(item.content));
    const slots = parsed.data?.available_slots ?? [];
    if (slots.length > 0) return slots.map(({ time, id }) => ({ time: findTimes(time, language)[0] ?? time, id }));
  }
  return [];
}

/** "the first one", "le dernier": the slot a caller points at without saying its time. */
export function pointedAt(text: string, slots: readonly OfferedSlot[]): OfferedSlot | undefined {
  const folded = foldText(text);
  if (first.test(folded)) return slots[0];
  return last.test(folded) ? slots.at(-1) : undefined;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
