import { AscendiaError } from "../errors.ts";
import { danglingEdges, missingElse, specialEdgeLiterals, unconnectedEdges } from "./check/edge-rules.ts";
import {
  equationsTooEarly,
  equationsWithoutRight,
  equationsWithoutVariable,
  sentenceComparisons,
} from "./check/equation-rules.ts";
import { mapFlow } from "./check/flow-map.ts";
import { componentReferences, duplicateIds, startNode } from "./check/id-rules.ts";
import { unknownLanguages } from "./check/language-rule.ts";
import { longCode, longPrompts, manyEquations, ranges } from "./check/limit-rules.ts";
import { deadEnds, endlessLoops, unreachableNodes } from "./check/path-rules.ts";
import type { CheckOptions, Rule } from "./check/rule.ts";
import { schemaRule } from "./check/schema-rule.ts";
import { secrets } from "./check/secret-rule.ts";
import {
  deprecatedTools,
  sharedTools,
  toolNames,
  toolsWithoutId,
  unknownMcpServers,
  unknownTools,
} from "./check/tool-rules.ts";
import { emptyValues, neverSupplied, neverUsed, notSpeakable } from "./check/variable-rules.ts";
import type { Finding } from "./finding.ts";
import type { Flow } from "./flow.ts";
import { parseFlow } from "./parse-flow.ts";

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
  longCode,
  manyEquations,
  ranges,
  secrets,
  unknownLanguages,
];

/** Everything wrong with a flow that can be read, all at once; nothing for a clean one. */
export function checkFlow(flow: Flow, options: CheckOptions = {}): readonly Finding[] {
  const context = { flow, maps: mapFlow(flow), options };
  return rules.flatMap((rule) => rule(context));
}

/** As checkFlow, for any JSON: what had to be left out or rewritten, or why it cannot be read, included. */
export function validateFlow(json: unknown, options: CheckOptions = {}): readonly Finding[] {
  try {
    const { flow, agent, notes } = parseFlow(json);
    const language = languageOf(agent?.["language"]);
    return [...notes, ...checkFlow(flow, { ...(language !== undefined && { language }), ...options })];
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
