import { AscendiaError } from "../../errors.ts";
import type { Flow } from "../flow.ts";
import { readFlow } from "../parse-flow.ts";
import { danglingEdges, missingElse, specialEdgeLiterals, unconnectedEdges } from "./edge-rules.ts";
import {
  equationsTooEarly,
  equationsWithoutRight,
  equationsWithoutVariable,
  sentenceComparisons,
} from "./equation-rules.ts";
import { longPrompts, manyEquations, ranges } from "./limit-rules.ts";
import { componentReferences, duplicateIds, schemaRule, secrets, startNode } from "./other-rules.ts";
import { deadEnds, endlessLoops, unreachableNodes } from "./path-rules.ts";
import { type CheckOptions, type Finding, type Rule, mapFlow } from "./rule.ts";
import {
  deprecatedTools,
  sharedTools,
  toolNames,
  toolsWithoutId,
  unknownMcpServers,
  unknownTools,
} from "./tool-rules.ts";
import { modelSettingsMissing, unknownValues } from "./value-rules.ts";
import { emptyValues, neverSupplied, neverUsed, notSpeakable } from "./variable-rules.ts";

const rules: readonly Rule[] = [
  schemaRule,
  startNode,
  duplicateIds,
  componentReferences,
  danglingEdges,
  unconnectedEdges,
  specialEdgeLiterals,
  missingElse,
  unreachableNodes,
  deadEnds,
  endlessLoops,
  toolsWithoutId,
  unknownTools,
  sharedTools,
  unknownMcpServers,
  toolNames,
  deprecatedTools,
  neverSupplied,
  neverUsed,
  notSpeakable,
  emptyValues,
  equationsTooEarly,
  equationsWithoutVariable,
  equationsWithoutRight,
  sentenceComparisons,
  longPrompts,
  manyEquations,
  ranges,
  secrets,
  unknownValues,
  modelSettingsMissing,
];

/** Every problem of a readable flow. */
export function checkFlow(flow: Flow, options: CheckOptions = {}): readonly Finding[] {
  const context = { flow, maps: mapFlow(flow), options };
  return rules.flatMap((rule) => rule(context));
}

/** Like `checkFlow`, for any JSON. Also reports what was left out or rewritten, or why it cannot be read. */
export function validateFlow(json: unknown, options: CheckOptions = {}): readonly Finding[] {
  try {
    const { flow, agent, notes, problems } = readFlow(json);
    const language = languageOf(agent?.["language"]);
    const misspelt = new Set(notes.filter(({ rule }) => rule === "misspelt-key").map(({ edge }) => edge));
    const told = [...notes, ...problems];
    const checked = checkFlow(flow, { ...(language !== undefined && { language }), ...options });
    // "Remove it" would be wrong advice for an edge that only names its destination by another key.
    return [...told, ...checked.filter(({ rule, edge }) => rule !== "unconnected-edge" || !misspelt.has(edge))];
  } catch (error) {
    if (error instanceof AscendiaError && isFindings(error.detail)) return error.detail;
    throw error;
  }
}

function languageOf(value: unknown): string | readonly string[] | undefined {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

function isFindings(detail: unknown): detail is readonly Finding[] {
  return Array.isArray(detail) && detail.every((item) => typeof item === "object" && item !== null && "rule" in item);
}
