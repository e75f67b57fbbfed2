import type { ExtractRequest, WantedValue } from "../../flow/ports.ts";
import { inWorkingMinutes } from "../language/dates/date-wish.ts";
import { foldText } from "../language/fold-text.ts";
import type { Language } from "../language/language.ts";
import { understandAnswer, otherTimes } from "../language/answers/understand-answer.ts";
import { understandBirthDate } from "../language/dates/understand-birth-date.ts";
import { dayMovedTo, understandDate } from "../language/dates/understand-date.ts";
import { partySize, firstVisitAnswer, visitWords } from "../language/answers/visit-words.ts";
import { understandTelephone } from "../language/answers/understand-telephone.ts";
import { type TimeWish, isBareHour, understandTime } from "../language/dates/understand-time.ts";
import { boundedCache } from "../bounded-cache.ts";
import { languageWords } from "../language/all-words.ts";
import type { WallDate } from "../time/wall-date.ts";
import { minutesOfWallTime, wallTimeOfMinutes } from "../time/wall-time.ts";
import { appointmentIn } from "./find-appointment.ts";
import { dayAmongAsked, dayNamed } from "./find-day.ts";
import { type HeardDoctor, chosenOf, doctorsOffered, findDoctor, leavesDoctorOpen } from "./find-doctor.ts";
import { findName } from "./find-name.ts";
import { type OfferedSlot, offeredSlots, slotPointedAt } from "./offered-slots.ts";

export interface ExtractionFacts {
  readonly language: Language;
  /** ISO 3166-1 alpha-2 code that decides how national numbers are read. */
  readonly country: string;
  readonly today: WallDate;
}

/** Older lines are ignored. */
const MOST_LINES = 50;

/**
 * What the rules read. A class, because most values do not need the getters, which are expensive; and V8 keeps an
 * object literal with a getter, and all that it references, until the next full collection.
 */
class Heard {
  /** The caller's sentences, the latest first. */
  readonly lines: readonly string[];
  readonly facts: ExtractionFacts;
  readonly #request: ExtractRequest;
  #nameAnswers: ReadonlySet<string> | undefined;
  #doctors: readonly HeardDoctor[] | undefined;
  #slots: readonly OfferedSlot[] | undefined;

  constructor(request: ExtractRequest, facts: ExtractionFacts) {
    this.lines = linesOf(request).slice(-MOST_LINES).toReversed();
    this.facts = facts;
    this.#request = request;
  }

  get variables(): ExtractRequest["variables"] {
    return this.#request.variables;
  }

