import { jsonOf } from "../../json.ts";
import * as z from "zod";
import type { TranscriptItem } from "../../flow/trace.ts";
import { speechTokens } from "../language/dates/speech-tokens.ts";
import type { Language } from "../language/language.ts";
import { isOneDay, understandDate } from "../language/dates/understand-date.ts";
import { clearTime } from "../language/dates/understand-time.ts";
import type { WallDate } from "../time/wall-date.ts";
import type { WallTime } from "../time/wall-time.ts";

const answer = z.object({
  available_slots: z.array(z.object({ time: z.string(), id: z.string().optional() })),
  /** The last time that was spoken, as YYYY-MM-DDTHH:MM; later ones in the list were not. */
  said_last: z.string().optional().catch(undefined),
});

export interface OfferedSlot {
  /** Set if the times are on several days; their wording then includes the day. */
  readonly date: WallDate | undefined;
  readonly time: WallTime;
  readonly id: string | undefined;
  /** Spoken, and not merely available as well. */
  readonly isSaid: boolean;
}

/** Where and when a call takes place. */
export interface CallFacts {
  readonly language: Language;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly today: WallDate;
}

/** The slots of the latest function result that listed any, with their spoken times as "HH:MM". */
export function offeredSlots(transcript: readonly TranscriptItem[], facts: CallFacts): readonly OfferedSlot[] {
  for (const item of transcript.toReversed()) {
    if (item.role !== "tool_call_result" || !item.content.includes("available_slots")) continue;
    const parsed = answer.safeParse(jsonOf(item.content));
    const slots = parsed.data?.available_slots ?? [];
    if (slots.length === 0) continue;
    const offered = slots.map(({ time, id }) => ({
      date: dayIn(time, facts),
      time: clearTime(time, facts.language) ?? time,
      id,
    }));
    const [day, clock] = parsed.data?.said_last?.split("T") ?? [];
    const last = offered.findIndex(({ date, time }) => time === clock && (date ?? day) === day);
    return offered.map(({ date, time, id }, index) => ({ date, time, id, isSaid: last === -1 || index <= last }));
  }
  return [];
}

/** "The last one" is the last that was spoken; "the latest" is the latest of all. */
export function slotPointedAt(
  position: number,
  line: string,
  slots: readonly OfferedSlot[],
  language: Language,
): OfferedSlot | undefined {
  if (position === -1 && speechTokens(line, language).tokens.includes("latest")) {
    return slots.toSorted((a, b) => (momentOf(a) < momentOf(b) ? -1 : 1)).at(-1);
  }
  return slots.filter(({ isSaid }) => isSaid).at(position) ?? slots.at(position);
}

function momentOf({ date = "", time }: OfferedSlot): string {
  return `${date} ${time}`;
}

function dayIn(text: string, facts: CallFacts): WallDate | undefined {
  const understood = understandDate(text, facts);
  return understood.kind === "understood" && isOneDay(understood.value) ? understood.value.first : undefined;
}
