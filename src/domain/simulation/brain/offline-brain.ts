import type { Brain, Choice, ChooseRequest, ExtractedValues, ExtractRequest, SpeakRequest } from "../../flow/ports.ts";
import { chooseCandidate, type IndexCache } from "./choose-candidate.ts";
import { extractValue, type ExtractionFacts } from "./extract-value.ts";
import { wordInstruction } from "./word-instruction.ts";

export interface OfflineBrainFacts extends ExtractionFacts {
  /** Values the scenario gives; they beat what is heard. */
  readonly given: Readonly<Record<string, string | number | boolean>>;
  /** Shared by the runs of a fleet. */
  readonly indexes: IndexCache;
}

/** A brain that a scenario can prompt: the next decision goes the way it names. */
export interface OfflineBrain extends Brain {
  /** Id of an edge, of its destination, of a global node or a tool, or "stay" (also: take the else edge). */
  name(way: string | undefined): void;
  /** The name that no decision has used yet. */
  unusedName(): string | undefined;
}

/** Decides without a model: named by the scenario, else nearest known text, else undecided. Deterministic. */
export function offlineBrain(facts: OfflineBrainFacts): OfflineBrain {
  let named: string | undefined;
  return {
    name: (way) => {
      named = way;
    },
    unusedName: () => named,
    choose: async (request) => {
      const choice = named === undefined ? undefined : namedChoice(request, named);
      if (choice === undefined) return chooseCandidate(request, facts.indexes);
      named = undefined;
      return choice;
    },
    extract: async (request) => extract(request, facts),
    speak: async (request: SpeakRequest) => wordInstruction(request),
  };
}

/** The way a scenario names, where it is one of the candidates. */
export function namedChoice({ candidates }: ChooseRequest, named: string): Choice | undefined {
  if (named === "stay" || named === "else") return { kind: "stay", source: "named" };
  const candidate =
    candidates.find(({ id }) => id === named) ?? candidates.find(({ destination }) => destination === named);
  return candidate === undefined ? undefined : { kind: "take", id: candidate.id, source: "named" };
}

function extract(request: ExtractRequest, facts: OfflineBrainFacts): ExtractedValues {
  const found = request.wanted.flatMap((wanted) => {
    const value = facts.given[wanted.name] ?? extractValue(wanted, request, facts);
    return value === undefined ? [] : [[wanted.name, value] as const];
  });
  return Object.fromEntries(found);
}