  /** The lines that answer a question for a name. */
  get nameAnswers(): ReadonlySet<string> {
    return (this.#nameAnswers ??= answersToName(this.#request));
  }

  get doctors(): readonly HeardDoctor[] {
    return (this.#doctors ??= doctorsOffered(this.#request.variables));
  }

  get slots(): readonly OfferedSlot[] {
    return (this.#slots ??= offeredSlots(this.#request.transcript, this.facts));
  }
}

type Value = string | number | boolean;

interface Rule {
  /** Matched against `name: description`, folded, with spaces for underscores. */
  readonly asks: RegExp;
  /** undefined: the line is not about the value, so look further back; null: it is, but names nothing usable. */
  find(line: string, heard: Heard, wanted: WantedValue): Value | null | undefined;
}

/** By the meaning of a variable's name; the first match wins, and a variable that no rule knows is left out. */
const rulesByName: readonly Rule[] = [
  {
    asks: /\bappointment id\b/,
    find: (line, { facts }, { description }) => appointmentIn(line, description, facts),
  },
  {
    asks: /\bdoctor.*\bid\b/,
    find: (line, heard, { description }) => ofDoctor(line, heard, { key: "id", description }),
  },
  {
    asks: /\b(?:doctor|docteur|medecin|provider)\b/,
    find: (line, heard, { description }) => ofDoctor(line, heard, { key: "name", description }),
  },
  { asks: /\bvisit reason\b/, find: reasonOf },
  {
    asks: /\bnew patient\b/,
    find: (line, { lines }) => (line === lines[0] && firstVisitAnswer(line) !== undefined ? line : null),
  },
  { asks: /\bpeople\b/, find: (line) => partySize(line)?.toString() ?? null },
  { asks: /\bappointment part\b/, find: partOf },
  { asks: /\bnew date\b/, find: (line, { facts }) => dayMovedTo(line, facts) ?? null },
  { asks: /\btime wanted\b/, find: otherTimeOf },
  { asks: /\bslot\b.*\bid\b/, find: (line, heard) => slotOf(line, heard)?.id },
  { asks: /\b(?:time|hour|heure|slot)\b/, find: timeOf },
  {
    asks: /\b(?:birth|naissance)\b/,
    find: (line, { facts }) => understandBirthDate(line, facts),
  },
  { asks: /\b(?:date|day|jour)\b/, find: dayOf },
  {
    asks: /\b(?:phone|telephone|number|numero|tel)\b/,
    find: phoneOf,
  },
  {
    asks: /\b(?:name|nom)\b/,
    find: namesOf,
  },
  { asks: /\b(?:reason|motif|question|symptom|need|message|note|request)s?\b/, find: (line) => line },
];

const rulesByDescription: readonly Rule[] = [
  { asks: /yyyy-mm-dd/, find: dayOf },
  { asks: /\bhh:mm\b/, find: timeOf },
  { asks: /\be\.?164\b/, find: phoneOf },
];

const byType: Readonly<Record<WantedValue["type"], (wanted: WantedValue, heard: Heard) => Value | undefined>> = {
  enum: (wanted, { lines, facts }) =>
    wanted.type === "enum"
      ? firstFound(lines.slice(0, 1), (line) => chosenOf(line, wanted.choices, facts.language))
      : undefined,
  boolean: (_wanted, { lines, facts }) => yesOrNo(lines[0] ?? "", facts.language),
  number: (_wanted, { lines }) => firstFound(lines.slice(0, 1), numberIn),
  string: textValue,
};

/**
 * Finds what the caller said about a wanted value in one request, latest words first; never anything that was not said.
 */
export function extraction(
  request: ExtractRequest,
  facts: ExtractionFacts,
): (wanted: WantedValue) => Value | undefined {
  const heard = new Heard(request, facts);
  return (wanted) => byType[wanted.type](wanted, heard);
}

/** What the caller said and keyed in: consecutive keyed digits are one number. */
function linesOf({ transcript }: ExtractRequest): readonly string[] {
  const lines: string[] = [];
  let keyed = false;
  for (const item of transcript) {
    if (item.role === "dtmf") lines.push(keyed ? `${lines.pop() ?? ""}${item.digit}` : item.digit);
    else if (item.role === "user") lines.push(item.content);
    keyed = item.role === "dtmf";
  }
  return lines;
}

const asksName = /\b(?:nom|name|nombre)\b/u;

function answersToName({ transcript }: ExtractRequest): ReadonlySet<string> {
  const answers = new Set<string>();
  let isAsked = false;
  for (const item of transcript) {
    if (item.role === "agent") isAsked = asksName.test(foldText(item.content));
    else if (item.role === "user" && isAsked) answers.add(item.content);
  }
  return answers;
}

/** If only the last sentence counts, nothing is taken from earlier ones. */
const ofLastSentence = /\blast sentence\b/u;

function textValue(wanted: WantedValue, heard: Heard): Value | undefined {
  const description = foldText(wanted.description);
  const rule = ruleNamed(wanted.name) ?? rulesByDescription.find(({ asks }) => asks.test(description));
  const lines = ofLastSentence.test(description) ? heard.lines.slice(0, 1) : heard.lines;
  if (rule !== undefined) return firstFound(lines, (line) => rule.find(line, heard, wanted));
  const examples = wanted.type === "string" ? (wanted.examples ?? []) : [];
  return firstFound(heard.lines, (line) => chosenOf(line, examples, heard.facts.language));
}

const rulesKnown = boundedCache<Rule | null>(2_000);

function ruleNamed(name: string): Rule | null {
  return rulesKnown(name, () => {
    const words = foldText(name.replaceAll(/[_.-]/g, " "));
    return rulesByName.find(({ asks }) => asks.test(words)) ?? null;
  });
}

/**
 * The answer to "why?"; from a sentence that does not answer it, only the part that names a reason. Yes and no are not
 * reasons.
 */
function reasonOf(line: string, { lines }: Heard, { description }: WantedValue): string | null | undefined {
  const hasReason = visitWords(line).kinds.size > 0;
  if (hasReason) return line;
  if (ofLastSentence.test(description)) return null;
  return line !== lines[0] || firstVisitAnswer(line) !== undefined ? undefined : line;
}

/** Hours in the caller's words; if the description says "instead", also a wish for other times. */
function partOf(line: string, heard: Heard, { description }: WantedValue): string | null {
  const kind = timeWished(line, heard)?.kind;
  const hasHours = kind === "hours" || kind === "at";
  return hasHours || (/\binstead\b/u.test(description) && otherTimes(line) !== null) ? line : null;
}

function ofDoctor(
  line: string,
  { doctors }: Heard,
  { key, description }: { readonly key: "id" | "name"; readonly description: string },
): string | null | undefined {
  const doctor = findDoctor(line, doctors);
  if (doctor !== null) return doctor?.[key];
  if (key === "id") return writesNone.test(description) ? "none" : null;
  return takesUnknown.test(description) ? line : null;
}

/** For a doctor who is not in the map: the function that receives the name reports this, or asks which one is meant. */
const writesNone = /\bwrite none\b/iu;
const takesUnknown = /\bas they said it\b/u;

const takesPeriods = /\bown words\b/u;

/** The day of a chosen time: it belongs to the slot, and is known only if the slots' wording includes it. */
const ofChosenTime = /\bof the time\b/u;

/**
 * A single clear day, even a past one, about which the function then asks; a choice between days counts as none. A
 * period or a wish is passed on in the caller's own words if the variable accepts them, because the function
 * understands them.
 */
function dayOf(line: string, heard: Heard, wanted: WantedValue): string | null | undefined {
  const { facts } = heard;
  const { description } = wanted;
  if (ofChosenTime.test(description)) return slotOf(line, heard)?.date ?? null;
  const understood = understandDate(withoutDoctor(line, heard.doctors), facts);
  if (understood.kind === "not_heard") return undefined;
  const asked = heard.variables[wanted.name] ?? "";
  const day = dayNamed(line, heard.slots, facts) ?? dayAmongAsked(line, asked, facts);
  if (day !== undefined) return day;
  const isKept = understood.kind === "understood" && understood.value.isEarliest && keepsDay(line, heard, wanted);
  return takesPeriods.test(description) && !isKept ? line.trim() : null;
}

/** "Let's go with June": a doctor whose name is also a month. */
function withoutDoctor(line: string, doctors: readonly HeardDoctor[]): string {
  const names = findDoctor(line, doctors)?.name.split(" ") ?? [];
  return names.reduce((left, name) => left.replace(name, ""), line);
}

/** "Peu importe" in reply to "which doctor?" does not retract the day named before. */
function keepsDay(line: string, { variables, doctors }: Heard, { name }: WantedValue): boolean {
  return (variables[name] ?? "") !== "" && leavesDoctorOpen(line, doctors);
}

function yesOrNo(line: string, language: Language): boolean | undefined {
  const understood = understandAnswer(line, language);
  return understood.kind === "understood" ? understood.value : undefined;
}

/** The spoken number; "the one I'm calling from" is the number in the description. */
function phoneOf(line: string, { facts }: Heard, { description }: WantedValue): string | undefined {
  const callerNumber = /\+\d{7,15}\b/.exec(description)?.[0] ?? null;
  const understood = understandTelephone(line, { ...facts, callerNumber });
  return understood.kind === "understood" ? understood.value : undefined;
}

/**
 * The offered time that the caller names or points at; a twelve-hour time counts if only one of its readings is
 * offered.
 */
function slotOf(line: string, heard: Heard): OfferedSlot | undefined {
  const wish = timeWished(line, heard) ?? firstOfTimes(line, heard);
  if (wish?.kind === "position") return slotPointedAt(wish.position, line, heard.slots, heard.facts.language);
  const slots = ofDayNamed(line, heard);
  if (wish === undefined && (slots.length < heard.slots.length || isAnyTime(line, heard))) return slots[0];
  const minutes = wish?.kind === "at" ? wish.minutes : [];
  const times = minutes.map(wallTimeOfMinutes);
  return times.map((time) => slots.find((slot) => slot.time === time)).find((slot) => slot !== undefined);
}

/** "Nine or ten, whichever": the first of them. */
function firstOfTimes(line: string, heard: Heard): TimeWish | undefined {
  const understood = understandTime(line, heard.facts);
  return understood.kind === "ask" && isAnyTime(line, heard) ? understood.candidates[0] : undefined;
}

/** "Whichever", "as you like": the caller has no day or hour in mind. */
function isAnyTime(line: string, { facts }: Heard): boolean {
  const understood = understandDate(line, facts);
  return understood.kind === "understood" && understood.value.isEarliest;
}

/** If the slots are on several days, those of the day that the line names; else all. */
function ofDayNamed(line: string, { slots, facts }: Heard): readonly OfferedSlot[] {
  if (slots.every(({ date }) => date === slots[0]?.date)) return slots;
  const named = dayNamed(line, slots, facts);
  if (named !== undefined) return slots.filter(({ date }) => date === named);
  const understood = understandDate(line, facts);
  if (understood.kind !== "understood") return slots;
  const { first, last } = understood.value;
  return slots.filter(({ date }) => date !== undefined && first <= date && date <= last);
}

/** If times were offered, only one of them counts. */
function timeOf(line: string, heard: Heard): string | null | undefined {
  const wish = timeWished(line, heard);
  if (heard.slots.length > 0) return slotOf(line, heard)?.time ?? (wish?.kind === "at" ? null : undefined);
  if (wish?.kind !== "at") return undefined;
  const { language } = heard.facts;
  return isBareHour(line, language) ? null : wallTimeOfMinutes(likeliest(wish.minutes, language));
}

/** A time that was named but not offered, in the caller's words. */
function otherTimeOf(line: string, heard: Heard): string | null {
  return timeWished(line, heard)?.kind === "at" && slotOf(line, heard) === undefined ? line : null;
}

/** In a 24-hour language, the time as said; otherwise an ambiguous time is taken within the working day. */
function likeliest(minutes: readonly number[], language: Language): number {
  const [first = 0] = minutes;
  return languageWords[language].habits.hasTwentyFourHours && first >= earliestHour ? first : inWorkingMinutes(minutes);
}

const earliestHour = minutesOfWallTime("07:00") ?? 0;

function timeWished(line: string, { facts }: Heard): TimeWish | undefined {
  const understood = understandTime(line, facts);
  return understood.kind === "understood" ? understood.value : undefined;
}

function namesOf(line: string, heard: Heard, { description }: WantedValue): string | undefined {
  const { doctors, variables, facts } = heard;
  return findName({ line, isAnswer: heard.nameAnswers.has(line), doctors, variables, facts }, description);
}

function numberIn(line: string): number | undefined {
  const digits = /-?\d+(?:[.,]\d+)?/.exec(line)?.[0];
  return digits === undefined ? undefined : Number(digits.replace(",", "."));
}

function firstFound(lines: readonly string[], find: (line: string) => Value | null | undefined): Value | undefined {
  for (const line of lines) {
    const found = find(line);
    if (found !== undefined) return found ?? undefined;
  }
  return undefined;
}
