import type {
  Brain,
  Choice,
  ChooseRequest,
  ExtractRequest,
  ExtractedValues,
  SpeakPurpose,
  SpeakRequest,
} from "../../flow/ports.ts";
import { type IndexCache, chooseNearest, chooseWordForWord } from "./choose-candidate.ts";
import { chooseBySigns } from "./danger-signs.ts";
import { type ExtractionFacts, extraction } from "./extract-value.ts";
import { type Language, isLanguage } from "../language/language.ts";
import { isOnlyPause } from "../language/pauses.ts";
import { isOnlyAnswer, isOnlyUnheard, speaksOther } from "../language/answers/understand-answer.ts";
import { type Understanding, withUnderstanding } from "./understanding.ts";
import {
  type AnswerFacts,
  type HeardAnswer,
  chooseByAnswer,
  hearsTime,
  hearsYesOrNo,
  isMistaken,
  isPosition,
} from "./heard-answer.ts";
import { chooseByWish, withoutAlone } from "./wishes.ts";

/** Marks a text that a model would word: what follows is the instruction, not a sentence. */
export const UNWORDED = "≈";

const wordings: Readonly<Record<SpeakPurpose, (instruction: string) => string>> = {
  say: marked,
  reply: marked,
  reminder: marked,
  after_tool: marked,
  sms: marked,
  digits: (instruction) => /\b(?:press|dial|appuie[zr]?|tape[zr]?)\D{0,20}([\d*#]+)/i.exec(instruction)?.[1] ?? "",
  transfer_number: (instruction) => /\+\d{7,15}\b/.exec(instruction)?.[0] ?? "",
};

/**
 * Stands in for a model's words: the instruction itself, with variables filled in, behind a mark. So everything a model
 * could base its words on can be inspected, and nothing is made up.
 */
export function wordInstruction({ purpose, instruction }: SpeakRequest): string {
  return wordings[purpose](instruction.replaceAll(/\s+/g, " ").trim());
}

function marked(instruction: string): string {
  return instruction === "" ? "" : `${UNWORDED} ${instruction}`;
}

export interface OfflineBrainFacts extends ExtractionFacts {
  /** Values from the scenario; they override what is heard. */
  readonly given: GivenValues;
  /** Shared by the runs of a fleet. */
  readonly indexes: IndexCache;
  /** undefined: only the flow's own examples are known. */
  readonly understanding?: Understanding | undefined;
}

/** A brain that a scenario can prompt: the next decisions take the ways it names, one after the other. */
export interface OfflineBrain extends Brain {
  /** Id of an edge, of its destination, of a global node or a tool; or "stay", which also takes the else edge. */
  name(...ways: readonly string[]): void;
  /** The first named way that no decision has used yet. */
  unusedName(): string | undefined;
  /** From now on, extractions find these values, whatever is heard; they are added to those given before. */
  give(values: GivenValues): void;
}

export type GivenValues = Readonly<Record<string, string | number | boolean>>;

/** The values that a scenario gives, at the start and with its turns. */
export function givenValues(first: GivenValues) {
  let known = first;
  return {
    give: (values: GivenValues): void => {
      known = { ...known, ...values };
    },
    known: (): GivenValues => known,
  };
}

/** Decides without a model: as the scenario says, else by the nearest known text, else undecided. Deterministic. */
export function offlineBrain(facts: OfflineBrainFacts): OfflineBrain {
  const named = namedWays();
  const given = givenValues(facts.given);
  return {
    name: named.name,
    unusedName: named.unusedName,
    give: given.give,
    choose: async (request) => named.choice(request) ?? decideUnnamed(request, facts),
    extract: async (request) => extract(request, { ...facts, given: given.known() }),
    speak: async (request: SpeakRequest) => wordInstruction(request),
  };
}

/** The ways that a scenario names; each is used up by the first decision that offers it. */
export function namedWays() {
  let left: readonly string[] = [];
  return {
    name: (...ways: readonly string[]): void => {
      left = ways;
    },
    unusedName: (): string | undefined => left[0],
    choice: (request: ChooseRequest): Choice | undefined => {
      const [next, ...rest] = left;
      const choice = next === undefined ? undefined : namedChoice(request, next);
      if (choice !== undefined) left = rest;
      return choice;
    },
  };
}

function namedChoice({ candidates }: ChooseRequest, named: string): Choice | undefined {
  if (named === "stay" || named === "else") return { kind: "stay", source: "named" };
  const candidate =
    candidates.find(({ id }) => id === named) ?? candidates.find(({ destination }) => destination === named);
  return candidate === undefined ? undefined : { kind: "take", id: candidate.id, source: "named" };
}

function decideUnnamed(request: ChooseRequest, facts: OfflineBrainFacts): Choice {
  const { understanding } = facts;
  const language = spokenLanguage(request.variables, facts.language);
  const known = withUnderstanding(request, understanding?.said[language]);
  const signs = understanding?.signs ?? [];
  const other = languageChosen(request, language);
  if (other !== undefined && chooseBySigns(known, signs, noChoice) === undefined) return other;
  const wanted = (asked: ChooseRequest) => waitForCaller(asked) ?? chooseWanted(asked, language, facts);
  return chooseBySigns(known, signs, wanted) ?? wanted(known);
}

/**
 * Chooses by a known sentence, word for word; else by what the words ask for; else by similarity; else by the kind of
 * answer.
 */
function chooseWanted(asked: ChooseRequest, language: Language, facts: OfflineBrainFacts): Choice {
  const { indexes, understanding } = facts;
  const { wishes, answers } = knownIn(understanding, language);
  const heard = { ...facts, language, variables: asked.variables };
  const sure =
    chooseWordForWord(asked, indexes) ??
    chooseByWish(asked, wishes) ??
    chooseByAnswer(asked, forBareAnswer(asked, answers, heard), heard);
  if (sure !== undefined) return sure;
  const nearest = chooseNearest(withoutAlone(asked, wishes), indexes);
  const isMisled = isDangerNode(nearest, asked, understanding) || isMistaken(nearest, asked, answers, heard);
  if (nearest.kind !== "undecided" && !isMisled) return nearest;
  const open = nearest.kind === "undecided" ? nearest : noChoice();
  return chooseByAnswer(asked, answers, heard) ?? open;
}

function knownIn(understanding: Understanding | undefined, language: Language) {
  return { wishes: understanding?.said[language].wishes ?? [], answers: understanding?.answers ?? [] };
}

/** A caller who asks for a moment, or did not hear, has not answered yet, so the node waits. */
function waitForCaller({ trigger, heard, otherwise }: ChooseRequest): Choice | undefined {
  if (trigger !== "caller") return undefined;
  if (isOnlyUnheard(heard)) return { kind: "stay", source: "sign" };
  if (!isOnlyPause(heard)) return undefined;
  return otherwise === "stay" ? { kind: "stay", source: "sign" } : noChoice();
}

/** For a bare yes or no, or "the second one", the kind of answer says more than similarity. */
function forBareAnswer(
  { heard }: ChooseRequest,
  answers: readonly HeardAnswer[],
  facts: AnswerFacts,
): readonly HeardAnswer[] {
  if (isOnlyAnswer(heard)) return answers.filter(hearsYesOrNo);
  return isPosition(heard, facts) ? answers.filter(hearsTime) : [];
}

/** Mere similarity to a danger, or to one that is over, is not enough: signs and weights were checked before. */
function isDangerNode(
  choice: Choice,
  { candidates }: ChooseRequest,
  understanding: Understanding | undefined,
): boolean {
  if (choice.kind !== "take") return false;
  const taken = candidates.find(({ id }) => id === choice.id);
  return (
    taken?.kind === "global" &&
    (understanding?.signs ?? []).some(({ global, over }) => global === taken.id || over === taken.id)
  );
}

function noChoice(): Choice {
  return { kind: "undecided", candidates: [] };
}

/** The call's current language, which a caller of a bilingual clinic may have changed. */
function spokenLanguage({ language }: ChooseRequest["variables"], first: Language): Language {
  return isLanguage(language) ? language : first;
}

/** The node of the shipped flow that changes the language of the call. */
const languageNode = "choose_language";

/** For a caller who speaks the clinic's second language, or presses the key offered for it. */
function languageChosen({ candidates, heard, variables }: ChooseRequest, language: Language): Choice | undefined {
  const { second_language: second } = variables;
  const way = candidates.find(({ destination }) => destination === languageNode);
  if (way === undefined || !isLanguage(second)) return undefined;
  const isKey = heard.trim() === "2";
  return isKey || speaksOther(heard, second, language) ? { kind: "take", id: way.id, source: "named" } : undefined;
}

function extract(request: ExtractRequest, given: OfflineBrainFacts): ExtractedValues {
  const facts = { ...given, language: spokenLanguage(request.variables, given.language) };
  const valueOf = extraction(request, facts);
  const found = request.wanted.flatMap((wanted) => {
    const value = facts.given[wanted.name] ?? valueOf(wanted);
    return value === undefined ? [] : [[wanted.name, value] as const];
  });
  return Object.fromEntries(found);
}

/** Ends one call from within because something it needs is missing. The simulation continues with the next call. */
export class RunStopped extends Error {
  override readonly name = "RunStopped";
  readonly status: "failed" | "undecided";

  constructor(status: RunStopped["status"], reason: string) {
    super(reason);
    this.status = status;
  }
}
