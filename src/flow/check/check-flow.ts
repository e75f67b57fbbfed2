import { AscendiaError } from "../../errors.ts";
import type { Flow } from "../flow.ts";
import { readFlow } from "../parse/parse-flow.ts";
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
import { type CheckOptions, type Finding, type Rule, mapFlow } from "../rule.ts";
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

/** All findings about a readable flow. */
export function checkFlow(flow: Flow, options: CheckOptions = {}): readonly Finding[] {
  const context = { flow, maps: mapFlow(flow), options };
  return rules.flatMap((rule) => rule(context));
}

/** Like `checkFlow`, for any JSON. Also reports what was left out or rewritten, or why nothing can be read. */
export function validateFlow(json: unknown, options: CheckOptions = {}): readonly Finding[] {
  try {
    const { flow, notes, problems } = readFlow(json, "meant");
    const reported = [...notes, ...problems];
    return [
      ...reported,
      ...checkFlow(flow, options).filter((finding) => !reported.some((one) => isSamePlace(one, finding))),
    ];
  } catch (error) {
    if (error instanceof AscendiaError && isFindings(error.detail)) return error.detail;
    throw error;
  }
}

/** Whether the finding only reports as missing what `reported` has already set aside. */
function isSamePlace(reported: Finding, { rule, node, field = "" }: Finding): boolean {
  return (
    rule === "schema" &&
    reported.severity === "error" &&
    reported.node === node &&
    `${reported.field}.`.startsWith(`${field}.`)
  );
}

function isFindings(detail: unknown): detail is readonly Finding[] {
  return Array.isArray(detail) && detail.every((item) => typeof item === "object" && item !== null && "rule" in item);
}
