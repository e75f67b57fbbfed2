import { minutesOfWallTime, wallTimeOfMinutes, type WallTime } from "../time/wall-time.ts";
import { foldText } from "./fold-text.ts";

const MIDDAY = /^(?:midi|noon|midday|12 noon)$/;
const OPENING_WORDS = /^(?:a|at|vers|around|about) /;
const HALVES = /^(\d{1,2})(?::(\d{2}))? ?([ap])\.?m\.?$/;

/**
 * The time of day in what was said or passed on: "14:30", "9 h 30", "9 heures", "2:30 PM", "midi". undefined when it is
 * none, or could be morning and evening alike ("at 9").
 */
export function understandTime(text: string): WallTime | undefined {
  const said = foldText(text).replace(OPENING_WORDS, "");
  if (MIDDAY.test(said)) return "12:00";
  const halves = HALVES.exec(said);
  if (halves !== null) return ofHalfDay(halves);
  const minutes = minutesOfWallTime(said.replace(/ ?heures?/, " h"));
  return minutes === undefined ? undefined : wallTimeOfMinutes(minutes);
}

/** 12 AM is midnight, 12 PM is noon. */
function ofHalfDay([, hour, minute = "0", half]: RegExpExecArray): WallTime | undefined {
  const hours = Number(hour);
  if (hours < 1 || hours > 12 || Number(minute) > 59) return undefined;
  return wallTimeOfMinutes(((hours % 12) + (half === "p" ? 12 : 0)) * 60 + Number(minute));
}
