import * as z from "zod";
import type { TranscriptItem } from "../../flow/session/trace.ts";
import { editDistance } from "../closest-text.ts";
import { foldText } from "../language/fold-text.ts";
import type { Language } from "../language/language.ts";
import type { WallTime } from "../time/wall-time.ts";
import { findTimes } from "./find-times.ts";

export interface HeardDoctor {
  readonly name: string;
  readonly id: string;
}

const idMap = z.record(z.string(), z.string());
const titles = new Set(["dr", "docteur", "doctor", "docteure", "prof", "professeur", "professor", "mme", "m"]);
const titled = /\b(?:dr|docteure?|doctor|prof(?:esseur|essor)?)\b/;
/** Letters a surname may differ by and still be the same name misheard. */
const MISHEARD_EDITS = 1;
const MISHEARD_FROM_LENGTH = 5;

/** The doctors the call was given, from the `doctor_id_map` variable. */
export function doctorsOffered(variables: Readonly<Record<string, string>>): readonly HeardDoctor[] {
  const parsed = idMap.safeParse(jsonOrNull(variables["doctor_id_map"] ?? ""));
  return parsed.success ? Object.entries(parsed.data).map(([name, id]) => ({ name, id })) : [];
}

/** The one doctor a sentence names, in full or by surname, as heard; undefined when it is none or could be two. */
export function findDoctor(text: string, doctors: readonly HeardDoctor[]): HeardDoctor | undefined {
  const heard = { words: nameWords(text), titled: titled.test(foldText(text)) };
  const byName = doctors.map((doctor) => ({ doctor, matched: matchedWords(nameWords(doctor.name), heard) }));
  const most = Math.max(0, ...byName.map(({ matched }) => matched));
  const best = byName.filter(({ matched }) => matched === most && matched > 0);
  return best.length === 1 ? best[0]?.doctor : undefined;
}

export function nameWords(text: string): readonly string[] {
  return (foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !titles.has(word));
}

interface HeardWords {
  readonly words: readonly string[];
  /** Somebody was called doctor. */
  readonly titled: boolean;
}

/** How many words of the name were heard, half as much of one misheard; a first name alone counts only of somebody called doctor. */
function matchedWords(name: readonly string[], heard: HeardWords): number {
  const matched = name.filter((word) => heard.words.some((other) => soundsLike(word, other)));
  const surname = name.at(-1);
  const exact = matched.filter((word) => heard.words.includes(word)).length;
  return heard.titled || matched.some((word) => word === surname) ? exact + (matched.length - exact) / 2 : 0;
}

function soundsLike(word: string, other: string): boolean {
  if (word === other) return true;
  return word.length >= MISHEARD_FROM_LENGTH && word[0] === other[0] && editDistance(word, other) <= MISHEARD_EDITS;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

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

const yes =
  /\b(?:oui|ouais|d'accord|c'est ca|exact|exactement|parfait|volontiers|tout a fait|yes|yeah|yep|sure|correct|okay|ok|right)\b/;
const no = /\b(?:non|pas du tout|no|nope|not)\b/;

/** How callers say choices that flows name in English. */
const frenchWords: Readonly<Record<string, string>> = {
  morning: "matin",
  afternoon: "apres-midi",
  evening: "soir",
  any: "n'importe",
  yes: "oui",
  no: "non",
};

export function yesOrNo(line: string): boolean | undefined {
  const folded = foldText(line);
  if (no.test(folded)) return false;
  return yes.test(folded) ? true : undefined;
}

/** The one choice whose words stand in the line; undefined when none or several do. */
export function chosenOf(line: string, choices: readonly string[], language: Language): string | undefined {
  const padded = ` ${(foldText(line).match(/[\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*/gu) ?? []).join(" ")} `;
  const said = choices.filter((choice) => {
    const folded = foldText(choice.replaceAll("_", " "));
    const own = language === "fr" ? (frenchWords[folded] ?? folded) : folded;
    return padded.includes(` ${own} `) || padded.includes(` ${folded} `);
  });
  return said.length === 1 ? said[0] : undefined;
}
