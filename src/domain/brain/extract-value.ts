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
  /** ISO 3166-1 alpha-2: how national numbers are read. */
  readonly country: string;
  readonly today: WallDate;
}

/** Older lines are ignored. */
const MOST_LINES = 50;

/**
 * What the rules look at. A class: most values need no getter's, which cost more than the rest, and V8 keeps an object
 * literal with a getter, and all that it reaches, until the next full collection.
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
  /** Matched against `name: description`, folded, underscores as blanks. */
  readonly asks: RegExp;
  /** undefined: the line does not speak of it, look further back; null: it does, but names nothing usable. */
  find(line: string, heard: Heard, wanted: WantedValue): Value | null | undefined;
}

/** By what a variable's name says it is, first match wins; a variable no rule knows is left out. */
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

/** Of one request, what the caller said about a wanted value, newest words first; never anything that was not said. */
export function extraction(
  request: ExtractRequest,
  facts: ExtractionFacts,
): (wanted: WantedValue) => Value | undefined {
  const heard = new Heard(request, facts);
  return (wanted) => byType[wanted.type](wanted, heard);
}

/** What the caller said, and what they keyed in: digits that follow one another are one number. */
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

/** Where only the last sentence counts, nothing is taken from earlier ones. */
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

/** An answer to "why?"; of a sentence that does not answer it, only what names a reason. Yes and no are not reasons. */
function reasonOf(line: string, { lines }: Heard, { description }: WantedValue): string | null | undefined {
  const hasReason = visitWords(line).kinds.size > 0;
  if (hasReason) return line;
  if (ofLastSentence.test(description)) return null;
  return line !== lines[0] || firstVisitAnswer(line) !== undefined ? undefined : line;
}

/** Hours in the caller's words; instead of times that were named, also a wish for later ones. */
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

/** For a doctor who is not in the map; the function that hears the name says so, or asks which one is meant. */
const writesNone = /\bwrite none\b/iu;
const takesUnknown = /\bas they said it\b/u;

const takesPeriods = /\bown words\b/u;

/** A day whose time is chosen: it goes with the slot, and is known only where the words of the slots say it. */
const ofChosenTime = /\bof the time\b/u;

/**
 * One day that is clear, also of the past, about which the function asks; a choice names none. A period or a wish is
 * passed on in the caller's own words where the variable takes them: the function understands them.
 */
function dayOf(line: string, heard: Heard, wanted: WantedValue): string | null | undefined {
  const { facts } = heard;
  const { description } = wanted;
  if (ofChosenTime.test(description)) return slotOf(line, heard)?.date ?? null;
  const understood = understandDate(line, facts);
  if (understood.kind === "not_heard") return undefined;
  const asked = heard.variables[wanted.name] ?? "";
  const day = dayNamed(line, heard.slots, facts) ?? dayAmongAsked(line, asked, facts);
  if (day !== undefined) return day;
  const isKept = understood.kind === "understood" && understood.value.isEarliest && keepsDay(line, heard, wanted);
  return takesPeriods.test(description) && !isKept ? line.trim() : null;
}

/** "Peu importe", to the question which doctor, does not take back the day that was named before. */
function keepsDay(line: string, { variables, doctors }: Heard, { name }: WantedValue): boolean {
  return (variables[name] ?? "") !== "" && leavesDoctorOpen(line, doctors);
}

function yesOrNo(line: string, language: Language): boolean | undefined {
  const understood = understandAnswer(line, language);
  return understood.kind === "understood" ? understood.value : undefined;
}

/** The number said; "the one I call from" is the one that the description names. */
function phoneOf(line: string, { facts }: Heard, { description }: WantedValue): string | undefined {
  const callerNumber = /\+\d{7,15}\b/.exec(description)?.[0] ?? null;
  const understood = understandTelephone(line, { ...facts, callerNumber });
  return understood.kind === "understood" ? understood.value : undefined;
}

/** A time the caller names among those offered (twelve hours apart counts where only one is offered), or points at. */
function slotOf(line: string, heard: Heard): OfferedSlot | undefined {
  const wish = timeWished(line, heard);
  if (wish?.kind === "position") return slotPointedAt(wish.position, line, heard.slots, heard.facts.language);
  const slots = ofDayNamed(line, heard);
  if (wish === undefined && (slots.length < heard.slots.length || isAnyTime(line, heard))) return slots[0];
  const minutes = wish?.kind === "at" ? wish.minutes : [];
  const times = minutes.map(wallTimeOfMinutes);
  return times.map((time) => slots.find((slot) => slot.time === time)).find((slot) => slot !== undefined);
}

/** "Whichever", "as you like": no day and no hour is meant, only that the caller has none in mind. */
function isAnyTime(line: string, { facts }: Heard): boolean {
  const understood = understandDate(line, facts);
  return understood.kind === "understood" && understood.value.isEarliest;
}

/** The slots of the day that the line names, where they are on several; else all. */
function ofDayNamed(line: string, { slots, facts }: Heard): readonly OfferedSlot[] {
  if (slots.every(({ date }) => date === slots[0]?.date)) return slots;
  const named = dayNamed(line, slots, facts);
  if (named !== undefined) return slots.filter(({ date }) => date === named);
  const understood = understandDate(line, facts);
  if (understood.kind !== "understood") return slots;
  const { first, last } = understood.value;
  return slots.filter(({ date }) => date !== undefined && first <= date && date <= last);
}

/** Where times were offered, one of those and no other. */
function timeOf(line: string, heard: Heard): string | null | undefined {
  const wish = timeWished(line, heard);
  if (heard.slots.length > 0) return slotOf(line, heard)?.time ?? (wish?.kind === "at" ? null : undefined);
  if (wish?.kind !== "at") return undefined;
  const { language } = heard.facts;
  return isBareHour(line, language) ? null : wallTimeOfMinutes(likeliest(wish.minutes, language));
}

/** A time that was named but not offered. */
function otherTimeOf(line: string, heard: Heard): string | null {
  return timeWished(line, heard)?.kind === "at" && slotOf(line, heard) === undefined ? line : null;
}

/** By the 24-hour clock as said; by the other one an ambiguous time is within the working day. */
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
